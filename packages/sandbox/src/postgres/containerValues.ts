/*
 * Copyright 2026 The Safekeep Authors
 *
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *     http://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */

import { isRecord } from '../kubernetes/json/isRecord';
import { Container, Pod, Volume } from '../kubernetes/objects/workloads';
import { ControllerContext } from '../controllers/ControllerContext';

function dataOf(
  context: ControllerContext,
  pod: Pod,
  kind: 'Secret' | 'ConfigMap',
  name: string | undefined,
): Map<string, string> {
  const { namespace } = pod.metadata;
  const object = name ? context.get(kind, { namespace, name }) : undefined;
  const data = isRecord(object?.data) ? object.data : {};
  return new Map(
    Object.entries(data).map(([key, value]) => [
      key,
      kind === 'Secret'
        ? Buffer.from(String(value), 'base64').toString()
        : String(value),
    ]),
  );
}

/** `$(NAME)` of one that was named before; `$$` is a dollar. */
function expand(value: string, known: Map<string, string>): string {
  return value.replace(/\$(\$|\(([^()]+)\))/g, (text, mark, name) =>
    mark === '$' ? '$' : known.get(name) ?? text,
  );
}

/** The environment that a container of the pod would be started with now. */
export function environmentOf(
  context: ControllerContext,
  pod: Pod,
  container: Container,
): Map<string, string> {
  const environment = new Map<string, string>();
  for (const { secretRef, configMapRef } of container.envFrom ?? []) {
    for (const [name, value] of [
      ...dataOf(context, pod, 'Secret', secretRef?.name),
      ...dataOf(context, pod, 'ConfigMap', configMapRef?.name),
    ]) {
      environment.set(name, value);
    }
  }
  for (const { name, value, valueFrom } of container.env ?? []) {
    const { secretKeyRef, configMapKeyRef } = valueFrom ?? {};
    const read =
      dataOf(context, pod, 'Secret', secretKeyRef?.name).get(
        secretKeyRef?.key ?? '',
      ) ??
      dataOf(context, pod, 'ConfigMap', configMapKeyRef?.name).get(
        configMapKeyRef?.key ?? '',
      );
    const found = valueFrom ? read : expand(value ?? '', environment);
    if (found !== undefined) {
      environment.set(name, found);
    }
  }
  return environment;
}

interface Mounted {
  name: string;
  optional?: boolean;
  items?: Array<{ key: string; path?: string }>;
}

function secretsOf({ secret, projected }: Volume): Mounted[] {
  return [
    ...(secret ? [{ ...secret, name: secret.secretName }] : []),
    ...(projected?.sources ?? []).flatMap(source => source.secret ?? []),
  ];
}

/** The files of Secrets in the volume that the container has at this path, as they are now. */
export function mountedFiles(
  context: ControllerContext,
  pod: Pod,
  container: Container,
  path: string,
): Map<string, string> {
  const mount = (
    (container.volumeMounts ?? []) as Array<{
      name: string;
      mountPath?: string;
    }>
  ).find(({ mountPath }) => mountPath === path);
  const volume = pod.spec.volumes?.find(({ name }) => name === mount?.name);
  const files = new Map<string, string>();
  for (const { name, items } of volume ? secretsOf(volume) : []) {
    const data = dataOf(context, pod, 'Secret', name);
    const listed =
      items ?? [...data.keys()].map(key => ({ key, path: undefined }));
    for (const { key, path: file = key } of listed) {
      const content = data.get(key);
      if (content !== undefined) {
        files.set(file, content);
      }
    }
  }
  return files;
}

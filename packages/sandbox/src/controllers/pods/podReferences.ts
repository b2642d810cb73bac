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

import { isRecord } from '../../kubernetes/json/isRecord';
import { KubernetesObject } from '../../kubernetes/objects/KubernetesObject';
import { Container, Pod, Volume } from '../../kubernetes/objects/workloads';
import { ControllerContext } from '../ControllerContext';

/** The names of the claims that a pod mounts. */
export function claimsOf(pod: Pod): string[] {
  return (pod.spec.volumes ?? []).flatMap(volume =>
    volume.persistentVolumeClaim
      ? [volume.persistentVolumeClaim.claimName]
      : [],
  );
}

/** Why the first volume that cannot be mounted cannot, in the kubelet's words. */
export function mountFailure(
  context: ControllerContext,
  pod: Pod,
): string | undefined {
  for (const volume of mountedVolumes(pod)) {
    const sources = [
      { kind: 'Secret', name: volume.secret?.secretName, of: volume.secret },
      { kind: 'ConfigMap', name: volume.configMap?.name, of: volume.configMap },
      ...(volume.projected?.sources ?? []).flatMap(source => [
        { kind: 'Secret', name: source.secret?.name, of: source.secret },
        {
          kind: 'ConfigMap',
          name: source.configMap?.name,
          of: source.configMap,
        },
      ]),
    ];
    for (const { kind, name, of } of sources) {
      if (name && !of?.optional && !find(context, kind, pod, name)) {
        return `MountVolume.SetUp failed for volume "${
          volume.name
        }" : ${kind.toLowerCase()} "${name}" not found`;
      }
    }
  }
  return undefined;
}

/** A volume that no container mounts is not looked at. */
function mountedVolumes(pod: Pod): Volume[] {
  const { containers, initContainers = [], volumes = [] } = pod.spec;
  const mounts = [...initContainers, ...containers].flatMap(
    container => container.volumeMounts ?? [],
  );
  return volumes.filter(volume =>
    mounts.some(({ name }) => name === volume.name),
  );
}

/** Why a container's environment cannot be made: a Secret, a ConfigMap or one of their keys is missing. */
export function configFailure(
  context: ControllerContext,
  pod: Pod,
  container: Container,
): string | undefined {
  const { namespace } = pod.metadata;
  for (const { secretRef, configMapRef } of container.envFrom ?? []) {
    const missing =
      missingObject(context, pod, 'Secret', secretRef) ??
      missingObject(context, pod, 'ConfigMap', configMapRef);
    if (missing) {
      return missing;
    }
  }
  for (const { valueFrom } of container.env ?? []) {
    for (const [kind, reference] of [
      ['Secret', valueFrom?.secretKeyRef],
      ['ConfigMap', valueFrom?.configMapKeyRef],
    ] as const) {
      if (!reference || reference.optional) {
        continue;
      }
      const missing = missingObject(context, pod, kind, reference);
      if (missing) {
        return missing;
      }
      const found = find(context, kind, pod, reference.name);
      const data = isRecord(found?.data) ? found?.data : {};
      if (!data || !(reference.key in data)) {
        return `couldn't find key ${reference.key} in ${kind} ${namespace}/${reference.name}`;
      }
    }
  }
  return undefined;
}

function missingObject(
  context: ControllerContext,
  pod: Pod,
  kind: string,
  reference: { name: string; optional?: boolean } | undefined,
): string | undefined {
  return reference &&
    !reference.optional &&
    !find(context, kind, pod, reference.name)
    ? `${kind.toLowerCase()} "${reference.name}" not found`
    : undefined;
}

function find(
  context: ControllerContext,
  kind: string,
  pod: Pod,
  name: string,
): KubernetesObject | undefined {
  return context.get(kind, { namespace: pod.metadata.namespace, name });
}

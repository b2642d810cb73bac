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

import { InputError } from '@backstage/errors';
import { JsonObject } from '@backstage/types';
import { posix } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { stringify } from 'yaml';
import { KustomizePatch, patchTargets } from '../../manifests/kustomizeChanges';
import { joinPath } from '../../manifests/resolveKustomization';
import { renderLike } from '../../manifests/yaml/renderLike';
import {
  findYamlObject,
  isJsonObject,
  readYamlObjects,
  valueAt,
} from '../../manifests/yaml/readYaml';
import { removeItem } from '../../manifests/yaml/setValue';
import { ChangeSet } from '../ChangeSet';
import { Move } from './Move';
import { setField } from './setField';

/** Fields of a Deployment that a StatefulSet does not have. */
export const DEPLOYMENT_ONLY = [
  'strategy',
  'progressDeadlineSeconds',
  'paused',
] as const;

/** The Deployment's patches, for the StatefulSet of the same name too. */
export function copyPatches(move: Move): void {
  const { changeSet, deployment } = move;
  const { name } = deployment.source;
  const seen: KustomizePatch[] = [];
  for (const patch of deployment.changes.patches) {
    const isOurs =
      patchTargets(patch, { kind: 'Deployment', name }) === true &&
      patchTargets(patch, { kind: 'StatefulSet', name }) !== true;
    const isAgain = seen.some(
      other =>
        other.kustomization === patch.kustomization &&
        other.list === patch.list &&
        other.index === patch.index,
    );
    if (isOurs && !isAgain) {
      seen.push(patch);
      copyPatch(changeSet, patch, name);
    }
  }
}

function copyPatch(
  changeSet: ChangeSet,
  patch: KustomizePatch,
  name: string,
): void {
  const { entry, target, content, kustomization, list } = patch;
  const place = `${kustomization}, line ${patch.line}`;
  const newTarget = target && {
    target: { ...target, ...(target.kind && { kind: 'StatefulSet' }) },
  };
  let copy: JsonObject | string;
  if (Array.isArray(content)) {
    const odd = content.find(({ path }) =>
      /^\/spec\/(strategy|progressDeadlineSeconds|paused|replicas|template\/spec\/initContainers)(\/|$)/.test(
        String(path),
      ),
    );
    if (odd) {
      throw new InputError(
        `${place}: a patch changes ${String(
          odd.path,
        )} of Deployment ${name}, which the StatefulSet does not have or has otherwise: write that into the Deployment’s own file first`,
      );
    }
    copy = { ...(entry as JsonObject), ...newTarget };
  } else if (patch.file && patch.position) {
    const path = copyOfFile(changeSet, patch);
    const named = posix.relative(posix.dirname(kustomization), path);
    copy =
      typeof entry === 'string'
        ? named
        : { ...(entry as JsonObject), path: named, ...newTarget };
  } else {
    const inline = stringify(forStatefulSet(content), { lineWidth: 0 });
    copy =
      typeof entry === 'string'
        ? inline
        : { ...(entry as JsonObject), patch: inline, ...newTarget };
  }
  const [object] = readYamlObjects(
    changeSet.read(kustomization),
    kustomization,
  );
  const listed = object.value[list];
  const length = Array.isArray(listed) ? listed.length : 0;
  const isThere =
    Array.isArray(listed) && listed.some(each => isDeepStrictEqual(each, copy));
  if (!isThere) {
    const { position } = object;
    setField(
      changeSet,
      { path: kustomization, position },
      [list, length],
      copy,
    );
  }
}

/** Writes the patch into a file of its own beside the one that it comes from. */
function copyOfFile(changeSet: ChangeSet, patch: KustomizePatch): string {
  const { file, position, content } = patch;
  const { dir, name, ext } = posix.parse(file!);
  const path = joinPath(dir, `${name}-statefulset${ext || '.yaml'}`);
  const source = findYamlObject(changeSet.read(file!), {
    path: file!,
    position: position!,
  });
  const value = forStatefulSet(content as JsonObject);
  changeSet.write(
    path,
    source ? renderLike(source, value) : stringify(value, { lineWidth: 0 }),
  );
  return path;
}

function forStatefulSet(content: JsonObject | JsonObject[]): JsonObject {
  const { kind, spec, ...rest } = content as JsonObject;
  return {
    ...('apiVersion' in rest && { apiVersion: rest.apiVersion }),
    ...(kind !== undefined && { kind: 'StatefulSet' }),
    ...rest,
    ...(isJsonObject(spec) && {
      spec: Object.fromEntries(
        Object.entries(spec).filter(
          ([key]) => !DEPLOYMENT_ONLY.includes(key as 'strategy'),
        ),
      ),
    }),
  };
}

/** Takes out the patches of a workload that leaves, and their files where nothing else is in them. */
export function removePatches(
  move: Move,
  kind: 'Deployment' | 'StatefulSet',
): void {
  const { changeSet, deployment } = move;
  const { name } = deployment.source;
  const own = deployment.changes.patches.filter(({ target, content }) =>
    target
      ? target.kind === kind && target.name === name
      : !Array.isArray(content) &&
        content.kind === kind &&
        valueAt(content, 'metadata', 'name') === name,
  );
  for (const patch of [...own].sort((a, b) => b.index - a.index)) {
    const { kustomization: path, list, index, file } = patch;
    changeSet.write(
      path,
      removeItem(changeSet.read(path), {
        path,
        position: { document: 0 },
        at: [list, index],
      }),
    );
    const isShared = deployment.changes.patches.some(
      other => other.file === file && !own.includes(other),
    );
    if (file && changeSet.files.has(file) && !isShared) {
      changeSet.delete(file);
    }
  }
}

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
import type { JsonObject, JsonValue } from '@backstage/types';
import type { Kustomization, PatchEntry } from './Kustomization';
import { applyJsonPatch, type JsonPatchOperation } from './jsonPatch';
import { namesOf } from './origin';
import { groupOf, toResource, type Resource } from './resource';
import { mergeStrategically } from './strategicMerge';
import { isObject, parseYaml } from './yaml';

const TARGET_FIELDS = [
  'group',
  'version',
  'kind',
  'name',
  'namespace',
  'labelSelector',
  'annotationSelector',
];

/** The kustomization's `patches`, strategic merges and JSON patches alike. */
export function applyPatches(
  resources: Resource[],
  kustomization: Kustomization,
  readFile: (path: string) => string,
): Resource[] {
  let patched = structuredClone(resources);
  for (const entry of kustomization.patches) {
    const where = entry.path ?? `${kustomization.path}: a patch`;
    if ((entry.path === undefined) === (entry.patch === undefined)) {
      throw new InputError(`${where} needs either "path" or "patch"`);
    }
    const text = entry.patch ?? readFile(entry.path!);
    for (const patch of parseYaml(text, where)) {
      patched = applyPatch(patched, patch, entry, where);
    }
  }
  return patched;
}

function applyPatch(
  resources: Resource[],
  patch: JsonValue,
  { target }: PatchEntry,
  where: string,
): Resource[] {
  if (Array.isArray(patch)) {
    if (!target) {
      throw new InputError(`${where}: a JSON patch needs a "target"`);
    }
    const operations = patch as unknown as JsonPatchOperation[];
    return resources.map(resource =>
      matches(resource, target, where)
        ? toResource(applyJsonPatch(resource, operations, where), where)
        : resource,
    );
  }
  if (!isObject(patch)) {
    throw new InputError(`${where}: a patch is a mapping or a list`);
  }
  const wanted = target ?? ownTarget(toResource(patch, where));
  let found = false;
  const result = resources.flatMap(resource => {
    if (!matches(resource, wanted, where)) {
      return [resource];
    }
    found = true;
    const merged = mergeStrategically(resource, withoutIdentity(patch));
    return merged === undefined ? [] : [toResource(merged, where)];
  });
  if (!found && !target) {
    throw new InputError(
      `${where}: no object is ${String(patch.kind)} "${String(wanted.name)}"`,
    );
  }
  return result;
}

/** A patch without a target is for the object that it names itself. */
function ownTarget(patch: Resource): JsonObject {
  const exactly = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  return {
    group: groupOf(patch.apiVersion),
    kind: patch.kind,
    name: exactly(patch.metadata.name),
  };
}

/** A patch chooses its object by these; it doesn't rename it. */
function withoutIdentity(patch: JsonObject): JsonObject {
  const { apiVersion, kind, ...rest } = patch;
  if (!isObject(rest.metadata)) {
    return rest;
  }
  const { name, namespace, ...metadata } = rest.metadata;
  return { ...rest, metadata };
}

function matches(
  resource: Resource,
  target: JsonObject,
  where: string,
): boolean {
  const unknown = Object.keys(target).find(
    field => !TARGET_FIELDS.includes(field),
  );
  if (unknown) {
    throw new InputError(`${where}: a target has no field "${unknown}"`);
  }
  const { apiVersion, kind, metadata } = resource;
  const group = groupOf(apiVersion);
  const version = apiVersion.split('/').pop() ?? '';
  const fields: [string, string][] = [
    ['group', group],
    ['version', version],
    ['kind', kind],
    ['namespace', String(metadata.namespace ?? '')],
  ];
  return (
    fields.every(
      ([field, value]) =>
        target[field] === undefined || matchesWhole(target[field], value),
    ) &&
    (target.name === undefined ||
      namesOf(resource).some(name => matchesWhole(target.name, name))) &&
    matchesSelector(metadata.labels, target.labelSelector, where) &&
    matchesSelector(metadata.annotations, target.annotationSelector, where)
  );
}

/** The fields of a target are regular expressions for the whole value. */
function matchesWhole(pattern: JsonValue | undefined, value: string): boolean {
  return new RegExp(`^(?:${String(pattern)})$`).test(value);
}

function matchesSelector(
  values: JsonValue | undefined,
  selector: JsonValue | undefined,
  where: string,
): boolean {
  if (selector === undefined) {
    return true;
  }
  const found = isObject(values) ? values : {};
  return String(selector)
    .split(',')
    .every(part => {
      const term = /^\s*([\w./-]+)\s*(?:(==?|!=)\s*([\w.-]*))?\s*$/.exec(part);
      if (!term) {
        throw new InputError(
          `${where}: the sandbox's renderer does not support the selector "${part}"`,
        );
      }
      const [, name, operator, value] = term;
      if (!operator) {
        return name in found;
      }
      return (found[name] === value) === (operator !== '!=');
    });
}

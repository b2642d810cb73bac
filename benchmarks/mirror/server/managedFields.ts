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

/**
 * The `metadata.managedFields` that an API server keeps of an object: who set
 * what, path by path. They are a third of a Pod and more, and nobody who shows
 * states reads them.
 */
export function managedFields(
  owners: Array<{ manager: string; fields: object; subresource?: string }>,
  apiVersion: string,
): object[] {
  return owners.map(({ manager, fields, subresource }) => ({
    manager,
    operation: 'Update',
    apiVersion,
    time: '2026-11-20T09:12:44Z',
    fieldsType: 'FieldsV1',
    fieldsV1: pathsOf(fields),
    ...(subresource && { subresource }),
  }));
}

function pathsOf(value: unknown): Record<string, unknown> {
  if (Array.isArray(value)) {
    return Object.fromEntries(
      value.flatMap(item => {
        const key = keyOf(item);
        return key ? [[`k:${key}`, { '.': {}, ...pathsOf(item) }]] : [];
      }),
    );
  }
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(
      Object.entries(value).map(([name, field]) => [
        `f:${name}`,
        pathsOf(field),
      ]),
    );
  }
  return {};
}

/** What an item of a list is known by; nothing for a list that is set as a whole. */
function keyOf(item: unknown): string | undefined {
  for (const name of ['name', 'type', 'uid', 'mountPath', 'containerPort']) {
    if (typeof item === 'object' && item !== null && name in item) {
      return JSON.stringify({
        [name]: (item as Record<string, unknown>)[name],
      });
    }
  }
  return undefined;
}

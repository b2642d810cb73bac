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

import { KubernetesObject } from '../objects/KubernetesObject';
import { ResourceDefinition } from '../resources/ResourceDefinition';
import { parseFieldSelector } from '../selectors/fieldSelector';
import { parseLabelSelector } from '../selectors/labelSelector';
import {
  badRequest,
  invalid,
  resourceVersionTooLarge,
} from '../status/refusals';
import { ObjectStore } from '../store/ObjectStore';
import { Presentation } from '../tables/Presentation';
import { ApiCall } from './ApiCall';
import {
  expiredContinueToken,
  readContinueToken,
  writeContinueToken,
} from './continueToken';
import { ResourcePath } from './requestPath';

const LIST_OPTIONS = { group: 'meta.k8s.io', kind: 'ListOptions' };

/** Refuses combinations that the real API server refuses too. */
export function invalidListOption(field: string, why: string) {
  return invalid(LIST_OPTIONS, '', [
    { reason: 'FieldValueForbidden', message: `Forbidden: ${why}`, field },
  ]);
}

/** The selectors of a list or a watch as one test. */
export function selectionOf(
  call: ApiCall,
  path: ResourcePath,
): (object: KubernetesObject) => boolean {
  const labels = parseLabelSelector(call.query.get('labelSelector') ?? '');
  const fields = parseFieldSelector(
    call.query.get('fieldSelector') ?? '',
    path.definition,
  );
  return object =>
    (path.namespace === undefined ||
      object.metadata.namespace === path.namespace) &&
    (path.name === undefined || object.metadata.name === path.name) &&
    labels(object.metadata.labels ?? {}) &&
    fields(object);
}

export function presentationOf(
  call: ApiCall,
  definition: ResourceDefinition,
  now: () => Date,
): Presentation {
  return Presentation.create({
    accept: call.accept,
    includeObject: call.query.get('includeObject'),
    definition,
    now,
  });
}

export function readVersion(text: string | null): number | undefined {
  if (text === null || text === '') {
    return undefined;
  }
  const version = Number(text);
  if (!Number.isInteger(version) || version < 0) {
    throw badRequest(`Invalid value: "${text}": strconv.ParseUint: parsing`);
  }
  return version;
}

export function assertReached(version: number, store: ObjectStore): void {
  if (version > store.currentVersion) {
    throw resourceVersionTooLarge(version, store.currentVersion);
  }
}

/** Lists with selectors, pages and resource versions. */
export function handleList(
  call: ApiCall,
  path: ResourcePath,
  store: ObjectStore,
  now: () => Date,
): void {
  const { definition, namespace } = path;
  const match = call.query.get('resourceVersionMatch');
  const version = readVersion(call.query.get('resourceVersion'));
  const selects = selectionOf(call, path);
  const token = call.query.get('continue');
  if (match && version === undefined) {
    throw invalidListOption(
      'resourceVersionMatch',
      'resourceVersionMatch is forbidden unless resourceVersion is provided',
    );
  }
  if (token && version) {
    throw badRequest(
      'specifying resource version is not allowed when using continue',
    );
  }
  assertReached(version ?? 0, store);

  let at = store.currentVersion;
  let after = '';
  if (token) {
    const parsed = readContinueToken(token);
    if (parsed.version >= 0 && parsed.version < store.oldestVersion) {
      throw expiredContinueToken(parsed);
    }
    at = parsed.version < 0 ? store.currentVersion : parsed.version;
    after = parsed.after;
  } else if (match === 'Exact' && version) {
    at = version;
  }

  // Version 0 is answered from a cache that does not page.
  const limit = version === 0 ? 0 : Number(call.query.get('limit') ?? 0);
  const all = store
    .listAt(definition, namespace, at)
    .filter(object => selects(object) && keyOf(object) > after);
  const items = limit > 0 ? all.slice(0, limit) : all;
  const more = all.length > items.length;
  const last = items[items.length - 1];
  call.json(
    200,
    presentationOf(call, definition, now).list(items, {
      resourceVersion: String(at),
      ...(more
        ? {
            continue: writeContinueToken({ version: at, after: keyOf(last) }),
            ...(call.query.get('labelSelector') ||
            call.query.get('fieldSelector')
              ? {}
              : { remainingItemCount: all.length - items.length }),
          }
        : {}),
    }),
  );
}

function keyOf(object: KubernetesObject): string {
  return `${object.metadata.namespace ?? ''}/${object.metadata.name}`;
}

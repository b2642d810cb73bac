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

import { parseEntityRef, stringifyEntityRef } from '@backstage/catalog-model';
import {
  ANNOTATION_NAMESPACE_ENTITIES,
  NamespaceObservation,
} from '@safekeep/backstage-plugin-safekeep-common';
import { distinct, record, text } from './json';

/** What is not a full entity ref names nobody. */
function normalizeRef(ref: string): string | undefined {
  try {
    return stringifyEntityRef(parseEntityRef(ref.trim()));
  } catch {
    return undefined;
  }
}

export function projectNamespace(
  object: unknown,
): NamespaceObservation | undefined {
  const name = text(record(object, 'metadata'), 'name');
  if (name === undefined) {
    return undefined;
  }
  const entities = text(
    record(object, 'metadata', 'annotations'),
    ANNOTATION_NAMESPACE_ENTITIES,
  );
  return {
    kind: 'Namespace',
    namespace: name,
    name,
    entities: distinct((entities ?? '').split(',').map(normalizeRef)),
  };
}

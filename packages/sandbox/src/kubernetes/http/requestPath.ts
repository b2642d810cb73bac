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

import { ResourceCatalog } from '../resources/ResourceCatalog';
import { ResourceDefinition } from '../resources/ResourceDefinition';
import { badRequest } from '../status/refusals';

export interface ResourcePath {
  definition: ResourceDefinition;
  namespace?: string;
  name?: string;
  subresource?: string;
  /** What follows the subresource: the path that a proxy forwards. */
  rest: string;
}

/** Reads `/apis/apps/v1/namespaces/x/deployments/y/status`. */
export function parseResourcePath(
  pathname: string,
  resources: ResourceCatalog,
): ResourcePath | undefined {
  const pieces = pathname.split('/').slice(1).map(decodePiece);
  const [root] = pieces;
  const core = root === 'api';
  if (!core && root !== 'apis') {
    return undefined;
  }
  const group = core ? '' : pieces[1];
  const version = core ? pieces[1] : pieces[2];
  let parts = pieces.slice(core ? 2 : 3);
  let namespace: string | undefined;
  // `namespaces/x/pods` is a collection of x; `namespaces/x/status` is x itself.
  if (
    parts[0] === 'namespaces' &&
    parts.length > 2 &&
    !(core && ['status', 'finalize'].includes(parts[2]))
  ) {
    namespace = parts[1];
    parts = parts.slice(2);
  }
  const [plural, name, subresource, ...rest] = parts;
  if (!plural) {
    return undefined;
  }
  const definition = resources.ofPath(group, version, plural);
  if (!definition || (namespace !== undefined && !definition.namespaced)) {
    return undefined;
  }
  if (name && namespace === undefined && definition.namespaced) {
    return undefined;
  }
  if (subresource && !definition.subresources.includes(subresource)) {
    return undefined;
  }
  return {
    definition,
    namespace,
    name: name || undefined,
    subresource: subresource || undefined,
    rest: rest.map(encodeURIComponent).join('/'),
  };
}

function decodePiece(piece: string): string {
  try {
    return decodeURIComponent(piece);
  } catch {
    throw badRequest(`invalid URL escape in "${piece}"`);
  }
}

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

import { isObject } from './yaml';
import type { Resource } from './resource';

/**
 * Where a resource keeps what is remembered of it while it is rendered. Not in
 * its annotations, which a patch may replace.
 */
const ORIGIN = '$origin';

/** The names that an object had before prefixes and suffixes, and its own. */
export function namesOf(resource: Resource): string[] {
  const origin = resource[ORIGIN];
  const former = isObject(origin) ? origin.names : undefined;
  return [
    resource.metadata.name,
    ...(Array.isArray(former) ? former.map(String) : []),
  ];
}

/** Whether the object's name ends with a hash of its content. */
export function isHashed(resource: Resource): boolean {
  const origin = resource[ORIGIN];
  return isObject(origin) && origin.hashed === true;
}

/** Remembers that the object's name is to end with a hash. */
export function markHashed(resource: Resource): void {
  resource[ORIGIN] = { names: [], hashed: true };
}

/** Gives an object another name and remembers the one it had. */
export function rename(resource: Resource, name: string): void {
  resource[ORIGIN] = { names: namesOf(resource), hashed: isHashed(resource) };
  resource.metadata.name = name;
}

/** Forgets everything: what is left is what Kubernetes knows. */
export function forgetOrigin(resource: Resource): void {
  delete resource[ORIGIN];
}

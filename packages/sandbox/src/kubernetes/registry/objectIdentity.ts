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

import { randomInt } from 'node:crypto';
import { KubernetesObject } from '../objects/KubernetesObject';

const NAME_SUFFIX = 'bcdfghjklmnpqrstvwxz2456789';

/** What `generateName` is completed with: no vowels, hence no words. */
export function randomSuffix(): string {
  return Array.from(
    { length: 5 },
    () => NAME_SUFFIX[randomInt(NAME_SUFFIX.length)],
  ).join('');
}

/** Everything whose change makes a new generation. */
export function specOf(object: KubernetesObject): object {
  const {
    apiVersion: _apiVersion,
    kind: _kind,
    metadata: _metadata,
    status: _status,
    ...rest
  } = object;
  return rest;
}

/** The object without what every write changes, to tell whether one changes anything. */
export function comparable(object: KubernetesObject): unknown {
  const {
    resourceVersion: _version,
    uid: _uid,
    ...metadata
  } = withoutEmpty({ ...object.metadata });
  return { ...object, metadata };
}

/** Metadata without absent and empty fields, and without `managedFields`, which are not kept. */
export function withoutEmpty<T extends object>(record: T): T {
  const entries = Object.entries(record).filter(
    ([field, value]) =>
      value !== undefined &&
      value !== null &&
      field !== 'managedFields' &&
      !(typeof value === 'object' && Object.keys(value).length === 0),
  );
  return Object.fromEntries(entries) as T;
}

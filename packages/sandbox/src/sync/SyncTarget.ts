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

import type { JsonObject } from '@backstage/types';

/** What the sync needs of an object of the cluster. */
export interface ClusterObject {
  apiVersion: string;
  kind: string;
  metadata: {
    name: string;
    namespace?: string;
    generation?: number;
    annotations?: Record<string, string>;
    [field: string]: unknown;
  };
  [field: string]: unknown;
}

/** What the sync needs of a cluster: the sandbox's own, or a test's. */
export interface SyncTarget {
  apply(
    objects: ClusterObject[],
    options: { fieldManager: string; dryRun?: boolean },
  ): Promise<unknown>;
  get(
    apiVersion: string,
    kind: string,
    name: string,
    namespace?: string,
  ): ClusterObject | undefined;
  delete(
    apiVersion: string,
    kind: string,
    name: string,
    namespace?: string,
  ): Promise<unknown>;
}

/** The part of a cluster object that may hold anything. */
export function fieldsOf(object: ClusterObject, field: string): JsonObject {
  const value = object[field];
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as JsonObject)
    : {};
}

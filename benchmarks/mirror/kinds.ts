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

/** A kind of objects that both sides follow, over all namespaces. */
export interface FollowedKind {
  kind: string;
  apiVersion: string;
  plural: string;
}

/** What stands in a cluster of thousands of services. */
export const FOLLOWED_KINDS = [
  { kind: 'Pod', apiVersion: 'v1', plural: 'pods' },
  { kind: 'StatefulSet', apiVersion: 'apps/v1', plural: 'statefulsets' },
  {
    kind: 'PersistentVolumeClaim',
    apiVersion: 'v1',
    plural: 'persistentvolumeclaims',
  },
  { kind: 'Service', apiVersion: 'v1', plural: 'services' },
  {
    kind: 'SealedSecret',
    apiVersion: 'bitnami.com/v1alpha1',
    plural: 'sealedsecrets',
  },
  { kind: 'Job', apiVersion: 'batch/v1', plural: 'jobs' },
] as const satisfies readonly FollowedKind[];

export type KindName = (typeof FOLLOWED_KINDS)[number]['kind'];

export type Counts = Record<KindName, number>;

export const FULL: Counts = {
  Pod: 20_000,
  StatefulSet: 5_000,
  PersistentVolumeClaim: 5_000,
  Service: 5_000,
  SealedSecret: 5_000,
  Job: 2_000,
};

/** `/apis/batch/v1/jobs` */
export function pathOf({ apiVersion, plural }: FollowedKind): string {
  return apiVersion.includes('/')
    ? `/apis/${apiVersion}/${plural}`
    : `/api/${apiVersion}/${plural}`;
}

export function countsOf(countOf: (kind: KindName) => number): Counts {
  return Object.fromEntries(
    FOLLOWED_KINDS.map(({ kind }) => [kind, countOf(kind)]),
  ) as Counts;
}

export function sumOf(counts: Counts): number {
  return Object.values(counts).reduce((sum, count) => sum + count, 0);
}

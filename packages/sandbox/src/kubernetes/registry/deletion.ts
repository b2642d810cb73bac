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

import { recordAt } from '../json/isRecord';
import { KubernetesObject } from '../objects/KubernetesObject';
import { ResourceDefinition } from '../resources/ResourceDefinition';
import { conflict } from '../status/refusals';

export interface DeleteOptions {
  dryRun?: boolean;
  gracePeriodSeconds?: number;
  propagationPolicy?: string;
  preconditions?: { uid?: string; resourceVersion?: string };
}

/** Refuses to delete another object than the one that was meant. */
export function assertPreconditions(
  definition: ResourceDefinition,
  before: KubernetesObject,
  options: DeleteOptions,
): void {
  const { name } = before.metadata;
  const { uid, resourceVersion } = options.preconditions ?? {};
  if (uid && uid !== before.metadata.uid) {
    throw conflict(
      definition,
      name,
      `Precondition failed: UID in precondition: ${uid}, UID in object meta: ${before.metadata.uid}`,
    );
  }
  if (resourceVersion && resourceVersion !== before.metadata.resourceVersion) {
    throw conflict(
      definition,
      name,
      `Precondition failed: ResourceVersion in precondition: ${resourceVersion}, ResourceVersion in object meta: ${before.metadata.resourceVersion}`,
    );
  }
}

/** How long an object stays after its deletion: only pods on a node do. */
export function graceOf(
  definition: ResourceDefinition,
  object: KubernetesObject,
  options: DeleteOptions,
): number {
  const scheduled = recordAt(object, 'spec').nodeName !== undefined;
  if (definition.kind !== 'Pod' || !scheduled) {
    return 0;
  }
  const declared = recordAt(object, 'spec').terminationGracePeriodSeconds;
  return (
    options.gracePeriodSeconds ?? (typeof declared === 'number' ? declared : 30)
  );
}

/** A namespace has its contents to lose first: `spec.finalizers` holds it back. */
export function isHeld(object: KubernetesObject): boolean {
  const held =
    object.kind === 'Namespace' ? recordAt(object, 'spec').finalizers : [];
  return (
    (object.metadata.finalizers ?? []).length > 0 ||
    (Array.isArray(held) && held.length > 0)
  );
}

/** What a deletion's propagation policy adds for the garbage collector to take away. */
export function withPropagation(
  finalizers: string[],
  policy?: string,
): string[] {
  if (policy === 'Foreground') {
    return [...new Set([...finalizers, 'foregroundDeletion'])];
  }
  if (policy === 'Orphan') {
    return [...new Set([...finalizers, 'orphan'])];
  }
  return finalizers;
}

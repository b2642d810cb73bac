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

import {
  Entity,
  RELATION_OWNED_BY,
  stringifyEntityRef,
} from '@backstage/catalog-model';
import {
  ANNOTATION_GITOPS_URL,
  ANNOTATION_KUBERNETES_CLUSTER,
  ANNOTATION_KUBERNETES_NAMESPACE,
} from '@safekeep/backstage-plugin-safekeep-common';

/**
 * What an entity asks to be shown. It is written by whoever owns the entity's
 * file: nothing of it is granted yet.
 */
export interface EntityRequest {
  entityRef: string;
  /** The entity itself and its owners: who an allowance may name. */
  claims: ReadonlySet<string>;
  namespace?: string;
  cluster?: string;
  repositoryUrl?: string;
}

/** Longer than any valid name, URL or branch that people use. */
const MAX_LENGTH = 2_000;

function annotationOf(entity: Entity, name: string): string | undefined {
  const annotations: Record<string, unknown> =
    entity.metadata.annotations ?? {};
  const value = Object.hasOwn(annotations, name)
    ? annotations[name]
    : undefined;
  return typeof value === 'string' && value.trim() !== ''
    ? value.trim().slice(0, MAX_LENGTH)
    : undefined;
}

export function readEntityRequest(entity: Entity): EntityRequest {
  const entityRef = stringifyEntityRef(entity);
  const owners = (entity.relations ?? [])
    .filter(relation => relation.type === RELATION_OWNED_BY)
    .map(relation => relation.targetRef.toLocaleLowerCase('en-US'));
  return {
    entityRef,
    claims: new Set([entityRef, ...owners]),
    namespace: annotationOf(entity, ANNOTATION_KUBERNETES_NAMESPACE),
    cluster: annotationOf(entity, ANNOTATION_KUBERNETES_CLUSTER),
    repositoryUrl: annotationOf(entity, ANNOTATION_GITOPS_URL),
  };
}

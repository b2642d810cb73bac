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

import { Entity } from '@backstage/catalog-model';
import { FilterPredicate } from '@backstage/filter-predicates';
import {
  ANNOTATION_GITOPS_URL,
  ANNOTATION_KUBERNETES_NAMESPACE,
} from '@safekeep/backstage-plugin-safekeep-common';

/**
 * The entities that have something to show. A predicate rather than a function,
 * so that an app can read and replace it in its configuration.
 */
export const safekeepEntityFilter: FilterPredicate = {
  $any: [
    {
      [`metadata.annotations.${ANNOTATION_KUBERNETES_NAMESPACE}`]: {
        $exists: true,
      },
    },
    { [`metadata.annotations.${ANNOTATION_GITOPS_URL}`]: { $exists: true } },
  ],
};

/**
 * Whether an entity says where it runs or what it is deployed from.
 *
 * @public
 */
export function isSafekeepAvailable(entity: Entity): boolean {
  return [ANNOTATION_KUBERNETES_NAMESPACE, ANNOTATION_GITOPS_URL].some(
    annotation => Boolean(entity.metadata.annotations?.[annotation]),
  );
}

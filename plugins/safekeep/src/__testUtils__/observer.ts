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
import {
  ANNOTATION_GITOPS_URL,
  ANNOTATION_KUBERNETES_NAMESPACE,
} from '@safekeep/backstage-plugin-safekeep-common';

/** The observer service as the catalog has it. */
export function observer(): Entity {
  return {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'Component',
    metadata: {
      namespace: 'default',
      name: 'observer',
      annotations: {
        [ANNOTATION_KUBERNETES_NAMESPACE]: 'observer-prod',
        [ANNOTATION_GITOPS_URL]:
          'https://github.com/tawbury/deployment/tree/main/infra/k8s/base',
      },
    },
    spec: { type: 'service', owner: 'group:default/tawbury' },
  };
}

/** The observer before anybody said where it runs. */
export function observerWithoutAnnotations(): Entity {
  const entity = observer();
  return { ...entity, metadata: { ...entity.metadata, annotations: {} } };
}

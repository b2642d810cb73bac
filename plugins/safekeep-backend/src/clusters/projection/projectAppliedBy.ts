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

import { AppliedBy } from '@safekeep/backstage-plugin-safekeep-common';
import { record, text } from './json';

/**
 * Which of Argo CD and Flux applies an object, by what they write into its
 * metadata. Argo CD's tracking id names the object itself: a copy of the object
 * elsewhere has it too, and was not applied by it. Of its label alone that is
 * not certain, since Helm and people write it as well.
 *
 * @see argo-cd, docs/user-guide/resource_tracking.md; fluxcd/kustomize-controller
 */
export function projectAppliedBy(
  object: unknown,
  place: { namespace: string; name: string },
): AppliedBy | undefined {
  const metadata = record(object, 'metadata');
  const labels = record(metadata, 'labels');
  const flux = text(labels, 'kustomize.toolkit.fluxcd.io/name');
  if (flux !== undefined) {
    const namespace = text(labels, 'kustomize.toolkit.fluxcd.io/namespace');
    return {
      tool: 'flux',
      name: flux,
      ...(namespace !== undefined && { namespace }),
      certain: true,
    };
  }
  const tracking = text(
    record(metadata, 'annotations'),
    'argocd.argoproj.io/tracking-id',
  );
  const instance = text(labels, 'app.kubernetes.io/instance');
  if (tracking !== undefined) {
    const [application, , where] = tracking.split(':');
    // `namespace_name` where it is not in Argo CD's own namespace.
    const [name, namespace] = application.split('_').reverse();
    return where === `${place.namespace}/${place.name}`
      ? {
          tool: 'argo-cd',
          name,
          ...(namespace !== undefined && { namespace }),
          certain: true,
        }
      : undefined;
  }
  const own = text(labels, 'argocd.argoproj.io/instance');
  if (own !== undefined) {
    return { tool: 'argo-cd', name: own, certain: true };
  }
  return instance === undefined
    ? undefined
    : { tool: 'argo-cd', name: instance };
}

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

import { KubernetesObject } from '../../kubernetes/objects/KubernetesObject';
import { Pod } from '../../kubernetes/objects/workloads';
import { labelSelectorObject } from '../../kubernetes/selectors/labelSelector';
import {
  ControllerContext,
  controllerOf,
  controllerReference,
} from '../ControllerContext';

/** The pods of a workload; matching ones that nobody controls are adopted, as after an orphaning delete. */
export function claimPods(
  context: ControllerContext,
  owner: KubernetesObject & { spec: { selector?: unknown } },
): Pod[] {
  const selects = labelSelectorObject(owner.spec.selector);
  const pods: Pod[] = [];
  for (const pod of context.list<Pod>('Pod', owner.metadata.namespace)) {
    const controller = controllerOf(pod);
    if (controller) {
      if (controller.uid === owner.metadata.uid) {
        pods.push(pod);
      }
    } else if (
      selects(pod.metadata.labels ?? {}) &&
      !pod.metadata.deletionTimestamp &&
      !owner.metadata.deletionTimestamp
    ) {
      const adopted = context.update({
        ...pod,
        metadata: {
          ...pod.metadata,
          ownerReferences: [
            ...(pod.metadata.ownerReferences ?? []),
            controllerReference(owner),
          ],
        },
      });
      pods.push(adopted as Pod);
    }
  }
  return pods;
}

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
  JsonRecord,
  recordAt,
  recordsAt,
} from '../../kubernetes/json/isRecord';
import { KubernetesObject } from '../../kubernetes/objects/KubernetesObject';
import { isPodReady, Pod } from '../../kubernetes/objects/workloads';
import { labelSelectorObject } from '../../kubernetes/selectors/labelSelector';
import { StoreEvent } from '../../kubernetes/store/ObjectStore';
import { Controller, keyOf, ObjectKey } from '../Controller';
import { ControllerContext, controllerReference } from '../ControllerContext';

/** Lists the pods behind each Service, so that `kubectl describe service` tells the truth. */
export class EndpointSliceController implements Controller {
  static create(context: ControllerContext): EndpointSliceController {
    return new EndpointSliceController(context);
  }

  readonly name = 'endpointslice-controller';

  private constructor(private readonly context: ControllerContext) {}

  keysOf({ object }: StoreEvent): ObjectKey[] {
    if (object.kind === 'Service') {
      return [keyOf(object)];
    }
    return object.kind === 'Pod'
      ? this.context
          .list('Service', object.metadata.namespace)
          .filter(service => selects(service, object))
          .map(keyOf)
      : [];
  }

  reconcile(key: ObjectKey): void {
    const service = this.context.get('Service', key);
    if (!service || !recordAt(service, 'spec').selector) {
      return;
    }
    const pods = this.context
      .list<Pod>('Pod', key.namespace)
      .filter(pod => selects(service, pod) && pod.status?.podIP);
    const wanted = {
      addressType: 'IPv4',
      endpoints: pods.map(endpointOf),
      ports: recordsAt(service, 'spec', 'ports').map(port => ({
        name: port.name ?? '',
        port: portNumber(port, pods),
        protocol: port.protocol,
      })),
    };
    const metadata = { name: `${key.name}-sandbox`, namespace: key.namespace };
    const existing = this.context.get('EndpointSlice', metadata);
    if (existing) {
      this.context.update({ ...existing, ...wanted });
      return;
    }
    this.context.create({
      apiVersion: 'discovery.k8s.io/v1',
      kind: 'EndpointSlice',
      metadata: {
        ...metadata,
        labels: {
          'kubernetes.io/service-name': key.name,
          'endpointslice.kubernetes.io/managed-by': this.name,
        },
        ownerReferences: [controllerReference(service)],
      },
      ...wanted,
    });
  }
}

function selects(service: KubernetesObject, pod: KubernetesObject): boolean {
  const { selector } = recordAt(service, 'spec');
  const matches = labelSelectorObject({ matchLabels: selector });
  return selector !== undefined && matches(pod.metadata.labels ?? {});
}

function endpointOf(pod: Pod): JsonRecord {
  const leaving = pod.metadata.deletionTimestamp !== undefined;
  const ready = isPodReady(pod);
  return {
    addresses: [pod.status?.podIP],
    conditions: {
      ready: ready && !leaving,
      serving: ready,
      terminating: leaving,
    },
    nodeName: pod.spec.nodeName,
    targetRef: {
      kind: 'Pod',
      namespace: pod.metadata.namespace,
      name: pod.metadata.name,
      uid: pod.metadata.uid,
    },
  };
}

/** A target port may be a name that each container gives a number. */
function portNumber(port: JsonRecord, pods: Pod[]): unknown {
  const target = port.targetPort ?? port.port;
  if (typeof target === 'number') {
    return target;
  }
  return pods
    .flatMap(pod => recordsAt(pod, 'spec', 'containers'))
    .flatMap(container => recordsAt(container, 'ports'))
    .find(one => one.name === target)?.containerPort;
}

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
import { ObjectRegistry } from '../../kubernetes/registry/ObjectRegistry';
import { timestamp } from '../../kubernetes/store/ObjectStore';

/** Writes the Events that `kubectl describe` ends with; the same one again is counted. */
export class EventRecorder {
  static create(options: {
    registry: ObjectRegistry;
    now: () => Date;
  }): EventRecorder {
    return new EventRecorder(options.registry, options.now);
  }

  #counter = 0;

  private constructor(
    private readonly registry: ObjectRegistry,
    private readonly now: () => Date,
  ) {}

  record(
    about: KubernetesObject,
    event: {
      type: 'Normal' | 'Warning';
      reason: string;
      message: string;
      component: string;
    },
  ): void {
    const { registry } = this;
    const definition = registry.resources.ofKind('v1', 'Event');
    const namespace = about.metadata.namespace ?? 'default';
    const time = timestamp(this.now());
    const known = registry.store.list(definition, namespace).find(other => {
      const involved = other.involvedObject as { uid?: string };
      return (
        involved.uid === about.metadata.uid &&
        other.reason === event.reason &&
        other.message === event.message
      );
    });
    if (known) {
      const count = Number(known.count ?? 1) + 1;
      registry.update(definition, { ...known, count, lastTimestamp: time });
      return;
    }
    this.#counter += 1;
    const suffix = this.#counter.toString(16).padStart(16, '0');
    registry.create(definition, {
      apiVersion: 'v1',
      kind: 'Event',
      metadata: { name: `${about.metadata.name}.${suffix}`, namespace },
      involvedObject: {
        apiVersion: about.apiVersion,
        kind: about.kind,
        name: about.metadata.name,
        namespace: about.metadata.namespace,
        uid: about.metadata.uid,
        resourceVersion: about.metadata.resourceVersion,
      },
      type: event.type,
      reason: event.reason,
      message: event.message,
      source: { component: event.component },
      reportingComponent: event.component,
      reportingInstance: '',
      firstTimestamp: time,
      lastTimestamp: time,
      count: 1,
    });
  }
}

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

import { recordAt } from '../../kubernetes/json/isRecord';
import { KubernetesObject } from '../../kubernetes/objects/KubernetesObject';
import { ObjectRegistry } from '../../kubernetes/registry/ObjectRegistry';
import { ApiStatusError } from '../../kubernetes/status/ApiStatusError';
import { timestamp } from '../../kubernetes/store/ObjectStore';

const LIFETIME_MS = 60 * 60 * 1000;

interface Recorded {
  id: string;
  namespace: string;
  name: string;
}

/** Writes the Events that `kubectl describe` ends with; the same one again is counted. */
export class EventRecorder {
  static create(options: {
    registry: ObjectRegistry;
    now: () => Date;
  }): EventRecorder {
    return new EventRecorder(options.registry, options.now);
  }

  #counter = 0;
  /** Names of events by what they are about, so that a second one is found at once. */
  readonly #names = new Map<string, string>();
  /** In the order of their first time, for those that have had theirs. */
  #recorded: Recorded[] = [];

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
      /** Of those who tell in the newer form: what they were doing. */
      action?: string;
    },
  ): void {
    const { registry } = this;
    const definition = registry.resources.ofKind('v1', 'Event');
    const namespace = about.metadata.namespace ?? 'default';
    const time = timestamp(this.now());
    const id = `${about.metadata.uid} ${event.reason} ${event.message}`;
    const known = registry.store.get(
      definition,
      namespace,
      this.#names.get(id) ?? '',
    );
    if (known) {
      registry.update(definition, again(known, this.now()));
      return;
    }
    this.#forgetOld();
    this.#counter += 1;
    const suffix = this.#counter.toString(16).padStart(16, '0');
    const name = `${about.metadata.name}.${suffix}`;
    this.#names.set(id, name);
    this.#recorded.push({ id, namespace, name });
    this.#write({
      apiVersion: 'v1',
      kind: 'Event',
      metadata: { name, namespace },
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
      reportingComponent: event.component,
      ...(event.action
        ? {
            action: event.action,
            reportingInstance: `${event.component}-sandbox`,
            source: {},
            eventTime: microTime(this.now()),
            firstTimestamp: null,
            lastTimestamp: null,
          }
        : {
            reportingInstance: '',
            source: { component: event.component },
            eventTime: null,
            firstTimestamp: time,
            lastTimestamp: time,
            count: 1,
          }),
    });
  }

  /** What happened to an object is worth telling, never worth failing for. */
  #write(event: KubernetesObject): void {
    const definition = this.registry.resources.ofKind('v1', 'Event');
    try {
      this.registry.create(definition, event);
    } catch (error) {
      if (!(error instanceof ApiStatusError)) {
        throw error;
      }
    }
  }

  /** An event that has not happened again for an hour goes, as in a real cluster. */
  #forgetOld(): void {
    const { store, resources } = this.registry;
    const definition = resources.ofKind('v1', 'Event');
    const limit = this.now().getTime() - LIFETIME_MS;
    const kept: Recorded[] = [];
    for (const [index, one] of this.#recorded.entries()) {
      const event = store.get(definition, one.namespace, one.name);
      if (event && Date.parse(firstTime(event)) > limit) {
        kept.push(...this.#recorded.slice(index));
        break;
      }
      if (event && Date.parse(lastTime(event)) > limit) {
        kept.push(one);
        continue;
      }
      this.#names.delete(one.id);
      if (event) {
        this.registry.delete(definition, one.namespace, one.name);
      }
    }
    this.#recorded = kept;
  }
}

/** The same event once more, in the form that it has. */
function again(event: KubernetesObject, now: Date): KubernetesObject {
  if (!event.eventTime) {
    const count = Number(event.count ?? 1) + 1;
    return { ...event, count, lastTimestamp: timestamp(now) };
  }
  const count = Number(recordAt(event, 'series').count ?? 1) + 1;
  return { ...event, series: { count, lastObservedTime: microTime(now) } };
}

function firstTime(event: KubernetesObject): string {
  return String(event.firstTimestamp ?? event.eventTime);
}

function lastTime(event: KubernetesObject): string {
  const { lastObservedTime } = recordAt(event, 'series');
  return String(event.lastTimestamp ?? lastObservedTime ?? event.eventTime);
}

/** With six digits behind the point, as times of the newer events. */
function microTime(date: Date): string {
  return date.toISOString().replace('Z', '000Z');
}

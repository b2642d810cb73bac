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

import { isDeepStrictEqual } from 'node:util';
import {
  KubernetesObject,
  OwnerReference,
} from '../kubernetes/objects/KubernetesObject';
import { DeleteOptions } from '../kubernetes/registry/deletion';
import { ObjectRegistry } from '../kubernetes/registry/ObjectRegistry';
import { ResourceDefinition } from '../kubernetes/resources/ResourceDefinition';
import { SandboxTiming } from '../kubernetes/SandboxTiming';
import { ApiStatusError } from '../kubernetes/status/ApiStatusError';
import { timestamp } from '../kubernetes/store/ObjectStore';
import { ObjectKey } from './Controller';
import { EventRecorder } from './events/EventRecorder';

/** What every controller works with: typed access to the objects, the clock, events, later looks. */
export class ControllerContext {
  static create(options: {
    registry: ObjectRegistry;
    now: () => Date;
    timing: Required<SandboxTiming>;
  }): ControllerContext {
    const { registry, now, timing } = options;
    const events = EventRecorder.create({ registry, now });
    return new ControllerContext(registry, now, timing, events);
  }

  /** Set by the manager once the queue exists. */
  lookAgain: (delayMs: number, controllerName: string, key: ObjectKey) => void =
    () => {};

  private constructor(
    readonly registry: ObjectRegistry,
    readonly now: () => Date,
    readonly timing: Required<SandboxTiming>,
    readonly events: EventRecorder,
  ) {}

  get timestamp(): string {
    return timestamp(this.now());
  }

  get<T extends KubernetesObject>(kind: string, key: ObjectKey): T | undefined {
    const found = this.registry.store.get(
      this.#definition(kind),
      key.namespace,
      key.name,
    );
    return found as T | undefined;
  }

  list<T extends KubernetesObject>(kind: string, namespace?: string): T[] {
    return this.registry.store.list(this.#definition(kind), namespace) as T[];
  }

  /** Objects of a kind whose controller is this one. */
  controlled<T extends KubernetesObject>(
    kind: string,
    owner: KubernetesObject,
  ): T[] {
    return this.list<T>(kind, owner.metadata.namespace).filter(
      object => controllerOf(object)?.uid === owner.metadata.uid,
    );
  }

  create(object: KubernetesObject, manager?: string): KubernetesObject {
    return this.registry.create(this.#definition(object.kind), object, {
      manager,
    });
  }

  update(object: KubernetesObject, manager?: string): KubernetesObject {
    return this.registry.update(this.#definition(object.kind), object, {
      manager,
    });
  }

  updateStatus(object: KubernetesObject, status: object): KubernetesObject {
    const definition = this.#definition(object.kind);
    // Through JSON, as a status that crosses the wire is compared.
    const plain = JSON.parse(JSON.stringify(status));
    if (isDeepStrictEqual(object.status, plain)) {
      return object;
    }
    return this.registry.update(
      definition,
      { ...object, status: plain },
      { subresource: 'status' },
    );
  }

  delete(object: KubernetesObject, options: DeleteOptions = {}): void {
    const { namespace, name } = object.metadata;
    try {
      this.registry.delete(
        this.#definition(object.kind),
        namespace,
        name,
        options,
      );
    } catch (error) {
      if (!(error instanceof ApiStatusError) || error.code !== 404) {
        throw error;
      }
    }
  }

  #definition(kind: string): ResourceDefinition {
    const found = this.registry.resources.all.find(one => one.kind === kind);
    if (!found) {
      throw new Error(`The sandbox cluster keeps no objects of kind ${kind}`);
    }
    return found;
  }
}

export function controllerOf(
  object: KubernetesObject,
): OwnerReference | undefined {
  return object.metadata.ownerReferences?.find(
    reference => reference.controller,
  );
}

export function controllerReference(owner: KubernetesObject): OwnerReference {
  return {
    apiVersion: owner.apiVersion,
    kind: owner.kind,
    name: owner.metadata.name,
    uid: owner.metadata.uid ?? '',
    controller: true,
    blockOwnerDeletion: true,
  };
}

/** The key of the object's controller, when that is of the given kind. */
export function controllerKey(
  object: KubernetesObject,
  kind: string,
): ObjectKey[] {
  const reference = controllerOf(object);
  return reference?.kind === kind
    ? [{ namespace: object.metadata.namespace, name: reference.name }]
    : [];
}

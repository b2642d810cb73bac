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
import { StoreEvent } from '../../kubernetes/store/ObjectStore';
import { Controller, ObjectKey } from '../Controller';
import { ControllerContext } from '../ControllerContext';

const FOREGROUND = 'foregroundDeletion';
const ORPHAN = 'orphan';

/**
 * Deletes what has lost its owner. Keys are uids: names come back, uids don't.
 */
export class GarbageCollector implements Controller {
  static create(context: ControllerContext): GarbageCollector {
    return new GarbageCollector(context);
  }

  readonly name = 'garbage-collector';

  private constructor(private readonly context: ControllerContext) {}

  keysOf(event: StoreEvent): ObjectKey[] {
    const { metadata } = event.object;
    const owners = (metadata.ownerReferences ?? []).map(({ uid }) => uid);
    if (event.type === 'DELETED' || metadata.deletionTimestamp) {
      // Its dependents lose it; an owner that waits for it may go on.
      return [metadata.uid ?? '', ...owners].map(name => ({ name }));
    }
    // An object may be made after its owner has gone.
    return event.type === 'ADDED' ? owners.map(name => ({ name })) : [];
  }

  reconcile({ name: uid }: ObjectKey): void {
    const objects = this.#everything();
    const owner = objects.find(object => object.metadata.uid === uid);
    const dependents = objects.filter(object =>
      (object.metadata.ownerReferences ?? []).some(one => one.uid === uid),
    );
    if (!owner) {
      for (const dependent of dependents) {
        this.#loseOwner(dependent, uid, objects);
      }
      return;
    }
    const finalizers = owner.metadata.finalizers ?? [];
    if (!owner.metadata.deletionTimestamp) {
      return;
    }
    if (finalizers.includes(ORPHAN)) {
      for (const dependent of dependents) {
        this.#dropReference(dependent, uid);
      }
      this.#dropFinalizer(owner, ORPHAN);
    } else if (finalizers.includes(FOREGROUND)) {
      for (const dependent of dependents) {
        if (!dependent.metadata.deletionTimestamp) {
          this.context.delete(dependent, { propagationPolicy: 'Foreground' });
        }
      }
      if (dependents.length === 0) {
        this.#dropFinalizer(owner, FOREGROUND);
      }
    }
  }

  /** Deleted when this was its last owner, else it only forgets that one. */
  #loseOwner(
    dependent: KubernetesObject,
    uid: string,
    objects: KubernetesObject[],
  ): void {
    const alive = (dependent.metadata.ownerReferences ?? []).some(
      reference =>
        reference.uid !== uid &&
        objects.some(object => object.metadata.uid === reference.uid),
    );
    if (alive) {
      this.#dropReference(dependent, uid);
    } else if (!dependent.metadata.deletionTimestamp) {
      this.context.delete(dependent);
    }
  }

  #dropReference(object: KubernetesObject, uid: string): void {
    const { metadata } = object;
    this.context.update({
      ...object,
      metadata: {
        ...metadata,
        ownerReferences: metadata.ownerReferences?.filter(
          reference => reference.uid !== uid,
        ),
      },
    });
  }

  #dropFinalizer(object: KubernetesObject, finalizer: string): void {
    const { metadata } = object;
    this.context.update({
      ...object,
      metadata: {
        ...metadata,
        finalizers: metadata.finalizers?.filter(one => one !== finalizer),
      },
    });
  }

  #everything(): KubernetesObject[] {
    const { resources, store } = this.context.registry;
    return resources.all.flatMap(definition => store.list(definition));
  }
}

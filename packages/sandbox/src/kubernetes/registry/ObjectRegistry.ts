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
import { KubernetesObject } from '../objects/KubernetesObject';
import { FieldOwnership } from '../patch/FieldOwnership';
import { leavesOf } from '../patch/fieldSet';
import { serverSideApply } from '../patch/serverSideApply';
import { ResourceCatalog } from '../resources/ResourceCatalog';
import { ResourceDefinition } from '../resources/ResourceDefinition';
import { alreadyExists, conflict, notFound } from '../status/refusals';
import { ObjectStore, timestamp } from '../store/ObjectStore';
import {
  assertPreconditions,
  DeleteOptions,
  graceOf,
  isHeld,
  withPropagation,
} from './deletion';
import { assertNamespace } from './namespaceAdmission';
import { comparable } from './objectIdentity';
import { ObjectPreparation } from './ObjectPreparation';

export interface WriteOptions {
  manager?: string;
  dryRun?: boolean;
  subresource?: string;
}

/**
 * What the API server does to an object between the request and the store:
 * names, defaults, validation, generations, status subresources, field
 * ownership, finalizers. HTTP requests and controllers both come through here.
 */
export class ObjectRegistry {
  static create(options: {
    store: ObjectStore;
    resources: ResourceCatalog;
    now: () => Date;
  }): ObjectRegistry {
    const { store, resources, now } = options;
    const preparation = ObjectPreparation.create({ store, resources });
    return new ObjectRegistry(store, resources, now, preparation);
  }

  readonly #ownership: FieldOwnership;

  private constructor(
    readonly store: ObjectStore,
    readonly resources: ResourceCatalog,
    private readonly now: () => Date,
    private readonly preparation: ObjectPreparation,
  ) {
    this.#ownership = FieldOwnership.create({ now });
  }

  get(
    definition: ResourceDefinition,
    namespace: string | undefined,
    name: string,
  ): KubernetesObject {
    const found = this.store.get(definition, namespace, name);
    if (!found) {
      throw notFound(definition, name);
    }
    return found;
  }

  create(
    definition: ResourceDefinition,
    object: KubernetesObject,
    options: WriteOptions = {},
  ): KubernetesObject {
    const prepared = this.preparation.forCreation(definition, object);
    const { namespace, name } = prepared.metadata;
    assertNamespace(definition, prepared, this);
    if (options.dryRun) {
      if (this.store.get(definition, namespace, name)) {
        throw alreadyExists(definition, name);
      }
      return prepared;
    }
    return this.#create(definition, prepared, () => {
      if (options.manager) {
        const { uid } = prepared.metadata;
        this.#ownership.recordUpdate(
          options.manager,
          undefined,
          // What stringData said is data by now.
          definition.kind === 'Secret'
            ? prepared
            : { ...object, metadata: { ...object.metadata, uid } },
          definition.custom,
        );
      }
    });
  }

  /** Of a Secret the book of its writers is stored with it. */
  #create(
    definition: ResourceDefinition,
    prepared: KubernetesObject,
    record: () => void,
  ): KubernetesObject {
    if (definition.kind !== 'Secret') {
      const stored = this.store.create(definition, prepared);
      record();
      return stored;
    }
    record();
    try {
      return this.store.create(definition, this.#withBook(prepared));
    } catch (error) {
      this.#ownership.forget(prepared.metadata.uid ?? '');
      throw error;
    }
  }

  #withBook(
    object: KubernetesObject,
    uid: string = object.metadata.uid ?? '',
  ): KubernetesObject {
    const managedFields = this.#ownership.managedFields(uid, object.apiVersion);
    return managedFields
      ? { ...object, metadata: { ...object.metadata, managedFields } }
      : object;
  }

  update(
    definition: ResourceDefinition,
    object: KubernetesObject,
    options: WriteOptions = {},
  ): KubernetesObject {
    const { namespace, name } = object.metadata;
    const before = this.get(definition, namespace, name);
    const next = this.preparation.forUpdate(
      definition,
      before,
      object,
      options.subresource,
    );
    return this.#write(definition, before, next, options, () => {
      if (options.manager && options.subresource !== 'status') {
        this.#ownership.recordUpdate(
          options.manager,
          before,
          { ...next, metadata: { ...next.metadata, uid: before.metadata.uid } },
          definition.custom,
        );
      }
    });
  }

  /** Server-side apply. Creates what is not there. */
  apply(
    definition: ResourceDefinition,
    applied: KubernetesObject,
    options: WriteOptions & { manager: string; force: boolean },
  ): { object: KubernetesObject; created: boolean } {
    const { namespace, name } = applied.metadata;
    const { custom } = definition;
    const paths = new Set(leavesOf(applied, custom).keys());
    const live = this.store.get(definition, namespace, name);
    if (!live) {
      const prepared = this.preparation.forCreation(definition, applied);
      assertNamespace(definition, prepared, this);
      const object = options.dryRun
        ? prepared
        : this.#create(definition, prepared, () =>
            this.#ownership.recordApply(
              prepared.metadata.uid ?? '',
              options.manager,
              paths,
            ),
          );
      return { object, created: true };
    }
    const merged = serverSideApply(live, applied, {
      manager: options.manager,
      force: options.force,
      custom,
      ownership: this.#ownership,
    });
    const object = this.#write(
      definition,
      live,
      this.preparation.forUpdate(definition, live, merged, options.subresource),
      options,
      () =>
        this.#ownership.recordApply(
          live.metadata.uid ?? '',
          options.manager,
          paths,
        ),
    );
    return { object, created: false };
  }

  /** The object as it was removed, or as it waits for its finalizers or its grace period. */
  delete(
    definition: ResourceDefinition,
    namespace: string | undefined,
    name: string,
    options: DeleteOptions = {},
  ): { object: KubernetesObject; removed: boolean } {
    const before = this.get(definition, namespace, name);
    assertPreconditions(definition, before, options);
    if (options.dryRun) {
      return { object: before, removed: true };
    }
    const finalizers = withPropagation(
      before.metadata.finalizers ?? [],
      options.propagationPolicy,
    );
    const grace = graceOf(definition, before, options);
    if (finalizers.length === 0 && grace === 0 && !isHeld(before)) {
      return {
        object: this.#remove(definition, namespace, name),
        removed: true,
      };
    }
    if (before.metadata.deletionTimestamp && grace !== 0) {
      return { object: before, removed: false };
    }
    const object = this.store.update(definition, {
      ...before,
      metadata: {
        ...before.metadata,
        deletionTimestamp: timestamp(this.now()),
        deletionGracePeriodSeconds: grace,
        ...(definition.hasGeneration
          ? { generation: (before.metadata.generation ?? 0) + 1 }
          : {}),
        ...(finalizers.length > 0 ? { finalizers } : {}),
      },
    });
    return { object, removed: false };
  }

  #remove(
    definition: ResourceDefinition,
    namespace: string | undefined,
    name: string,
  ): KubernetesObject {
    const removed = this.store.remove(definition, namespace, name);
    this.#ownership.forget(removed.metadata.uid ?? '');
    return removed;
  }

  #write(
    definition: ResourceDefinition,
    before: KubernetesObject,
    next: KubernetesObject,
    options: WriteOptions,
    record: () => void,
  ): KubernetesObject {
    const { resourceVersion, uid } = next.metadata;
    const { namespace, name } = before.metadata;
    if (
      resourceVersion &&
      resourceVersion !== before.metadata.resourceVersion
    ) {
      throw conflict(definition, name);
    }
    const same = isDeepStrictEqual(comparable(before), comparable(next));
    if (same && (!uid || uid === before.metadata.uid)) {
      // As the real one: a write that changes nothing makes no new version.
      if (!options.dryRun) {
        record();
      }
      return before;
    }
    if (options.dryRun) {
      return next;
    }
    if (!uid || uid === before.metadata.uid) {
      record();
    }
    const written = this.store.update(
      definition,
      definition.kind === 'Secret'
        ? this.#withBook(next, before.metadata.uid)
        : next,
    );
    if (
      written.metadata.deletionTimestamp &&
      isHeld(before) &&
      !isHeld(written) &&
      written.kind !== 'Pod'
    ) {
      return this.#remove(definition, namespace, name);
    }
    return written;
  }
}

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

import { randomInt, randomUUID } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import { recordAt } from '../json/isRecord';
import { KubernetesObject } from '../objects/KubernetesObject';
import { FieldOwnership } from '../patch/FieldOwnership';
import { serverSideApply } from '../patch/serverSideApply';
import { leavesOf } from '../patch/fieldSet';
import { ResourceCatalog } from '../resources/ResourceCatalog';
import {
  apiVersionOf,
  ResourceDefinition,
} from '../resources/ResourceDefinition';
import { ApiStatusError, StatusCause } from '../status/ApiStatusError';
import {
  alreadyExists,
  badRequest,
  conflict,
  invalid,
  notFound,
} from '../status/refusals';
import { ObjectStore, timestamp } from '../store/ObjectStore';
import { ObjectDefaults } from './defaults/ObjectDefaults';
import { validateName } from './validation/nameValidation';
import {
  validateImmutable,
  validateWorkload,
} from './validation/workloadValidation';

export interface WriteOptions {
  manager?: string;
  dryRun?: boolean;
  subresource?: string;
}

export interface DeleteOptions {
  dryRun?: boolean;
  gracePeriodSeconds?: number;
  propagationPolicy?: string;
  preconditions?: { uid?: string; resourceVersion?: string };
}

const NAME_SUFFIX = 'bcdfghjklmnpqrstvwxz2456789';

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
    const classes = resources.ofKind('storage.k8s.io/v1', 'StorageClass');
    const defaults = ObjectDefaults.create({
      defaultStorageClass: () =>
        store
          .list(classes)
          .find(
            object =>
              object.metadata.annotations?.[
                'storageclass.kubernetes.io/is-default-class'
              ] === 'true',
          )?.metadata.name,
    });
    return new ObjectRegistry(store, resources, now, defaults);
  }

  readonly #ownership = FieldOwnership.create();

  private constructor(
    readonly store: ObjectStore,
    readonly resources: ResourceCatalog,
    private readonly now: () => Date,
    private readonly defaults: ObjectDefaults,
  ) {}

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
    const name =
      object.metadata.name ||
      (object.metadata.generateName
        ? `${object.metadata.generateName}${randomSuffix()}`
        : '');
    if (object.metadata.resourceVersion) {
      throw new ApiStatusError({
        code: 500,
        message: 'resourceVersion should not be set on objects to be created',
      });
    }
    const { status: _ignored, ...given } = object;
    const status = this.defaults.firstStatus(definition.kind);
    const prepared = this.#prepare(
      definition,
      {
        ...given,
        ...(this.#hasStatus(definition) ? {} : { status: object.status }),
        ...(status ? { status } : {}),
        apiVersion: apiVersionOf(definition),
        kind: definition.kind,
        metadata: {
          ...object.metadata,
          name,
          uid: randomUUID(),
          ...(definition.hasGeneration ? { generation: 1 } : {}),
        },
      },
      undefined,
    );
    this.#assertNamespace(definition, prepared);
    if (options.dryRun) {
      if (this.store.get(definition, prepared.metadata.namespace, name)) {
        throw alreadyExists(definition, name);
      }
      return prepared;
    }
    const stored = this.store.create(definition, prepared);
    if (options.manager) {
      const { uid } = stored.metadata;
      this.#ownership.recordUpdate(
        options.manager,
        undefined,
        { ...object, metadata: { ...object.metadata, uid } },
        definition.custom,
      );
    }
    return stored;
  }

  update(
    definition: ResourceDefinition,
    object: KubernetesObject,
    options: WriteOptions = {},
  ): KubernetesObject {
    const { namespace, name } = object.metadata;
    const before = this.get(definition, namespace, name);
    const next = this.#next(definition, before, object, options.subresource);
    const written = this.#write(definition, before, next, options);
    if (
      options.manager &&
      !options.dryRun &&
      options.subresource !== 'status'
    ) {
      this.#ownership.recordUpdate(
        options.manager,
        before,
        written,
        definition.custom,
      );
    }
    return written;
  }

  /** Reads, changes and writes in one go: nothing can come between. */
  modify(
    definition: ResourceDefinition,
    namespace: string | undefined,
    name: string,
    change: (object: KubernetesObject) => KubernetesObject,
    options: WriteOptions = {},
  ): KubernetesObject {
    const before = this.get(definition, namespace, name);
    const changed = change(before);
    return this.update(
      definition,
      {
        ...changed,
        metadata: {
          ...changed.metadata,
          name,
          namespace,
          resourceVersion: changed.metadata.resourceVersion,
        },
      },
      options,
    );
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
      const object = this.create(definition, applied, {
        dryRun: options.dryRun,
      });
      if (!options.dryRun) {
        const uid = object.metadata.uid ?? '';
        this.#ownership.recordApply(uid, options.manager, paths);
      }
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
      this.#next(definition, live, merged, options.subresource),
      options,
    );
    if (!options.dryRun) {
      const uid = live.metadata.uid ?? '';
      this.#ownership.recordApply(uid, options.manager, paths);
    }
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
    const { uid, resourceVersion } = options.preconditions ?? {};
    if (uid && uid !== before.metadata.uid) {
      throw conflict(
        definition,
        name,
        `Precondition failed: UID in precondition: ${uid}, UID in object meta: ${before.metadata.uid}`,
      );
    }
    if (
      resourceVersion &&
      resourceVersion !== before.metadata.resourceVersion
    ) {
      throw conflict(
        definition,
        name,
        `Precondition failed: ResourceVersion in precondition: ${resourceVersion}, ResourceVersion in object meta: ${before.metadata.resourceVersion}`,
      );
    }
    if (options.dryRun) {
      return { object: before, removed: true };
    }
    const finalizers = withPropagation(
      before.metadata.finalizers ?? [],
      options.propagationPolicy,
    );
    const grace = this.#graceOf(definition, before, options);
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

  #graceOf(
    definition: ResourceDefinition,
    object: KubernetesObject,
    options: DeleteOptions,
  ): number {
    const scheduled = recordAt(object, 'spec').nodeName !== undefined;
    if (definition.kind !== 'Pod' || !scheduled) {
      return 0;
    }
    const declared = recordAt(object, 'spec').terminationGracePeriodSeconds;
    return (
      options.gracePeriodSeconds ??
      (typeof declared === 'number' ? declared : 30)
    );
  }

  #next(
    definition: ResourceDefinition,
    before: KubernetesObject,
    given: KubernetesObject,
    subresource: string | undefined,
  ): KubernetesObject {
    if (subresource === 'status') {
      return {
        ...before,
        metadata: {
          ...before.metadata,
          resourceVersion: given.metadata.resourceVersion,
          uid: given.metadata.uid,
        },
        status: given.status,
      };
    }
    const { status: _status, ...rest } = given;
    const keepsStatus = this.#hasStatus(definition);
    const status = keepsStatus ? before.status : given.status;
    const next = this.#prepare(
      definition,
      {
        ...rest,
        ...(status === undefined ? {} : { status }),
        apiVersion: apiVersionOf(definition),
        kind: definition.kind,
        metadata: {
          ...given.metadata,
          name: before.metadata.name,
          namespace: before.metadata.namespace,
          creationTimestamp: before.metadata.creationTimestamp,
          deletionTimestamp: before.metadata.deletionTimestamp,
          deletionGracePeriodSeconds:
            before.metadata.deletionGracePeriodSeconds,
          generation: before.metadata.generation,
        },
      },
      before,
    );
    if (
      definition.hasGeneration &&
      !isDeepStrictEqual(specOf(before), specOf(next))
    ) {
      next.metadata.generation = (before.metadata.generation ?? 0) + 1;
    }
    return next;
  }

  #write(
    definition: ResourceDefinition,
    before: KubernetesObject,
    next: KubernetesObject,
    options: WriteOptions,
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
      return before;
    }
    if (options.dryRun) {
      return next;
    }
    const written = this.store.update(definition, next);
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

  #prepare(
    definition: ResourceDefinition,
    object: KubernetesObject,
    before: KubernetesObject | undefined,
  ): KubernetesObject {
    const metadata = withoutEmpty({ ...object.metadata });
    if (!definition.namespaced) {
      delete metadata.namespace;
    }
    // Through JSON, so that an absent field and an undefined one are the same.
    const copy = JSON.parse(JSON.stringify({ ...object, metadata }));
    const filled = this.defaults.fill(copy, before);
    const causes: StatusCause[] = before
      ? validateImmutable(before, filled)
      : validateName(definition, filled.metadata.name);
    causes.push(...validateWorkload(filled));
    if (causes.length > 0) {
      throw invalid(definition, filled.metadata.name, causes);
    }
    return filled;
  }

  #assertNamespace(
    definition: ResourceDefinition,
    object: KubernetesObject,
  ): void {
    if (!definition.namespaced) {
      return;
    }
    const { namespace, name } = object.metadata;
    if (!namespace) {
      throw badRequest('an empty namespace may not be set during creation');
    }
    const namespaces = this.resources.ofKind('v1', 'Namespace');
    const found = this.store.get(namespaces, undefined, namespace);
    if (!found) {
      throw notFound(namespaces, namespace);
    }
    if (found.metadata.deletionTimestamp && definition.kind !== 'Event') {
      throw new ApiStatusError({
        code: 403,
        reason: 'Forbidden',
        message: `${definition.plural} "${name}" is forbidden: unable to create new content in namespace ${namespace} because it is being terminated`,
        details: {
          name,
          kind: definition.plural,
          causes: [
            {
              reason: 'NamespaceTerminating',
              message: `namespace ${namespace} is being terminated`,
              field: 'metadata.namespace',
            },
          ],
        },
      });
    }
  }

  #hasStatus(definition: ResourceDefinition): boolean {
    return definition.subresources.includes('status');
  }
}

/** A namespace has its contents to lose first: `spec.finalizers` holds it back. */
function isHeld(object: KubernetesObject): boolean {
  const held =
    object.kind === 'Namespace' ? recordAt(object, 'spec').finalizers : [];
  return (
    (object.metadata.finalizers ?? []).length > 0 ||
    (Array.isArray(held) && held.length > 0)
  );
}

function randomSuffix(): string {
  return Array.from(
    { length: 5 },
    () => NAME_SUFFIX[randomInt(NAME_SUFFIX.length)],
  ).join('');
}

function specOf(object: KubernetesObject): object {
  const {
    apiVersion: _apiVersion,
    kind: _kind,
    metadata: _metadata,
    status: _status,
    ...rest
  } = object;
  return rest;
}

function comparable(object: KubernetesObject): unknown {
  const {
    resourceVersion: _version,
    uid: _uid,
    ...metadata
  } = withoutEmpty({ ...object.metadata });
  return { ...object, metadata };
}

function withoutEmpty<T extends object>(record: T): T {
  const entries = Object.entries(record).filter(
    ([field, value]) => value !== undefined && field !== 'managedFields',
  );
  return Object.fromEntries(entries) as T;
}

function withPropagation(finalizers: string[], policy?: string): string[] {
  if (policy === 'Foreground') {
    return [...new Set([...finalizers, 'foregroundDeletion'])];
  }
  if (policy === 'Orphan') {
    return [...new Set([...finalizers, 'orphan'])];
  }
  return finalizers;
}

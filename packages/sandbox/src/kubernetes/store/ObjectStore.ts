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

import { randomUUID } from 'node:crypto';
import { deepFreeze } from '../json/deepFreeze';
import { KubernetesObject } from '../objects/KubernetesObject';
import {
  qualifiedResource,
  ResourceDefinition,
} from '../resources/ResourceDefinition';
import { alreadyExists, conflict, expired, notFound } from '../status/refusals';

export interface StoreEvent {
  type: 'ADDED' | 'MODIFIED' | 'DELETED';
  definition: ResourceDefinition;
  resourceVersion: number;
  object: KubernetesObject;
  /** The object as it was before, for selectors that it has left. */
  previous?: KubernetesObject;
}

const HISTORY_LIMIT = 20_000;

/**
 * What etcd is to a real API server: objects by resource and name, one counter
 * of versions over all of them, and the history that watches resume from.
 */
export class ObjectStore {
  static create(options: { now?: () => Date } = {}): ObjectStore {
    return new ObjectStore(options.now ?? (() => new Date()));
  }

  readonly #objects = new Map<string, Map<string, KubernetesObject>>();
  readonly #listeners = new Set<(event: StoreEvent) => void>();
  #history: StoreEvent[] = [];
  #version = 1;
  #oldest = 1;

  private constructor(private readonly now: () => Date) {}

  get currentVersion(): number {
    return this.#version;
  }

  /** Watches cannot resume from a version before this one. */
  get oldestVersion(): number {
    return this.#oldest;
  }

  get(
    definition: ResourceDefinition,
    namespace: string | undefined,
    name: string,
  ): KubernetesObject | undefined {
    return this.#collection(definition).get(objectKey(namespace, name));
  }

  list(definition: ResourceDefinition, namespace?: string): KubernetesObject[] {
    const found: KubernetesObject[] = [];
    for (const object of this.#collection(definition).values()) {
      if (namespace === undefined || object.metadata.namespace === namespace) {
        found.push(object);
      }
    }
    return found.sort(byKey);
  }

  /** The list as it was at an earlier version: the history, undone backwards. */
  listAt(
    definition: ResourceDefinition,
    namespace: string | undefined,
    version: number,
  ): KubernetesObject[] {
    if (version >= this.#version) {
      return this.list(definition, namespace);
    }
    if (version < this.#oldest) {
      throw expired('The resourceVersion for the provided list is too old.');
    }
    const state = new Map(this.#collection(definition));
    for (let index = this.#history.length - 1; index >= 0; index--) {
      const event = this.#history[index];
      if (event.resourceVersion <= version) {
        break;
      }
      if (sameResource(event.definition, definition)) {
        const { namespace: space, name } = event.object.metadata;
        if (event.previous) {
          state.set(objectKey(space, name), event.previous);
        } else {
          state.delete(objectKey(space, name));
        }
      }
    }
    return [...state.values()]
      .filter(
        object =>
          namespace === undefined || object.metadata.namespace === namespace,
      )
      .sort(byKey);
  }

  eventsSince(definition: ResourceDefinition, version: number): StoreEvent[] {
    this.#assertKept(version);
    return this.#history.filter(
      event =>
        event.resourceVersion > version &&
        sameResource(event.definition, definition),
    );
  }

  create(
    definition: ResourceDefinition,
    object: KubernetesObject,
  ): KubernetesObject {
    const { namespace, name } = object.metadata;
    const collection = this.#collection(definition);
    if (collection.has(objectKey(namespace, name))) {
      throw alreadyExists(definition, name);
    }
    const version = ++this.#version;
    const stored = deepFreeze({
      ...object,
      metadata: {
        ...object.metadata,
        uid: object.metadata.uid ?? randomUUID(),
        resourceVersion: String(version),
        creationTimestamp: timestamp(this.now()),
      },
    });
    collection.set(objectKey(namespace, name), stored);
    this.#record({
      type: 'ADDED',
      definition,
      resourceVersion: version,
      object: stored,
    });
    return stored;
  }

  /** Refuses an object whose resource version is not the stored one; without one it overwrites. */
  update(
    definition: ResourceDefinition,
    object: KubernetesObject,
  ): KubernetesObject {
    const { namespace, name, resourceVersion, uid } = object.metadata;
    const collection = this.#collection(definition);
    const previous = collection.get(objectKey(namespace, name));
    if (!previous) {
      throw notFound(definition, name);
    }
    if (uid && uid !== previous.metadata.uid) {
      throw conflict(
        definition,
        name,
        `StorageError: invalid object, Code: 4, UID in precondition: ${uid}, UID in object meta: ${previous.metadata.uid}`,
      );
    }
    if (
      resourceVersion &&
      resourceVersion !== previous.metadata.resourceVersion
    ) {
      throw conflict(definition, name);
    }
    const version = ++this.#version;
    const stored = deepFreeze({
      ...object,
      metadata: {
        ...object.metadata,
        uid: previous.metadata.uid,
        resourceVersion: String(version),
        creationTimestamp: previous.metadata.creationTimestamp,
      },
    });
    collection.set(objectKey(namespace, name), stored);
    this.#record({
      type: 'MODIFIED',
      definition,
      resourceVersion: version,
      object: stored,
      previous,
    });
    return stored;
  }

  remove(
    definition: ResourceDefinition,
    namespace: string | undefined,
    name: string,
  ): KubernetesObject {
    const collection = this.#collection(definition);
    const previous = collection.get(objectKey(namespace, name));
    if (!previous) {
      throw notFound(definition, name);
    }
    const version = ++this.#version;
    collection.delete(objectKey(namespace, name));
    const last = deepFreeze({
      ...previous,
      metadata: { ...previous.metadata, resourceVersion: String(version) },
    });
    this.#record({
      type: 'DELETED',
      definition,
      resourceVersion: version,
      object: last,
      previous,
    });
    return last;
  }

  subscribe(listener: (event: StoreEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Forgets the history, as etcd's compaction does every few minutes. */
  compact(): void {
    this.#history = [];
    // A version of its own, so that even the last one handed out is too old.
    this.#oldest = ++this.#version;
  }

  #record(event: StoreEvent): void {
    this.#history.push(event);
    if (this.#history.length > HISTORY_LIMIT * 1.5) {
      this.#history = this.#history.slice(-HISTORY_LIMIT);
      this.#oldest = this.#history[0].resourceVersion - 1;
    }
    for (const listener of [...this.#listeners]) {
      listener(event);
    }
  }

  #collection(definition: ResourceDefinition): Map<string, KubernetesObject> {
    const key = qualifiedResource(definition);
    let collection = this.#objects.get(key);
    if (!collection) {
      collection = new Map();
      this.#objects.set(key, collection);
    }
    return collection;
  }

  #assertKept(version: number): void {
    if (version < this.#oldest) {
      throw expired(`too old resource version: ${version} (${this.#oldest})`);
    }
  }
}

/** RFC 3339 with whole seconds, as every time in Kubernetes. */
export function timestamp(date: Date): string {
  return `${date.toISOString().slice(0, 19)}Z`;
}

function objectKey(namespace: string | undefined, name: string): string {
  return `${namespace ?? ''}/${name}`;
}

function byKey(left: KubernetesObject, right: KubernetesObject): number {
  const a = objectKey(left.metadata.namespace, left.metadata.name);
  const b = objectKey(right.metadata.namespace, right.metadata.name);
  if (a === b) {
    return 0;
  }
  return a < b ? -1 : 1;
}

function sameResource(a: ResourceDefinition, b: ResourceDefinition): boolean {
  return a.plural === b.plural && a.group === b.group;
}

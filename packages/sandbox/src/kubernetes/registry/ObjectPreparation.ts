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
import { isDeepStrictEqual } from 'node:util';
import { KubernetesObject } from '../objects/KubernetesObject';
import { ResourceCatalog } from '../resources/ResourceCatalog';
import {
  apiVersionOf,
  ResourceDefinition,
} from '../resources/ResourceDefinition';
import { pruneBySchema, validateBySchema } from '../resources/StructuralSchema';
import { ApiStatusError, StatusCause } from '../status/ApiStatusError';
import { invalid } from '../status/refusals';
import { ObjectStore } from '../store/ObjectStore';
import { ObjectDefaults } from './defaults/ObjectDefaults';
import { randomSuffix, specOf, withoutEmpty } from './objectIdentity';
import { validateName } from './validation/nameValidation';
import { validateDataKeys } from './validation/dataKeyValidation';
import { validateImmutable } from './validation/immutability';
import { validateWorkload } from './validation/workloadValidation';

/**
 * Makes what a client sends into what may be stored: named, filled in,
 * validated, with the parts that are not the client's taken from before.
 */
export class ObjectPreparation {
  static create(options: {
    store: ObjectStore;
    resources: ResourceCatalog;
  }): ObjectPreparation {
    const { store, resources } = options;
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
    return new ObjectPreparation(defaults);
  }

  private constructor(private readonly defaults: ObjectDefaults) {}

  forCreation(
    definition: ResourceDefinition,
    object: KubernetesObject,
  ): KubernetesObject {
    const { name, generateName, resourceVersion } = object.metadata;
    if (resourceVersion) {
      throw new ApiStatusError({
        code: 500,
        message: 'resourceVersion should not be set on objects to be created',
      });
    }
    const { status: given, ...rest } = object;
    const first = this.defaults.firstStatus({
      ...object,
      kind: definition.kind,
    });
    const status = first ?? (this.#hasStatus(definition) ? undefined : given);
    return this.#prepare(
      definition,
      {
        ...rest,
        ...(status === undefined ? {} : { status }),
        apiVersion: apiVersionOf(definition),
        kind: definition.kind,
        metadata: {
          ...object.metadata,
          name:
            name || (generateName ? `${generateName}${randomSuffix()}` : ''),
          uid: randomUUID(),
          deletionTimestamp: undefined,
          generation: definition.hasGeneration ? 1 : undefined,
        },
      },
      undefined,
    );
  }

  /** With `status` as the subresource nothing but the status is taken over; without it, everything else. */
  forUpdate(
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
    const { schema } = definition;
    const filled = schema
      ? (pruneBySchema(schema, copy) as KubernetesObject)
      : this.defaults.fill(copy, before);
    const causes: StatusCause[] = before
      ? validateImmutable(before, filled)
      : validateName(definition, filled.metadata.name);
    causes.push(
      ...(schema ? validateBySchema(schema, filled) : validateWorkload(filled)),
      ...validateDataKeys(filled),
    );
    if (causes.length > 0) {
      throw invalid(definition, filled.metadata.name, causes);
    }
    return filled;
  }

  #hasStatus(definition: ResourceDefinition): boolean {
    return definition.subresources.includes('status');
  }
}

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

import { isRecord, JsonRecord } from '../json/isRecord';
import { KubernetesObject } from '../objects/KubernetesObject';
import { jsonPatch } from '../patch/jsonPatch';
import { mergePatch } from '../patch/mergePatch';
import { strategicMergePatch } from '../patch/strategicMergePatch';
import { DeleteOptions } from '../registry/deletion';
import { ObjectRegistry } from '../registry/ObjectRegistry';
import { apiVersionOf } from '../resources/ResourceDefinition';
import {
  badRequest,
  invalid,
  notFound,
  unsupportedMediaType,
} from '../status/refusals';
import { StatusObject } from '../status/ApiStatusError';
import { ApiCall } from './ApiCall';
import { presentationOf, selectionOf } from './readHandlers';
import { ResourcePath } from './requestPath';

/** Reads an object and refuses one that is not what the path says. */
function readObject(body: JsonRecord, path: ResourcePath): KubernetesObject {
  const { definition, namespace, name } = path;
  const metadata = isRecord(body.metadata) ? body.metadata : {};
  const apiVersion = body.apiVersion ?? apiVersionOf(definition);
  const kind = body.kind ?? definition.kind;
  if (apiVersion !== apiVersionOf(definition) || kind !== definition.kind) {
    throw badRequest(
      `${String(kind)} in version "${String(
        apiVersion,
      )}" cannot be handled as a ${
        definition.kind
      }: the API version in the data (${String(
        apiVersion,
      )}) does not match the expected API version (${apiVersionOf(
        definition,
      )})`,
    );
  }
  if (name && metadata.name && metadata.name !== name) {
    throw badRequest(
      `the name of the object (${String(
        metadata.name,
      )}) does not match the name on the URL (${name})`,
    );
  }
  if (namespace && metadata.namespace && metadata.namespace !== namespace) {
    throw badRequest(
      'the namespace of the provided object does not match the namespace sent on the request',
    );
  }
  return {
    ...body,
    apiVersion: String(apiVersion),
    kind: String(kind),
    metadata: {
      ...metadata,
      name: name ?? String(metadata.name ?? ''),
      ...(namespace ? { namespace } : {}),
    },
  };
}

export async function handleCreate(
  call: ApiCall,
  path: ResourcePath,
  registry: ObjectRegistry,
  now: () => Date,
): Promise<void> {
  const object = registry.create(
    path.definition,
    readObject(await call.record(), path),
    { manager: call.manager, dryRun: call.dryRun },
  );
  call.json(201, presentationOf(call, path.definition, now).one(object));
}

export async function handleUpdate(
  call: ApiCall,
  path: ResourcePath,
  registry: ObjectRegistry,
  now: () => Date,
): Promise<void> {
  const object = registry.update(
    path.definition,
    readObject(await call.record(), path),
    {
      manager: call.manager,
      dryRun: call.dryRun,
      subresource: path.subresource,
    },
  );
  call.json(200, presentationOf(call, path.definition, now).one(object));
}

const PATCH_TYPES = [
  'application/json-patch+json',
  'application/merge-patch+json',
  'application/apply-patch+yaml',
];

export async function handlePatch(
  call: ApiCall,
  path: ResourcePath,
  registry: ObjectRegistry,
  now: () => Date,
): Promise<void> {
  const { definition, namespace, name = '', subresource } = path;
  const presentation = presentationOf(call, definition, now);
  if (call.contentType.startsWith('application/apply-patch+')) {
    const { object, created } = await applyPatch(call, path, registry);
    call.json(created ? 201 : 200, presentation.one(object));
    return;
  }
  const patch = await call.body();
  const live = registry.store.get(definition, namespace, name);
  if (!live) {
    throw notFound(definition, name);
  }
  const patched = patchObject(call.contentType, live, patch, definition.custom);
  if (!isRecord(patched)) {
    throw badRequest('the patched object is not an object');
  }
  const object = registry.update(definition, readObject(patched, path), {
    manager: call.manager,
    dryRun: call.dryRun,
    subresource,
  });
  call.json(200, presentation.one(object));
}

export function patchObject(
  contentType: string,
  live: unknown,
  patch: unknown,
  custom: boolean,
): unknown {
  switch (contentType) {
    case 'application/json-patch+json':
      return jsonPatch(live, patch);
    case 'application/merge-patch+json':
      return mergePatch(live, patch);
    case 'application/strategic-merge-patch+json':
      if (!custom) {
        return strategicMergePatch(live, patch);
      }
      throw unsupportedMediaType(PATCH_TYPES);
    default:
      throw unsupportedMediaType(
        custom
          ? PATCH_TYPES
          : [...PATCH_TYPES, 'application/strategic-merge-patch+json'],
      );
  }
}

async function applyPatch(
  call: ApiCall,
  path: ResourcePath,
  registry: ObjectRegistry,
) {
  const manager = call.query.get('fieldManager');
  if (!manager) {
    throw invalid({ group: 'meta.k8s.io', kind: 'PatchOptions' }, '', [
      {
        reason: 'FieldValueRequired',
        message: 'Required value: is required for apply patch',
        field: 'fieldManager',
      },
    ]);
  }
  const body = await call.record();
  if (!body.apiVersion || !body.kind) {
    throw badRequest(
      `invalid object type: ${body.apiVersion ? '' : '/'}, Kind=${String(
        body.kind ?? '',
      )}`,
    );
  }
  const applied = readObject(body, path);
  return registry.apply(path.definition, applied, {
    manager,
    force: call.flag('force'),
    dryRun: call.dryRun,
    subresource: path.subresource,
  });
}

async function readDeleteOptions(call: ApiCall): Promise<DeleteOptions> {
  const body = await call.body();
  const options = isRecord(body) ? body : {};
  const preconditions = isRecord(options.preconditions)
    ? options.preconditions
    : {};
  const grace =
    options.gracePeriodSeconds ?? call.query.get('gracePeriodSeconds');
  const policy =
    options.propagationPolicy ?? call.query.get('propagationPolicy');
  const text = (value: unknown) =>
    typeof value === 'string' ? value : undefined;
  return {
    dryRun:
      call.dryRun ||
      (Array.isArray(options.dryRun) && options.dryRun.includes('All')),
    gracePeriodSeconds:
      grace === null || grace === undefined ? undefined : Number(grace),
    propagationPolicy:
      text(policy) ??
      (options.orphanDependents === true ? 'Orphan' : undefined),
    preconditions: {
      uid: text(preconditions.uid),
      resourceVersion: text(preconditions.resourceVersion),
    },
  };
}

export async function handleDelete(
  call: ApiCall,
  path: ResourcePath,
  registry: ObjectRegistry,
  now: () => Date,
): Promise<void> {
  const { definition, namespace, name = '' } = path;
  const options = await readDeleteOptions(call);
  const { object, removed } = registry.delete(
    definition,
    namespace,
    name,
    options,
  );
  if (!removed) {
    const presentation = presentationOf(call, definition, now);
    call.json(200, presentation.one(object));
    return;
  }
  const answer: StatusObject = {
    kind: 'Status',
    apiVersion: 'v1',
    metadata: {},
    status: 'Success',
    details: {
      name,
      ...(definition.group ? { group: definition.group } : {}),
      kind: definition.plural,
      uid: object.metadata.uid,
    },
  };
  call.json(200, answer);
}

export async function handleDeleteCollection(
  call: ApiCall,
  path: ResourcePath,
  registry: ObjectRegistry,
  now: () => Date,
): Promise<void> {
  const { definition, namespace } = path;
  const options = await readDeleteOptions(call);
  const selects = selectionOf(call, path);
  const doomed = registry.store.list(definition, namespace).filter(selects);
  for (const object of doomed) {
    registry.delete(
      definition,
      object.metadata.namespace,
      object.metadata.name,
      options,
    );
  }
  call.json(
    200,
    presentationOf(call, definition, now).list(doomed, {
      resourceVersion: String(registry.store.currentVersion),
    }),
  );
}

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

import { ApiCall } from '../http/ApiCall';
import { ResourceCatalog } from '../resources/ResourceCatalog';
import { ResourceDefinition } from '../resources/ResourceDefinition';

/**
 * OpenAPI as far as kubectl needs it: it looks for the query parameters that a
 * resource's PATCH takes before it applies. There are no schemas; `kubectl
 * explain` has nothing to say.
 */
export function handleOpenApi(
  call: ApiCall,
  resources: ResourceCatalog,
): boolean {
  const { pathname } = call;
  if (pathname === '/openapi/v2') {
    if (call.accept.includes('proto-openapi')) {
      // The protobuf of a document that says `swagger: "2.0"` and no more.
      call.send(
        200,
        'application/com.github.proto-openapi.spec.v2.v1.0+protobuf',
        Buffer.from([0x0a, 0x03, 0x32, 0x2e, 0x30]),
      );
    } else {
      call.json(200, {
        swagger: '2.0',
        info: { title: 'Safekeep sandbox', version: 'v1' },
        paths: {},
        definitions: {},
      });
    }
    return true;
  }
  if (pathname === '/openapi/v3') {
    const paths: Record<string, { serverRelativeURL: string }> = {};
    for (const { group, version } of resources.groupVersions()) {
      const key = group ? `apis/${group}/${version}` : `api/${version}`;
      paths[key] = { serverRelativeURL: `/openapi/v3/${key}?hash=sandbox` };
    }
    call.json(200, { paths });
    return true;
  }
  const found = resources
    .groupVersions()
    .find(
      ({ group, version }) =>
        pathname ===
        `/openapi/v3/${group ? `apis/${group}/${version}` : `api/${version}`}`,
    );
  if (!found) {
    return false;
  }
  const definitions = resources.inGroupVersion(found.group, found.version);
  call.json(200, {
    openapi: '3.0.0',
    info: { title: 'Safekeep sandbox', version: 'v1' },
    paths: Object.fromEntries(definitions.map(patchOperation)),
    components: { schemas: {} },
  });
  return true;
}

const PATCH_PARAMETERS = [
  'dryRun',
  'fieldManager',
  'fieldValidation',
  'force',
].map(name => ({
  name,
  in: 'query',
  schema: { type: name === 'force' ? 'boolean' : 'string', uniqueItems: true },
}));

function patchOperation(definition: ResourceDefinition): [string, unknown] {
  const { group, version, kind, plural, namespaced } = definition;
  const root = group ? `/apis/${group}/${version}` : `/api/${version}`;
  const scope = namespaced ? '/namespaces/{namespace}' : '';
  return [
    `${root}${scope}/${plural}/{name}`,
    {
      patch: {
        operationId: `patch${kind}`,
        parameters: PATCH_PARAMETERS,
        responses: { 200: { description: 'OK' } },
        'x-kubernetes-action': 'patch',
        'x-kubernetes-group-version-kind': { group, kind, version },
      },
    },
  ];
}

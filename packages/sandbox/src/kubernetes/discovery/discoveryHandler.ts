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
import { apiVersionOf } from '../resources/ResourceDefinition';
import { aggregatedDiscovery, AGGREGATED_TYPE } from './aggregatedDiscovery';
import { resourceList } from './resourceList';

const VERSION = {
  major: '1',
  minor: '34',
  gitVersion: 'v1.34.4+safekeep-sandbox',
  gitCommit: '',
  gitTreeState: 'clean',
  buildDate: '2026-01-01T00:00:00Z',
  goVersion: 'none',
  compiler: 'none',
  platform: 'linux/amd64',
};

/** Answers what a client asks before it asks for objects; false when the path is none of these. */
export function handleDiscovery(
  call: ApiCall,
  resources: ResourceCatalog,
): boolean {
  const { pathname } = call;
  switch (pathname) {
    case '/version':
      call.json(200, VERSION);
      return true;
    case '/healthz':
    case '/livez':
    case '/readyz':
      call.text(200, 'ok');
      return true;
    case '/':
      call.json(200, { paths: ['/api', '/apis', '/openapi/v2', '/version'] });
      return true;
    case '/api':
    case '/apis':
      handleGroups(call, resources, pathname === '/api');
      return true;
    default:
      return handleGroup(call, resources);
  }
}

function handleGroups(
  call: ApiCall,
  resources: ResourceCatalog,
  core: boolean,
): void {
  if (
    /as=APIGroupDiscoveryList/.test(call.accept) &&
    /v=v2(\b|,|;|$)/.test(call.accept)
  ) {
    call.json(200, aggregatedDiscovery(resources, core), AGGREGATED_TYPE);
  } else if (core) {
    call.json(200, {
      kind: 'APIVersions',
      versions: ['v1'],
      serverAddressByClientCIDRs: [],
    });
  } else {
    call.json(200, {
      kind: 'APIGroupList',
      apiVersion: 'v1',
      groups: resources
        .groupVersions()
        .filter(({ group }) => group !== '')
        .map(groupOf),
    });
  }
}

function handleGroup(call: ApiCall, resources: ResourceCatalog): boolean {
  const pieces = call.pathname.split('/').slice(1);
  for (const { group, version } of resources.groupVersions()) {
    const root = group ? `apis/${group}` : 'api';
    if (group && call.pathname === `/${root}`) {
      call.json(200, {
        kind: 'APIGroup',
        apiVersion: 'v1',
        ...groupOf({ group, version }),
      });
      return true;
    }
    if (pieces.join('/') === `${root}/${version}`) {
      call.json(200, {
        kind: 'APIResourceList',
        apiVersion: 'v1',
        groupVersion: apiVersionOf({ group, version }),
        resources: resourceList(resources.inGroupVersion(group, version)),
      });
      return true;
    }
  }
  return false;
}

function groupOf(entry: { group: string; version: string }) {
  const version = {
    groupVersion: apiVersionOf(entry),
    version: entry.version,
  };
  return { name: entry.group, versions: [version], preferredVersion: version };
}

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

import { isRecord, recordAt } from '../json/isRecord';
import { KubernetesObject } from '../objects/KubernetesObject';
import { ObjectRegistry } from '../registry/ObjectRegistry';
import { badRequest } from '../status/refusals';
import { ApiCall } from './ApiCall';
import { ResourcePath } from './requestPath';
import { patchObject } from './writeHandlers';

/** `kubectl scale`: the replicas of a workload as an object of their own. */
export async function handleScale(
  call: ApiCall,
  path: ResourcePath,
  registry: ObjectRegistry,
): Promise<void> {
  const { definition, namespace, name = '' } = path;
  const workload = registry.get(definition, namespace, name);
  if (call.method === 'GET') {
    call.json(200, scaleOf(workload));
    return;
  }
  const body = await call.body();
  const wanted =
    call.method === 'PATCH'
      ? patchObject(call.contentType, scaleOf(workload), body, false)
      : body;
  const replicas = recordAt(wanted, 'spec').replicas ?? 0;
  if (!isRecord(wanted) || typeof replicas !== 'number' || replicas < 0) {
    throw badRequest('spec.replicas of a Scale must be a number from 0 on');
  }
  const version = recordAt(wanted, 'metadata').resourceVersion;
  const written = registry.update(
    definition,
    {
      ...workload,
      metadata: {
        ...workload.metadata,
        resourceVersion: typeof version === 'string' ? version : undefined,
      },
      spec: { ...recordAt(workload, 'spec'), replicas },
    },
    { manager: call.manager, dryRun: call.dryRun },
  );
  call.json(200, scaleOf(written));
}

function scaleOf(workload: KubernetesObject): KubernetesObject {
  const { name, namespace, uid, resourceVersion, creationTimestamp } =
    workload.metadata;
  const labels = recordAt(workload, 'spec', 'selector', 'matchLabels');
  return {
    kind: 'Scale',
    apiVersion: 'autoscaling/v1',
    metadata: { name, namespace, uid, resourceVersion, creationTimestamp },
    spec: { replicas: recordAt(workload, 'spec').replicas },
    status: {
      replicas: recordAt(workload, 'status').replicas ?? 0,
      selector: Object.entries(labels)
        .map(([key, value]) => `${key}=${value}`)
        .join(','),
    },
  };
}

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

import {
  readReloaderRule,
  WorkloadObservation,
} from '@safekeep/backstage-plugin-safekeep-common';
import { projectController } from './controllerArguments';
import { count, distinct, list, record, text, texts } from './json';
import { projectPodTemplate } from './podTemplate';
import { projectMigration, projectSnapshotJob } from './projectMigration';
import { projectPasswordRotation } from './projectPasswordRotation';

type Replicas = Pick<
  WorkloadObservation,
  'desired' | 'ready' | 'updated' | 'total'
>;

function replicasOf(
  kind: WorkloadObservation['kind'],
  spec: unknown,
  status: unknown,
): Replicas {
  switch (kind) {
    case 'DaemonSet':
      return {
        desired: count(status, 'desiredNumberScheduled') ?? 0,
        ready: count(status, 'numberReady') ?? 0,
        updated: count(status, 'updatedNumberScheduled') ?? 0,
        total: count(status, 'currentNumberScheduled') ?? 0,
      };
    case 'CronJob': {
      const active = list(status, 'active').length;
      return { desired: 0, ready: 0, updated: active, total: active };
    }
    case 'Job': {
      // A pod of a Job is done when it succeeded, not when it is ready.
      const succeeded = count(status, 'succeeded') ?? 0;
      const total =
        succeeded +
        (count(status, 'active') ?? 0) +
        (count(status, 'failed') ?? 0);
      return {
        desired: count(spec, 'completions') ?? 1,
        ready: succeeded,
        updated: total,
        total,
      };
    }
    default:
      return {
        desired: count(spec, 'replicas') ?? 1,
        ready: count(status, 'readyReplicas') ?? 0,
        updated: count(status, 'updatedReplicas') ?? 0,
        total: count(status, 'replicas') ?? 0,
      };
  }
}

/** `data-postgres-0`, …: the claims that a StatefulSet makes for its pods. */
function templatedClaims(name: string, spec: unknown): string[] {
  const first = count(record(spec, 'ordinals'), 'start') ?? 0;
  // Scaled to 0 it still has the first pod's claims, which are worth showing.
  const pods = Math.min(Math.max(count(spec, 'replicas') ?? 1, 1), 100);
  const claims: string[] = [];
  for (const template of list(spec, 'volumeClaimTemplates')) {
    const claim = text(record(template, 'metadata'), 'name');
    if (claim !== undefined) {
      for (let pod = first; pod < first + pods; pod += 1) {
        claims.push(`${claim}-${name}-${pod}`);
      }
    }
  }
  return claims;
}

/**
 * Makes the projection of one kind of workload.
 */
export function projectWorkload(kind: WorkloadObservation['kind']) {
  return (object: unknown): WorkloadObservation | undefined => {
    const metadata = record(object, 'metadata');
    const name = text(metadata, 'name');
    const namespace = text(metadata, 'namespace');
    if (name === undefined || namespace === undefined) {
      return undefined;
    }
    const spec = record(object, 'spec');
    const status = record(object, 'status');
    const template =
      kind === 'CronJob'
        ? record(spec, 'jobTemplate', 'spec', 'template')
        : record(spec, 'template');
    const podTemplate = projectPodTemplate(template);
    const controller =
      kind === 'Deployment' && projectController(template, namespace);
    const rule = readReloaderRule({
      annotations: texts(record(metadata, 'annotations')),
      templateAnnotations: texts(record(template, 'metadata', 'annotations')),
      secrets: podTemplate.secretReferences.map(({ secret }) => secret),
    });
    return {
      kind,
      namespace,
      name,
      generation: count(metadata, 'generation') ?? 0,
      observedGeneration: count(status, 'observedGeneration'),
      ...replicasOf(kind, spec, status),
      ...podTemplate,
      claims: distinct([...podTemplate.claims, ...templatedClaims(name, spec)]),
      ...projectMigration(object, kind),
      ...(kind === 'Job' && {
        snapshotJob: projectSnapshotJob(object),
        passwordRotation: projectPasswordRotation(object),
      }),
      ...(controller && { sealedSecretsController: controller }),
      ...(rule && { reloader: rule }),
    };
  };
}

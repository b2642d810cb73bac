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
  JobEnd,
  readReloaderRule,
  Timetable,
  WorkloadObservation,
} from '@safekeep/backstage-plugin-safekeep-common';
import { projectController } from './controllerArguments';
import { backupTool } from './backupTool';
import {
  count,
  distinct,
  hasCondition,
  list,
  placeOf,
  record,
  text,
  texts,
  time,
} from './json';
import { projectPodTemplate } from './podTemplate';
import { projectAppliedBy } from './projectAppliedBy';
import { projectMigration, projectSnapshotJob } from './projectMigration';
import { projectServer } from './projectServer';
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

const MOST_LABELS = 30;

/** When a CronJob runs. */
function timetableOf(spec: unknown, status: unknown): Timetable {
  const lastScheduledAt = time(status, 'lastScheduleTime');
  const lastSuccessAt = time(status, 'lastSuccessfulTime');
  return {
    schedule: text(spec, 'schedule') ?? '',
    ...(record(spec).suspend === true && { suspended: true }),
    ...(lastScheduledAt && { lastScheduledAt }),
    ...(lastSuccessAt && { lastSuccessAt }),
  };
}

/** By which CronJob a Job was made, and how it ended. */
function endOf(metadata: unknown, status: unknown): JobEnd {
  const owner = list(metadata, 'ownerReferences').find(
    reference => text(reference, 'kind') === 'CronJob',
  );
  const cronJob = text(owner, 'name');
  const failed = hasCondition(status, 'Failed', 'True');
  const complete = hasCondition(status, 'Complete', 'True');
  const ended = list(status, 'conditions').find(
    condition =>
      text(condition, 'status') === 'True' &&
      ['Failed', 'Complete'].includes(text(condition, 'type') ?? ''),
  );
  const at =
    time(status, 'completionTime') ?? time(ended, 'lastTransitionTime');
  return {
    ...(cronJob && { cronJob }),
    ...(complete && { outcome: 'complete' }),
    ...(failed && { outcome: 'failed' }),
    ...(ended !== undefined && at && { at }),
  };
}

/** What a StatefulSet does with its claims; what is not said is `Retain`. */
function retentionOf(spec: unknown): WorkloadObservation['retention'] {
  const policy = record(spec, 'persistentVolumeClaimRetentionPolicy');
  return {
    whenDeleted: text(policy, 'whenDeleted') ?? 'Retain',
    whenScaled: text(policy, 'whenScaled') ?? 'Retain',
  };
}

/** What tells of a database how it is run; nothing of it for what is none. */
function spreadOf(
  kind: WorkloadObservation['kind'],
  object: unknown,
  template: unknown,
  place: { namespace: string; name: string },
): Partial<WorkloadObservation> {
  const metadata = record(object, 'metadata');
  const spec = record(object, 'spec');
  const status = record(object, 'status');
  const labels = Object.entries(texts(record(template, 'metadata', 'labels')));
  const isScheduled = kind === 'CronJob' || kind === 'Job';
  const database: Partial<WorkloadObservation> = isScheduled
    ? {}
    : projectServer(template, spec);
  const appliedBy = projectAppliedBy(object, place);
  const tool = isScheduled ? backupTool(template) : undefined;
  const strategy =
    text(record(spec, 'strategy'), 'type') ??
    text(record(spec, 'updateStrategy'), 'type');
  return {
    ...(labels.length > 0 &&
      !isScheduled && {
        podLabels: Object.fromEntries(labels.slice(0, MOST_LABELS)),
      }),
    ...(appliedBy && { appliedBy }),
    ...database,
    ...(database.server && strategy && { strategy }),
    ...(kind === 'StatefulSet' && { retention: retentionOf(spec) }),
    ...(kind === 'CronJob' && { timetable: timetableOf(spec, status) }),
    ...(kind === 'Job' && { ended: endOf(metadata, status) }),
    ...(tool && { backupTool: tool }),
  };
}

/**
 * Makes the projection of one kind of workload.
 */
export function projectWorkload(kind: WorkloadObservation['kind']) {
  return (object: unknown): WorkloadObservation | undefined => {
    const place = placeOf(object);
    if (!place) {
      return undefined;
    }
    const { namespace, name } = place;
    const metadata = record(object, 'metadata');
    const spec = record(object, 'spec');
    const status = record(object, 'status');
    const template =
      kind === 'CronJob'
        ? record(spec, 'jobTemplate', 'spec', 'template')
        : record(spec, 'template');
    const podTemplate = projectPodTemplate(template);
    const controller =
      kind === 'Deployment' && projectController(template, namespace);
    const spread = spreadOf(kind, object, template, place);
    const rule = readReloaderRule({
      annotations: texts(record(metadata, 'annotations')),
      templateAnnotations: texts(record(template, 'metadata', 'annotations')),
      secrets: podTemplate.secretReferences.map(({ secret }) => secret),
    });
    return {
      kind,
      ...place,
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
      ...spread,
    };
  };
}

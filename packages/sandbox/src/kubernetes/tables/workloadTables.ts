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

import { JsonRecord, recordAt, recordsAt } from '../json/isRecord';
import { KubernetesObject } from '../objects/KubernetesObject';
import { ageOf, pairs, since } from './coreTables';
import { humanDuration } from './duration';
import { podSummary } from './podSummary';
import { column, TableColumns } from './TableColumns';

function containersOf(object: KubernetesObject): JsonRecord[] {
  return recordsAt(object, 'spec', 'template', 'spec', 'containers');
}

function imagesOf(object: KubernetesObject): string {
  return containersOf(object)
    .map(container => container.image)
    .join(',');
}

function namesOf(object: KubernetesObject): string {
  return containersOf(object)
    .map(container => container.name)
    .join(',');
}

const wideContainers = [
  column('Containers', { wide: true }),
  column('Images', { wide: true }),
];

function selectorOf(object: KubernetesObject): string {
  return pairs(recordAt(object, 'spec', 'selector', 'matchLabels'));
}

const JOB_STATES = ['Complete', 'Failed', 'Suspended', 'FailureTarget'];

function jobState(job: KubernetesObject): string {
  const conditions = recordsAt(job, 'status', 'conditions');
  return (
    JOB_STATES.find(type =>
      conditions.some(one => one.type === type && one.status === 'True'),
    ) ?? 'Running'
  );
}

export const WORKLOAD_TABLES = new Map<string, TableColumns>([
  [
    'Pod',
    {
      columns: [
        column('Name'),
        column('Ready'),
        column('Status'),
        column('Restarts'),
        column('Age'),
        column('IP', { wide: true }),
        column('Node', { wide: true }),
        column('Nominated Node', { wide: true }),
        column('Readiness Gates', { wide: true }),
      ],
      cells: (pod, now) => {
        const { ready, status, restarts } = podSummary(pod, now);
        return [
          pod.metadata.name,
          ready,
          status,
          restarts,
          ageOf(pod, now),
          recordAt(pod, 'status').podIP ?? '<none>',
          recordAt(pod, 'spec').nodeName ?? '<none>',
          '<none>',
          '<none>',
        ];
      },
    },
  ],
  [
    'Deployment',
    {
      columns: [
        column('Name'),
        column('Ready'),
        column('Up-to-date'),
        column('Available'),
        column('Age'),
        ...wideContainers,
        column('Selector', { wide: true }),
      ],
      cells: (object, now) => {
        const status = recordAt(object, 'status');
        return [
          object.metadata.name,
          `${status.readyReplicas ?? 0}/${recordAt(object, 'spec').replicas}`,
          status.updatedReplicas ?? 0,
          status.availableReplicas ?? 0,
          ageOf(object, now),
          namesOf(object),
          imagesOf(object),
          selectorOf(object),
        ];
      },
    },
  ],
  [
    'ReplicaSet',
    {
      columns: [
        column('Name'),
        column('Desired', { type: 'integer' }),
        column('Current', { type: 'integer' }),
        column('Ready', { type: 'integer' }),
        column('Age'),
        ...wideContainers,
        column('Selector', { wide: true }),
      ],
      cells: (object, now) => {
        const status = recordAt(object, 'status');
        return [
          object.metadata.name,
          recordAt(object, 'spec').replicas,
          status.replicas ?? 0,
          status.readyReplicas ?? 0,
          ageOf(object, now),
          namesOf(object),
          imagesOf(object),
          selectorOf(object),
        ];
      },
    },
  ],
  [
    'ControllerRevision',
    {
      columns: [
        column('Name'),
        column('Controller'),
        column('Revision'),
        column('Age'),
      ],
      cells: (object, now) => {
        const owner = object.metadata.ownerReferences?.find(
          reference => reference.controller,
        );
        return [
          object.metadata.name,
          owner ? `${owner.kind.toLowerCase()}.apps/${owner.name}` : '<none>',
          object.revision,
          ageOf(object, now),
        ];
      },
    },
  ],
  [
    'StatefulSet',
    {
      columns: [
        column('Name'),
        column('Ready'),
        column('Age'),
        ...wideContainers,
      ],
      cells: (object, now) => [
        object.metadata.name,
        `${recordAt(object, 'status').readyReplicas ?? 0}/${
          recordAt(object, 'spec').replicas
        }`,
        ageOf(object, now),
        namesOf(object),
        imagesOf(object),
      ],
    },
  ],
  [
    'DaemonSet',
    {
      columns: [
        column('Name'),
        column('Desired', { type: 'integer' }),
        column('Current', { type: 'integer' }),
        column('Ready', { type: 'integer' }),
        column('Up-to-date', { type: 'integer' }),
        column('Available', { type: 'integer' }),
        column('Node Selector'),
        column('Age'),
        ...wideContainers,
        column('Selector', { wide: true }),
      ],
      cells: (object, now) => {
        const status = recordAt(object, 'status');
        return [
          object.metadata.name,
          status.desiredNumberScheduled ?? 0,
          status.currentNumberScheduled ?? 0,
          status.numberReady ?? 0,
          status.updatedNumberScheduled ?? 0,
          status.numberAvailable ?? 0,
          pairs(recordAt(object, 'spec', 'template', 'spec').nodeSelector),
          ageOf(object, now),
          namesOf(object),
          imagesOf(object),
          selectorOf(object),
        ];
      },
    },
  ],
  [
    'Job',
    {
      columns: [
        column('Name'),
        column('Status'),
        column('Completions'),
        column('Duration'),
        column('Age'),
        ...wideContainers,
        column('Selector', { wide: true }),
      ],
      cells: (object, now) => {
        const status = recordAt(object, 'status');
        const end =
          typeof status.completionTime === 'string'
            ? Date.parse(status.completionTime)
            : now.getTime();
        return [
          object.metadata.name,
          jobState(object),
          `${status.succeeded ?? 0}/${recordAt(object, 'spec').completions}`,
          typeof status.startTime === 'string'
            ? humanDuration(end - Date.parse(status.startTime))
            : '',
          ageOf(object, now),
          namesOf(object),
          imagesOf(object),
          selectorOf(object),
        ];
      },
    },
  ],
  [
    'CronJob',
    {
      columns: [
        column('Name'),
        column('Schedule'),
        column('Timezone'),
        column('Suspend'),
        column('Active'),
        column('Last Schedule'),
        column('Age'),
      ],
      cells: (object, now) => {
        const spec = recordAt(object, 'spec');
        const status = recordAt(object, 'status');
        return [
          object.metadata.name,
          spec.schedule,
          spec.timeZone ?? '<none>',
          spec.suspend === true ? 'True' : 'False',
          recordsAt(status, 'active').length,
          status.lastScheduleTime
            ? since(status.lastScheduleTime, now)
            : '<none>',
          ageOf(object, now),
        ];
      },
    },
  ],
  [
    'NetworkPolicy',
    {
      columns: [column('Name'), column('Pod-Selector'), column('Age')],
      cells: (object, now) => [
        object.metadata.name,
        pairs(recordAt(object, 'spec', 'podSelector').matchLabels),
        ageOf(object, now),
      ],
    },
  ],
  [
    'PodDisruptionBudget',
    {
      columns: [
        column('Name'),
        column('Min Available'),
        column('Max Unavailable'),
        column('Allowed Disruptions'),
        column('Age'),
      ],
      cells: (object, now) => {
        const spec = recordAt(object, 'spec');
        return [
          object.metadata.name,
          String(spec.minAvailable ?? 'N/A'),
          String(spec.maxUnavailable ?? 'N/A'),
          recordAt(object, 'status').disruptionsAllowed ?? 0,
          ageOf(object, now),
        ];
      },
    },
  ],
  [
    'SealedSecret',
    {
      columns: [
        column('Name'),
        column('Status'),
        column('Synced'),
        column('Age', { type: 'date' }),
      ],
      cells: (object, now) => {
        const [condition] = recordsAt(object, 'status', 'conditions');
        return [
          object.metadata.name,
          condition?.message ?? '',
          condition?.status ?? '',
          ageOf(object, now),
        ];
      },
    },
  ],
]);

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
  DatabaseStatus,
  OperatorStatus,
} from '@safekeep/backstage-plugin-safekeep-common';
import { ago } from './ago';

/** What is around the observer's database as it is found: little that protects it. */
export function unprotected(): Partial<DatabaseStatus> {
  return {
    floatingTag: true,
    imageVariant: 'alpine',
    endOfLife: {
      major: '15',
      date: '2027-11-11',
      source: 'https://www.postgresql.org/support/versioning/',
    },
    pods: [
      {
        name: 'postgres-6d5c7b9f4-x2k8p',
        node: 'worker-1',
        phase: 'Running',
        ready: true,
        restarts: 3,
        startedAt: ago({ minutes: 94 }),
        lastExit: {
          exitCode: 137,
          reason: 'OOMKilled',
          finishedAt: ago({ minutes: 94 }),
        },
      },
    ],
    services: [
      {
        name: 'postgres',
        type: 'NodePort',
        headless: false,
        ports: [5432],
        endpoints: { ready: 1, notReady: 0 },
      },
    ],
    backups: [],
    disruptionBudgets: [],
    networkPolicies: [],
    events: [
      {
        reason: 'BackOff',
        about: 'pod/postgres-6d5c7b9f4-x2k8p',
        count: 6,
        lastAt: ago({ minutes: 95 }),
      },
    ],
    appliedBy: 'argo-cd',
    sync: {
      kind: 'Application',
      namespace: 'argocd',
      name: 'observer',
      state: 'Synced',
      prunes: true,
    },
  };
}

/** The same as a StatefulSet, with all that protects it. */
export function protectedWell(): Partial<DatabaseStatus> {
  return {
    ...unprotected(),
    floatingTag: undefined,
    pods: [
      {
        name: 'postgres-0',
        node: 'worker-1',
        phase: 'Running',
        ready: true,
        restarts: 0,
        startedAt: ago({ days: 3 }),
      },
    ],
    retention: { whenDeleted: 'Retain', whenScaled: 'Retain' },
    services: [
      {
        name: 'postgres',
        type: 'ClusterIP',
        headless: false,
        ports: [5432],
        endpoints: { ready: 1, notReady: 0 },
      },
      {
        name: 'postgres-headless',
        type: 'ClusterIP',
        headless: true,
        ports: [5432],
        endpoints: { ready: 1, notReady: 0 },
      },
    ],
    backups: [
      {
        kind: 'CronJob',
        name: 'postgres-backup',
        schedule: '0 3 * * *',
        lastScheduledAt: ago({ minutes: 600 }),
        lastSuccessAt: ago({ minutes: 598 }),
      },
    ],
    disruptionBudgets: [
      { name: 'postgres', maxUnavailable: '1', disruptionsAllowed: 1 },
    ],
    networkPolicies: [{ name: 'postgres', allows: 'some' }],
    events: [],
  };
}

/** What an operator says of three servers, one of which is behind. */
export function operated(): OperatorStatus {
  return {
    operator: 'cloudnative-pg',
    phase: 'Failing over',
    phaseReason: 'Failing over from pg-1 to pg-2',
    primary: 'pg-2',
    instances: 3,
    readyInstances: 2,
    lastBackupAt: ago({ minutes: 540 }),
    lastFailedBackupAt: ago({ days: 9 }),
    recoverableSince: ago({ days: 30 }),
    walArchiving: 'failing',
  };
}

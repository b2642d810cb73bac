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
  compareSnapshots,
  DatabaseMigrationStatus,
  DatabaseMigrationStep,
  DatabaseSnapshot,
  DatabaseStatus,
  EntityStatus,
  reason,
  StatusAction,
} from '@safekeep/backstage-plugin-safekeep-common';
import { ago } from './ago';
import {
  asFound,
  databaseInDeployment,
  databaseInStatefulSet,
  formData,
  healthy,
} from './examples';

const STEPS = [
  'quiesced',
  'snapshot-taken',
  'stopped',
  'guard-passed',
  'ready',
  'verified',
  'finalized',
] as const satisfies Array<DatabaseMigrationStep['id']>;

/** What the observer's database holds. */
export function snapshot(): DatabaseSnapshot {
  return {
    takenAt: ago({ minutes: 14 }),
    version: '15.14',
    versionNumber: 150014,
    systemIdentifier: '7431120987654321098',
    dataChecksums: false,
    otherSessions: 0,
    roles: 2,
    rolesDigest: '1f2e3d4c5b6a7988',
    databases: [
      {
        name: 'observer',
        encoding: 'UTF8',
        collation: 'en_US.utf8',
        extensions: ['pgcrypto 1.3', 'plpgsql 1.0'],
        tables: 47,
        rows: 1_204_113,
        tablesDigest: '0123456789abcdef',
        checksummed: 46,
        sequences: 12,
        sequencesDigest: '00112233445566aa',
        objects: 131,
        objectsDigest: 'aabbccddeeff0011',
        invalidIndexes: 0,
        invalidConstraints: 0,
      },
    ],
    tables: [
      {
        database: 'observer',
        schema: 'public',
        name: 'scalp_ticks',
        rows: 1_000_000,
      },
      {
        database: 'observer',
        schema: 'public',
        name: 'swing_bars',
        rows: 181_420,
        checksum: '8899aabbccddeeff',
      },
      {
        database: 'observer',
        schema: 'audit',
        name: 'orders',
        rows: 22_693,
        checksum: '77665544332211ff',
      },
    ],
    more: 44,
  };
}

function after(): DatabaseSnapshot {
  return { ...snapshot(), takenAt: ago({ minutes: 2 }) };
}

/** The server that was found holds nothing: a new directory beside the old one. */
function emptyServer(): DatabaseSnapshot {
  const taken = after();
  return {
    ...taken,
    systemIdentifier: '7538811234567890123',
    databases: [
      {
        ...taken.databases[0],
        tables: 0,
        rows: 0,
        tablesDigest: '0000000000000000',
        checksummed: 0,
        sequences: 0,
        sequencesDigest: '0000000000000000',
        objects: 0,
        objectsDigest: '0000000000000000',
      },
    ],
    tables: [],
    more: 0,
  };
}

function steps(
  states: Array<DatabaseMigrationStep['state']>,
  found: Partial<
    Record<DatabaseMigrationStep['id'], DatabaseMigrationStep['reason']>
  > = {},
): DatabaseMigrationStep[] {
  return STEPS.map((id, index) => ({
    id,
    state: states[index] ?? 'waiting',
    ...(found[id] && { reason: found[id] }),
  }));
}

function action(
  template: 'migrate-postgres' | 'roll-back-postgres',
  stage: string,
): StatusAction {
  return {
    template,
    formData: {
      ...formData('postgres', 'deployments/postgres.yaml'),
      database: 'deployment/postgres',
      stage,
    },
  };
}

function migration(
  changed: Partial<DatabaseMigrationStatus>,
): DatabaseMigrationStatus {
  return {
    id: '0a1b2c3d4e',
    option: 'reuse-claim',
    way: 'staged',
    stage: 'switch',
    from: 'deployment/postgres',
    to: 'statefulset/postgres',
    claim: 'observer-db-pvc',
    startedAt: ago({ minutes: 16 }),
    steps: steps([]),
    verification: [],
    rollBack: action('roll-back-postgres', 'roll-back'),
    ...changed,
  };
}

function moving(
  state: DatabaseStatus['state'],
  changed: Partial<DatabaseMigrationStatus>,
  database: DatabaseStatus = databaseInStatefulSet(),
): DatabaseStatus {
  return {
    ...database,
    state,
    reasons: [],
    secrets: ['observer-secrets'],
    migration: migration(changed),
  };
}

/** Clients are off; a pod of theirs is still there, and the counting goes on. */
export function quiescing(): DatabaseStatus {
  const waits = reason('migration-consumers-running', {
    consumers: 'Deployment observer',
  });
  return {
    ...moving(
      'attention',
      {
        stage: 'quiesce',
        steps: steps(['running', 'waiting'], { quiesced: waits }),
        next: { stage: 'switch', blockedBy: [waits] },
      },
      databaseInDeployment(),
    ),
    reasons: [waits],
  };
}

/** All is counted, nobody is connected: the switch can be proposed. */
export function readyToSwitch(): DatabaseStatus {
  return {
    ...moving(
      'attention',
      {
        stage: 'quiesce',
        option: 'dump-and-restore',
        newClaim: 'data-postgres-0',
        steps: steps(['done', 'done']).filter(
          ({ id }) => id !== 'guard-passed',
        ),
        before: snapshot(),
        next: {
          stage: 'switch',
          blockedBy: [],
          action: action('migrate-postgres', 'switch'),
        },
      },
      databaseInDeployment(),
    ),
    reasons: [reason('migration-can-switch')],
  };
}

/** The old server was killed: its lock is there, and the guard holds. */
export function guardHolds(): DatabaseStatus {
  const waits = reason('migration-lock-left', { date: ago({ minutes: 90 }) });
  return {
    ...moving('failing', {
      steps: steps(['done', 'done', 'done', 'running'], {
        'guard-passed': waits,
      }),
      before: snapshot(),
      next: {
        stage: 'release',
        blockedBy: [],
        action: action('migrate-postgres', 'release'),
      },
    }),
    workload: { kind: 'StatefulSet', desired: 1, ready: 0 },
    reasons: [waits],
  };
}

/** Clients wrote meanwhile, nothing is lost: what is left is to tidy up. */
export function verified(): DatabaseStatus {
  const before = { ...snapshot(), otherSessions: 3 };
  const taken = after();
  const [ticks, bars, orders] = taken.tables;
  const grown = {
    ...taken,
    rolesDigest: '99887766554433aa',
    roles: 3,
    databases: [
      {
        ...taken.databases[0],
        rows: taken.databases[0].rows + 18,
        tablesDigest: 'fedcba9876543210',
      },
    ],
    tables: [
      { ...ticks, rows: ticks.rows + 18 },
      bars,
      { ...orders, checksum: '1111222233334444' },
    ],
  };
  return {
    ...moving('attention', {
      way: 'guarded',
      steps: steps(['done', 'done', 'done', 'done', 'done', 'done']).filter(
        ({ id }) => id !== 'quiesced',
      ),
      before,
      after: grown,
      verification: compareSnapshots(before, grown, {
        option: 'reuse-claim',
        quiesced: false,
      }),
      next: {
        stage: 'finalize',
        blockedBy: [],
        action: action('migrate-postgres', 'finalize'),
      },
    }),
    reasons: [reason('migration-can-finalize')],
  };
}

/** The new server is an empty one. */
export function tablesLost(): DatabaseStatus {
  const verification = compareSnapshots(snapshot(), emptyServer(), {
    option: 'reuse-claim',
    quiesced: true,
  });
  const failed = reason('migration-verification-failed', {
    lines: verification
      .filter(({ result }) => result === 'fail')
      .map(({ id }) => id)
      .join(', '),
  });
  return {
    ...moving('failing', {
      steps: steps(['done', 'done', 'done', 'done', 'done', 'failed'], {
        verified: failed,
      }),
      before: snapshot(),
      after: emptyServer(),
      verification,
      next: { stage: 'finalize', blockedBy: [failed] },
    }),
    reasons: [failed],
  };
}

/** It is over. */
export function finalized(): DatabaseStatus {
  return moving('ok', {
    stage: 'finalized',
    verified: 'pass',
    steps: steps(STEPS.map(() => 'done')),
    before: snapshot(),
    after: after(),
    verification: compareSnapshots(snapshot(), after(), {
      option: 'reuse-claim',
      quiesced: true,
    }),
    rollBack: undefined,
  });
}

/** On the way back: the StatefulSet is at zero, the Deployment not ready yet. */
export function goingBack(): DatabaseStatus {
  const back = reason('migration-rolling-back', { name: 'postgres' });
  return {
    ...moving(
      'attention',
      {
        stage: 'roll-back',
        steps: [
          { id: 'stopped', state: 'done' },
          { id: 'guard-passed', state: 'done' },
          { id: 'ready', state: 'running', reason: back },
        ],
        next: { stage: 'finalize', blockedBy: [back] },
        before: snapshot(),
        rollBack: undefined,
      },
      databaseInDeployment(),
    ),
    workload: { kind: 'Deployment', desired: 1, ready: 0 },
    reasons: [back],
  };
}

function entity(name: string, database: DatabaseStatus): EntityStatus {
  return {
    ...(database.workload.kind === 'Deployment' ? asFound() : healthy()),
    entityRef: `component:default/${name}`,
    state: database.state,
    databases: [database],
  };
}

/** Services whose database moves, by how far it is. */
export const MIGRATION_EXAMPLES: Record<string, () => EntityStatus> = {
  quiescing: () => entity('quiescing', quiescing()),
  'ready-to-switch': () => entity('ready-to-switch', readyToSwitch()),
  'guard-holds': () => entity('guard-holds', guardHolds()),
  verified: () => entity('verified', verified()),
  'tables-lost': () => entity('tables-lost', tablesLost()),
  finalized: () => entity('finalized', finalized()),
  'going-back': () => entity('going-back', goingBack()),
};

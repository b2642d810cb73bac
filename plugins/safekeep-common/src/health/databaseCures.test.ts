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

import { reason, ReasonCode, REASONS } from '../reasons';
import { DatabaseMigrationStatus } from '../status';
import { StatusAction } from '../statusAction';
import {
  claim,
  healthyFacts,
  NAMESPACE,
  namespaceFacts,
  postgresDeployment,
  postgresPod,
  postgresStatefulSet,
  REPOSITORY,
} from './__fixtures__/observer';
import { databaseOf } from './__fixtures__/surroundings';
import { withCure } from './databaseCures';
import { describeEntity } from './describeEntity';

const place = {
  entityRef: 'component:default/observer',
  cluster: 'sandbox',
  namespace: NAMESPACE,
  repository: REPOSITORY,
};

function change(
  template: StatusAction['template'],
  more: Record<string, string>,
): StatusAction {
  return { template, formData: { ...place, ...more } };
}

const start = change('migrate-postgres', { database: 'deployment/postgres' });
const next = change('migrate-postgres', { stage: 'finalize' });
const rollBack = change('roll-back-postgres', {});
const passwords = [
  change('rotate-database-password', { name: 'other' }),
  change('rotate-database-password', { name: 'mine' }),
];
const cures = {
  start,
  passwords,
  migration: {
    next: { stage: 'finalize', blockedBy: [], action: next },
    rollBack,
  } as unknown as DatabaseMigrationStatus,
};

function templateOf(code: ReasonCode): string | undefined {
  return withCure(reason(code), cures).action?.template;
}

describe('the cure of what is wrong with a database', () => {
  it('is a template of ours for these, and nothing for all others', () => {
    const cured = Object.keys(REASONS).filter(
      code => templateOf(code as ReasonCode) !== undefined,
    );
    expect(
      cured.map(code => [code, templateOf(code as ReasonCode)]).sort(),
    ).toEqual([
      ['database-in-deployment', 'migrate-postgres'],
      ['database-password-unconfirmed', 'rotate-database-password'],
      ['database-version-ended', 'migrate-postgres'],
      ['database-version-ending', 'migrate-postgres'],
      ['migration-before-not-known', 'roll-back-postgres'],
      ['migration-can-finalize', 'migrate-postgres'],
      ['migration-can-switch', 'migrate-postgres'],
      ['migration-guard-no-data', 'roll-back-postgres'],
      ['migration-guard-wrong-owner', 'roll-back-postgres'],
      ['migration-lock-left', 'migrate-postgres'],
      ['migration-rolled-back', 'migrate-postgres'],
      ['migration-verification-failed', 'roll-back-postgres'],
      ['password-role-missing', 'rotate-database-password'],
      ['password-rotation-failed', 'rotate-database-password'],
      ['password-rotation-not-known', 'rotate-database-password'],
      ['password-slot-prepared', 'rotate-database-password'],
      ['password-slot-switched', 'rotate-database-password'],
      ['snapshot-dump-missing', 'roll-back-postgres'],
      ['snapshot-login-refused', 'rotate-database-password'],
      ['snapshot-md5-passwords', 'roll-back-postgres'],
    ]);
  });

  it('is of the secret that the reason names, or there is none', () => {
    const of = (secret: string) =>
      withCure(reason('password-rotation-failed', { secret, job: 'j' }), cures)
        .action;
    expect(of('mine')).toEqual(passwords[1]);
    expect(of('nobody’s')).toBeUndefined();
  });

  it('goes with the reason, for who may propose it', () => {
    const observations = [postgresDeployment(), postgresPod(), claim()];
    const found = (mayPropose: boolean) =>
      describeEntity(
        healthyFacts({
          namespaces: [namespaceFacts(observations)],
          mayPropose,
        }),
      ).databases[0].reasons.find(
        ({ code }) => code === 'database-in-deployment',
      );
    expect(found(true)?.action).toEqual(start);
    expect(found(false)).not.toHaveProperty('action');
  });

  it.each([
    ['a Deployment', postgresDeployment, 'dump-and-restore'],
    // What is in a StatefulSet already, the template refuses to move.
    ['a StatefulSet', postgresStatefulSet, undefined],
  ])('of a version without support in %s', (_, made, option) => {
    const { advice } = databaseOf(
      [made({ images: ['postgres:13-alpine'] }), postgresPod(), claim()],
      undefined,
      '2026-11-23',
    );
    const ended = advice.find(
      ({ reason: found }) => found.code === 'database-version-ended',
    );
    expect(ended).toBeDefined();
    expect(ended?.action?.formData.option).toBe(option);
    expect(ended?.reason).not.toHaveProperty('action');
  });
});

describe('a service without a database', () => {
  const none = (options: Parameters<typeof healthyFacts>[0] = {}) =>
    describeEntity(
      healthyFacts({ namespaces: [namespaceFacts([])], ...options }),
    ).createDatabase;

  it('can be given one, with the form filled in', () => {
    expect(none()).toEqual({ template: 'create-postgres', formData: place });
  });

  it('has the form ask where several namespaces are its own', () => {
    expect(
      none({ namespaces: [namespaceFacts([]), namespaceFacts([])] })?.formData,
    ).toEqual({ entityRef: place.entityRef, repository: REPOSITORY });
  });

  it.each([
    ['there is one', { namespaces: healthyFacts().namespaces }],
    ['who asks may not propose it', { mayPropose: false }],
    ['nobody could look', { namespaces: [] }],
    [
      'it was last looked at a while ago',
      { namespaces: [namespaceFacts([], { state: 'stale' as const })] },
    ],
    ['no repository is known', { repository: undefined }],
  ])('is not offered one where %s', (_, options) => {
    expect(none(options)).toBeUndefined();
  });
});

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
  parsePasswordVerdict,
  PasswordVerdict,
} from '@safekeep/backstage-plugin-safekeep-common';
import { parse } from 'yaml';
import {
  hasPostgres,
  TestPostgres,
} from '../postgres/__testUtils__/TestPostgres';
import { applyChanges } from './__testUtils__/observerFiles';
import { SEALED_PATH, SealedObserver } from './__testUtils__/SealedObserver';
import {
  changePasswordSlot,
  ChangePasswordSlotOptions,
} from './changePasswordSlot';
import { rotateDatabasePassword } from './rotateDatabasePassword';

const JOB = 'jobs/observer-secrets-db-password.yaml';
const OBSERVER = 'deployments/observer.yaml';

type Step = ChangePasswordSlotOptions['step'];

function take(
  observer: SealedObserver,
  step: Step,
  change: Partial<ChangePasswordSlotOptions> = {},
) {
  const result = changePasswordSlot(observer.files, {
    ...observer.options,
    keys: ['POSTGRES_PASSWORD', 'DB_PASSWORD'],
    ...(step === 'prepare' && { owner: 'observer' }),
    step,
    ...change,
  });
  observer.files = applyChanges(observer.files, result.changes);
  return result;
}

describe('changePasswordSlot', () => {
  it('prepares the first of two roles and restarts nothing', () => {
    const observer = new SealedObserver();
    const before = observer.read();
    const result = take(observer, 'prepare');
    const after = observer.read();
    expect(after.slots).toEqual({
      passwordKey: 'DB_PASSWORD',
      userKey: 'DB_USER',
      owner: 'observer',
      roles: ['observer_a', 'observer_b'],
      active: 'observer',
      stage: 'prepared',
      other: 'observer_a',
      rotatedAt: '2026-11-22T10:00:00.000Z',
      verifierDigest: expect.any(String),
    });
    expect(after.values).toEqual({
      ...before.values,
      DB_USER_A: 'observer_a',
      DB_PASSWORD_A: expect.stringMatching(/^[A-Za-z0-9]{32}$/),
      DB_PASSWORD_A_VERIFIER: expect.stringMatching(/^SCRAM-SHA-256/),
    });
    expect(after.links).toEqual(before.links);
    // What the pods were started with stands for the same values.
    expect(after.reencrypted.from).toHaveLength(1);
    expect(result.changes.map(({ path }) => path)).toEqual([
      JOB,
      'kustomization.yaml',
      SEALED_PATH,
    ]);
    const rotation = JSON.parse(
      parse(observer.files.get(JOB)!).metadata.annotations[
        'safekeep.io/password-rotation'
      ],
    );
    expect(rotation).toMatchObject({
      strategy: 'two-slot',
      step: 'prepare',
      keys: ['DB_PASSWORD_A', 'DB_PASSWORD'],
      role: 'observer_a',
      rotatedAt: after.records.DB_PASSWORD_A.rotatedAt,
    });
  });

  it('switches by ciphertext, and a revert goes back', () => {
    const observer = new SealedObserver();
    take(observer, 'prepare');
    const prepared = new Map(observer.files);
    const before = observer.read();
    const result = take(observer, 'switch', { certificate: undefined });
    const after = observer.read();
    expect(after.encrypted.DB_PASSWORD).toBe(before.encrypted.DB_PASSWORD_A);
    expect(after.encrypted.DB_USER).toBe(before.encrypted.DB_USER_A);
    expect(after.records.DB_PASSWORD).toEqual(before.records.DB_PASSWORD_A);
    expect(after.encrypted.POSTGRES_PASSWORD).toBe(
      before.encrypted.POSTGRES_PASSWORD,
    );
    // What the pods were started with no longer stands for the same values.
    expect(after.reencrypted).toEqual(before.reencrypted);
    // The administrator's password is no longer that of the application.
    expect(after.links).toEqual([]);
    expect(after.slots).toMatchObject({
      active: 'observer_a',
      other: 'observer',
      stage: 'switched',
    });
    expect(result.restartedWorkloads).toEqual([
      { kind: 'Deployment', name: 'observer', path: OBSERVER },
    ]);
    expect(result.job).toBeUndefined();
    expect(observer.files.get(JOB)).toBe(prepared.get(JOB));
    // All that it changed comes back with what was before.
    const changed = result.changes.map(({ path }) => path);
    expect(changed).toEqual([OBSERVER, SEALED_PATH]);
    for (const path of changed) {
      observer.files.set(path, prepared.get(path)!);
    }
    expect(observer.read()).toEqual(before);
    expect(() => take(observer, 'switch')).not.toThrow();
  });

  it('retires with the keys that only the rotation needed, and goes on with the other', () => {
    const observer = new SealedObserver();
    take(observer, 'prepare');
    take(observer, 'switch');
    const before = observer.read();
    take(observer, 'retire');
    const after = observer.read();
    expect(Object.keys(before.values)).toEqual(
      expect.arrayContaining(Object.keys(after.values)),
    );
    expect(
      Object.keys(before.values).filter(key => !(key in after.values)),
    ).toEqual(['DB_USER_A', 'DB_PASSWORD_A']);
    expect(after.slots.stage).toBe('retired');
    const later = new Date('2026-12-22T10:00:00Z');
    take(observer, 'prepare', { owner: undefined, now: later });
    expect(observer.read().slots).toMatchObject({
      owner: 'observer',
      active: 'observer_a',
      other: 'observer_b',
      stage: 'prepared',
    });
    take(observer, 'switch');
    take(observer, 'retire');
    const keys = Object.keys(observer.read().values);
    expect(keys).toContain('DB_PASSWORD_B_VERIFIER');
    expect(keys.filter(key => /_A($|_)|_B$/.test(key))).toEqual([]);
  });

  it('takes each step only when it is its turn', () => {
    const observer = new SealedObserver();
    expect(() => take(observer, 'switch')).toThrow(
      /line 1: no role is prepared/,
    );
    expect(() => take(observer, 'retire')).toThrow(/no role to retire/);
    take(observer, 'prepare');
    expect(() => take(observer, 'retire')).toThrow(/were not switched/);
    // A second attempt takes the same role: nobody uses it.
    take(observer, 'prepare', { now: new Date('2026-11-23T10:00:00Z') });
    expect(observer.read().slots.other).toBe('observer_a');
    take(observer, 'switch');
    expect(() => take(observer, 'switch')).toThrow(/switched already/);
    expect(() => take(observer, 'prepare')).toThrow(
      /observer is still let in: retire that first/,
    );
    expect(() =>
      rotateDatabasePassword(observer.files, {
        ...observer.options,
        keys: ['DB_PASSWORD'],
      }),
    ).toThrow(/two roles that take turns/);
    // Its own password can be changed, which nothing else uses any more.
    expect(() =>
      rotateDatabasePassword(observer.files, {
        ...observer.options,
        keys: ['POSTGRES_PASSWORD'],
      }),
    ).not.toThrow();
  });

  it('is the same change for the same request', () => {
    const { files, options } = new SealedObserver();
    const ask = (owner: string) =>
      changePasswordSlot(files, {
        ...options,
        step: 'prepare',
        keys: ['DB_PASSWORD'],
        owner,
      }).changeId;
    expect(ask('observer')).toBe(ask('observer'));
    expect(ask('observer')).not.toBe(ask('other'));
  });

  it('takes the administrator’s key for the one that holds the same value', () => {
    // The page of a service names the key that the database reads.
    const observer = new SealedObserver();
    take(observer, 'prepare', { keys: ['POSTGRES_PASSWORD'] });
    expect(observer.read().slots.passwordKey).toBe('DB_PASSWORD');
  });

  it('refuses where the application reads the administrator’s own key', () => {
    const observer = new SealedObserver().edit(SEALED_PATH, text =>
      text.replace(/(safekeep.io\/linked-keys: ).*/, "$1'[]'"),
    );
    expect(() =>
      take(observer, 'prepare', { keys: ['POSTGRES_PASSWORD'] }),
    ).toThrow(
      /deployments\/postgres.yaml, line 1: .*read the same key POSTGRES_PASSWORD/,
    );
  });

  it('refuses where the role’s name is not in the secret', () => {
    const observer = new SealedObserver().edit(OBSERVER, text =>
      text.replace(
        '          envFrom:',
        '          env:\n            - { name: DB_USER, value: observer }\n          envFrom:',
      ),
    );
    expect(() => take(observer, 'prepare')).toThrow(
      /deployments\/observer.yaml, line 1: container observer of Deployment observer reads its password from DB_PASSWORD of observer-secrets, and the role’s name \(DB_USER\) from elsewhere/,
    );
    expect(() =>
      take(new SealedObserver(), 'prepare', { keys: ['KIS_APP_KEY'] }),
    ).toThrow(/line 1: .* no key with the role’s name beside KIS_APP_KEY/);
    expect(() =>
      take(new SealedObserver(), 'prepare', {
        keys: ['DB_PASSWORD', 'KIS_APP_KEY'],
      }),
    ).toThrow(/DB_PASSWORD, KIS_APP_KEY were named/);
    expect(() =>
      take(new SealedObserver(), 'prepare', { owner: undefined }),
    ).toThrow(/must be named/);
    expect(() =>
      take(new SealedObserver(), 'prepare', { owner: 'x'.repeat(62) }),
    ).toThrow(/61 bytes/);
  });
});

(hasPostgres ? describe : describe.skip)('their Jobs, on a real server', () => {
  let server: TestPostgres;
  beforeAll(async () => {
    server = await TestPostgres.start('canary-admin');
  }, 60_000);
  afterAll(async () => {
    await server.stop();
  });

  it('never have the consumers’ login refused', async () => {
    const observer = new SealedObserver();
    server.sql(
      `CREATE ROLE observer SUPERUSER LOGIN PASSWORD '${
        observer.read().values.POSTGRES_PASSWORD
      }'`,
    );
    const run = async (): Promise<PasswordVerdict | undefined> => {
      const { script, files, environment } = observer.job(JOB);
      const own = Object.entries(environment).filter(([name]) =>
        /^SAFEKEEP_(ADMIN|OWNER|SLOT|RETIRE)$|^VERIFIER/.test(name),
      );
      const { message } = await server.runScript(
        script,
        files,
        Object.fromEntries(own),
      );
      return parsePasswordVerdict(message);
    };
    const login = async ({ values } = observer.read()) => {
      const { status } = await server.runScript(
        `psql -wXqAt -c 'CREATE TABLE IF NOT EXISTS it (it int)'`,
        {},
        { PGUSER: values.DB_USER, PGPASSWORD: values.DB_PASSWORD },
      );
      return status;
    };
    let now = Date.parse('2026-11-22T10:00:00Z');
    for (const active of ['observer', 'observer_a', 'observer_b']) {
      const before = observer.read();
      expect(before.values.DB_USER).toBe(active);
      take(observer, 'prepare', { now: new Date((now += 1000)) });
      expect(await run()).toEqual({ verdict: 'changed', login: 'new' });
      expect(await login(before)).toBe(0);
      take(observer, 'switch');
      // Pods that start now may have either.
      expect(await login(before)).toBe(0);
      expect(await login()).toBe(0);
      take(observer, 'retire');
      expect(await run()).toEqual({
        verdict: 'retired',
        login: 'new',
        ...(active === 'observer' && { detail: 'owner-kept' }),
      });
      expect(await login()).toBe(0);
      expect(await login(before)).toBe(active === 'observer' ? 0 : 2);
    }
    expect(
      server.sql(`SELECT tableowner FROM pg_tables WHERE tablename = 'it'`),
    ).toBe('observer');
  }, 120_000);
});

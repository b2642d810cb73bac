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

import * as fc from 'fast-check';
import {
  parsePasswordRotation,
  parsePasswordSlots,
  parsePasswordVerdict,
  PASSWORD_VERDICT_DETAILS,
  PasswordRotation,
  passwordSlotKeys,
  PasswordSlots,
  PasswordVerdict,
  PasswordVerdictDetail,
  renderPasswordRotation,
  renderPasswordSlots,
  renderPasswordVerdict,
} from './passwordRotation';

const rotation: PasswordRotation = {
  strategy: 'in-place',
  step: 'change',
  secret: 'observer-secrets',
  keys: ['DB_PASSWORD', 'POSTGRES_PASSWORD'],
  roleKey: 'DB_USER',
  database: 'deployment/postgres',
  rotatedAt: '2026-03-01T12:00:00.000Z',
};

const slots: PasswordSlots = {
  passwordKey: 'DB_PASSWORD',
  userKey: 'DB_USER',
  owner: 'observer',
  roles: ['observer_a', 'observer_b'],
  active: 'observer',
  stage: 'prepared',
  other: 'observer_a',
  rotatedAt: '2026-03-01T12:00:00.000Z',
};

describe('the annotations of a password rotation', () => {
  it('come back as they were written', () => {
    expect(parsePasswordRotation(renderPasswordRotation(rotation))).toEqual(
      rotation,
    );
    const named = { ...rotation, role: 'observer', roleKey: undefined };
    expect(parsePasswordRotation(renderPasswordRotation(named))).toEqual({
      ...rotation,
      role: 'observer',
      roleKey: undefined,
    });
    expect(parsePasswordSlots(renderPasswordSlots(slots))).toEqual(slots);
    const digested = { ...slots, verifierDigest: '0f'.repeat(32) };
    expect(parsePasswordSlots(renderPasswordSlots(digested))).toEqual(digested);
  });

  it('are nothing when somebody wrote something else there', () => {
    const change = (part: object) => JSON.stringify({ ...rotation, ...part });
    for (const text of [
      undefined,
      '',
      '[]',
      'null',
      '"text"',
      change({ step: 'prepare' }),
      change({ keys: [] }),
      change({ keys: ['a b'] }),
      change({ database: 'pod/postgres' }),
      change({ rotatedAt: 'yesterday' }),
    ]) {
      expect(parsePasswordRotation(text)).toBeUndefined();
    }
    for (const part of [
      { active: 'somebody' },
      { other: 'observer' },
      { roles: ['observer_a', 'observer_a'] },
      { stage: 'done' },
    ]) {
      const text = JSON.stringify({ ...slots, ...part });
      expect(parsePasswordSlots(text)).toBeUndefined();
    }
  });

  it('give each role keys of its own', () => {
    expect(passwordSlotKeys(slots, 'observer_a')).toEqual({
      user: 'DB_USER_A',
      password: 'DB_PASSWORD_A',
      verifier: 'DB_PASSWORD_A_VERIFIER',
    });
    expect(passwordSlotKeys(slots, 'observer_b').user).toBe('DB_USER_B');
  });
});

describe('a verdict', () => {
  const verdicts = fc.record(
    {
      verdict: fc.constantFrom(
        'changed' as const,
        'unchanged' as const,
        'retired' as const,
        'failed' as const,
      ),
      login: fc.constantFrom(
        'new' as const,
        'previous' as const,
        'none' as const,
        'unchecked' as const,
      ),
      detail: fc.constantFrom(
        ...(Object.keys(PASSWORD_VERDICT_DETAILS) as PasswordVerdictDetail[]),
      ),
    },
    { requiredKeys: ['verdict', 'login'] },
  );

  it('comes back as it was written, also with a line break behind it', () => {
    fc.assert(
      fc.property(verdicts, (verdict: PasswordVerdict) => {
        const line = renderPasswordVerdict(verdict);
        expect(line).not.toContain('\n');
        expect(parsePasswordVerdict(`${line}\n`)).toEqual(verdict);
      }),
    );
  });

  it('lets nothing through that is not enumerated', () => {
    const canary = 'canary-hunter2';
    fc.assert(
      fc.property(
        fc.record(
          {
            safekeep: fc.constantFrom('password-rotation', canary),
            verdict: fc.constantFrom('changed', canary, 7),
            login: fc.constantFrom('new', canary),
            detail: fc.constantFrom('read-only', 'toString', canary),
            [canary]: fc.constant(canary),
          },
          { requiredKeys: [] },
        ),
        message => {
          const parsed = parsePasswordVerdict(JSON.stringify(message));
          expect(JSON.stringify(parsed) ?? '').not.toContain(canary);
          expect(JSON.stringify(parsed) ?? '').not.toContain('toString');
        },
      ),
    );
    expect(parsePasswordVerdict(canary)).toBeUndefined();
    expect(parsePasswordVerdict(undefined)).toBeUndefined();
  });
});

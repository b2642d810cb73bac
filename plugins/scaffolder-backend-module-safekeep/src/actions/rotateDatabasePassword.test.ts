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

import { createMockDirectory } from '@backstage/backend-test-utils';
import { JsonObject } from '@backstage/types';
import {
  createSealingKeyPair,
  unseal,
} from '@safekeep/backstage-plugin-safekeep-node/testUtils';
import { parse } from 'yaml';
import { findEncodings } from '../__testUtils__/encodingsOf';
import { flatContent, runAction } from '../__testUtils__/runAction';
import {
  addDatabaseService,
  fillWithSealedObserver,
  SEALED_PATH,
} from '../__testUtils__/sealedObserver';
import { createRotateDatabasePasswordAction } from './createRotateDatabasePasswordAction';

const LABEL = 'observer-prod/observer-secrets';
/** Printable ASCII that each encoding writes in its own way. */
const CANARY = 'c4n4ry-7f3a "quoted" \\ <b>&+/=???>>>??? end';

describe('safekeep:database-password:rotate', () => {
  const keys = createSealingKeyPair();
  let asked = 0;
  const action = createRotateDatabasePasswordAction({
    certificates: {
      getCertificate: async () => {
        asked++;
        return keys.certificate;
      },
    },
    now: () => new Date('2026-03-01T12:00:00Z'),
  });
  const workspace = createMockDirectory();
  const secret = {
    cluster: 'sandbox',
    namespace: 'observer-prod',
    name: 'observer-secrets',
    keys: ['DB_PASSWORD'],
  };

  beforeEach(async () => {
    asked = 0;
    await fillWithSealedObserver(workspace, keys);
    addDatabaseService(workspace);
  });

  function run(input: JsonObject, secrets: Record<string, string> = {}) {
    return runAction(action, {
      workspacePath: workspace.path,
      input: { ...secret, ...input },
      secrets,
    });
  }

  const open = (key: string): string =>
    unseal(
      parse(flatContent(workspace)[SEALED_PATH]).spec.encryptedData[key],
      keys,
      LABEL,
    ).toString();

  it('tells of the change in place', async () => {
    const { outputs, error } = await run({ strategy: 'in-place' });
    expect(error).toBeUndefined();
    expect(outputs).toMatchObject({
      keys: ['DB_PASSWORD', 'POSTGRES_PASSWORD'],
      database: 'deployment/postgres',
      job: expect.stringMatching(/^observer-secrets-password-/),
      branch: expect.stringMatching(/^safekeep\/rotate-observer-secrets-/),
      restartedWorkloads: [{ kind: 'Deployment', name: 'observer' }],
    });
    expect(asked).toBe(1);
  });

  it('asks for a certificate only where something is sealed', async () => {
    const prepared = await run({
      strategy: 'two-slot',
      step: 'prepare',
      role: 'observer',
      path: '',
      database: '',
    });
    expect(prepared.outputs.branch).toMatch(/^safekeep\/prepare-/);
    expect(asked).toBe(1);
    const switched = await run({
      strategy: 'two-slot',
      step: 'switch',
      role: '',
    });
    expect(switched.outputs.branch).toMatch(/^safekeep\/switch-/);
    expect(switched.outputs.job).toBeUndefined();
    const retired = await run({ strategy: 'two-slot', step: 'retire' });
    expect(retired.outputs.branch).toMatch(/^safekeep\/retire-/);
    expect(asked).toBe(1);
    expect(open('DB_USER')).toBe('observer_a');
  });

  it.each([
    [{ strategy: 'two-slot' }, /step must say which/],
    [{ strategy: 'two-slot', step: 'prepare', given: true }, /cannot be given/],
    [{ strategy: 'in-place', given: true }, /No value was given/],
    [{ strategy: 'in-place', database: 'statefulset/x' }, /holds no database/],
  ])('refuses %j and writes nothing', async (input, message) => {
    const before = flatContent(workspace);
    const { error, outputs } = await run(input);
    expect(error?.message).toMatch(message);
    expect(outputs).toEqual({});
    expect(flatContent(workspace)).toEqual(before);
  });

  describe('tells no password and no verifier', () => {
    function tracesOf({
      outputs,
      log,
      checkpoints,
      error,
    }: Awaited<ReturnType<typeof run>>) {
      return [
        JSON.stringify(outputs),
        ...log,
        JSON.stringify([...checkpoints]),
        error?.stack,
        JSON.stringify(flatContent(workspace)),
      ].join('\n');
    }

    it('that was given', async () => {
      const given = await run(
        { strategy: 'in-place', given: true },
        { DB_PASSWORD: CANARY },
      );
      expect(given.error).toBeUndefined();
      expect(open('DB_PASSWORD')).toBe(CANARY);
      expect(findEncodings(CANARY, tracesOf(given))).toEqual([]);
      const verifier = open('DB_PASSWORD_VERIFIER');
      expect(findEncodings(verifier, tracesOf(given))).toEqual([]);
      for (const part of verifier.split(/[:$]/).filter(it => it.length > 20)) {
        expect(findEncodings(part, tracesOf(given))).toEqual([]);
      }
    });

    it('that was generated, or was there before', async () => {
      const before = open('DB_PASSWORD');
      const runs = [
        await run({ strategy: 'in-place' }),
        await run({ strategy: 'two-slot', step: 'prepare', role: 'observer' }),
        await run({ strategy: 'two-slot', step: 'switch' }),
      ];
      const values = [
        before,
        ...[
          'POSTGRES_PASSWORD',
          'DB_PASSWORD',
          'DB_PASSWORD_VERIFIER',
          'DB_PASSWORD_A_VERIFIER',
        ].map(open),
      ];
      for (const each of runs) {
        expect(each.error).toBeUndefined();
        for (const value of values) {
          expect(findEncodings(value, tracesOf(each))).toEqual([]);
        }
      }
    });

    it.each([
      ['not ASCII', `${CANARY}ü`, {}],
      ['another key', CANARY, { keys: ['KIS_APP_KEY'] }],
      ['no server', CANARY, { database: 'deployment/other' }],
    ])('when it fails for %s', async (_, value, input) => {
      const failed = await run(
        { strategy: 'in-place', given: true, ...input },
        { DB_PASSWORD: value, KIS_APP_KEY: value },
      );
      expect(failed.error).toBeDefined();
      expect(findEncodings(value, tracesOf(failed))).toEqual([]);
      expect(tracesOf(failed)).not.toContain('c4n4ry');
    });
  });
});

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
import { flatContent, runAction } from '../__testUtils__/runAction';
import {
  fillWithSealedObserver,
  SEALED_PATH,
} from '../__testUtils__/sealedObserver';
import { createRotateSecretAction } from './createRotateSecretAction';

const LABEL = 'observer-prod/observer-secrets';

describe('safekeep:secret:rotate', () => {
  const keys = createSealingKeyPair();
  const action = createRotateSecretAction({
    certificates: { getCertificate: async () => keys.certificate },
    now: () => new Date('2026-03-01T12:00:00Z'),
  });
  const workspace = createMockDirectory();
  let before: Record<string, string>;

  beforeEach(async () => {
    await fillWithSealedObserver(workspace, keys);
    before = flatContent(workspace);
  });

  function run(
    input: JsonObject,
    options?: Partial<Parameters<typeof runAction>[1]>,
  ) {
    return runAction(action, {
      workspacePath: workspace.path,
      input: {
        cluster: 'production',
        namespace: 'observer-prod',
        name: 'observer-secrets',
        ...input,
      },
      ...options,
    });
  }

  function encryptedData(files: Record<string, string>) {
    return parse(files[SEALED_PATH]).spec.encryptedData;
  }

  it('generates a value for a key and those linked to it, and leaves the others', async () => {
    const { outputs, error } = await run({ keys: ['POSTGRES_PASSWORD'] });

    expect(error).toBeUndefined();
    expect(outputs).toMatchObject({
      path: SEALED_PATH,
      branch: expect.stringMatching(/^safekeep\/rotate-observer-secrets-/),
      warnings: [
        expect.stringContaining('ALTER ROLE'),
        expect.stringContaining('Deployment `postgres` is not restarted'),
      ],
      description: expect.stringContaining('ALTER ROLE'),
    });
    expect([...(outputs.keys as string[])].sort()).toEqual([
      'DB_PASSWORD',
      'POSTGRES_PASSWORD',
    ]);
    expect(outputs.generatedKeys).toHaveLength(2);
    expect(outputs.restartedWorkloads).toEqual([
      { kind: 'Deployment', name: 'observer' },
    ]);
    const after = flatContent(workspace);
    const [old, now] = [encryptedData(before), encryptedData(after)];
    const password = unseal(now.POSTGRES_PASSWORD, keys, LABEL).toString();
    expect(password).toMatch(/^[A-Za-z0-9]{32}$/);
    expect(unseal(now.DB_PASSWORD, keys, LABEL).toString()).toBe(password);
    expect({ ...now, POSTGRES_PASSWORD: '', DB_PASSWORD: '' }).toEqual({
      ...old,
      POSTGRES_PASSWORD: '',
      DB_PASSWORD: '',
    });
    // What was generated is told nowhere.
    expect(JSON.stringify([outputs, Object.values(after)])).not.toContain(
      password,
    );
  });

  it('takes a typed value and generates another', async () => {
    const { outputs, error } = await run(
      {
        keys: ['KIS_APP_KEY', 'KIS_APP_SECRET'],
        given: ['KIS_APP_KEY'],
        length: 48,
      },
      { secrets: { KIS_APP_KEY: 'typed', KIS_APP_SECRET: 'not asked for' } },
    );
    expect(error).toBeUndefined();
    expect(outputs.generatedKeys).toEqual(['KIS_APP_SECRET']);
    const now = encryptedData(flatContent(workspace));
    expect(unseal(now.KIS_APP_KEY, keys, LABEL).toString()).toBe('typed');
    expect(unseal(now.KIS_APP_SECRET, keys, LABEL).toString()).toMatch(
      /^[A-Za-z0-9]{48}$/,
    );
  });

  it('gives the same change id for the same request, whatever the values', async () => {
    const input = { keys: ['KIS_APP_KEY'], given: ['KIS_APP_KEY'] };
    const first = await run(input, { secrets: { KIS_APP_KEY: 'one' } });
    workspace.setContent(before);
    const second = await run(input, { secrets: { KIS_APP_KEY: 'two' } });
    workspace.setContent(before);
    const third = await run({ keys: ['KIS_APP_KEY'] });

    expect(second.outputs).toEqual(first.outputs);
    expect(third.outputs.changeId).not.toBe(first.outputs.changeId);
  });

  it.each(
    (
      [
        ['no key', { keys: [] }, 'There is no key to rotate'],
        ['a key that it does not have', { keys: ['NOPE'] }, 'has no key NOPE'],
        [
          'a value for a key that is not rotated',
          { keys: ['KIS_APP_KEY'], given: ['DB_USER'] },
          'A value is given for DB_USER, which is not among the keys to rotate',
        ],
        [
          'a value that is not there',
          { keys: ['KIS_APP_KEY'], given: ['KIS_APP_KEY'] },
          'No value was given for key KIS_APP_KEY',
        ],
        [
          'a credential of Backstage’s own',
          { keys: ['backstageToken'], given: ['backstageToken'] },
          'never sealed',
        ],
        [
          'a length that could be guessed',
          { keys: ['KIS_APP_KEY'], length: 4 },
          'could be guessed',
        ],
        [
          'a file that is no SealedSecret',
          { keys: ['KIS_APP_KEY'], path: 'deployments/observer.yaml' },
          'deployments/observer.yaml',
        ],
        [
          'a path that leaves the workspace',
          { keys: ['KIS_APP_KEY'], path: '../x.yaml' },
          'is not inside',
        ],
        [
          'another namespace',
          { keys: ['KIS_APP_KEY'], namespace: 'elsewhere' },
          'No file holds SealedSecret elsewhere/observer-secrets',
        ],
      ] as Array<[string, JsonObject, string]>
    ).map(([what, input, message]) => ({ what, input, message })),
  )('changes nothing for $what', async ({ input, message }) => {
    const { error, outputs } = await run(input, {
      secrets: { backstageToken: 'token', DB_USER: 'x' },
    });
    expect(error).toMatchObject({
      name: 'InputError',
      message: expect.stringContaining(message),
    });
    expect(outputs).toEqual({});
    expect(flatContent(workspace)).toEqual(before);
  });
});

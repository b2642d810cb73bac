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
import { symlinkSync, writeFileSync } from 'node:fs';
import { parse } from 'yaml';
import { findEncodings } from '../__testUtils__/encodingsOf';
import { flatContent, runAction } from '../__testUtils__/runAction';
import {
  fillWithSealedObserver,
  SEALED_PATH,
} from '../__testUtils__/sealedObserver';
import { createEditSecretAction } from './createEditSecretAction';

const LABEL = 'observer-prod/observer-secrets';
const READER = `apiVersion: batch/v1
kind: CronJob
metadata: {name: report, namespace: observer-prod}
spec:
  jobTemplate:
    spec:
      template:
        spec:
          containers:
            - name: report
              env:
                - name: PASSWORD
                  valueFrom:
                    secretKeyRef: {name: observer-secrets, key: DB_PASSWORD}
`;

describe('safekeep:secret:edit', () => {
  const keys = createSealingKeyPair();
  const workspace = createMockDirectory();
  const action = createEditSecretAction();

  beforeEach(() => fillWithSealedObserver(workspace, keys));

  function run(
    input: JsonObject,
    options: Partial<Parameters<typeof runAction>[1]> = {},
  ) {
    return runAction(action, {
      workspacePath: workspace.path,
      input: {
        namespace: 'observer-prod',
        name: 'observer-secrets',
        ...input,
      },
      ...options,
    });
  }

  it('renames and removes without a certificate, a cluster or a value', async () => {
    const before = flatContent(workspace);
    const { outputs, error, log } = await run({
      remove: ['KIS_HTS_ID'],
      rename: { DB_PASSWORD: 'DATABASE_PASSWORD' },
    });
    expect(error).toBeUndefined();
    expect(outputs).toMatchObject({
      path: SEALED_PATH,
      title: 'Change the keys of observer-secrets',
      branch: expect.stringMatching(
        /^safekeep\/edit-observer-secrets-[0-9a-f]{10}$/,
      ),
      keys: expect.arrayContaining(['DATABASE_PASSWORD', 'POSTGRES_PASSWORD']),
      readers: [],
      restartedWorkloads: [{ kind: 'Deployment', name: 'observer' }],
    });
    const { encryptedData } = parse(flatContent(workspace)[SEALED_PATH]).spec;
    expect(Object.keys(encryptedData)).not.toContain('KIS_HTS_ID');
    expect(encryptedData.DATABASE_PASSWORD).toBe(
      parse(before[SEALED_PATH]).spec.encryptedData.DB_PASSWORD,
    );
    expect(
      unseal(encryptedData.DATABASE_PASSWORD, keys, LABEL).toString(),
    ).toBe('canary-hunter2');
    expect(
      findEncodings(
        'canary-hunter2',
        [JSON.stringify(outputs), ...log].join('\n'),
      ),
    ).toEqual([]);
  });

  it('comes to the same when the task is run again, and in a dry run', async () => {
    const fetched = flatContent(workspace);
    const input = { rename: { DB_PASSWORD: 'X' } };
    const first = await run(input, { context: { isDryRun: true } });
    const after = flatContent(workspace);
    expect(first.error).toBeUndefined();
    expect(action.supportsDryRun).toBe(true);
    workspace.setContent({ ...after, ...fetched });
    const again = await run(input, { checkpoints: first.checkpoints });
    expect(again.outputs).toEqual(first.outputs);
    expect(flatContent(workspace)).toEqual(after);
    // What is done already is not done twice.
    expect((await run(input)).error?.message).toMatch(/as asked already/);
    expect(flatContent(workspace)).toEqual(after);
  });

  it('refuses while the key is read, renames it there, or goes on', async () => {
    writeFileSync(workspace.resolve('report.yaml'), READER);
    const before = flatContent(workspace);
    const rename = { DB_PASSWORD: 'DATABASE_PASSWORD' };
    const refused = await run({ rename });
    expect(refused.error?.message).toContain(
      'CronJob report reads DB_PASSWORD (secretKeyRef.key, report.yaml, line 14)',
    );
    expect(refused.outputs).toEqual({});
    expect(flatContent(workspace)).toEqual(before);

    const asked = await run({ rename, evenIfRead: true });
    expect(asked.outputs.readers).toEqual([
      {
        path: 'report.yaml',
        line: 14,
        kind: 'CronJob',
        name: 'report',
        key: 'DB_PASSWORD',
      },
    ]);
    expect(asked.log.join('\n')).toContain('is not changed with it');

    workspace.setContent(before);
    const followed = await run({ rename, updateReferences: true });
    expect(followed.outputs.readers).toEqual([]);
    expect(flatContent(workspace)['report.yaml']).toBe(
      READER.replace('key: DB_PASSWORD', 'key: DATABASE_PASSWORD'),
    );
  });

  it.each(
    (
      [
        ['nothing to do', {}, 'There is nothing to change'],
        ['a key that is not there', { remove: ['NO'] }, 'has no key NO'],
        ['a path that leaves', { path: '../x.yaml' }, 'is not inside'],
        ['a path through a symlink', { path: 'linked/x.yaml' }, 'not exist'],
        ['a new name that is none', { rename: { DB_USER: 'a b' } }, '"a b"'],
        ['another namespace', { namespace: 'other' }, 'No file holds'],
      ] as Array<[string, JsonObject, string]>
    ).map(([what, input, message]) => ({ what, input, message })),
  )('changes nothing for $what', async ({ input, message }) => {
    symlinkSync('/tmp', workspace.resolve('linked'));
    const before = flatContent(workspace);
    const { error, outputs } = await run(
      Object.keys(input).some(key => ['path', 'namespace'].includes(key))
        ? { remove: ['DB_USER'], ...input }
        : input,
    );
    expect(error).toMatchObject({
      name: 'InputError',
      message: expect.stringContaining(message),
    });
    expect(outputs).toEqual({});
    expect(flatContent(workspace)).toEqual(before);
  });
});

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
import { JsonObject, JsonValue } from '@backstage/types';
import {
  createSealingKeyPair,
  observerFiles,
  unseal,
} from '@safekeep/backstage-plugin-safekeep-node/testUtils';
import { parse } from 'yaml';
import { findEncodings } from '../__testUtils__/encodingsOf';
import { flatContent, runAction } from '../__testUtils__/runAction';
import {
  fillWithRotatedObserver,
  SEALED_PATH,
} from '../__testUtils__/sealedObserver';
import { createRollBackSecretAction } from './createRollBackSecretAction';

const LABEL = 'observer-prod/observer-secrets';

describe('safekeep:secret:roll-back', () => {
  const keys = createSealingKeyPair();
  const action = createRollBackSecretAction({
    now: () => new Date('2026-03-01T12:00:00Z'),
  });
  const workspace = createMockDirectory();
  const run = (input: JsonObject, checkpoints?: Map<string, JsonValue>) =>
    runAction(action, {
      workspacePath: workspace.path,
      input: {
        namespace: 'observer-prod',
        name: 'observer-secrets',
        ...input,
      },
      checkpoints,
    });
  const valueOf = (key: string) => {
    const { encryptedData } = parse(flatContent(workspace)[SEALED_PATH]).spec;
    return unseal(encryptedData[key], keys, LABEL).toString();
  };

  beforeEach(() => fillWithRotatedObserver(workspace, keys));

  it('restores what an earlier commit has, and proposes nothing of its folder', async () => {
    const before = flatContent(workspace);
    expect(valueOf('DB_PASSWORD')).not.toBe('canary-hunter2');
    const { outputs, error, log, checkpoints } = await run({
      step: 'restore',
      keys: ['DB_PASSWORD'],
      earlier: './.earlier/',
    });
    expect(error).toBeUndefined();
    expect(valueOf('DB_PASSWORD')).toBe('canary-hunter2');
    expect(valueOf('POSTGRES_PASSWORD')).toBe('canary-hunter2');
    expect(valueOf('KIS_APP_KEY')).not.toBe('canary-app-key');
    expect(
      (outputs.changes as { path: string }[]).map(({ path }) => path),
    ).toEqual(['deployments/observer.yaml', SEALED_PATH]);
    expect(outputs.branch).toMatch(/^safekeep\/restore-observer-secrets-/);
    const after = flatContent(workspace);
    const ofThen = (files: Record<string, string>) =>
      Object.entries(files).filter(([path]) => path.startsWith('.earlier/'));
    expect(ofThen(after)).toEqual(ofThen(before));
    // The value of then is told nowhere but as ciphertext.
    const told = JSON.stringify([
      outputs,
      log,
      [...checkpoints],
      Object.entries(after).filter(([path]) => !path.startsWith('.earlier/')),
    ]);
    expect(findEncodings('canary-hunter2', told)).toEqual([]);
  });

  it('is the same change when the task runs again', async () => {
    const input = {
      step: 'restore',
      keys: ['KIS_APP_KEY'],
      earlier: '.earlier',
    };
    const before = flatContent(workspace);
    const first = await run(input);
    workspace.setContent(before);
    const again = await run(input, first.checkpoints);
    expect(again.outputs).toEqual(first.outputs);
    expect(valueOf('KIS_APP_KEY')).toBe('canary-app-key');
  });

  it.each([
    ['no earlier folder', { keys: ['DB_PASSWORD'] }, /needs the files of an/],
    [
      'an earlier folder that is not there',
      { keys: ['DB_PASSWORD'], earlier: '.nowhere' },
      /'.nowhere' of the workspace holds no manifest/,
    ],
    [
      'the workspace itself',
      { keys: ['DB_PASSWORD'], earlier: './' },
      /must be one below the workspace/,
    ],
    [
      'a folder outside',
      { keys: ['DB_PASSWORD'], earlier: '../other' },
      /must be one below the workspace/,
    ],
    ['no key', { earlier: '.earlier' }, /no key to restore/],
  ] as [string, JsonObject, RegExp][])(
    'refuses %s and writes nothing',
    async (_, input, message) => {
      const before = flatContent(workspace);
      const { error, outputs } = await run({ step: 'restore', ...input });
      expect(error?.message).toMatch(message);
      expect(outputs).toEqual({});
      expect(flatContent(workspace)).toEqual(before);
    },
  );

  it('removes a SealedSecret only after its Secret was detached', async () => {
    const before = flatContent(workspace);
    const early = await run({ step: 'remove' });
    expect(early.error?.message).toMatch(/Detach it first/);
    expect(flatContent(workspace)).toEqual(before);

    const detached = await run({ step: 'detach' });
    expect(detached.error).toBeUndefined();
    expect(detached.outputs.branch).toMatch(/^safekeep\/detach-/);
    const removed = await run({ step: 'remove' });
    expect(removed.error).toBeUndefined();
    expect(removed.outputs.branch).toMatch(/^safekeep\/remove-/);
    expect(flatContent(workspace)).not.toHaveProperty([SEALED_PATH]);
    expect(removed.outputs.changes).toMatchObject([
      { path: 'kustomization.yaml', action: 'update' },
      { path: SEALED_PATH, action: 'delete' },
    ]);
  });

  it('has nothing to leave where the secret is plain', async () => {
    workspace.setContent(Object.fromEntries(observerFiles()));
    const { error } = await run({ step: 'detach' });
    expect(error?.message).toMatch(/holds it in plain: seal it first/);
    expect(error?.message).not.toMatch(/canary/);
  });
});

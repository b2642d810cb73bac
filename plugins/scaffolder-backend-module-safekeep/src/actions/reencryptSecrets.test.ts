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
  observerFiles,
  unseal,
} from '@safekeep/backstage-plugin-safekeep-node/testUtils';
import {
  parseSealingCertificate,
  sealIntoManifest,
} from '@safekeep/backstage-plugin-safekeep-node';
import { parse } from 'yaml';
import { findEncodings } from '../__testUtils__/encodingsOf';
import { flatContent, runAction } from '../__testUtils__/runAction';
import {
  fillWithSealedObserver,
  SEALED_PATH,
} from '../__testUtils__/sealedObserver';
import { TestController } from '../__testUtils__/testController';
import { ControllerBusyError } from '../reencryption/ReencryptionSource';
import { createReencryptSecretsAction } from './createReencryptSecretsAction';

const LABEL = 'observer-prod/observer-secrets';
const CANARY = 'canary-hunter2';

describe('safekeep:secret:re-encrypt', () => {
  const oldKeys = createSealingKeyPair();
  const newKeys = createSealingKeyPair();
  const foreign = createSealingKeyPair();
  const pace = { longestIntervalMs: 0, firstWaitMs: 1, longestWaitMs: 2 };
  const workspace = createMockDirectory();
  let controller: TestController;
  let before: Record<string, string>;

  beforeEach(async () => {
    controller = new TestController(newKeys, oldKeys);
    await fillWithSealedObserver(workspace, oldKeys);
    before = flatContent(workspace);
  });

  function run(
    input: JsonObject = {},
    options?: Partial<Parameters<typeof runAction>[1]>,
  ) {
    return runAction(
      createReencryptSecretsAction({
        reencryption: controller,
        pace,
        now: () => new Date('2026-03-01T12:00:00Z'),
      }),
      {
        workspacePath: workspace.path,
        input: { cluster: 'production', ...input },
        ...options,
      },
    );
  }

  function sealedText(
    name: string,
    values: Record<string, string>,
    keys = oldKeys,
    namespace = 'observer-prod',
  ) {
    return sealIntoManifest({
      certificate: parseSealingCertificate(keys.certificate),
      namespace,
      name,
      values: new Map(
        Object.entries(values).map(([key, value]) => [key, Buffer.from(value)]),
      ),
      now: new Date('2026-02-01T00:00:00Z'),
    }).text;
  }

  function list(path: string) {
    const kustomization = flatContent(workspace)['kustomization.yaml'];
    workspace.addContent({
      'kustomization.yaml': `${kustomization}  - ${path}\n`,
    });
  }

  function encryptedData(files: Record<string, string>) {
    return parse(files[SEALED_PATH]).spec.encryptedData;
  }

  it('has every value sealed anew, without knowing one', async () => {
    const { outputs, error, log, checkpoints } = await run();
    expect(error).toBeUndefined();
    const after = flatContent(workspace);
    const [old, now] = [encryptedData(before), encryptedData(after)];
    expect(Object.keys(now)).toEqual(Object.keys(old));
    for (const key of Object.keys(old)) {
      expect(now[key]).not.toBe(old[key]);
      expect(unseal(now[key], newKeys, LABEL)).toEqual(
        unseal(old[key], oldKeys, LABEL),
      );
    }
    expect({ ...after, [SEALED_PATH]: '' }).toEqual({
      ...before,
      [SEALED_PATH]: '',
    });
    expect(outputs).toMatchObject({
      path: SEALED_PATH,
      changes: [{ path: SEALED_PATH, action: 'update' }],
      branch: expect.stringMatching(/^safekeep\/reencrypt-observer-secrets-/),
      secrets: ['observer-prod/observer-secrets'],
      current: 0,
      certificate: parseSealingCertificate(newKeys.certificate).fingerprint,
      restartedWorkloads: [],
      warnings: [],
    });
    expect(log.join('\n')).toContain('Re-encrypted 1 of 1');
    const told = JSON.stringify([outputs, log, [...checkpoints], after]);
    expect(findEncodings(CANARY, told)).toEqual([]);
    // Of ciphertexts, outputs and checkpoints have none either.
    const kept = JSON.stringify([outputs, log, [...checkpoints]]);
    for (const ciphertext of Object.values({ ...old, ...now })) {
      expect(kept).not.toContain(ciphertext);
    }
  });

  it('names the same change each time, and finds nothing to do once it is merged', async () => {
    const first = await run();
    const merged = flatContent(workspace);
    workspace.setContent(before);
    const again = await run();
    expect(again.outputs).toEqual(first.outputs);
    expect(flatContent(workspace)).not.toEqual(merged);

    const done = await run();
    expect(done.error).toBeUndefined();
    expect(done.outputs).toMatchObject({
      changes: [],
      secrets: [],
      current: 1,
    });
    expect(done.log.join('\n')).toContain('Nothing to re-encrypt');
    const all = await run({ includeCurrent: true });
    expect(all.outputs.secrets).toHaveLength(1);
  });

  it('re-encrypts all of a folder in one change, and one by name', async () => {
    workspace.addContent({
      'sealed-secrets/more.yaml': `${sealedText('a', {
        K: '1',
      })}---\n${sealedText('b', { K: '2' })}`,
    });
    list('sealed-secrets/more.yaml');
    const files = flatContent(workspace);
    const one = await run({ namespace: 'observer-prod', name: 'b' });
    expect(one.outputs.secrets).toEqual(['observer-prod/b']);
    workspace.setContent(files);
    const all = await run();
    expect(all.outputs).toMatchObject({
      secrets: [
        'observer-prod/a',
        'observer-prod/b',
        'observer-prod/observer-secrets',
      ],
      branch: expect.stringMatching(/^safekeep\/reencrypt-ALL-/),
      title: 'Re-encrypt 3 SealedSecrets with the newest sealing key',
    });
    expect(all.log.join('\n')).toContain('Re-encrypted 3 of 3');
  });

  it('asks the controller for nothing in a dry run, and writes nothing', async () => {
    const dry = await run({}, { context: { isDryRun: true } });
    expect(dry.error).toBeUndefined();
    expect(controller.asked).toEqual([]);
    expect(flatContent(workspace)).toEqual(before);
    const real = await run();
    expect(dry.outputs).toEqual(real.outputs);
  });

  it('waits while the controller is busy, and gives up by name', async () => {
    const busy = jest.spyOn(controller, 'reencrypt');
    for (let i = 0; i < 3; i++) {
      busy.mockRejectedValueOnce(new ControllerBusyError('Too often', 1));
    }
    const { error, log } = await run();
    expect(error).toBeUndefined();
    expect(log.filter(line => line.includes('Too often'))).toHaveLength(3);

    workspace.setContent(before);
    busy.mockRejectedValue(new ControllerBusyError('Too often', 1));
    const failed = await run();
    expect(failed.error).toMatchObject({
      name: 'ServiceUnavailableError',
      message: `SealedSecret observer-prod/observer-secrets (${SEALED_PATH}), 1 of 1: Too often. No file was changed; run it again later`,
    });
    expect(flatContent(workspace)).toEqual(before);
  });

  it('ends at once when it is cancelled, also while it waits', async () => {
    const cancelled = new AbortController();
    jest.spyOn(controller, 'reencrypt').mockImplementation(async () => {
      setTimeout(() => cancelled.abort(new Error('cancelled')), 20);
      throw new ControllerBusyError('Too often', 60_000);
    });
    const started = Date.now();
    const { error } = await runAction(
      createReencryptSecretsAction({
        reencryption: controller,
        pace: { longestWaitMs: 60_000 },
        now: () => new Date('2026-03-01T12:00:00Z'),
      }),
      {
        workspacePath: workspace.path,
        input: { cluster: 'production' },
        context: { signal: cancelled.signal },
      },
    );
    expect(error?.message).toBe('cancelled');
    expect(Date.now() - started).toBeLessThan(5_000);
    expect(flatContent(workspace)).toEqual(before);
  });

  it('asks less often from each refusal on, until there is none', async () => {
    workspace.addContent({
      'sealed-secrets/more.yaml': Array.from({ length: 12 }, (_, index) =>
        sealedText(`more-${index}`, { K: '1' }),
      ).join('---\n'),
    });
    list('sealed-secrets/more.yaml');
    let takenAt = 0;
    let refused = 0;
    const { reencrypt } = controller;
    jest.spyOn(controller, 'reencrypt').mockImplementation(async call => {
      // Six a second.
      if (Date.now() - takenAt < 160) {
        refused++;
        throw new ControllerBusyError('Too often', 100);
      }
      takenAt = Date.now();
      return await reencrypt.call(controller, call);
    });
    const { error } = await runAction(
      createReencryptSecretsAction({
        reencryption: controller,
        pace: { firstWaitMs: 100 },
        now: () => new Date('2026-03-01T12:00:00Z'),
      }),
      { workspacePath: workspace.path, input: { cluster: 'production' } },
    );
    expect(error).toBeUndefined();
    expect(controller.asked).toHaveLength(13);
    // Without a pause each of the twelve would be refused first.
    expect(refused).toBeGreaterThan(0);
    expect(refused).toBeLessThan(7);
  });

  it('names the SealedSecret and the key that cannot be opened, and leaves all others as they are', async () => {
    const mixed = sealIntoManifest({
      text: sealedText('mixed', { GOOD: 'x' }),
      certificate: parseSealingCertificate(foreign.certificate),
      namespace: 'observer-prod',
      name: 'mixed',
      values: new Map([['BAD', Buffer.from(CANARY)]]),
      now: new Date('2026-02-01T00:00:00Z'),
    }).text;
    workspace.addContent({ 'sealed-secrets/z.yaml': mixed });
    list('sealed-secrets/z.yaml');
    const files = flatContent(workspace);
    const { error, outputs, log } = await run();
    expect(error).toMatchObject({
      name: 'ConflictError',
      message:
        'SealedSecret observer-prod/mixed (sealed-secrets/z.yaml), 2 of 2 (BAD): The controller cannot re-encrypt it. No file was changed',
    });
    expect(outputs).toEqual({});
    expect(flatContent(workspace)).toEqual(files);
    expect(findEncodings(CANARY, [error?.stack, ...log].join('\n'))).toEqual(
      [],
    );
  });

  it('changes nothing when the key is renewed meanwhile', async () => {
    const { reencrypt } = controller;
    jest.spyOn(controller, 'reencrypt').mockImplementation(async call => {
      const made = await reencrypt.call(controller, call);
      controller.keys.unshift(foreign);
      return made;
    });
    const { error } = await run();
    expect(error).toMatchObject({
      name: 'ConflictError',
      message: expect.stringContaining('renewed its key meanwhile'),
    });
    expect(flatContent(workspace)).toEqual(before);
  });

  it.each<[string, JsonObject, string]>([
    [
      'a name that is not there',
      { name: 'nope' },
      'No file holds SealedSecret nope',
    ],
    [
      'a path that leaves the workspace',
      { path: '../x.yaml' },
      'is not inside',
    ],
    ['a folder without YAML', { folder: 'docs' }, 'holds no YAML file'],
  ])('says what is wrong with %s', async (_, input, message) => {
    const { error } = await run(input);
    expect(error).toMatchObject({
      name: 'InputError',
      message: expect.stringContaining(message),
    });
    expect(controller.asked).toEqual([]);
    expect(flatContent(workspace)).toEqual(before);
  });

  it('has nothing to do where nothing is sealed, and says that it needs a controller', async () => {
    workspace.setContent(Object.fromEntries(observerFiles()));
    const { error, outputs } = await run();
    expect(error).toBeUndefined();
    expect(outputs).toMatchObject({ changes: [], current: 0 });
    const none = await runAction(createReencryptSecretsAction({}), {
      workspacePath: workspace.path,
      input: {},
    });
    expect(none.error?.message).toContain('Only a cluster’s controller');
  });
});

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
import { randomBytes } from 'node:crypto';
import { symlinkSync, writeFileSync } from 'node:fs';
import { parse } from 'yaml';
import { findEncodings } from '../__testUtils__/encodingsOf';
import { ActionRun, flatContent, runAction } from '../__testUtils__/runAction';
import { createRotateSecretAction } from './createRotateSecretAction';
import { createSealSecretAction } from './createSealSecretAction';

/** Bytes that are no UTF-8 on both sides of a text that would be recognised. */
const CANARY = 'canary-in-a-keystore-51d0';
const KEYSTORE = Buffer.concat([
  Buffer.from([0xfe, 0xed, 0xfe, 0xed, 0, 0xff]),
  Buffer.from(CANARY),
  randomBytes(600),
]);

describe('values that are bytes', () => {
  const keys = createSealingKeyPair();
  const options = {
    certificates: { getCertificate: async () => keys.certificate },
    now: () => new Date('2026-03-01T12:00:00Z'),
  };
  const workspace = createMockDirectory();

  beforeEach(() => {
    workspace.setContent(Object.fromEntries(observerFiles()));
  });

  function seal(input: JsonObject, secrets: Record<string, string> = {}) {
    return runAction(createSealSecretAction(options), {
      workspacePath: workspace.path,
      input: {
        cluster: 'sandbox',
        namespace: 'observer-prod',
        name: 'keystore',
        path: 'keystore.yaml',
        ...input,
      },
      secrets,
    });
  }

  function open(key: string): Buffer {
    const { encryptedData } = parse(
      flatContent(workspace)['keystore.yaml'],
    ).spec;
    return unseal(encryptedData[key], keys, 'observer-prod/keystore');
  }

  function tracesOf(run: ActionRun): string {
    const { 'build/app.jks': source, ...files } = flatContent(workspace);
    return [
      JSON.stringify([run.outputs, [...run.checkpoints], files]),
      ...run.log,
      run.error?.stack,
    ].join('\n');
  }

  it('come from the form as base64 under a name that no key has', async () => {
    const run = await seal(
      { keys: ['app.jks', 'PEM'] },
      {
        'base64:app.jks': KEYSTORE.toString('base64'),
        PEM: 'base64:AAAA\n-----BEGIN\nlines\n',
      },
    );
    expect(run.error).toBeUndefined();
    expect(open('app.jks').equals(KEYSTORE)).toBe(true);
    // What was typed is never taken for bytes.
    expect(open('PEM').toString()).toBe('base64:AAAA\n-----BEGIN\nlines\n');
    expect(findEncodings(CANARY, tracesOf(run))).toEqual([]);

    const rotated = await runAction(createRotateSecretAction(options), {
      workspacePath: workspace.path,
      input: {
        cluster: 'sandbox',
        namespace: 'observer-prod',
        name: 'keystore',
        path: 'keystore.yaml',
        keys: ['app.jks'],
        given: ['app.jks'],
      },
      secrets: { 'base64:app.jks': KEYSTORE.subarray(7).toString('base64') },
    });
    expect(rotated.error).toBeUndefined();
    expect(open('app.jks').equals(KEYSTORE.subarray(7))).toBe(true);
    expect(findEncodings(CANARY, tracesOf(rotated))).toEqual([]);
  });

  it('come from a file of the workspace, and that is told', async () => {
    workspace.addContent({ build: {} });
    writeFileSync(workspace.resolve('build/app.jks'), KEYSTORE);
    const run = await seal({ files: { 'app.jks': 'build/app.jks' } });
    expect(run.error).toBeUndefined();
    expect(run.outputs.keys).toEqual(['app.jks']);
    expect(open('app.jks').equals(KEYSTORE)).toBe(true);
    expect(run.outputs.description).toContain(
      '`app.jks` was read from the file `build/app.jks`. If that file is in the repository, it is there in plain',
    );
    expect(findEncodings(CANARY, tracesOf(run))).toEqual([]);
  });

  const encoded = KEYSTORE.toString('base64');
  it.each(
    (
      [
        ['text that is no base64', { keys: ['B'] }, 'is not base64'],
        ['too much', { keys: ['LARGE'] }, 'at most 1048576 bytes'],
        ['nothing', { keys: ['EMPTY'] }, 'for key EMPTY is empty'],
        ['both kinds', { keys: ['TWICE'] }, 'as text and as base64'],
        ['a key twice', { keys: ['A'], files: { A: 'a' } }, 'is not in'],
        [
          'a key and its file',
          { keys: ['A'], files: { A: 'namespace.yaml' } },
          'among the keys and among the files',
        ],
        ['the prefix itself', { keys: ['base64:A'] }, 'not a key of a Secret'],
        [
          'a credential',
          { files: { backstageToken: 'namespace.yaml' } },
          'never sealed',
        ],
        ['a file outside', { files: { A: '../a' } }, 'inside the workspace'],
        ['a file by a symlink', { files: { A: 'linked' } }, 'symlink'],
        ['a folder', { files: { A: 'secrets' } }, 'is not in the workspace'],
        ['an empty file', { files: { A: 'empty' } }, "'empty', is empty"],
        [
          'a large file',
          { files: { A: 'large' } },
          "'large' is larger than 1048576 bytes",
        ],
        [
          'a name that is none',
          { files: { 'a b': 'namespace.yaml' } },
          'not a key of a Secret',
        ],
      ] as Array<[string, JsonObject, string]>
    ).map(([what, input, message]) => ({ what, input, message })),
  )('change nothing when given as $what', async ({ input, message }) => {
    symlinkSync('/etc/hostname', workspace.resolve('linked'));
    workspace.addContent({ empty: '', large: 'x'.repeat(1024 * 1024 + 1) });
    const before = flatContent(workspace);
    const run = await seal(input, {
      'base64:A': encoded,
      'base64:B': `${CANARY}*`,
      'base64:EMPTY': '',
      'base64:LARGE': 'AAAA'.repeat(400_000),
      'base64:TWICE': encoded,
      TWICE: CANARY,
    });
    expect(run.error).toMatchObject({
      name: 'InputError',
      message: expect.stringContaining(message),
    });
    expect(run.outputs).toEqual({});
    expect(flatContent(workspace)).toEqual(before);
    expect(findEncodings(CANARY, tracesOf(run))).toEqual([]);
  });
});

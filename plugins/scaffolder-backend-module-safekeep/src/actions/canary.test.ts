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
  createMockDirectory,
  mockServices,
} from '@backstage/backend-test-utils';
import { JsonObject } from '@backstage/types';
import {
  createSealingKeyPair,
  observerFiles,
  TestForge,
  unseal,
} from '@safekeep/backstage-plugin-safekeep-node/testUtils';
import { chmodSync, mkdirSync, symlinkSync } from 'node:fs';
import { parse } from 'yaml';
import { encodingsOf, findEncodings } from '../__testUtils__/encodingsOf';
import { ActionRun, flatContent, runAction } from '../__testUtils__/runAction';
import {
  fillWithSealedObserver,
  SEALED_PATH,
} from '../__testUtils__/sealedObserver';
import { createGitopsPullRequestAction } from './createGitopsPullRequestAction';
import { createRollBackSecretAction } from './createRollBackSecretAction';
import { createRotateSecretAction } from './createRotateSecretAction';
import { createSealSecretAction } from './createSealSecretAction';

/** Has what each encoding changes: quotes, a backslash, markup, a non-ASCII letter. */
const CANARY = 'c4n4ry-7f3a "quoted" \\ <b>&+/=???>>>??? ü end';
const LABEL = 'observer-prod/observer-secrets';

describe('a value that was given is told nowhere', () => {
  const keys = createSealingKeyPair();
  const expired = createSealingKeyPair({
    notAfter: new Date('2026-02-01T00:00:00Z'),
  });
  const options = {
    certificates: { getCertificate: async () => keys.certificate },
    now: () => new Date('2026-03-01T12:00:00Z'),
  };
  const seal = createSealSecretAction(options);
  const rotate = createRotateSecretAction(options);
  const workspace = createMockDirectory();

  function tracesOf(run: ActionRun): string {
    return [
      JSON.stringify(run.outputs),
      ...run.log,
      JSON.stringify([...run.checkpoints]),
      run.error?.message,
      run.error?.stack,
      run.error &&
        JSON.stringify(run.error, Object.getOwnPropertyNames(run.error)),
      String((run.error as { cause?: unknown } | undefined)?.cause ?? ''),
      JSON.stringify(flatContent(workspace)),
    ].join('\n');
  }

  it('would be found in each of its forms', () => {
    const forms = encodingsOf(CANARY);
    expect(Object.keys(forms).length).toBeGreaterThanOrEqual(12);
    expect(new Set(Object.values(forms)).size).toBe(Object.keys(forms).length);
    for (const [name, form] of Object.entries(forms)) {
      expect(findEncodings(CANARY, `before ${form} after`)).toContain(name);
    }
    expect(
      findEncodings(CANARY, Buffer.from(`xxxxa${CANARY}b`).toString('base64')),
    ).not.toEqual([]);
  });

  it('when it is sealed', async () => {
    workspace.setContent(Object.fromEntries(observerFiles()));
    const run = await runAction(seal, {
      workspacePath: workspace.path,
      input: {
        cluster: 'sandbox',
        namespace: 'observer-prod',
        name: 'observer-secrets',
        keys: ['KIS_APP_KEY'],
      },
      secrets: { KIS_APP_KEY: CANARY, NOT_LISTED: `other-${CANARY}` },
    });
    expect(run.error).toBeUndefined();
    expect(findEncodings(CANARY, tracesOf(run))).toEqual([]);
    // Nor are those of the plain file, which is gone.
    expect(findEncodings('canary-hunter2', tracesOf(run))).toEqual([]);
    const { encryptedData } = parse(flatContent(workspace)[SEALED_PATH]).spec;
    expect(unseal(encryptedData.KIS_APP_KEY, keys, LABEL).toString()).toBe(
      CANARY,
    );
  });

  it('when it is rotated, and then proposed', async () => {
    await fillWithSealedObserver(workspace, keys);
    const forge = await TestForge.start(flatContent(workspace));
    try {
      const run = await runAction(rotate, {
        workspacePath: workspace.path,
        input: {
          cluster: 'sandbox',
          namespace: 'observer-prod',
          name: 'observer-secrets',
          keys: ['POSTGRES_PASSWORD'],
          given: ['POSTGRES_PASSWORD'],
        },
        secrets: { POSTGRES_PASSWORD: CANARY },
      });
      expect(run.error).toBeUndefined();
      const { changes, changeId, branch, title, description } = run.outputs;
      const propose = (secrets: Record<string, string>, token?: string) =>
        runAction(
          createGitopsPullRequestAction({
            integrations: forge.integrations(token ? { token } : undefined),
            permissions: mockServices.permissions(),
          }),
          {
            workspacePath: workspace.path,
            input: {
              repository: forge.repositoryUrl,
              changes,
              changeId,
              branch,
              title,
              description,
            } as JsonObject,
            secrets,
          },
        );
      const refused = await propose({ POSTGRES_PASSWORD: CANARY }, CANARY);
      expect(refused.error).toBeDefined();
      const proposed = await propose({ POSTGRES_PASSWORD: CANARY });
      expect(proposed.error).toBeUndefined();
      const told = [
        tracesOf(run),
        tracesOf(refused),
        tracesOf(proposed),
        JSON.stringify(forge.pulls),
        forge.requests.join('\n'),
        forge.git('log', '-p', '--all'),
      ].join('\n');
      expect(told).toContain('checksum.safekeep.io');
      expect(findEncodings(CANARY, told)).toEqual([]);
    } finally {
      await forge.stop();
    }
  });

  it.each(
    (
      [
        ['an expired certificate', { certificate: expired.certificate }],
        [
          'a broken certificate',
          { certificate: '-----BEGIN CERTIFICATE-----' },
        ],
        ['a certificate elsewhere', { certificate: '../c.pem' }],
        ['a path outside', { path: '../x.yaml' }],
        ['a path that is no YAML', { path: 'x.txt' }],
        ['a symlink', { path: 'linked/x.yaml' }],
        ['a wrong kind of file', { path: 'deployments/observer.yaml' }],
        ['a broken file', { path: 'broken.yaml' }],
        ['a bad name', { name: 'Not A Name' }],
        ['a bad namespace', { namespace: 'Not A Namespace' }],
        ['another key without a value', { keys: ['A', 'MISSING'] }],
        ['a key that is none', { keys: ['A', 'not a key'] }],
        ['a reserved key', { keys: ['A', 'backstageToken'] }],
        ['a key that was chosen and has no value', { expectedKeys: ['B'] }],
        ['a value that is too large', { keys: ['LARGE'] }],
        ['a folder that cannot be written', { path: 'locked/x.yaml' }],
      ] as Array<[string, JsonObject]>
    ).map(([what, input]) => ({ what, input })),
  )('when sealing fails for $what', async ({ input }) => {
    workspace.setContent({
      ...Object.fromEntries(observerFiles()),
      'broken.yaml': 'kind: SealedSecret\n  bad: [indent\n',
    });
    symlinkSync('/tmp', workspace.resolve('linked'));
    mkdirSync(workspace.resolve('locked'));
    chmodSync(workspace.resolve('locked'), 0o555);
    // Root writes anywhere; a file in the way stops it too.
    mkdirSync(workspace.resolve('locked/x.yaml'));
    const before = flatContent(workspace);

    const run = await runAction(seal, {
      workspacePath: workspace.path,
      input: {
        cluster: 'sandbox',
        namespace: 'observer-prod',
        name: 'token',
        keys: ['A'],
        ...input,
      },
      secrets: {
        A: CANARY,
        LARGE: CANARY.repeat(50_000),
        backstageToken: CANARY,
      },
    });
    chmodSync(workspace.resolve('locked'), 0o755);

    expect(run.error).toBeDefined();
    expect(run.outputs).toEqual({});
    expect(flatContent(workspace)).toEqual(before);
    expect(findEncodings(CANARY, tracesOf(run))).toEqual([]);
  });

  it.each(
    (
      [
        ['an expired certificate', { certificate: expired.certificate }],
        ['a key that is not there', { keys: ['A'], given: ['A'] }],
        ['two values for one', { given: ['DB_PASSWORD', 'POSTGRES_PASSWORD'] }],
        ['a wrong kind of file', { path: 'deployments/observer.yaml' }],
        ['another namespace', { namespace: 'elsewhere' }],
        ['an empty value', { given: ['EMPTY'], keys: ['EMPTY'] }],
      ] as Array<[string, JsonObject]>
    ).map(([what, input]) => ({ what, input })),
  )('when rotating fails for $what', async ({ input }) => {
    await fillWithSealedObserver(workspace, keys);
    const before = flatContent(workspace);
    const run = await runAction(rotate, {
      workspacePath: workspace.path,
      input: {
        cluster: 'sandbox',
        namespace: 'observer-prod',
        name: 'observer-secrets',
        keys: ['DB_PASSWORD', 'POSTGRES_PASSWORD'],
        given: ['DB_PASSWORD'],
        ...input,
      },
      secrets: {
        A: CANARY,
        DB_PASSWORD: CANARY,
        POSTGRES_PASSWORD: `2${CANARY}`,
        EMPTY: '',
      },
    });
    expect(run.error).toBeDefined();
    expect(run.outputs).toEqual({});
    expect(flatContent(workspace)).toEqual(before);
    expect(findEncodings(CANARY, tracesOf(run))).toEqual([]);
  });

  it.each([
    ['is plain in the earlier commit', `stringData: {A: 'CANARY'}\n`],
    ['cannot be parsed there', `stringData:\n  A: "CANARY" bad\n`],
    [
      'stands where a ciphertext should',
      `spec: {encryptedData: {A: 'CANARY'}}\n`,
    ],
  ])('when what would be restored %s', async (_, body) => {
    await fillWithSealedObserver(workspace, keys);
    const kind = body.startsWith('spec') ? 'SealedSecret' : 'Secret';
    const apiVersion = kind === 'Secret' ? 'v1' : 'bitnami.com/v1alpha1';
    workspace.addContent({
      '.earlier/secret.yaml': `apiVersion: ${apiVersion}
kind: ${kind}
metadata: {name: observer-secrets, namespace: observer-prod}
${body.replace('CANARY', CANARY.replace(/'/g, "''"))}`,
    });
    const before = flatContent(workspace);
    const run = await runAction(createRollBackSecretAction(), {
      workspacePath: workspace.path,
      input: {
        namespace: 'observer-prod',
        name: 'observer-secrets',
        step: 'restore',
        keys: ['A'],
        earlier: '.earlier',
      },
    });
    expect(run.error).toBeDefined();
    expect(run.outputs).toEqual({});
    expect(flatContent(workspace)).toEqual(before);
    workspace.setContent({});
    expect(findEncodings(CANARY, tracesOf(run))).toEqual([]);
  });
});

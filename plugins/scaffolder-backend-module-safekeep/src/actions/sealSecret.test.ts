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
import { readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { parse } from 'yaml';
import { flatContent, runAction } from '../__testUtils__/runAction';
import { createSealSecretAction } from './createSealSecretAction';

const NOW = new Date('2026-03-01T12:00:00Z');
const SEALED = 'sealed-secrets/observer-sealed-secrets.yaml';

describe('safekeep:secret:seal', () => {
  const keys = createSealingKeyPair();
  const getCertificate = jest.fn(async () => keys.certificate);
  const action = createSealSecretAction({
    certificates: { getCertificate },
    now: () => NOW,
  });
  const workspace = createMockDirectory();
  const outside = createMockDirectory();
  const INPUT = {
    cluster: 'production',
    namespace: 'observer-prod',
    name: 'observer-secrets',
  };

  beforeEach(() => {
    workspace.setContent(Object.fromEntries(observerFiles()));
    outside.setContent({ 'secret.yaml': 'kind: Secret\n', 'c.pem': 'x' });
    getCertificate.mockClear();
  });

  function run(
    input: JsonObject,
    options?: Partial<Parameters<typeof runAction>[1]>,
  ) {
    return runAction(action, {
      workspacePath: workspace.path,
      input: { ...INPUT, ...input },
      ...options,
    });
  }

  function open(path: string, key: string, label: string): string {
    const { encryptedData } = parse(
      readFileSync(workspace.resolve(path), 'utf8'),
    ).spec;
    return unseal(encryptedData[key], keys, label).toString();
  }

  it('converts the plain Secret of that name', async () => {
    const before = flatContent(workspace);
    const { outputs, error, log } = await run({});

    expect(error).toBeUndefined();
    expect(outputs).toMatchObject({
      path: SEALED,
      converted: 'secrets/observer-secrets.yaml',
      title: 'Seal observer-secrets',
      branch: expect.stringMatching(
        /^safekeep\/seal-observer-secrets-[0-9a-f]{10}$/,
      ),
      keys: expect.arrayContaining(['POSTGRES_PASSWORD', 'DB_PASSWORD']),
      description: expect.stringContaining('history of the repository'),
    });
    const after = flatContent(workspace);
    expect(Object.keys(after).sort()).toEqual(
      [...Object.keys(before), SEALED]
        .filter(path => path !== 'secrets/observer-secrets.yaml')
        .sort(),
    );
    expect(after['kustomization.yaml']).toContain(
      `${SEALED}   # TODO: not in plain text`,
    );
    expect(open(SEALED, 'DB_PASSWORD', 'observer-prod/observer-secrets')).toBe(
      'canary-hunter2',
    );
    expect(getCertificate).toHaveBeenCalledWith(
      expect.objectContaining({ cluster: 'production' }),
    );
    expect(log.join('\n')).toContain('Deleted secrets/observer-secrets.yaml');
    // Each changed file is told with what it was made from, and never with
    // what is in it.
    expect(outputs.changes).toEqual(
      expect.arrayContaining([
        { path: SEALED, action: 'create' },
        {
          path: 'secrets/observer-secrets.yaml',
          action: 'delete',
          base: expect.stringMatching(/^[0-9a-f]{64}$/),
        },
      ]),
    );
  });

  it('seals typed values as keys of a new secret, in any scope', async () => {
    const typed = 'pässwörd "with" \\ and\nlines';
    for (const [scope, label] of [
      ['strict', 'observer-prod/token'],
      ['namespace-wide', 'observer-prod'],
      ['cluster-wide', ''],
    ]) {
      const path = `sealed-secrets/${scope}.yaml`;
      const { error, outputs } = await run(
        { name: 'token', keys: ['API_TOKEN'], scope, path },
        { secrets: { API_TOKEN: typed, OTHER: 'not asked for' } },
      );
      expect(error).toBeUndefined();
      expect(outputs.keys).toEqual(['API_TOKEN']);
      expect(open(path, 'API_TOKEN', label)).toBe(typed);
      workspace.setContent(Object.fromEntries(observerFiles()));
    }
  });

  it('lets a typed value win over the plain file', async () => {
    await run({ keys: ['DB_PASSWORD'] }, { secrets: { DB_PASSWORD: 'typed' } });
    const label = 'observer-prod/observer-secrets';
    expect(open(SEALED, 'DB_PASSWORD', label)).toBe('typed');
    expect(open(SEALED, 'POSTGRES_PASSWORD', label)).toBe('canary-hunter2');
  });

  it('comes to the same when the task is run again', async () => {
    const first = await run({});
    const kept = flatContent(workspace);

    // On a fresh workspace, and on one where only the fetched files are fresh.
    for (const files of [{}, kept]) {
      workspace.setContent({
        ...files,
        ...Object.fromEntries(observerFiles()),
      });
      const again = await run({}, { checkpoints: first.checkpoints });
      expect(again.error).toBeUndefined();
      expect(again.outputs).toEqual(first.outputs);
      expect(Object.keys(flatContent(workspace)).sort()).toEqual(
        Object.keys(kept).sort(),
      );
    }
    // Without what was kept, a leftover is taken for the repository's file.
    expect([...first.checkpoints.values()]).toEqual([[SEALED]]);
  });

  it('works on the workspace in a dry run too', async () => {
    const { outputs, error } = await run({}, { context: { isDryRun: true } });
    expect(error).toBeUndefined();
    expect(outputs.path).toBe(SEALED);
    expect(action.supportsDryRun).toBe(true);
  });

  it('is held to the keys that a person chose', async () => {
    const all = ['POSTGRES_USER', 'POSTGRES_PASSWORD', 'DB_USER'].concat(
      'DB_PASSWORD',
      'KIS_APP_KEY',
      'KIS_APP_SECRET',
      'KIS_HTS_ID',
    );
    const before = flatContent(workspace);
    expect((await run({ expectedKeys: [...all, 'NEW'] })).error?.message).toBe(
      'There is no value to seal for NEW: type one, or leave the key out',
    );
    expect(flatContent(workspace)).toEqual(before);
    expect((await run({ expectedKeys: all })).error).toBeUndefined();
  });

  describe('changes nothing and says why', () => {
    const symlink = () =>
      symlinkSync(outside.path, workspace.resolve('linked'));

    it.each(
      (
        [
          ['no certificate', { cluster: '' }, 'Give the cluster'],
          ['a path that leaves', { path: '../x.yaml' }, 'is not inside'],
          ['an absolute path', { path: '/tmp/x.yaml' }, 'is not inside'],
          ['a path into .git', { path: '.git/x.yaml' }, 'is not inside'],
          [
            'a path through a symlink',
            { path: 'linked/x.yaml' },
            'leads through a symlink',
            symlink,
          ],
          [
            'a plain file that is elsewhere',
            { fromFile: '../secret.yaml' },
            'is not inside',
          ],
          [
            'a plain file through a symlink',
            { fromFile: 'linked/secret.yaml' },
            'linked/secret.yaml',
            symlink,
          ],
          [
            'a certificate that is elsewhere',
            { certificate: '../c.pem' },
            'must be a path inside the workspace',
          ],
          [
            'a certificate with an absolute path',
            { certificate: '/etc/hostname' },
            'must be a path inside the workspace',
          ],
          [
            'a certificate through a symlink',
            { certificate: 'linked/c.pem' },
            'leads through a symlink',
            symlink,
          ],
          [
            'a certificate that is not there',
            { certificate: 'c.pem' },
            "The certificate 'c.pem' is not in the workspace",
          ],
          [
            'a certificate that is none',
            { certificate: 'kustomization.yaml' },
            'no PEM block',
          ],
          [
            'a plain file that is a Deployment',
            { fromFile: 'deployments/observer.yaml' },
            'deployments/observer.yaml',
          ],
          [
            'a SealedSecret file that is a Deployment',
            { path: 'deployments/observer.yaml' },
            'deployments/observer.yaml',
          ],
          ['a secret that is nowhere', { name: 'other' }, 'other'],
          [
            'a name that is none',
            { name: 'Not A Name', keys: ['A'] },
            'not a valid name',
          ],
          [
            'a key without a value',
            { keys: ['DB_PASSWORD'] },
            'No value was given for key DB_PASSWORD',
          ],
          [
            'an empty value',
            { keys: ['EMPTY'] },
            'The value given for key EMPTY is empty',
          ],
          [
            'a credential of Backstage’s own',
            { keys: ['backstageToken'] },
            'never sealed',
          ],
          [
            'its name in other letters',
            { keys: ['BACKSTAGETOKEN'] },
            'never sealed',
          ],
          [
            'the credentials of who started the task',
            { keys: ['__initiatorCredentials'] },
            'never sealed',
          ],
          ['a person’s token', { keys: ['USER_OAUTH_TOKEN'] }, 'never sealed'],
          [
            'a key of the prototype',
            { keys: ['constructor'] },
            'No value was given',
          ],
          ['a key that is none', { keys: ['a b'] }, 'is not a key of a Secret'],
          ['a key twice', { keys: ['A', 'A'] }, 'Key A is listed twice'],
        ] as Array<[string, JsonObject, string, (() => void)?]>
      ).map(([what, input, message, prepare]) => ({
        what,
        input,
        message,
        prepare,
      })),
    )('$what', async ({ input, message, prepare }) => {
      prepare?.();
      const before = flatContent(workspace);
      const { error, outputs } = await run(input, {
        secrets: {
          A: 'a',
          EMPTY: '',
          backstageToken: 'token',
          BACKSTAGETOKEN: 'token',
          USER_OAUTH_TOKEN: 'token',
          __initiatorCredentials: '{}',
        },
      });
      expect(error).toMatchObject({
        name: 'InputError',
        message: expect.stringContaining(message),
      });
      expect(outputs).toEqual({});
      expect(flatContent(workspace)).toEqual(before);
      expect(flatContent(outside)).toEqual({
        'secret.yaml': 'kind: Secret\n',
        'c.pem': 'x',
      });
    });

    it('an expired certificate, and one that is not valid yet', async () => {
      const before = flatContent(workspace);
      const expired = createSealingKeyPair({
        notAfter: new Date('2026-02-01T00:00:00Z'),
      });
      const early = createSealingKeyPair({
        notBefore: new Date('2027-02-01T00:00:00Z'),
      });
      writeFileSync(workspace.resolve('c.pem'), early.certificate);
      expect(
        (await run({ certificate: expired.certificate })).error,
      ).toMatchObject({
        name: 'InputError',
        message: expect.stringContaining('expired on 2026-02-01'),
      });
      expect((await run({ certificate: 'c.pem' })).error?.message).toContain(
        'valid only from 2027-02-01',
      );
      expect(flatContent(workspace)).toEqual({
        ...before,
        'c.pem': early.certificate,
      });
    });

    it.each([
      [
        'with another kind of key',
        createSealingKeyPair({ kind: 'ec' }).certificate,
        /has an ec key: values are sealed with RSA/,
      ],
      [
        'of several that are no chain',
        createSealingKeyPair().certificate + createSealingKeyPair().certificate,
        /one of 2 in its text, and they are no chain/,
      ],
      [
        'that is damaged',
        '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----',
        /its PEM block is damaged/,
      ],
      ['that is empty', '\n', /no PEM block/],
      ['that is junk', '\u0000canary', /no PEM block/],
    ])('a certificate %s, given or in a file', async (_, pem, message) => {
      writeFileSync(workspace.resolve('c.pem'), pem);
      const before = flatContent(workspace);
      const given = pem.includes('BEGIN') ? [pem, 'c.pem'] : ['c.pem'];
      for (const certificate of given) {
        const { error, outputs } = await run({ certificate });
        expect(error).toMatchObject({ name: 'InputError' });
        expect(error?.message).toMatch(message);
        expect(error?.message).not.toContain('canary');
        expect(outputs).toEqual({});
      }
      expect(flatContent(workspace)).toEqual(before);
    });

    it('a cluster that does not answer', async () => {
      const before = flatContent(workspace);
      getCertificate.mockRejectedValueOnce(new Error('no answer'));
      expect((await run({})).error?.message).toBe('no answer');
      expect(flatContent(workspace)).toEqual(before);
    });
  });
});

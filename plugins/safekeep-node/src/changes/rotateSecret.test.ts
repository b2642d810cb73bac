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

import { parse } from 'yaml';
import { parseSealingCertificate } from '../sealing';
import { createSealingKeyPair } from '../sealing/__testUtils__/sealingKeyPair';
import { unseal } from '../sealing/__testUtils__/unseal';
import { applyChanges, observerFiles } from './__testUtils__/observerFiles';
import { rotateSecret, RotateSecretOptions } from './rotateSecret';
import { sealSecret } from './sealSecret';

const keyPair = createSealingKeyPair();
const options = {
  certificate: parseSealingCertificate(keyPair.certificate),
  namespace: 'observer-prod',
  name: 'observer-secrets',
  now: new Date('2026-11-22T10:00:00Z'),
};
const SEALED = 'sealed-secrets/observer-sealed-secrets.yaml';

function sealedFiles(): Map<string, string> {
  const files = observerFiles();
  const now = new Date('2026-03-01T00:00:00Z');
  return applyChanges(files, sealSecret(files, { ...options, now }).changes);
}

function read(files: Map<string, string>) {
  const { metadata, spec } = parse(files.get(SEALED)!);
  const encrypted = spec.encryptedData as Record<string, string>;
  return {
    encrypted,
    values: Object.fromEntries(
      Object.entries(encrypted).map(([key, value]) => [
        key,
        unseal(value, keyPair, 'observer-prod/observer-secrets').toString(),
      ]),
    ),
    records: JSON.parse(metadata.annotations['safekeep.io/sealed-keys']),
    links: metadata.annotations['safekeep.io/linked-keys'],
  };
}

function rotate(
  files: Map<string, string>,
  change: Partial<RotateSecretOptions>,
) {
  const result = rotateSecret(files, { ...options, keys: [], ...change });
  return { result, after: applyChanges(files, result.changes) };
}

describe('rotateSecret', () => {
  it('gives linked keys one new value and leaves the ciphertext of all others', () => {
    const files = sealedFiles();
    const before = read(files);
    const { result, after } = rotate(files, { keys: ['POSTGRES_PASSWORD'] });
    const now = read(after);
    expect(result.rotatedKeys.sort()).toEqual([
      'DB_PASSWORD',
      'POSTGRES_PASSWORD',
    ]);
    expect(result.generatedKeys.sort()).toEqual(result.rotatedKeys);
    expect(now.values.POSTGRES_PASSWORD).toMatch(/^[A-Za-z0-9]{32}$/);
    expect(now.values.DB_PASSWORD).toBe(now.values.POSTGRES_PASSWORD);
    expect(now.links).toBe(before.links);
    for (const key of Object.keys(before.encrypted)) {
      const isRotated = result.rotatedKeys.includes(key);
      expect(now.encrypted[key] === before.encrypted[key]).toBe(!isRotated);
      expect(now.records[key]).toEqual(
        isRotated
          ? {
              sealedAt: '2026-11-22T10:00:00.000Z',
              rotatedAt: '2026-11-22T10:00:00.000Z',
              certificate: options.certificate.fingerprint,
              label: 'observer-prod/observer-secrets',
            }
          : before.records[key],
      );
    }
    // In the file, too, only the lines of these two keys are others.
    const changed = files
      .get(SEALED)!
      .split('\n')
      .filter(line => !after.get(SEALED)!.includes(line));
    expect(changed).toHaveLength(4);
    expect(changed.every(line => /DB_|POSTGRES_/.test(line))).toBe(true);

    expect(result.changes.map(({ path }) => path)).toEqual([
      'deployments/observer.yaml',
      SEALED,
    ]);
    expect(result.restartedWorkloads).toEqual([
      {
        kind: 'Deployment',
        name: 'observer',
        path: 'deployments/observer.yaml',
      },
    ]);
    expect(result.title).toBe(
      'Rotate DB_PASSWORD, POSTGRES_PASSWORD of observer-secrets',
    );
    expect(result.description).toContain('ALTER ROLE');
    const told = JSON.stringify({ ...result, changes: undefined });
    expect(told).not.toContain(now.values.POSTGRES_PASSWORD);
    expect(JSON.stringify(result)).not.toContain(now.values.POSTGRES_PASSWORD);
  });

  it('uses given values, for a whole group, and generates the rest', () => {
    const value = Buffer.from('canary-given');
    const { result, after } = rotate(sealedFiles(), {
      keys: ['DB_PASSWORD', 'KIS_APP_KEY'],
      values: new Map([['DB_PASSWORD', value]]),
      length: 40,
      alphabet: 'abcdef',
      restartConsumers: false,
    });
    const { values } = read(after);
    expect(values).toMatchObject({
      DB_PASSWORD: 'canary-given',
      POSTGRES_PASSWORD: 'canary-given',
      KIS_APP_KEY: expect.stringMatching(/^[a-f]{40}$/),
    });
    expect(result.generatedKeys).toEqual(['KIS_APP_KEY']);
    expect(result.changes.map(({ path }) => path)).toEqual([SEALED]);
    expect(result.description).toContain('until they are restarted');
    expect(JSON.stringify(result)).not.toContain('canary');
    // The caller's bytes are the caller's to overwrite.
    expect(value.toString()).toBe('canary-given');
  });

  it('takes a key that is rotated alone out of its group', () => {
    const { result, after } = rotate(sealedFiles(), {
      keys: ['POSTGRES_PASSWORD'],
      includeLinked: false,
    });
    expect(result.rotatedKeys).toEqual(['POSTGRES_PASSWORD']);
    expect(read(after).values.DB_PASSWORD).toBe('canary-hunter2');
    expect(read(after).links).toBe('[["DB_USER","POSTGRES_USER"]]');
    const next = rotate(after, { keys: ['DB_PASSWORD'] });
    expect(next.result.rotatedKeys).toEqual(['DB_PASSWORD']);
  });

  it('links by convention where nothing is recorded, and records it then', () => {
    const files = sealedFiles();
    const without = files
      .get(SEALED)!
      .replace(/ {4}safekeep.io\/linked-keys.*\n/, '');
    files.set(SEALED, without);
    const { result, after } = rotate(files, { keys: ['DB_PASSWORD'] });
    expect(result.rotatedKeys.sort()).toEqual([
      'DB_PASSWORD',
      'POSTGRES_PASSWORD',
    ]);
    expect(read(after).links).toBe('[["DB_PASSWORD","POSTGRES_PASSWORD"]]');
    const alone = rotate(files, {
      keys: ['DB_PASSWORD'],
      includeLinked: false,
    });
    expect(read(alone.after).links).toBe('[]');
  });

  it('names the same rotation the same, and another another', () => {
    const files = sealedFiles();
    const id = (change: Partial<RotateSecretOptions>) =>
      rotate(files, { keys: ['DB_PASSWORD'], ...change }).result.changeId;
    expect(id({})).toBe(id({ now: new Date('2026-12-01T00:00:00Z') }));
    expect(id({})).toBe(id({ keys: ['POSTGRES_PASSWORD'] }));
    expect(id({})).not.toBe(id({ includeLinked: false }));
    expect(id({})).not.toBe(id({ restartConsumers: false }));
    const given = (value: string) =>
      id({ values: new Map([['DB_PASSWORD', Buffer.from(value)]]) });
    expect(given('a')).toBe(given('b'));
    expect(given('a')).not.toBe(id({}));
  });

  it('says which workloads it could not edit', () => {
    const files = sealedFiles();
    const observer = files.get('deployments/observer.yaml')!;
    files.set(
      'deployments/observer.yaml',
      observer.replace('    metadata:\n', '    metadata: &meta\n'),
    );
    const { result } = rotate(files, { keys: ['DB_PASSWORD'] });
    expect(result.restartedWorkloads).toEqual([]);
    expect(result.warnings).toContainEqual(
      expect.stringMatching(
        /`deployments\/observer.yaml` mentions the secret and could not be edited.*has an anchor/,
      ),
    );
  });

  it('refuses wrong input, changes nothing and never quotes a value', () => {
    const canary = Buffer.from('canary-given');
    const expired = createSealingKeyPair({
      notAfter: new Date('2026-02-01T00:00:00Z'),
    }).certificate;
    const cases: [Partial<RotateSecretOptions>, RegExp][] = [
      [{ keys: [] }, /no key to rotate/],
      [{ keys: ['NOPE'] }, /has no key NOPE: it has KIS_HTS_ID, /],
      [{ keys: ['DB_USER'], path: '../x.yaml' }, /not inside the repository/],
      [{ keys: ['DB_USER'], path: 'gone.yaml' }, /does not exist/],
      [{ keys: ['DB_USER'], path: 'namespace.yaml' }, /is not a SealedSecret/],
      [{ keys: ['DB_USER'], name: 'gone' }, /No file holds SealedSecret/],
      [
        { keys: ['DB_USER'], namespace: 'dev' },
        /has it in namespace observer-prod/,
      ],
      [
        { keys: ['DB_USER'], values: new Map([['KIS_APP_KEY', canary]]) },
        /KIS_APP_KEY, which is not among those to rotate/,
      ],
      [
        {
          keys: ['DB_PASSWORD'],
          values: new Map([
            ['DB_PASSWORD', canary],
            ['POSTGRES_PASSWORD', Buffer.from('canary-other')],
          ]),
        },
        /hold the same value, and two different ones were given/,
      ],
      [
        { keys: ['DB_USER'], values: new Map([['DB_USER', Buffer.alloc(0)]]) },
        /The value given for key DB_USER is empty/,
      ],
      [{ keys: ['DB_USER'], length: 4 }, /could be guessed/],
      [
        { keys: ['DB_USER'], certificate: parseSealingCertificate(expired) },
        /expired on 2026-02-01/,
      ],
    ];
    for (const [change, message] of cases) {
      const files = sealedFiles();
      const before = new Map(files);
      let error: unknown;
      try {
        rotateSecret(files, { ...options, keys: [], ...change });
      } catch (thrown) {
        error = thrown;
      }
      expect(error).toMatchObject({ name: 'InputError' });
      expect((error as Error).message).toMatch(message);
      expect(`${(error as Error).stack}`).not.toContain('canary');
      expect(files).toEqual(before);
    }
    expect(() =>
      rotateSecret(observerFiles(), { ...options, keys: ['DB_USER'] }),
    ).toThrow(
      /secrets\/observer-secrets.yaml holds it in plain: seal it first/,
    );
  });
});

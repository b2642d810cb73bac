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

/* eslint-disable jest/no-export -- a part of interop.test.ts */

import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  readSecretManifests,
  rotateSecret,
  sealIntoManifest,
} from '@safekeep/backstage-plugin-safekeep-node';
import { parse } from 'yaml';
import { findLeaks } from '../support/canary';
import { InteropRun } from './InteropRun';
import { expectOpened } from './openedSecrets';
import { plainCase, SCOPES, SecretCase } from './SecretCase';
import { writePlain } from './writeCases';

const VALUES = {
  TEXT: 'ü 漢 🙂\n',
  BINARY: Buffer.from([0, 0xff, 0x80, 0x0a]),
  EMPTY: '',
};

const WRITTEN = SCOPES.flatMap(scope =>
  ['json', 'yaml'].map(format => ({ scope, format })),
);

/** Our reader and our changes, on what kubeseal writes. */
export function describeWrittenByKubeseal(run: InteropRun): void {
  const [, namespace] = run.namespaces;

  /** Adds a key, rotates another, and has the controller open the result. */
  async function expectGoesOn(text: string, secret: SecretCase, path: string) {
    const { name } = secret;
    const { certificate } = run;
    const now = new Date();
    const added = sealIntoManifest({
      ...{ text, path, namespace, name, certificate, now },
      values: new Map([['ADDED', Buffer.from('by us')]]),
    });
    expect(added.scope).toBe(secret.scope);
    const { changes } = rotateSecret(new Map([[path, added.text]]), {
      ...{ namespace, name, certificate, now },
      keys: ['TEXT'],
      values: new Map([['TEXT', Buffer.from('rotated')]]),
    });
    const rotated = changes[0].content!;
    expect(findLeaks([secret.canary], rotated)).toEqual([]);
    expect(changes.map(change => change.path)).toEqual([path]);
    // Of what kubeseal sealed, only the key that was rotated changes.
    for (const [key, ciphertext] of Object.entries<string>(
      parse(text).spec.encryptedData,
    )) {
      expect(rotated.includes(ciphertext)).toBe(key !== 'TEXT');
    }
    await run.kubernetes.apply(rotated);
    await expectOpened(run.kubernetes, {
      ...secret,
      values: new Map([
        ...secret.values,
        ['ADDED', Buffer.from('by us')],
        ['TEXT', Buffer.from('rotated')],
      ]),
    });
  }

  function expectRead(text: string, path: string, secrets: SecretCase[]) {
    const read = readSecretManifests(text, { path });
    expect(
      read.map(({ keys, ...manifest }) => ({
        ...manifest,
        keys: [...keys].sort(),
      })),
    ).toEqual(
      secrets.map(({ name, scope, values }) => ({
        ...{ kind: 'SealedSecret', namespace, name, path, scope },
        line: expect.any(Number),
        keys: [...values.keys()].sort(),
        checksum: expect.stringMatching(/^[0-9a-f]{64}$/),
        sealedKeys: {},
        linkedKeys: [],
      })),
    );
  }

  describe('we, on what kubeseal writes', () => {
    it.each(WRITTEN)(
      'read $scope as $format, and seal and rotate in it',
      async ({ scope, format }) => {
        expect.hasAssertions();
        const secret = plainCase(namespace, scope, VALUES);
        const text = await run.kubeseal.run(
          [`--format=${format}`],
          writePlain(secret),
        );
        expectRead(text, `sealed.${format}`, [secret]);
        await expectGoesOn(text, secret, `sealed.${format}`);
      },
    );

    it('read several documents, and seal in one of them', async () => {
      expect.hasAssertions();
      const secrets = SCOPES.map(scope => plainCase(namespace, scope, VALUES));
      const text = await run.kubeseal.run(
        ['--format=yaml'],
        secrets.map(writePlain).join('---\n'),
      );
      expectRead(text, 'sealed.yaml', secrets);
      let changed = text;
      for (const { name, scope } of secrets) {
        const sealed = sealIntoManifest({
          text: changed,
          certificate: run.certificate,
          ...{ namespace, name, scope, now: new Date() },
          values: new Map([['ADDED', Buffer.from('by us')]]),
        });
        changed = sealed.text;
      }
      await run.kubernetes.apply(changed);
      for (const secret of secrets) {
        secret.values.set('ADDED', Buffer.from('by us'));
        await expectOpened(run.kubernetes, secret);
      }
    });

    it.each(SCOPES)('take a --raw value, %s', async scope => {
      expect.hasAssertions();
      const secret = plainCase(namespace, scope, { TEXT: 'ours' });
      const { text } = sealIntoManifest({
        ...secret,
        certificate: run.certificate,
        now: new Date(),
      });
      const file = join(run.folder, 'raw');
      await writeFile(file, VALUES.BINARY, { mode: 0o600 });
      const raw = await run.kubeseal.run([
        ...['--raw', `--from-file=${file}`, `--scope=${scope}`],
        ...[`--namespace=${namespace}`, `--name=${secret.name}`],
      ]);
      const pasted = text.replace(
        '  encryptedData:\n',
        `  encryptedData:\n    RAW: ${raw}\n`,
      );
      secret.values.set('RAW', VALUES.BINARY);
      await expectGoesOn(pasted, secret, 'sealed.yaml');
    });

    it.each(WRITTEN)(
      'go on with our file after --merge-into, $scope as $format',
      async ({ scope, format }) => {
        const secret = plainCase(namespace, scope, { OURS: 'first' });
        const path = `sealed.${format}`;
        const { text, encryptedData } = sealIntoManifest({
          ...{ ...secret, path },
          certificate: run.certificate,
          now: new Date(),
        });
        const file = join(run.folder, `merged-${scope}.${format}`);
        await writeFile(file, text);
        const more = plainCase(namespace, scope, VALUES);
        more.values.delete('CANARY');
        await run.kubeseal.run(
          [`--merge-into=${file}`, `--format=${format}`],
          writePlain(more),
        );
        const merged = await readFile(file, 'utf8');
        const [manifest] = readSecretManifests(merged, { path });
        expect(Object.keys(manifest.sealedKeys).sort()).toEqual(
          [...secret.values.keys()].sort(),
        );
        expect(parse(merged).spec.encryptedData).toMatchObject(encryptedData);
        more.values.forEach((bytes, key) => secret.values.set(key, bytes));
        await expectGoesOn(merged, secret, path);
      },
    );

    it('refuse the JSON of several Secrets, which is neither YAML nor one JSON', async () => {
      const secrets = [1, 2].map(() => plainCase(namespace, 'strict'));
      const text = await run.kubeseal.run(
        ['--format=json'],
        secrets.map(writePlain).join('---\n'),
      );
      const read = () => readSecretManifests(text, { path: 'sealed.json' });
      expect(read).toThrow(/^sealed.json is not valid YAML: .* on line \d+$/);
    });
  });
}

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

import { sealIntoManifest } from '@safekeep/backstage-plugin-safekeep-node';
import { parse } from 'yaml';
import { InteropRun } from './InteropRun';
import { bytesIn, differences, Secret } from './openedSecrets';
import { withPrivateKeys } from './privateKeys';
import { plainCase, SCOPES, SecretCase } from './SecretCase';
import { writeCases, WrittenFile, writePlain } from './writeCases';

/** Random files that kubeseal opens besides the largest; each is a process. */
const OPENED_OFFLINE = 40;

/** kubeseal, on what we write. */
export function describeReadByKubeseal(
  run: InteropRun,
  written: { files: WrittenFile[] },
): void {
  describe('kubeseal, on what we write', () => {
    it.each(SCOPES)('--validate accepts %s, new and merged', async scope => {
      const secrets = [0, 1, 2, 3].map(index => ({
        ...plainCase(run.namespaces[index % 3], scope, { A: 'a', B: '' }),
        index,
      }));
      const files = [...writeCases(secrets, run.certificate)];
      const [json, ...yaml] = files.reverse().map(({ text }) => text);
      await expect(run.kubeseal.validate(json)).resolves.toBe('');
      const documents = yaml.join('---\n');
      await expect(run.kubeseal.validate(documents)).resolves.toBe('');
    });

    it('--recovery-unseal opens it offline, with the controller’s private keys', async () => {
      const single = written.files.filter(
        ({ name }) => !name.endsWith('documents.yaml'),
      );
      const size = ({ text }: WrittenFile) => text.length;
      const largest = [...single].sort((a, b) => size(b) - size(a))[0];
      const step = Math.ceil(single.length / OPENED_OFFLINE);
      const chosen = single.filter((_, index) => index % step === 0);
      const problems = await withPrivateKeys(run, async keys => {
        const found: string[] = [];
        for (const { name, text, cases } of [largest, ...chosen]) {
          const secret: Secret = JSON.parse(
            await run.kubeseal.run(
              ['--recovery-unseal', `--recovery-private-key=${keys}`],
              text,
            ),
          );
          const [expected] = cases;
          found.push(
            ...differences(expected.values, bytesIn(secret)),
            ...(secret.type === (expected.template.type ?? 'Opaque')
              ? []
              : [`${name} has type ${secret.type}`]),
          );
        }
        return found;
      });
      expect(chosen.length).toBeGreaterThan(0);
      expect(problems).toEqual([]);
    });

    it.each(SCOPES)(
      'seals %s to the same object as we do, but for what we record',
      async scope => {
        const namespace = run.namespaces[0];
        const secret: SecretCase = {
          ...plainCase(namespace, scope, { A: 'a', 'tls.crt': 'b' }),
          template: {
            type: 'example.com/of-our-own',
            immutable: true,
            labels: { app: 'yes', 'example.com/tier': '1' },
            annotations: { 'example.com/note': 'two\nlines' },
          },
        };
        const theirs = parse(
          await run.kubeseal.run(['--format=yaml'], writePlain(secret)),
        );
        const ours = parse(
          sealIntoManifest({
            ...secret,
            certificate: run.certificate,
            now: new Date(),
          }).text,
        );
        delete ours.metadata.annotations['safekeep.io/sealed-keys'];
        delete theirs.metadata.creationTimestamp;
        delete theirs.spec.template.metadata.creationTimestamp;
        theirs.metadata.annotations ??= {};
        for (const { spec } of [ours, theirs]) {
          spec.encryptedData = Object.keys(spec.encryptedData).sort();
        }
        expect(ours).toEqual(theirs);
      },
    );
  });
}

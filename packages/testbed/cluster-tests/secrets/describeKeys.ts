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

/* eslint-disable jest/no-export -- a part of secrets.test.ts */

import { randomBytes } from 'node:crypto';
import {
  editSecretKeys,
  parseSealingCertificate,
  sealSecret,
} from '@safekeep/backstage-plugin-safekeep-node';
import { createSealingKeyPair } from '@safekeep/backstage-plugin-safekeep-node/testUtils';
import { stringify } from 'yaml';
import { fingerprints, KubernetesObject } from '../support/kubernetes';
import { SecretsRun } from './SecretsRun';

const NAMESPACE = 'secrets-keys';
const PATH = 'sealed.yaml';
const READER = 'reader.yaml';

interface Secret extends KubernetesObject {
  type: string;
  data: Record<string, string>;
}

/** What only the real controller shows of keys: what it makes of them, and when it refuses. */
export function describeKeys(run: SecretsRun): void {
  describe('keys of a SealedSecret', () => {
    const keystore = Buffer.concat([
      Buffer.from([0xfe, 0xed, 0xfe, 0xed, 0, 255, 13, 10]),
      randomBytes(2000),
    ]);
    let files: Map<string, string>;

    async function seal(
      name: string,
      path: string,
      values: Record<string, string | Buffer>,
      type?: string,
    ): Promise<void> {
      const { pem } = await run.backstage.sealingCertificate();
      const { changes } = sealSecret(files, {
        certificate: parseSealingCertificate(pem),
        namespace: NAMESPACE,
        name,
        path,
        type,
        now: new Date(),
        values: new Map(
          Object.entries(values).map(([key, value]) => [
            key,
            Buffer.from(value),
          ]),
        ),
      });
      for (const change of changes) {
        files.set(change.path, change.content!);
      }
    }

    function edit(options: Partial<Parameters<typeof editSecretKeys>[1]>) {
      const result = editSecretKeys(files, {
        namespace: NAMESPACE,
        name: 'keys',
        ...options,
      });
      for (const { path, content } of result.changes) {
        files.set(path, content!);
      }
      return result;
    }

    async function apply(path: string, name?: string): Promise<void> {
      await run.testbed.kubernetes.apply(files.get(path)!);
      if (name) {
        await run.waitUntilOpened(name, NAMESPACE);
      }
    }

    async function read(name: string): Promise<Secret> {
      return run.testbed.kubernetes.get<Secret>({
        kind: 'secret',
        namespace: NAMESPACE,
        name,
      });
    }

    beforeAll(async () => {
      const { kubernetes, description } = run.testbed;
      await kubernetes.delete({ kind: 'namespace', name: NAMESPACE });
      await kubernetes.apply([
        { apiVersion: 'v1', kind: 'Namespace', metadata: { name: NAMESPACE } },
      ]);
      files = new Map([['namespace.yaml', 'kind: Namespace\n']]);
      await seal('keys', PATH, {
        USER: 'observer',
        PASSWORD: run.canary.value,
        'keystore.jks': keystore,
        OLD: 'no longer needed',
      });
      files.set(
        PATH,
        files
          .get(PATH)!
          .replace(
            /^ {2}template:\n/m,
            `$&    data:\n      URL: "postgres://{{ .USER }}@db"\n`,
          ),
      );
      files.set(
        READER,
        stringify({
          apiVersion: 'apps/v1',
          kind: 'Deployment',
          metadata: { name: 'reader', namespace: NAMESPACE },
          spec: {
            selector: { matchLabels: { app: 'reader' } },
            template: {
              metadata: { labels: { app: 'reader' } },
              spec: {
                terminationGracePeriodSeconds: 0,
                containers: [
                  {
                    name: 'reader',
                    image: description.images.shell,
                    command: ['sleep', '86400'],
                    env: [
                      {
                        name: 'PASSWORD',
                        valueFrom: {
                          secretKeyRef: { name: 'keys', key: 'PASSWORD' },
                        },
                      },
                    ],
                    volumeMounts: [
                      {
                        name: 'all',
                        mountPath: '/keystore',
                        subPath: 'keystore.jks',
                      },
                    ],
                  },
                ],
                volumes: [{ name: 'all', secret: { secretName: 'keys' } }],
              },
            },
          },
        }),
      );
      await apply(PATH, 'keys');
      await apply(READER);
      await run.testbed.kubernetes.waitForRollout(
        NAMESPACE,
        'deployment/reader',
      );
    });

    afterAll(() =>
      run.testbed.kubernetes.delete({ kind: 'namespace', name: NAMESPACE }),
    );

    it('holds bytes as they are', async () => {
      const { data } = await read('keys');
      expect(Buffer.from(data['keystore.jks'], 'base64').equals(keystore)).toBe(
        true,
      );
      expect(Buffer.from(data.URL, 'base64').toString()).toBe(
        'postgres://observer@db',
      );
    });

    it('renames keys with what reads them, and removes one', async () => {
      const before = await read('keys');
      expect(() =>
        edit({ rename: new Map([['PASSWORD', 'DB_PASSWORD']]) }),
      ).toThrow(/Deployment reader reads PASSWORD \(secretKeyRef.key, reader/);
      edit({
        remove: ['OLD'],
        rename: new Map([
          ['USER', 'db-user'],
          ['PASSWORD', 'DB_PASSWORD'],
          ['keystore.jks', 'app.jks'],
        ]),
        updateReferences: true,
      });
      await apply(PATH, 'keys');
      await apply(READER);
      await run.testbed.kubernetes.waitForRollout(
        NAMESPACE,
        'deployment/reader',
      );
      const after = await read('keys');
      expect(Object.keys(after.data).sort()).toEqual([
        'DB_PASSWORD',
        'URL',
        'app.jks',
        'db-user',
      ]);
      // The same Secret, not another one of its name.
      expect(after.metadata.uid).toBe(before.metadata.uid);
      expect(fingerprints({ x: after.data.DB_PASSWORD })).toEqual(
        fingerprints({ x: before.data.PASSWORD }),
      );
      expect(after.data['app.jks']).toBe(before.data['keystore.jks']);
      expect(Buffer.from(after.data.URL, 'base64').toString()).toBe(
        'postgres://observer@db',
      );
      const pods = { namespace: NAMESPACE, name: 'deployment/reader' };
      const { kubernetes } = run.testbed;
      expect(
        (await kubernetes.exec(pods, ['wc', '-c', '/keystore'])).trim(),
      ).toMatch(new RegExp(`^${keystore.length} `));
      const password = await kubernetes.exec(pods, [
        'sh',
        '-c',
        'printf %s "$PASSWORD"',
      ]);
      expect(fingerprints({ x: password })).toEqual(
        fingerprints({ x: run.canary.value }),
      );
    });

    it('refuses by type what the API server would refuse', async () => {
      await expect(
        seal('tls', 'tls.yaml', { 'tls.crt': 'x' }, 'kubernetes.io/tls'),
      ).rejects.toThrow(/would have no key tls.key: the cluster refuses/);
      await expect(
        run.testbed.kubernetes.apply([
          {
            apiVersion: 'v1',
            kind: 'Secret',
            metadata: { name: 'tls', namespace: NAMESPACE },
            type: 'kubernetes.io/tls',
            stringData: { 'tls.crt': 'x' },
          },
        ]),
      ).rejects.toThrow(/tls.key/);

      const { certificate } = createSealingKeyPair();
      await seal(
        'tls',
        'tls.yaml',
        { 'tls.crt': certificate, 'tls.key': 'a key\nof lines\n' },
        'kubernetes.io/tls',
      );
      await apply('tls.yaml', 'tls');
      const { type, data } = await read('tls');
      expect(type).toBe('kubernetes.io/tls');
      expect(Buffer.from(data['tls.crt'], 'base64').toString()).toBe(
        certificate,
      );
      expect(() =>
        edit({ name: 'tls', rename: new Map([['tls.key', 'key']]) }),
      ).toThrow(/would have no key tls.key/);
    });

    it('opens under another scope when all values are given again', async () => {
      const { pem } = await run.backstage.sealingCertificate();
      const { changes } = sealSecret(files, {
        certificate: parseSealingCertificate(pem),
        namespace: NAMESPACE,
        name: 'tls',
        scope: 'cluster-wide',
        now: new Date(),
        values: new Map([
          ['tls.crt', Buffer.from('other')],
          ['tls.key', Buffer.from('another')],
        ]),
      });
      files.set('tls.yaml', changes[0].content!);
      await apply('tls.yaml', 'tls');
      const { data } = await read('tls');
      expect(Buffer.from(data['tls.key'], 'base64').toString()).toBe('another');
    });
  });
}

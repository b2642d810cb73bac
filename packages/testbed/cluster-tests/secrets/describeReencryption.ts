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

import { createPrivateKey } from 'node:crypto';
import {
  parseSealingCertificate,
  publicKeyFingerprint,
  sealIntoManifest,
  sealingLabel,
} from '@safekeep/backstage-plugin-safekeep-node';
import {
  createSealingKeyPair,
  unseal,
} from '@safekeep/backstage-plugin-safekeep-node/testUtils';
import { X509Certificate } from 'node:crypto';
import { parseAllDocuments } from 'yaml';
import { findLeaks } from '../support/canary';
import { fingerprints, KubernetesObject } from '../support/kubernetes';
import { renewSealingKey } from '../support/renewSealingKey';
import { FILES, SecretsRun } from './SecretsRun';

interface Secret extends KubernetesObject {
  metadata: KubernetesObject['metadata'] & { resourceVersion: string };
  data: Record<string, string>;
}

/** What a SealedSecret says, as far as the tests look at it. */
function readSealed(text: string) {
  return Object.fromEntries(
    parseAllDocuments(text).map(document => {
      const { metadata, spec } = document.toJS();
      return [
        metadata.name as string,
        {
          encrypted: spec.encryptedData as Record<string, string>,
          records: JSON.parse(metadata.annotations['safekeep.io/sealed-keys']),
          template: spec.template,
        },
      ];
    }),
  );
}

/** The same file without ciphertexts, and without what Safekeep records. */
function frameOf(text: string): string {
  return text
    .replace(/^(\s+safekeep\.io\/[-a-z]+: )(\|\n(?: {6,}.*\n)*|.*\n)/gm, '')
    .replace(/(: )Ag[A-Za-z0-9+/=]+/g, '$1<ciphertext>');
}

/** What only the real controller shows: that it opens what it sealed anew. */
export function describeReencryption(run: SecretsRun): void {
  describe('re-encryption, after the controller has a new key', () => {
    let before: string;
    let oldCertificate: string;
    let secrets: Secret[];
    let pods: string[];

    const { namespace } = run;
    const readSecrets = () =>
      Promise.all(
        ['strict', 'wide'].map(name =>
          run.testbed.kubernetes.get<Secret>({
            kind: 'secret',
            namespace,
            name,
          }),
        ),
      );
    const readPods = async () => {
      const found = await run.testbed.kubernetes.pods(namespace, 'app=reader');
      return found.map(({ metadata }) => metadata.uid);
    };
    const prints = async () =>
      Promise.all(
        ['strict', 'wide'].map(async name =>
          fingerprints(
            await run.testbed.kubernetes.secretValues(namespace, name),
          ),
        ),
      );

    beforeAll(async () => {
      await run.waitUntilOpened('strict');
      await run.waitUntilOpened('wide');
      await run.testbed.kubernetes.waitForRollout(
        namespace,
        'deployment/reader',
      );
      before = await run.repository.git.read(FILES.sealed);
      oldCertificate = (await run.backstage.sealingCertificate()).fingerprint;
      secrets = await readSecrets();
      pods = await readPods();
      await renewSealingKey(run.testbed);
    });

    it('has nothing but old ciphertexts at first', async () => {
      const { fingerprint } = await run.backstage.sealingCertificate();
      expect(fingerprint).not.toBe(oldCertificate);
      for (const { records } of Object.values(readSealed(before))) {
        for (const record of Object.values(records)) {
          expect(record).toMatchObject({ certificate: oldCertificate });
        }
      }
    });

    it('shows them as older than the newest, and where to re-encrypt', async () => {
      // To be given the certificate is to see it.
      const { fingerprint } = await run.backstage.sealingCertificate();
      const { secrets: shown } = await run.backstage.waitForStatus(
        run.repository.entityRef,
        'that its keys are older ones',
        status => status.secrets.every(({ advice }) => advice !== undefined),
      );
      expect(shown.map(({ name }) => name).sort()).toEqual(['strict', 'wide']);
      for (const { state, keys, advice } of shown) {
        expect(state).toBe('ok');
        expect(keys.every(({ sealedWith }) => sealedWith === 'older')).toBe(
          true,
        );
        expect(advice?.reason.code).toBe('sealed-with-older-key');
        expect(advice?.action?.template).toBe('re-encrypt-secrets');
      }
      const { keys, sealedSecrets } = await run.backstage.clusterStatus();
      expect(keys[0]).toMatchObject({
        fingerprint,
        newest: true,
        reasons: [],
        sealed: { secrets: 0, keys: 0 },
      });
      expect(
        keys.find(each => each.fingerprint === oldCertificate)?.sealed,
      ).toEqual({ secrets: 2, keys: 4 });
      expect(sealedSecrets?.withOlderKey).toBe(2);
    });

    it('refuses all, by name, while one cannot be opened', async () => {
      const foreign = sealIntoManifest({
        certificate: parseSealingCertificate(
          createSealingKeyPair().certificate,
        ),
        namespace,
        name: 'foreign',
        values: new Map([['BAD', Buffer.from('x')]]),
        now: new Date(),
      });
      const { git } = run.repository;
      await git.commit('feat: one of another cluster', [
        { path: FILES.sealed, text: `${before}---\n${foreign.text}` },
      ]);
      const task = await run.reencrypt();
      expect(task.status).toBe('failed');
      expect(task.log).toContain(
        `SealedSecret ${namespace}/foreign (sealed-secrets/all.yaml), 3 of 3 (BAD): The controller cannot re-encrypt SealedSecret ${namespace}/foreign, and does not say why`,
      );
      expect(task.log).toContain('No file was changed');
      expect(await git.pullRequests()).toEqual([]);
      await git.commit('revert: one of another cluster', [
        { path: FILES.sealed, text: before },
      ]);
    });

    it('does not ask for a namespace that is no entity’s', async () => {
      const { git } = run.repository;
      const elsewhere = sealIntoManifest({
        certificate: parseSealingCertificate(
          (await run.backstage.sealingCertificate()).pem,
        ),
        namespace: 'kube-public',
        name: 'elsewhere',
        values: new Map([['K', Buffer.from('x')]]),
        now: new Date(),
      });
      const path = 'elsewhere/secret.yaml';
      await git.commit('feat: another namespace', [
        {
          path,
          text: elsewhere.text.replaceAll(
            /"certificate":"[^"]*"/g,
            '"certificate":"SHA256:old"',
          ),
        },
      ]);
      const task = await run.reencrypt({ repository: git.pageOf('elsewhere') });
      expect(task.status).toBe('failed');
      expect(task.log).toContain(
        'Namespace kube-public of cluster testbed belongs to no entity',
      );
    });

    it('proposes one change of ciphertexts and records only, and finds it the second time', async () => {
      const { git } = run.repository;
      const first = await run.reencrypt();
      expect([first.status, first.log]).toEqual([
        'completed',
        expect.anything(),
      ]);
      const again = await run.reencrypt();
      expect(again.pullRequest).toEqual(first.pullRequest);
      expect(again.output.text?.map(({ title }) => title)).toContain(
        'It was proposed already',
      );
      const number = first.pullRequest!.number;
      const { title, body } = await git.pullRequest(number);
      expect(title).toBe(
        'Re-encrypt 2 SealedSecrets with the newest sealing key',
      );
      await git.merge(number);
      const text = await git.read(FILES.sealed);
      expect(frameOf(text)).toBe(frameOf(before));
      expect(
        findLeaks([run.canary], [body, first.log, again.log, text].join('\n')),
      ).toEqual([]);
    });

    it('is opened by the newest key alone, with equal values', async () => {
      const { fingerprint } = await run.backstage.sealingCertificate();
      const keys = await run.testbed.kubernetes.list<Secret>({
        kind: 'secrets',
        namespace: run.testbed.description.sealedSecrets.controllerNamespace,
        selector: 'sealedsecrets.bitnami.com/sealed-secrets-key=active',
      });
      const decode = (text: string) => Buffer.from(text, 'base64').toString();
      const newest = keys.find(
        ({ data }) =>
          publicKeyFingerprint(
            new X509Certificate(decode(data['tls.crt'])).publicKey,
          ) === fingerprint,
      )!;
      const keyPair = {
        privateKey: createPrivateKey(decode(newest.data['tls.key'])),
        certificate: decode(newest.data['tls.crt']),
      };
      const sealed = readSealed(await run.repository.git.read(FILES.sealed));
      const open = (
        name: 'strict' | 'wide',
        scope: 'strict' | 'namespace-wide',
      ) =>
        Object.fromEntries(
          Object.entries(sealed[name].encrypted).map(([key, ciphertext]) => [
            key,
            unseal(
              ciphertext,
              keyPair,
              sealingLabel({ namespace, name, scope }),
            ).toString(),
          ]),
        );
      const [strict, wide] = await prints();
      const { URL: _, ...opened } = strict;
      expect(fingerprints(open('strict', 'strict'))).toEqual(opened);
      expect(fingerprints(open('wide', 'namespace-wide'))).toEqual(wide);
      for (const { records } of Object.values(sealed)) {
        for (const record of Object.values(records)) {
          expect(record).toMatchObject({ certificate: fingerprint });
        }
      }
    });

    it('leaves the Secrets and the pods as they were once it is applied', async () => {
      await run.applyFolder();
      await run.waitUntilOpened('strict');
      await run.waitUntilOpened('wide');
      const after = await readSecrets();
      expect(after.map(({ data }) => fingerprints(data))).toEqual(
        secrets.map(({ data }) => fingerprints(data)),
      );
      // The controller has not even written them.
      expect(after.map(({ metadata }) => metadata.resourceVersion)).toEqual(
        secrets.map(({ metadata }) => metadata.resourceVersion),
      );
      expect(Buffer.from(after[0].data.URL, 'base64').toString()).toBe(
        'postgres://observer@db',
      );
      expect(await readPods()).toEqual(pods);
    });

    it('claims no restart, and has nothing to do any more', async () => {
      const sealed = readSealed(await run.repository.git.read(FILES.sealed));
      const { certificate } = sealed.strict.records.PASSWORD;
      const status = await run.backstage.waitForStatus(
        run.repository.entityRef,
        'that the new ciphertexts are there',
        ({ secrets: seen, sources }) =>
          sources.every(({ state }) => state === 'live') &&
          seen.find(({ name }) => name === 'strict')?.keys[0].certificate ===
            certificate &&
          seen.every(({ state }) => state === 'ok'),
      );
      const strict = status.secrets.find(({ name }) => name === 'strict');
      expect(strict).toMatchObject({
        reasons: [],
        consumers: [{ name: 'reader', restartPending: false }],
      });
      const task = await run.reencrypt();
      expect(task.status).toBe('completed');
      expect(task.pullRequest).toBeUndefined();
      expect(task.output.text?.map(({ title }) => title)).toEqual([
        'Nothing to do',
      ]);
    });
  });
}

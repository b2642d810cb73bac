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

/* eslint-disable jest/no-export -- a part of faults.test.ts */

import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import {
  parseSealingCertificate,
  sealIntoManifest,
} from '@safekeep/backstage-plugin-safekeep-node';
import { run } from '../../src';
import { makeFolder } from '../support/openTestbed';
import { FaultBed } from './FaultBed';
import { FaultPlace, isFor, secretOf } from './FaultPlace';
import { together } from './together';

const FILE = 'credentials.yaml';

/** A certificate of a controller that this cluster does not have. */
async function withForeignCertificate<T>(
  use: (file: string) => Promise<T>,
): Promise<T> {
  const folder = await makeFolder('foreign-certificate');
  const certificate = join(folder, 'certificate.pem');
  try {
    await run('openssl', [
      'req',
      '-x509',
      '-newkey',
      'rsa:4096',
      '-nodes',
      '-subj',
      '/CN=elsewhere',
      '-days',
      '30',
      '-keyout',
      join(folder, 'key.pem'),
      '-out',
      certificate,
    ]);
    return await use(certificate);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function expectWrongKey(place: FaultPlace, name?: string) {
  const status = await place.waitFor('that it cannot be opened', found =>
    isFor('sealed-secret-wrong-key', found.secrets[0]),
  );
  const { state, reasons } = secretOf(status, name);
  expect(state).toBe('failing');
  expect(reasons).toHaveLength(1);
  const { why, whatToDo } = reasons[0];
  expect(why).toMatch(
    /^The controller cannot open 2 of 2 keys \((PASSWORD, USER|USER, PASSWORD)\): sealed for another name, namespace, scope or cluster, or the private key is gone\.$/,
  );
  expect(whatToDo).toBe(
    `Seal it again for ${place.namespace}/${
      name ?? 'credentials'
    } with the current certificate of this cluster.`,
  );
  expect(status.state).toBe('failing');
  expect(
    status.checks.find(({ id }) => id === 'secrets-unsealed'),
  ).toMatchObject({ state: 'failing' });
}

/** What kubeseal was told wrong. */
export function describeSealing(bed: FaultBed): void {
  describe('a SealedSecret', () => {
    const meanwhile = together();
    const foreign = bed.addPlace('foreign-certificate', async place =>
      withForeignCertificate(async certificate =>
        place.deploy({ [FILE]: await place.seal({ certificate }) }),
      ),
    );
    const moved = bed.addPlace('wrong-namespace', async place => {
      const text = await place.seal({ namespace: 'elsewhere' });
      await place.deploy({
        [FILE]: text.replaceAll(
          'namespace: elsewhere',
          `namespace: ${place.namespace}`,
        ),
      });
    });
    // Only its own metadata, as kustomize does it.
    const transformed = bed.addPlace('moved-namespace', async place => {
      const text = await place.seal({ namespace: 'elsewhere' });
      await place.deploy({
        [FILE]: text.replace(
          'namespace: elsewhere',
          `namespace: ${place.namespace}`,
        ),
      });
    });
    const recorded = bed.addPlace('recorded-name');
    const pasted = bed.addPlace('pasted-text', async place =>
      place.deploy({
        [FILE]: (await place.seal()).replace(
          /^( +USER: ).*$/m,
          '$1aHVudGVyMg==',
        ),
      }),
    );
    const renamed = bed.addPlace('wrong-name', async place => {
      const text = await place.seal({ name: 'old-name' });
      await place.deploy({
        [FILE]: text.replaceAll('name: old-name', 'name: credentials'),
      });
    });

    it(
      'sealed with the certificate of another cluster is told, and the form of the card repairs it',
      meanwhile(async () => {
        await expectWrongKey(foreign);
        const { action } = secretOf(
          await foreign.waitFor('that it can be rotated', status =>
            status.secrets.some(secret => secret.action !== undefined),
          ),
        );
        expect(action?.template).toBe('rotate-secret');
        const task = await bed.backstage.runTemplate({
          template: `template:default/${action!.template}`,
          values: {
            ...action!.formData,
            keys: ['USER', 'PASSWORD'],
            given: [],
          },
        });
        expect(task.log).not.toContain('Error');
        await bed.git.merge(task.pullRequest!.number);
        await foreign.apply(FILE);
        await foreign.waitUntilOk();
        const values = await bed.kubernetes.secretValues(
          foreign.namespace,
          'credentials',
        );
        expect(Object.keys(values).sort()).toEqual(['PASSWORD', 'USER']);
      }),
    );

    it(
      'sealed for another namespace is told, and sealing it for this one repairs it',
      meanwhile(async () => {
        await expectWrongKey(moved);
        await moved.deploy({ [FILE]: await moved.seal() });
        expect((await moved.waitUntilOk()).secrets).toHaveLength(1);
      }),
    );

    it(
      'moved by a tool that leaves its template alone is told with what it was sealed for',
      meanwhile(async () => {
        const status = await transformed.waitFor('that it was moved', found =>
          isFor('sealed-secret-moved', found.secrets[0]),
        );
        expect(secretOf(status).reasons[0].why).toMatch(
          new RegExp(
            `sealed for elsewhere/credentials, and it is ${transformed.namespace}/credentials now`,
          ),
        );
        await transformed.deploy({ [FILE]: await transformed.seal() });
        await transformed.waitUntilOk();
      }),
    );

    it(
      'sealed by Safekeep for another name is told by its record',
      meanwhile(async () => {
        const { pem } = await bed.backstage.sealingCertificate();
        const { text } = sealIntoManifest({
          certificate: parseSealingCertificate(pem),
          namespace: recorded.namespace,
          name: 'old-name',
          values: new Map([['USER', Buffer.from('observer')]]),
          now: new Date(),
        });
        await recorded.deploy({
          [FILE]: text.replaceAll('name: old-name', 'name: credentials'),
        });
        const status = await recorded.waitFor('that it was renamed', found =>
          isFor('sealed-secret-moved', found.secrets[0]),
        );
        expect(secretOf(status)).toMatchObject({
          state: 'failing',
          keys: [{ name: 'USER', sealedWith: 'newest' }],
        });
        expect(secretOf(status).reasons[0].why).toContain(
          `sealed for ${recorded.namespace}/old-name`,
        );
      }),
    );

    it(
      'with text that is no sealed value is told, with the key it is in',
      meanwhile(async () => {
        const status = await pasted.waitFor('that it is no value', found =>
          isFor('sealed-secret-not-sealed', found.secrets[0]),
        );
        expect(secretOf(status).reasons.map(({ why }) => why)).toEqual([
          'No sealed value, whatever the key: 1 of 2 keys (USER). It is plain text or base64 of something else.',
        ]);
      }),
    );

    it('is of a cluster whose controller, version and key are listed', async () => {
      const { controllerName, controllerNamespace } =
        bed.testbed.description.sealedSecrets;
      const { controller, keys, sealedSecrets, certificateSource } =
        await bed.backstage.clusterStatus();
      expect(certificateSource.state).toBe('live');
      expect(controller).toMatchObject({
        name: controllerName,
        namespace: controllerNamespace,
        version: '0.36.6',
        ready: 1,
        reasons: [{ code: 'controller-version-oracle' }],
        renewalPeriod: { seconds: 2_592_000, from: 'default' },
      });
      const { fingerprint } = await bed.backstage.sealingCertificate();
      expect(keys[0]).toMatchObject({ fingerprint, newest: true });
      expect(sealedSecrets?.failing).toBeGreaterThan(0);
    });

    it(
      'sealed for another name is told, and sealing it for this one repairs it',
      meanwhile(async () => {
        await expectWrongKey(renamed);
        await renamed.deploy({ [FILE]: await renamed.seal() });
        expect((await renamed.waitUntilOk()).secrets).toHaveLength(1);
      }),
    );
  });
}

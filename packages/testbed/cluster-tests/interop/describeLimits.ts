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

import {
  sealIntoManifest,
  sealingLabel,
  sealValue,
} from '@safekeep/backstage-plugin-safekeep-node';
import { InteropRun } from './InteropRun';
import { expectOpened } from './openedSecrets';
import { plainCase, SecretCase } from './SecretCase';
import { bytesOf } from './secretValues';

const MEBIBYTE = 1024 * 1024;

/** How large a Secret may be: what the API server says, and what we say before. */
export function describeLimits(run: InteropRun): void {
  const [namespace] = run.namespaces;

  /** With keys of a size each, and one that makes the sum exact. */
  function withBytes(total: number, keys: number): SecretCase {
    const secret = plainCase(namespace, 'strict');
    const size = Math.floor(total / keys);
    for (let i = 0; i < keys - 1; i++) {
      secret.values.set(`key-${i}`, bytesOf(size, i));
    }
    const sum = [...secret.values.values()].reduce(
      (bytes, { length }) => bytes + length,
      0,
    );
    secret.values.set('rest', bytesOf(total - sum, 99));
    return secret;
  }

  const seal = (secret: SecretCase) =>
    sealIntoManifest({
      ...secret,
      certificate: run.certificate,
      now: new Date(),
    });

  /** As we seal it, without looking at its size. */
  function sealAnyway({ name, values }: SecretCase): object {
    const { certificate } = run;
    const label = sealingLabel({ scope: 'strict', namespace, name });
    const encryptedData = Object.fromEntries(
      [...values].map(([key, value]) => [
        key,
        sealValue({ certificate, label, value }),
      ]),
    );
    return {
      apiVersion: 'bitnami.com/v1alpha1',
      kind: 'SealedSecret',
      metadata: { name, namespace },
      spec: { encryptedData, template: { metadata: { name, namespace } } },
    };
  }

  describe('the size of a Secret', () => {
    it('of 1 MiB of values is the largest that opens', async () => {
      expect.hasAssertions();
      const secret = withBytes(MEBIBYTE, 4);
      await run.kubernetes.apply(seal(secret).text);
      await expectOpened(run.kubernetes, secret);
    });

    it('of a byte more would be taken and not opened: we refuse it', async () => {
      const secret = withBytes(MEBIBYTE + 1, 4);
      expect(() => seal(secret)).toThrow(
        'The values have 1048577 bytes together: a Secret holds at most 1048576 bytes',
      );
      await run.kubernetes.apply([sealAnyway(secret)]);
      await expect(expectOpened(run.kubernetes, secret)).rejects.toThrow(
        `Secret \\"${secret.name}\\" is invalid: data: Too long: may not be more than 1048576 bytes`,
      );
    });

    it('is limited by its ciphertexts, too: 1.5 MiB with all that the cluster adds', async () => {
      // Each key costs 0.7 kB besides its value, and a third is added to both.
      const largest = withBytes(MEBIBYTE, 130);
      await run.kubernetes.apply(seal(largest).text);
      await expectOpened(run.kubernetes, largest);

      const larger = withBytes(MEBIBYTE, 260);
      expect(() => seal(larger)).toThrow(
        /would need 1[56]\d{5} bytes in the cluster with its 261 ciphertexts, and an object holds at most 1572864/,
      );
      await expect(run.kubernetes.apply([sealAnyway(larger)])).rejects.toThrow(
        'etcdserver: request is too large',
      );
    });

    it('beyond 256 KiB needs a server-side apply, and we say so', async () => {
      const applyAsArgoCdDoes = async (text: string) =>
        run.kubernetes.kubectl(['apply', '--filename=-'], { input: text });
      const small = withBytes(190_000, 2);
      const sealedSmall = seal(small);
      expect(sealedSmall.needsServerSideApply).toBe(false);
      await applyAsArgoCdDoes(sealedSmall.text);
      await expectOpened(run.kubernetes, small);

      const large = withBytes(200_000, 2);
      const sealedLarge = seal(large);
      expect(sealedLarge.needsServerSideApply).toBe(true);
      await expect(applyAsArgoCdDoes(sealedLarge.text)).rejects.toThrow(
        'metadata.annotations: Too long: may not be more than 262144 bytes',
      );
      await run.kubernetes.apply(sealedLarge.text);
      await expectOpened(run.kubernetes, large);
    });
  });
}

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
  detachSecret,
  parseSealingCertificate,
  PlannedChange,
  removeSealedSecret,
  restoreSecretValues,
  rotateSecret,
  sealSecret,
} from '@safekeep/backstage-plugin-safekeep-node';
import { waitFor } from '../../src';
import { fingerprints, KubernetesObject } from '../support/kubernetes';
import { SecretsRun } from './SecretsRun';

const NAMESPACE = 'secrets-roll-back';

/** Longer than the garbage collector takes: what stays that long, stays. */
const COLLECTION_MS = 15_000;

/** That earlier values open, and what becomes of a Secret whose SealedSecret goes. */
export function describeRollBack(run: SecretsRun): void {
  describe('the way back', () => {
    let files: Map<string, string>;

    function take(change: PlannedChange): PlannedChange {
      for (const { path, content } of change.changes) {
        if (content === undefined) {
          files.delete(path);
        } else {
          files.set(path, content);
        }
      }
      return change;
    }

    async function seal(name: string): Promise<Record<string, string>> {
      const { pem } = await run.backstage.sealingCertificate();
      const values = {
        PASSWORD: randomBytes(12).toString('hex'),
        TOKEN: randomBytes(12).toString('hex'),
      };
      take(
        sealSecret(files, {
          certificate: parseSealingCertificate(pem),
          namespace: NAMESPACE,
          name,
          path: `${name}.yaml`,
          now: new Date(),
          values: new Map(
            Object.entries(values).map(([key, value]) => [
              key,
              Buffer.from(value),
            ]),
          ),
        }),
      );
      await apply(name);
      return values;
    }

    async function apply(name: string): Promise<void> {
      await run.testbed.kubernetes.apply(files.get(`${name}.yaml`)!);
      await run.waitUntilOpened(name, NAMESPACE);
    }

    const secret = (name: string) =>
      run.testbed.kubernetes.find<KubernetesObject>({
        kind: 'secret',
        namespace: NAMESPACE,
        name,
      });
    const valuesOf = async (name: string) =>
      fingerprints(await run.testbed.kubernetes.secretValues(NAMESPACE, name));
    const removeFromCluster = (name: string) =>
      run.testbed.kubernetes.delete({
        kind: 'sealedsecret',
        namespace: NAMESPACE,
        name,
      });

    beforeAll(async () => {
      const { kubernetes } = run.testbed;
      await kubernetes.delete({ kind: 'namespace', name: NAMESPACE });
      await kubernetes.apply([
        { apiVersion: 'v1', kind: 'Namespace', metadata: { name: NAMESPACE } },
      ]);
      files = new Map([['namespace.yaml', 'kind: Namespace\n']]);
    });
    afterAll(() =>
      run.testbed.kubernetes.delete({ kind: 'namespace', name: NAMESPACE }),
    );

    it('opens the values of an earlier commit again', async () => {
      const name = 'restored';
      const target = { namespace: NAMESPACE, name };
      const values = await seal(name);
      const earlier = new Map(files);
      const { pem } = await run.backstage.sealingCertificate();
      take(
        rotateSecret(files, {
          ...target,
          certificate: parseSealingCertificate(pem),
          keys: ['PASSWORD', 'TOKEN'],
          now: new Date(),
        }),
      );
      await apply(name);
      const between = await valuesOf(name);
      expect(between.PASSWORD).not.toBe(fingerprints(values).PASSWORD);

      take(
        restoreSecretValues(files, {
          ...target,
          earlier,
          keys: ['PASSWORD'],
          now: new Date(),
        }),
      );
      await apply(name);
      expect(await valuesOf(name)).toEqual({
        ...between,
        PASSWORD: fingerprints(values).PASSWORD,
      });
    });

    it('keeps a Secret that was detached when its SealedSecret goes', async () => {
      const name = 'detached';
      const target = { namespace: NAMESPACE, name };
      const values = await seal(name);
      const before = await secret(name);
      expect(before?.metadata.ownerReferences).toHaveLength(1);

      expect(() => removeSealedSecret(files, target)).toThrow(
        /Detach it first/,
      );
      take(detachSecret(files, target));
      await apply(name);
      expect((await secret(name))?.metadata.ownerReferences).toBeUndefined();

      take(removeSealedSecret(files, target));
      expect(files.has(`${name}.yaml`)).toBe(false);
      await removeFromCluster(name);
      await new Promise(resolve => setTimeout(resolve, COLLECTION_MS));
      expect((await secret(name))?.metadata.uid).toBe(before?.metadata.uid);
      expect(await valuesOf(name)).toEqual(fingerprints(values));

      // Sealed anew it changes hands in place.
      const anew = await seal(name);
      expect((await secret(name))?.metadata.uid).toBe(before?.metadata.uid);
      expect((await secret(name))?.metadata.ownerReferences).toHaveLength(1);
      expect(await valuesOf(name)).toEqual(fingerprints(anew));
    });

    it('would lose one that was not', async () => {
      const name = 'owned';
      await seal(name);
      await removeFromCluster(name);
      await waitFor(
        'Collecting the Secret',
        async () => (await secret(name)) === undefined,
        { timeoutMs: 60_000 },
      );
      expect(await secret(name)).toBeUndefined();
    });
  });
}

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

import { waitFor } from '../../src';
import { FaultBed } from './FaultBed';
import { isFor, secretOf } from './FaultPlace';

/** The sealed-secrets controller is away. */
export function describeController(bed: FaultBed): void {
  describe('the sealed-secrets controller scaled to 0', () => {
    const place = bed.addPlace('controller', async of =>
      of.deploy({
        'credentials.yaml': await of.seal(),
        'steady.yaml': await of.seal({ name: 'steady' }),
      }),
    );

    beforeAll(async () => {
      await place.waitUntilOk();
      // While it can still be asked for its certificate.
      const changed = await place.seal();
      const created = await place.seal({ name: 'new' });
      await bed.machine.scaleController(0);
      await place.deploy({ 'credentials.yaml': changed, 'new.yaml': created });
    });
    afterAll(() => bed.machine.scaleController(1));

    it('is told, with what is not done now', async () => {
      const status = await place.waitFor(
        'that nothing is opened',
        ({ secrets, checks }) =>
          ['credentials', 'new'].every(each =>
            isFor(
              'sealed-secret-controller-away',
              secrets.find(({ name }) => name === each),
            ),
          ) &&
          checks.some(
            ({ reason }) => reason?.code === 'controller-scaled-to-zero',
          ),
      );
      expect(status.state).toBe('failing');
      const { controllerName, controllerNamespace } =
        bed.testbed.description.sealedSecrets;
      for (const name of ['credentials', 'new']) {
        expect(secretOf(status, name)).toMatchObject({
          state: 'attention',
          reasons: [
            {
              why: `It waits, since the controller ${controllerNamespace}/${controllerName} does not run.`,
              whatToDo:
                'See why no pod of that Deployment is ready. When one is, it comes to this by itself.',
            },
          ],
        });
      }
      // What was opened before is there.
      expect(secretOf(status, 'steady').state).toBe('ok');
      expect(
        status.checks.find(({ id }) => id === 'controller-running'),
      ).toMatchObject({
        state: 'failing',
        evidence: `READY 0/0, ${controllerName}`,
        reason: {
          why: 'The sealed-secrets controller is scaled to 0: nothing opens what is sealed, and nothing new can be sealed.',
          whatToDo: `Set the replicas of Deployment ${controllerNamespace}/${controllerName} to 1.`,
        },
      });
    });

    it('is told of the cluster, with what was seen of its certificate before', async () => {
      const cluster = await waitFor(
        'The cluster without a certificate',
        async () => {
          const found = await bed.backstage.clusterStatus();
          if (found.certificateSource.state === 'live') {
            throw new Error('Its certificate is still live');
          }
          return found;
        },
        { timeoutMs: 120_000 },
      );
      expect(cluster).toMatchObject({
        state: 'failing',
        certificateSource: {
          state: 'stale',
          reason: { code: 'certificate-stale' },
        },
        controller: {
          desired: 0,
          ready: 0,
          reasons: [
            { code: 'controller-scaled-to-zero' },
            { code: 'controller-version-oracle' },
          ],
        },
      });
      expect(cluster.keys[0].newest).toBe(true);
      expect(cluster.sealedSecrets?.waiting).toBeGreaterThanOrEqual(2);
    });

    it('has no certificate to seal with, and form and task say why', async () => {
      const { controllerName, controllerNamespace } =
        bed.testbed.description.sealedSecrets;
      const why = `The sealed-secrets controller of cluster testbed does not answer (503); look whether Deployment ${controllerNamespace}/${controllerName} has a pod that is ready`;
      await expect(bed.backstage.sealingCertificate()).rejects.toMatchObject({
        cause: expect.objectContaining({
          message: expect.stringContaining(why),
        }),
      });

      const { action } = secretOf(await place.status());
      const task = await bed.backstage.runTemplate({
        template: `template:default/${action!.template}`,
        values: { ...action!.formData, keys: ['USER'], given: [] },
      });
      expect(task.status).toBe('failed');
      expect(task.log).toContain(why);
      expect(await bed.git.pullRequests()).not.toContainEqual(
        expect.objectContaining({ state: 'open' }),
      );
    });

    it('makes up for it when its replicas are 1 again', async () => {
      await bed.machine.scaleController(1);
      await place.waitUntilOk();
      await expect(bed.backstage.sealingCertificate()).resolves.toMatchObject({
        cluster: 'testbed',
      });
    });
  });
}

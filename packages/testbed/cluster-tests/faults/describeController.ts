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
          isFor(
            'sealed-secret-pending',
            secrets.find(({ name }) => name === 'credentials'),
          ) &&
          isFor(
            'sealed-secret-unprocessed',
            secrets.find(({ name }) => name === 'new'),
          ) &&
          checks.some(
            ({ reason }) => reason?.code === 'controller-scaled-to-zero',
          ),
      );
      expect(status.state).toBe('failing');
      expect(secretOf(status)).toMatchObject({
        state: 'attention',
        reasons: [
          {
            why: 'The controller has not processed the newest change yet.',
            whatToDo: 'Wait; if it lasts, check that the controller runs.',
          },
        ],
      });
      expect(secretOf(status, 'new')).toMatchObject({
        state: 'attention',
        reasons: [
          {
            why: 'The controller has not said anything about this SealedSecret.',
            whatToDo:
              'Check that the sealed-secrets controller runs and watches this namespace.',
          },
        ],
      });
      // What was opened before is there.
      expect(secretOf(status, 'steady').state).toBe('ok');
      const { controllerName, controllerNamespace } =
        bed.testbed.description.sealedSecrets;
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

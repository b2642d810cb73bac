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

/* eslint-disable jest/no-export -- a part of phase2.test.ts */

import { waitFor } from '../../src';
import { PATHS } from '../support/deploymentRepository';
import { fetchCertificate } from '../support/fetchCertificate';
import { fingerprints, KubernetesObject } from '../support/kubernetes';
import { SECRET } from '../support/Phase2';
import { SAFEKEEP_USER } from '../support/safekeepAccount';
import { expectLine, VERIFICATIONS } from './checklist';
import { codesOf, databaseOf, Phase2Walk, secretOf } from './Phase2Walk';

/** What the document starts from. */
export function describeAsFound(walk: Phase2Walk): void {
  describe('as the document finds it', () => {
    it('the Secret is plain in Git and in use, and the status says so', async () => {
      const { repository, kubernetes, namespace } = walk.phase2;
      const file = await repository.git.read(PATHS.plainSecret);
      const values = await kubernetes.secretValues(namespace, SECRET);
      expect(fingerprints(values)).toEqual(fingerprints(repository.values));
      for (const value of Object.values(values)) {
        expect(file.includes(value)).toBe(true);
      }
      const secret = secretOf(
        await walk.phase2.status('plain in Git', status =>
          codesOf(secretOf(status)).includes('secret-plain-in-git'),
        ),
      );
      expect(secret).toMatchObject({
        management: 'plain',
        state: 'attention',
        namespace,
        location: {
          path: 'secrets/observer-secrets.yaml',
          url: expect.stringContaining(
            repository.git.pageOf(PATHS.plainSecret),
          ),
        },
        action: { template: 'seal-secret' },
      });
      expect(secret.keys.map(({ name }) => name)).toEqual(
        Object.keys(values).sort(),
      );
      expect(
        secret.consumers.map(({ kind, name }) => `${kind}/${name}`).sort(),
      ).toEqual(['Deployment/observer', 'Deployment/postgres']);
    });

    it('the database is a Deployment on a claim, and the status says why that is bad', async () => {
      const { kubernetes, namespace } = walk.phase2;
      const claim = await kubernetes.get<
        KubernetesObject & { status: { phase: string } }
      >({ kind: 'pvc', namespace, name: 'observer-db-pvc' });
      const status = await walk.phase2.status(
        'that the database is ready',
        found => databaseOf(found).workload.ready === 1,
      );
      const database = databaseOf(status);
      expect(database).toMatchObject({
        engine: 'postgresql',
        version: '15',
        image: walk.phase2.testbed.description.images.postgres,
        state: 'failing',
        workload: { kind: 'Deployment', desired: 1, ready: 1 },
        claims: [
          {
            name: 'observer-db-pvc',
            phase: claim.status.phase,
            storageClass: 'local-path',
            capacity: '10Gi',
          },
        ],
        secrets: [SECRET],
      });
      expect(codesOf(database)).toEqual(['database-in-deployment']);
      expect(status.state).toBe('failing');
    });

    it('observer connects and writes', async () => {
      await expectLine(walk.phase2, VERIFICATIONS[4]);
      const before = await walk.phase2.database.ticks();
      expect(before.count).toBeGreaterThan(0);
      await waitFor(
        'The next tick',
        async () => (await walk.phase2.database.ticks()).count > before.count,
        { timeoutMs: 30_000 },
      );
    });

    it('A1: the controller runs, with the certificate that kubeseal gets', async () => {
      await expectLine(walk.phase2, VERIFICATIONS[0]);
      const pem = await fetchCertificate(walk.phase2.testbed);
      const certificate = await walk.phase2.backstage.sealingCertificate();
      expect(certificate.pem.trim()).toBe(pem.trim());
    });

    it("Safekeep's account may do what the documentation gives it, and no more", async () => {
      const { kubernetes, namespace } = walk.phase2;
      const may = async (verb: string, resource: string) =>
        (
          await kubernetes
            .kubectl([
              'auth',
              'can-i',
              verb,
              resource,
              `--namespace=${namespace}`,
              `--as=${SAFEKEEP_USER}`,
            ])
            .catch(() => 'no')
        ).trim();
      expect(await may('watch', 'deployments.apps')).toBe('yes');
      expect(await may('get', 'secrets')).toBe('no');
      expect(await may('list', 'secrets')).toBe('no');
      expect(await may('patch', 'deployments.apps')).toBe('no');
      expect(await may('create', 'pods/exec')).toBe('no');
      // It suffices: every source is live.
      const { sources } = await walk.phase2.status('what is live');
      expect(sources.map(({ kind, state }) => `${kind} ${state}`)).toEqual([
        'cluster live',
        'repository live',
      ]);
    });
  });
}

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

import { findLeaks } from '../support/canary';
import { PATHS } from '../support/deploymentRepository';
import { Ticks } from '../support/observerDatabase';
import { fingerprints } from '../support/kubernetes';
import { SECRET } from '../support/Phase2';
import { waitForHealth } from '../support/SyncEngine';
import { watchHandover } from '../support/watchHandover';
import { Phase2Walk, secretOf } from './Phase2Walk';

/** Steps A3 and A4. */
export function describeSealing(walk: Phase2Walk): void {
  describe('A3 and A4: sealing', () => {
    let ticks: Ticks;
    let postgresBefore: string[];
    let number: number;
    let started: number;

    it('proposes ciphertext in place of the plain file, in a pull request', async () => {
      ticks = await walk.phase2.database.ticks();
      postgresBefore = await walk.phase2.uidsOf('postgres');
      started = Date.now();
      const task = await walk.phase2.propose(
        'seal-secret',
        await walk.phase2.fill('seal-secret', { given: ['KIS_HTS_ID'] }),
        { KIS_HTS_ID: walk.sealedValue.value },
      );
      walk.shown.push(task.log);
      number = task.pullRequest.number;

      const { git, values } = walk.phase2.repository;
      const diff = await git.diff(number);
      const added = diff.split('\n').filter(line => /^\+[^+]/.test(line));
      for (const value of Object.values(values).filter(
        ({ length }) => length > 8,
      )) {
        expect(added.join('\n').includes(value)).toBe(false);
      }
      expect(diff.match(/^diff --git a\/(\S+)/gm)?.sort()).toEqual(
        [
          PATHS.observer,
          PATHS.kustomization,
          PATHS.sealedSecret,
          PATHS.plainSecret,
        ].map(path => `diff --git a/${path}`),
      );
      expect(findLeaks(walk.canaries, diff)).toEqual([]);
      // Nothing has changed before it is merged.
      expect(await walk.phase2.secretFingerprints()).toEqual(
        fingerprints(values),
      );
      const status = await walk.phase2.status(
        'the open pull request',
        ({ pullRequests }) => pullRequests.length === 1,
      );
      expect(status.pullRequests).toMatchObject([
        { number, stage: 'opened', secret: SECRET, url: task.pullRequest.url },
      ]);
    });

    it('is merged as its text advises, and the controller takes the Secret over', async () => {
      const { kubernetes, namespace, repository } = walk.phase2;
      const { body } = await repository.git.pullRequest(number);
      const advice = /`kubectl (-n \S+ annotate secret [^`]+)`/.exec(body);
      await kubernetes.kubectl(advice![1].split(' '));
      const before = await kubernetes.get({
        kind: 'secret',
        namespace,
        name: SECRET,
      });
      const handover = watchHandover(kubernetes, { namespace, name: SECRET });
      try {
        await walk.phase2.merge(number);
        // It is there all along: no pod has to wait for it.
        expect(await handover.result()).toEqual({ gapMs: 0, refusals: 0 });
      } finally {
        handover.stop();
      }
      const [secret, sealed] = await Promise.all(
        ['secret', 'sealedsecret'].map(kind =>
          kubernetes.get({ kind, namespace, name: SECRET }),
        ),
      );
      expect(secret.metadata.uid).toBe(before.metadata.uid);
      expect(secret.metadata.ownerReferences).toMatchObject([
        { kind: 'SealedSecret', name: SECRET, uid: sealed.metadata.uid },
      ]);
      // The sync knows it no more: nothing is left to be pruned.
      expect(secret.metadata.annotations ?? {}).toEqual({});
      await waitForHealth(walk.phase2.synced);
    });

    it('keeps every value byte for byte, but the one that was typed', async () => {
      expect(await walk.phase2.secretFingerprints()).toEqual(
        fingerprints({
          ...walk.phase2.repository.values,
          KIS_HTS_ID: walk.sealedValue.value,
        }),
      );
    });

    it('restarts observer and leaves the database alone; no row is lost', async () => {
      const { kubernetes, namespace, database } = walk.phase2;
      await kubernetes.waitForRollout(namespace, 'deployment/observer');
      expect(await walk.phase2.uidsOf('postgres')).toEqual(postgresBefore);
      const pods = await kubernetes.pods(
        namespace,
        'app in (observer,postgres)',
      );
      for (const { metadata, status } of pods) {
        expect([
          metadata.name,
          status.containerStatuses![0].restartCount,
        ]).toEqual([metadata.name, 0]);
      }
      expect(await database.ticks(ticks.upTo)).toEqual(ticks);
      console.info(
        `Longest pause of observer while it was sealed: ${await database.longestPause(
          new Date(started),
        )} s`,
      );
    });

    it('is told with its stage, its dates and its scope', async () => {
      const status = await walk.phase2.status(
        'that the pull request is through',
        ({ pullRequests }) => pullRequests[0]?.stage === 'restarted',
      );
      const merged = await walk.phase2.repository.git.pullRequest(number);
      expect(Date.parse(status.pullRequests[0].mergedAt!)).toBe(
        Date.parse(merged.merged_at!),
      );
      const secret = secretOf(status);
      expect(secret).toMatchObject({
        management: 'sealed',
        scope: 'strict',
        state: 'ok',
        reasons: [],
        location: { path: 'sealed-secrets/observer-sealed-secrets.yaml' },
        action: { template: 'rotate-secret' },
      });
      const { fingerprint } = await walk.phase2.backstage.sealingCertificate();
      for (const key of secret.keys) {
        const sealedAt = Date.parse(key.sealedAt!);
        expect(key.certificate).toBe(fingerprint);
        expect(sealedAt).toBeGreaterThanOrEqual(started - 1000);
        expect(sealedAt).toBeLessThanOrEqual(
          Date.parse(merged.merged_at!) + 1000,
        );
      }
      // A kind of which nothing happens is seen again after 150 s at the latest.
      expect(Date.now() - Date.parse(secret.observedAt!)).toBeLessThan(180_000);
    });
  });
}

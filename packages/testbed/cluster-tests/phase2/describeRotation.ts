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

import { EntityStatus } from '@safekeep/backstage-plugin-safekeep-common';
import { parse } from 'yaml';
import { waitFor } from '../../src';
import { PATHS } from '../support/deploymentRepository';
import { fingerprints, isReady } from '../support/kubernetes';
import { LoginProbe } from '../support/LoginProbe';
import { Ticks } from '../support/observerDatabase';
import { SECRET } from '../support/Phase2';
import { expectLine, VERIFICATIONS } from './checklist';
import { codesOf, databaseOf, Phase2Walk, secretOf } from './Phase2Walk';

function encryptedData(file: string): Record<string, string> {
  return parse(file).spec.encryptedData;
}

/** What the guide of step A5 does by hand. */
export function describeRotation(walk: Phase2Walk): void {
  describe('A5: changing a value', () => {
    let ticks: Ticks;
    let sealedFile: string;
    let login: LoginProbe;
    let started: number;
    let number: number;
    let postgresBefore: string[];

    beforeAll(async () => {
      const { repository, kubernetes, testbed } = walk.phase2;
      ticks = await walk.phase2.database.ticks();
      postgresBefore = await walk.phase2.uidsOf('postgres');
      sealedFile = await repository.git.read(PATHS.sealedSecret);
      login = await LoginProbe.start({
        kubernetes,
        namespace: 'safekeep-phase2-client',
        image: testbed.description.images.observer,
        server: {
          host: `postgres.${walk.phase2.namespace}.svc`,
          user: 'observer',
          database: 'observer',
        },
        passwords: {
          old: repository.values.POSTGRES_PASSWORD,
          new: walk.rotatedValue.value,
        },
      });
      await login.waitFor('old', 'accepted');
      await login.waitFor('new', 'refused');
    });

    afterAll(async () => login?.stop());

    /**
     * Where the controller is slow, the new pod has started before it: the card
     * says so, and what it says to do is done.
     */
    async function restartWhatCameTooEarly(key: string): Promise<void> {
      const { kubernetes, namespace } = walk.phase2;
      const expected = (await walk.phase2.secretFingerprints())[key];
      while ((await walk.phase2.runningFingerprint(key)) !== expected) {
        await kubernetes.waitForRollout(namespace, 'deployment/observer');
        await walk.phase2.status('that observer must restart', status =>
          secretOf(status).consumers.some(
            ({ name, restartPending }) => name === 'observer' && restartPending,
          ),
        );
        await kubernetes.kubectl([
          'rollout',
          'restart',
          'deployment/observer',
          `--namespace=${namespace}`,
        ]);
        await waitFor(
          'The pod after that',
          async () => (await walk.phase2.runningFingerprint(key)) === expected,
          { timeoutMs: 60_000 },
        );
      }
    }

    it('seals POSTGRES_PASSWORD and DB_PASSWORD anew, and nothing else', async () => {
      started = Date.now();
      const task = await walk.phase2.propose(
        'rotate-secret',
        await walk.phase2.fill('rotate-secret', {
          keys: ['POSTGRES_PASSWORD'],
          given: ['POSTGRES_PASSWORD'],
        }),
        { POSTGRES_PASSWORD: walk.rotatedValue.value },
      );
      walk.shown.push(task.log);
      number = task.pullRequest.number;
      const { git } = walk.phase2.repository;
      expect((await git.pullRequest(number)).body).toContain('ALTER ROLE');
      await walk.phase2.merge(number);
      const before = encryptedData(sealedFile);
      const after = encryptedData(await git.read(PATHS.sealedSecret));
      const changed = Object.keys(after).filter(
        key => after[key] !== before[key],
      );
      expect(changed.sort()).toEqual(['DB_PASSWORD', 'POSTGRES_PASSWORD']);
    });

    it('brings the new value into the Secret, and the database does not know it', async () => {
      const { kubernetes, namespace, repository } = walk.phase2;
      const expected = fingerprints({
        ...repository.values,
        KIS_HTS_ID: walk.sealedValue.value,
        POSTGRES_PASSWORD: walk.rotatedValue.value,
        DB_PASSWORD: walk.rotatedValue.value,
      });
      await waitFor(
        'The new value in the Secret',
        async () =>
          (await walk.phase2.secretFingerprints()).DB_PASSWORD ===
          expected.DB_PASSWORD,
        { timeoutMs: 240_000 },
      );
      expect(await walk.phase2.secretFingerprints()).toEqual(expected);
      await restartWhatCameTooEarly('DB_PASSWORD');
      // Two pods: the new one is refused, so that the old one stays.
      const pods = await waitFor(
        'The new pod of observer',
        async () => {
          const found = await kubernetes.pods(namespace, 'app=observer');
          return found.length === 2 && found;
        },
        { timeoutMs: 60_000 },
      );
      expect(pods.filter(isReady)).toHaveLength(1);
      await login.waitFor('old', 'accepted');
      await login.waitFor('new', 'refused');
      expect(login.outcomesOf('old')).toEqual(['accepted']);
      expect(await walk.phase2.uidsOf('postgres')).toEqual(postgresBefore);
    });

    it('is told by the card: what is unconfirmed, and what still runs with the earlier value', async () => {
      const status = await walk.phase2.status(
        'that the password is unconfirmed',
        found =>
          codesOf(databaseOf(found)).includes(
            'database-password-unconfirmed',
          ) &&
          codesOf(secretOf(found)).includes('restart-pending') &&
          // Until the repository is read again, nothing is known but the merge.
          found.pullRequests.every(({ stage }) => stage !== 'merged'),
      );
      const secret = secretOf(status);
      const rotated = secret.keys.filter(({ rotatedAt }) => rotatedAt);
      expect(rotated.map(({ name }) => name)).toEqual([
        'DB_PASSWORD',
        'POSTGRES_PASSWORD',
      ]);
      const dates = new Set(rotated.map(({ rotatedAt }) => rotatedAt));
      const [rotatedAt] = dates;
      expect(dates.size).toBe(1);
      expect(Date.parse(rotatedAt!)).toBeGreaterThanOrEqual(started - 1000);
      const unconfirmed = databaseOf(status).reasons.find(
        ({ code }) => code === 'database-password-unconfirmed',
      );
      expect(unconfirmed).toMatchObject({
        parameters: { secret: SECRET, date: rotatedAt },
        whatToDo: expect.stringContaining('ALTER ROLE'),
      });
      expect(secret.consumers).toEqual([
        { kind: 'Deployment', name: 'observer', restartPending: true },
        { kind: 'Deployment', name: 'postgres', restartPending: true },
      ]);
      expect(status.pullRequests).toMatchObject([
        { number, stage: 'unsealed' },
      ]);
      // As kubectl has it: the old pod serves.
      await expectLine(walk.phase2, VERIFICATIONS[4]);
    });

    it('is through when the role has the new password', async () => {
      const { kubernetes, namespace, database } = walk.phase2;
      const altered = Date.now();
      await database.setPassword('observer', walk.rotatedValue.value);
      await login.waitFor('new', 'accepted');
      await login.waitFor('old', 'refused');
      await kubernetes.waitForRollout(namespace, 'deployment/observer');
      console.info(
        `Rotation: the role was altered ${
          (altered - started) / 1000
        } s after it began; the longest pause of observer was ${await database.longestPause(
          new Date(started),
        )} s; old password: ${login.outcomesOf('old')}; new: ${login.outcomesOf(
          'new',
        )}`,
      );
      const status = await walk.phase2.status(
        'that the pull request is through',
        ({ pullRequests }) => pullRequests[0]?.stage === 'restarted',
        120_000,
      );
      expect(secretOf(status).consumers).toEqual([
        { kind: 'Deployment', name: 'observer', restartPending: false },
        { kind: 'Deployment', name: 'postgres', restartPending: true },
      ]);
      await expectLine(walk.phase2, VERIFICATIONS[4]);
      // Nothing that can be seen shows that the role was altered.
      expect(codesOf(databaseOf(status))).toEqual([
        'database-in-deployment',
        'database-password-unconfirmed',
      ]);
    });

    it('leaves nothing pending once the database was restarted as the reason says', async () => {
      const { kubernetes, namespace, repository, database, synced } =
        walk.phase2;
      const text = await repository.git.read(PATHS.postgres);
      const scale = async (replicas: number) => {
        const revision = await repository.git.commit(
          `chore(postgres): ${replicas} replicas`,
          [
            {
              path: PATHS.postgres,
              text: text.replace('replicas: 1', `replicas: ${replicas}`),
            },
          ],
        );
        await synced.waitForRevision(revision);
      };
      await scale(0);
      await walk.phase2.status('that it is scaled to 0', status =>
        codesOf(databaseOf(status)).includes('database-scaled-to-zero'),
      );
      await waitFor(
        'The end of the old server',
        async () => (await walk.phase2.uidsOf('postgres')).length === 0,
        { timeoutMs: 120_000 },
      );
      await scale(1);
      await kubernetes.waitForRollout(namespace, 'deployment/postgres');
      const status = await walk.phase2.status(
        'that nothing is pending',
        found => secretOf(found).state === 'ok',
      );
      expect(secretOf(status).reasons).toEqual([]);
      expect(await database.ticks(ticks.upTo)).toEqual(ticks);
      await login.waitFor('new', 'accepted');
    });

    it('does not take a restart that came before the Secret for one', async () => {
      const { kubernetes, namespace, repository, synced } = walk.phase2;
      const { git } = repository;
      const task = await walk.phase2.propose(
        'rotate-secret',
        await walk.phase2.fill('rotate-secret', {
          keys: ['KIS_APP_KEY'],
          given: [],
        }),
        {},
      );
      const pullRequest = await git.pullRequest(task.pullRequest.number);
      // The checksum goes ahead of what it stands for.
      await synced.waitForRevision(
        await git.commit('chore(observer): restart', [
          {
            path: PATHS.observer,
            text: await git.read(PATHS.observer, pullRequest.head.ref),
          },
        ]),
      );
      await kubernetes.waitForRollout(namespace, 'deployment/observer');
      const before = await walk.phase2.runningFingerprint('KIS_APP_KEY');
      await walk.phase2.merge(pullRequest.number);
      const isPending = (status: EntityStatus) =>
        secretOf(status).consumers.find(({ name }) => name === 'observer')!
          .restartPending;
      const stageOf = ({ pullRequests }: EntityStatus) =>
        pullRequests.find(({ number: found }) => found === pullRequest.number)
          ?.stage;
      const early = await walk.phase2.status(
        'that it is unsealed',
        status => stageOf(status) === 'unsealed' && isPending(status),
        240_000,
      );
      expect(codesOf(secretOf(early))).toEqual(['restart-pending']);
      await kubernetes.waitForRollout(namespace, 'deployment/observer');
      expect(await walk.phase2.runningFingerprint('KIS_APP_KEY')).toBe(before);

      await restartWhatCameTooEarly('KIS_APP_KEY');
      await kubernetes.waitForRollout(namespace, 'deployment/observer');
      await walk.phase2.status(
        'that observer has restarted',
        status => !isPending(status),
      );
    });
  });
}

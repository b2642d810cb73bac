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

import { DEPLOYMENT, STATEFUL_SET } from './migration/MigrationPlace';
import { WRITER } from './migration/writer';
import { KillsRun } from './kills/KillsRun';

jest.setTimeout(900_000);

const OLD_PODS = 'app=postgres,pod-template-hash';
const NEW_PODS = 'statefulset.kubernetes.io/pod-name';

// Whatever dies at whatever stage of a database's way to a StatefulSet, its data
// is all there afterwards, and the card says where it stands. Backstage dies
// while it proposes each stage; Argo CD, the kubelet and the server as soon as a
// stage begins to have effect. One test goes on where the one before it ended.
const run = new KillsRun();

beforeAll(() => run.open());
afterAll(() => run.close());

/** While nothing is there that could bring it about, nothing is said to be done. */
async function expectUnderWay(stage: string): Promise<void> {
  const { state, migration } = await run.database(
    `${stage} under way`,
    database => database.migration?.stage === stage,
  );
  expect(state).not.toBe('healthy');
  expect(migration!.next?.action).toBeUndefined();
}

it('takes the clients off', async () => {
  await run.place.waitForWrite(Date.now());
  const held = await run.hold(DEPLOYMENT);
  const revision = await run.merge(await run.offer(), {
    option: 'reuse-claim',
    way: 'staged',
  });
  await run.waitForTheEndOf(`app=${WRITER}`);
  await run.killAll(held.directory);
  await expectUnderWay('quiesce');
  await run.goOn(revision);
  await run.moveAt('quiesce', 'switch');
  await expect(held.lossesBy(DEPLOYMENT)).resolves.toEqual([]);
  // It came back behind its own lock.
  expect(held.servers).toBe(2);
});

it('switches to the StatefulSet', async () => {
  const held = await run.hold(DEPLOYMENT);
  const { next } = await run.moveAt('quiesce', 'switch');
  const revision = await run.merge(next?.action);
  await run.waitForTheEndOf(OLD_PODS);
  await run.killAll(held.directory);
  await run.restartBackstage();
  await expectUnderWay('switch');
  await run.goOn(revision);
  await run.killServer(held.directory);
  const { verification } = await run.moveAt('switch', 'finalize');
  expect(verification.filter(({ result }) => result !== 'pass')).toEqual([]);
  await expect(held.lossesBy(STATEFUL_SET, { isQuiet: true })).resolves.toEqual(
    [],
  );
});

it('goes back, and finishes that', async () => {
  const held = await run.hold(STATEFUL_SET);
  const { rollBack } = await run.moveAt('switch', 'finalize');
  const revision = await run.merge(rollBack, { acceptLostWrites: false });
  await run.waitForTheEndOf(NEW_PODS);
  await run.killAll(held.directory);
  await expectUnderWay('roll-back');
  await run.goOn(revision);
  const { next } = await run.moveAt('roll-back', 'finalize');
  await run.place.waitForWrite(Date.now());
  await expect(held.lossesBy(DEPLOYMENT)).resolves.toEqual([]);
  await run.place.waitUntilApplied(await run.merge(next?.action));
  await run.database('that it is where it was', ({ migration }) => !migration);
  await expect(held.lossesBy(DEPLOYMENT)).resolves.toEqual([]);
});

it('moves again in one guarded pull request', async () => {
  const held = await run.hold(DEPLOYMENT);
  const revision = await run.merge(await run.offer(), {
    option: 'reuse-claim',
    way: 'guarded',
  });
  await run.waitForTheEndOf(OLD_PODS);
  await run.killAll(held.directory);
  await expectUnderWay('switch');
  await run.goOn(revision);
  await run.place.waitForWrite(Date.now());
  await run.moveAt('switch', 'finalize');
  await expect(held.lossesBy(STATEFUL_SET)).resolves.toEqual([]);
});

it('is let through by its guard once more when its pod dies with the server', async () => {
  const held = await run.hold(STATEFUL_SET);
  await run.killServer(held.directory);
  await run.place.kubernetes.kubectl([
    'delete',
    'pod',
    'postgres-0',
    `--namespace=${run.place.namespace}`,
    '--force',
    '--grace-period=0',
  ]);
  await run.place.waitForWrite(Date.now());
  await expect(held.lossesBy(STATEFUL_SET)).resolves.toEqual([]);
  await expect(run.place.guardOf('app=postgres')).resolves.toEqual({
    verdict: 'passed-before',
  });
});

it('is finished', async () => {
  const held = await run.hold(STATEFUL_SET);
  const { next } = await run.moveAt('switch', 'finalize');
  const revision = await run.merge(next?.action);
  await run.waitForTheEndOf(NEW_PODS);
  await run.killAll(held.directory);
  await run.goOn(revision);
  await run.place.waitForWrite(Date.now());
  const { steps } = await run.moveAt('finalized');
  expect(steps.find(({ id }) => id === 'finalized')?.state).toBe('done');
  await expect(held.lossesBy(STATEFUL_SET)).resolves.toEqual([]);
});

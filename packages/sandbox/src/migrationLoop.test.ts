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

import {
  compareSnapshots,
  DatabaseMigration,
  DatabaseSnapshot,
  parseDatabaseMigration,
  parseGuardVerdict,
  parseSnapshotVerdict,
} from '@safekeep/backstage-plugin-safekeep-common';
import {
  migrateDatabase,
  MigrateDatabaseOptions,
  rollBackDatabase,
} from '@safekeep/backstage-plugin-safekeep-node';
import { eventually } from './controllers/__testUtils__/testCluster';
import { readCommit } from './forge/git/commits';
import {
  moveBranch,
  writeBlob,
  writeCommit,
  writeTree,
} from './forge/git/objects';
import { readFiles } from './forge/git/trees';
import { recordAt, recordsAt } from './kubernetes/json/isRecord';
import { startSandbox, type Sandbox } from './Sandbox';

jest.setTimeout(120_000);

const NAMESPACE = 'observer-prod';
const PLACE = { folder: 'infra/k8s/base', namespace: NAMESPACE };

describe('observer’s database, on its way to a StatefulSet in the sandbox', () => {
  let sandbox: Sandbox;

  beforeEach(async () => {
    sandbox = await startSandbox({
      syncDelayMs: 1_000_000,
      timing: {
        podReadyMs: 10,
        podTerminationMs: 10,
        claimBindingMs: 10,
        jobDurationMs: 20,
        restartBackOffMs: 20,
      },
    });
    await sandbox.sync!.syncNow('observer');
  });
  afterEach(async () => sandbox.stop());

  async function filesOfMain(): Promise<Map<string, string>> {
    const { git } = sandbox.forge.repositories.get('tawbury', 'deployment');
    const commit = await git.getCommit('refs/heads/main');
    return readFiles(git, { commit });
  }

  /** Merges a change and applies it, as the buttons of the forge and the sync do. */
  async function merge(changes: { path: string; content?: string }[]) {
    const { git } = sandbox.forge.repositories.get('tawbury', 'deployment');
    const head = await git.getCommit('refs/heads/main');
    const { tree } = await readCommit(git, head);
    const edits = await Promise.all(
      changes.map(async ({ path, content }) => ({
        path,
        mode: '100644',
        id: content === undefined ? undefined : await writeBlob(git, content),
      })),
    );
    const commit = await writeCommit(git, {
      tree: await writeTree(git, { base: tree, changes: edits }),
      parents: [head],
      message: 'the database\n',
      author: { name: 'T', email: 't@t', date: new Date().toISOString() },
    });
    await moveBranch(git, { branch: 'main', to: commit, from: head });
    return sandbox.sync!.syncNow('observer');
  }

  async function migrate(
    options: Pick<MigrateDatabaseOptions, 'stage'> &
      Partial<MigrateDatabaseOptions>,
  ) {
    const { changes } = migrateDatabase(await filesOfMain(), {
      ...PLACE,
      database: 'deployment/postgres',
      appliedBy: 'argo-cd',
      now: new Date(),
      ...options,
    });
    expect(await merge(changes)).toMatchObject({ status: 'synced' });
  }

  async function rollBack(acceptLostWrites: boolean) {
    const { changes } = rollBackDatabase(await filesOfMain(), {
      ...PLACE,
      database: 'statefulset/postgres',
      acceptLostWrites,
    });
    expect(await merge(changes)).toMatchObject({ status: 'synced' });
  }

  const object = (kind: string, name: string) =>
    sandbox.cluster!.get('apps/v1', kind, name, NAMESPACE);

  const replicas = (kind: string, name: string) =>
    recordAt(object(kind, name), 'spec').replicas;

  const ready = (kind: string, name: string) =>
    Number(recordAt(object(kind, name), 'status').readyReplicas ?? 0);

  function migration(kind: string): DatabaseMigration | undefined {
    return parseDatabaseMigration(
      object(kind, 'postgres')?.metadata.annotations?.[
        'safekeep.io/database-migration'
      ],
    );
  }

  function messages(field: 'containerStatuses' | 'initContainerStatuses') {
    return sandbox.cluster!.list('v1', 'Pod', NAMESPACE).flatMap(pod =>
      recordsAt(pod, 'status', field).map(status => ({
        pod: pod.metadata.name,
        message: String(recordAt(status, 'state', 'terminated').message),
      })),
    );
  }

  /** The sync does not wait for what its last wave began. */
  async function snapshot(moment: string): Promise<DatabaseSnapshot> {
    let taken: DatabaseSnapshot | undefined;
    await eventually(() => {
      taken = takenAt(moment);
    });
    return taken!;
  }

  function takenAt(moment: string): DatabaseSnapshot {
    const said = messages('containerStatuses')
      .filter(({ pod }) => pod.includes(`-${moment}-`))
      .map(({ message }) => parseSnapshotVerdict(message))
      .find(verdict => verdict?.verdict === 'taken');
    if (said?.verdict !== 'taken') {
      throw new Error(`No snapshot from ${moment}`);
    }
    return said.snapshot;
  }

  async function failures(
    option: DatabaseMigration['option'],
    quiesced: boolean,
  ) {
    return compareSnapshots(await snapshot('before'), await snapshot('after'), {
      option,
      quiesced,
    }).filter(({ result }) => result === 'fail' || result === 'not-known');
  }

  const verdicts = () =>
    messages('initContainerStatuses').flatMap(({ message }) => {
      const verdict = parseGuardVerdict(message);
      return verdict ? [verdict.verdict] : [];
    });

  it('is guarded in one pull request, and tidied up in another', async () => {
    await migrate({ stage: 'start', option: 'reuse-claim' });
    expect(replicas('Deployment', 'postgres')).toBe(0);
    expect(replicas('Deployment', 'observer')).toBe(1);
    expect(migration('StatefulSet')).toMatchObject({
      way: 'guarded',
      stage: 'switch',
    });
    expect(verdicts()).toEqual(['passed']);
    // Where observer wrote meanwhile, contents are told by counts alone.
    for (const line of await failures('reuse-claim', false)) {
      expect(line).toMatchObject({
        id: 'checksums',
        result: 'not-known',
        reason: { code: 'verified-clients-wrote' },
      });
    }
    expect((await snapshot('before')).databases).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ name: 'observer', tables: 4 }),
      ]),
    );

    await migrate({ stage: 'finalize', verified: 'pass' });
    expect(object('Deployment', 'postgres')).toBeUndefined();
    expect(migration('StatefulSet')).toMatchObject({
      stage: 'finalized',
      verified: 'pass',
    });
    expect(sandbox.cluster!.databaseCorruptions()).toEqual([]);
  });

  it.each(['reuse-claim', 'dump-and-restore'] as const)(
    'is staged with %s: clients off, over, and tidied up',
    async option => {
      await migrate({ stage: 'start', option, way: 'staged' });
      expect(replicas('Deployment', 'observer')).toBe(0);
      expect(replicas('Deployment', 'postgres')).toBe(1);
      const before = await snapshot('before');
      expect(before.otherSessions).toBe(0);

      await migrate({ stage: 'switch', before });
      expect(replicas('Deployment', 'postgres')).toBe(0);
      expect(await failures(option, true)).toEqual([]);
      const after = await snapshot('after');
      expect(after.systemIdentifier === before.systemIdentifier).toBe(
        option === 'reuse-claim',
      );

      await migrate({ stage: 'finalize', verified: 'pass' });
      expect(replicas('Deployment', 'observer')).toBe(1);
      expect(object('Deployment', 'postgres')).toBeUndefined();
      expect(sandbox.cluster!.databaseCorruptions()).toEqual([]);
    },
  );

  it.each([
    ['reuse-claim', 'guarded'],
    ['reuse-claim', 'staged'],
    ['dump-and-restore', 'staged'],
  ] as const)('goes back from %s, %s', async (option, way) => {
    await migrate({ stage: 'start', option, way });
    const before = await snapshot('before');
    if (way === 'staged') {
      await migrate({ stage: 'switch', before });
    }
    await snapshot('after');
    await rollBack(option === 'dump-and-restore');
    await eventually(() => {
      expect(ready('Deployment', 'postgres')).toBe(1);
      expect(ready('Deployment', 'observer')).toBe(1);
      expect(ready('StatefulSet', 'postgres')).toBe(0);
    });
    expect(sandbox.cluster!.databaseCorruptions()).toEqual([]);
    // It is the database that it was: another start finds all of it.
    await migrate({ stage: 'finalize' });
    expect(object('StatefulSet', 'postgres')).toBeUndefined();
    await eventually(() => expect(ready('Deployment', 'postgres')).toBe(1));
    await migrate({ stage: 'start', option: 'reuse-claim' });
    const again = await snapshot('before');
    expect(again.systemIdentifier).toBe(before.systemIdentifier);
    const rows = ({ databases }: DatabaseSnapshot) =>
      databases.map(database => database.rows);
    expect(rows(again)[0]).toBeGreaterThanOrEqual(rows(before)[0]);
    expect(sandbox.cluster!.databaseCorruptions()).toEqual([]);
  });

  it('waits for the server that a reverted pull request has brought back', async () => {
    const original = await filesOfMain();
    await migrate({ stage: 'start', option: 'reuse-claim' });
    await snapshot('after');
    // Without Safekeep's way back, one after the other, so that nobody meets.
    const moved = await filesOfMain();
    const path = [...moved.keys()].find(name => /statefulset/.test(name))!;
    const content = moved.get(path)!.replace('replicas: 1', 'replicas: 0');
    await merge([{ path, content }]);
    await eventually(() => expect(ready('StatefulSet', 'postgres')).toBe(0));
    await merge(
      [...new Set([...moved.keys(), ...original.keys()])].map(each => ({
        path: each,
        content: original.get(each),
      })),
    );
    await eventually(() => expect(ready('Deployment', 'postgres')).toBe(1));
    await migrate({ stage: 'start', option: 'reuse-claim' });
    await eventually(() => expect(ready('StatefulSet', 'postgres')).toBe(1));
    expect(verdicts()).toContain('passed');
    expect(sandbox.cluster!.databaseCorruptions()).toEqual([]);
  });
});

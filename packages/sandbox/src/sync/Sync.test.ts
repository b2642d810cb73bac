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
  startTestForge,
  type TestForge,
} from '../forge/__testUtils__/startTestForge';
import {
  moveBranch,
  writeBlob,
  writeCommit,
  writeTree,
} from '../forge/git/objects';
import { Sync } from './Sync';
import type { ClusterObject, SyncTarget } from './SyncTarget';
import { createSyncPages } from './createSyncPages';

const CANARY = 'canary-77ab';

/** A cluster that notes what is done to it and lets a test say what is healthy. */
class NotedCluster implements SyncTarget {
  readonly objects = new Map<string, ClusterObject>();
  readonly log: string[] = [];
  refuse: string | undefined;

  async apply(
    objects: ClusterObject[],
    options: { dryRun?: boolean },
  ): Promise<void> {
    for (const object of objects) {
      if (this.refuse === object.metadata.name) {
        throw new Error(
          `${object.kind} ${object.metadata.name} is not allowed`,
        );
      }
      if (options.dryRun) {
        continue;
      }
      this.log.push(`apply ${object.kind} ${object.metadata.name}`);
      const key = `${object.kind}/${object.metadata.name}`;
      this.objects.set(key, { ...this.objects.get(key), ...object });
    }
  }

  get(_version: string, kind: string, name: string) {
    return this.objects.get(`${kind}/${name}`);
  }

  async delete(_version: string, kind: string, name: string): Promise<void> {
    this.log.push(`delete ${kind} ${name}`);
    this.objects.delete(`${kind}/${name}`);
  }

  takeLog(): string[] {
    return this.log.splice(0);
  }
}

const object = (kind: string, name: string, more = '') =>
  `apiVersion: v1\nkind: ${kind}\nmetadata:\n  name: ${name}\n${more}`;

describe('Sync', () => {
  let test: TestForge;
  let sync: Sync;
  let cluster: NotedCluster;
  beforeEach(async () => {
    test = await startTestForge({
      'k8s/kustomization.yaml':
        'namespace: n\nresources: [a.yaml, b.yaml, ns.yaml]\n',
      'k8s/a.yaml': object('Service', 'a'),
      'k8s/b.yaml': object('ConfigMap', 'b'),
      'k8s/ns.yaml': object('Namespace', 'n'),
    });
    cluster = new NotedCluster();
    sync = await Sync.start({
      forge: test.forge,
      target: cluster,
      applications: [
        {
          name: 'app',
          owner: 'acme',
          repository: 'deployment',
          branch: 'main',
          path: 'k8s',
        },
      ],
      delayMs: 1,
    });
    test.forge.addPages('/', createSyncPages(sync));
  });
  afterEach(async () => {
    await sync.stop();
    await test.stop();
  });

  /** Commits to main and waits until the sync has tried it. */
  async function commit(files: Record<string, string | undefined>) {
    const { git } = test.repository;
    const from = await git.getCommit('main');
    const changes = [];
    for (const [path, text] of Object.entries(files)) {
      const id = text === undefined ? undefined : await writeBlob(git, text);
      changes.push({ path, mode: '100644', id });
    }
    const to = await writeCommit(git, {
      tree: await writeTree(git, { base: from, changes }),
      parents: [from],
      message: 'change',
      author: { name: 'A', email: 'a@b', date: '2026-01-02T00:00:00Z' },
    });
    await moveBranch(git, { branch: 'main', from, to });
    return sync.syncNow('app');
  }

  it('applies at start, namespaces first, and says so', async () => {
    expect(cluster.takeLog()).toEqual([
      'apply Namespace n',
      'apply ConfigMap b',
      'apply Service a',
    ]);
    expect(cluster.get('v1', 'Service', 'a')?.metadata).toMatchObject({
      namespace: 'n',
      annotations: { 'argocd.argoproj.io/tracking-id': 'app:/Service:n/a' },
    });
    const reply = await fetch(`${test.forge.url}/sync.json`);
    const { applications } = await reply.json();
    expect(applications).toMatchObject([
      { name: 'app', status: 'synced', message: '3 objects applied' },
    ]);
    expect(applications[0].appliedRevision).toBe(applications[0].revision);
  });

  it('deletes what left Git, but only what is its own and may go', async () => {
    cluster.takeLog();
    await commit({
      'k8s/kustomization.yaml': 'namespace: n\nresources: [ns.yaml, c.yaml]\n',
      'k8s/c.yaml': object(
        'PersistentVolumeClaim',
        'c',
        '  annotations:\n    argocd.argoproj.io/sync-options: Prune=false\n',
      ),
    });
    expect(cluster.takeLog()).toEqual([
      'delete Service a',
      'delete ConfigMap b',
      'apply Namespace n',
      'apply PersistentVolumeClaim c',
    ]);
    // Someone else made the object of that name anew: it isn't the sync's.
    await commit({
      'k8s/kustomization.yaml':
        'namespace: n\nresources: [ns.yaml, c.yaml, b.yaml]\n',
    });
    cluster.objects.set('ConfigMap/b', {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: 'b', namespace: 'n' },
    });
    cluster.takeLog();
    const state = await commit({
      'k8s/kustomization.yaml': 'namespace: n\nresources: [ns.yaml]\n',
    });
    expect(cluster.takeLog()).toEqual(['apply Namespace n']);
    expect(state?.objects).toContainEqual(
      expect.objectContaining({ name: 'c', action: 'kept' }),
    );
  });

  it('leaves the cluster as it was for a mistake in the repository', async () => {
    cluster.takeLog();
    const state = await commit({
      'k8s/a.yaml': `apiVersion: v1\nkind: Service\nmetadata: {name: a}\nx: "${CANARY}\n`,
      'k8s/b.yaml': object('ConfigMap', 'other'),
    });
    expect(cluster.takeLog()).toEqual([]);
    expect(state).toMatchObject({ status: 'failed' });
    expect(state?.message).toMatch(/^k8s\/a\.yaml:\d+: this is not valid YAML/);
    const page = await (await fetch(`${test.forge.url}/sync`)).text();
    expect(page).toContain('✖ Failed');
    expect(page).toContain('k8s/a.yaml');
    expect(page).not.toContain(CANARY);

    expect(
      await commit({ 'k8s/a.yaml': object('Service', 'a') }),
    ).toMatchObject({
      status: 'synced',
    });
  });

  it('says what the cluster refused, and tries again by itself on a push', async () => {
    cluster.refuse = 'b';
    cluster.takeLog();
    const state = await commit({
      'k8s/kustomization.yaml': 'namespace: n\nresources: [b.yaml, ns.yaml]\n',
    });
    expect(state).toMatchObject({
      status: 'failed',
      message:
        'The cluster refused it, and nothing was changed: ConfigMap b is not allowed',
    });
    // Not even what left Git was deleted.
    expect(cluster.takeLog()).toEqual([]);
    cluster.refuse = undefined;
    await test.api('/git/refs/heads/main', {
      method: 'PATCH',
      body: { sha: await test.repository.git.getCommit('main') },
    });
    for (let tries = 0; sync.state()[0].status !== 'synced'; tries++) {
      expect(tries).toBeLessThan(100);
      await new Promise(resolve => setTimeout(resolve, 50));
    }
  });

  it('goes wave by wave and waits for each to be healthy', async () => {
    const wave = (number: number) =>
      `  annotations:\n    argocd.argoproj.io/sync-wave: "${number}"\n`;
    cluster.takeLog();
    const done = commit({
      'k8s/kustomization.yaml':
        'namespace: n\nresources: [ns.yaml, a.yaml, job.yaml, b.yaml]\n',
      'k8s/ns.yaml': object('Namespace', 'n', wave(-1)),
      'k8s/a.yaml': object('Service', 'a', wave(2)),
      'k8s/job.yaml': object('Job', 'check', wave(1)),
    });
    const job = () => cluster.get('batch/v1', 'Job', 'check');
    for (let tries = 0; !job(); tries++) {
      expect(tries).toBeLessThan(100);
      await new Promise(resolve => setTimeout(resolve, 50));
    }
    await new Promise(resolve => setTimeout(resolve, 250));
    expect(cluster.takeLog()).toEqual([
      'apply Namespace n',
      'apply ConfigMap b',
      'apply Job check',
    ]);
    expect(sync.state()[0].message).toBe('Wave 1 waits for Job check');
    cluster.objects.set('Job/check', {
      ...job()!,
      status: { conditions: [{ type: 'Complete', status: 'True' }] },
    });
    expect(await done).toMatchObject({ status: 'synced' });
    expect(cluster.takeLog()).toEqual(['apply Service a']);
  });

  it('applies nothing that comes after a failed Job, until that is made again', async () => {
    const wave = (number: number) =>
      `  annotations:\n    argocd.argoproj.io/sync-wave: "${number}"\n`;
    const ended = (type: string) => () => {
      const job = cluster.get('batch/v1', 'Job', 'check');
      if (job) {
        const status = { conditions: [{ type, status: 'True' }] };
        cluster.objects.set('Job/check', { ...job, status });
      }
    };
    cluster.takeLog();
    const failing = setInterval(ended('Failed'), 20);
    const state = await commit({
      'k8s/kustomization.yaml':
        'namespace: n\nresources: [ns.yaml, a.yaml, job.yaml]\n',
      'k8s/a.yaml': object('Service', 'a', wave(2)),
      'k8s/job.yaml': object('Job', 'check', wave(1)),
    });
    clearInterval(failing);
    expect(state).toMatchObject({
      status: 'failed',
      message: 'Wave 1 failed, and later ones were not applied: Job check',
    });
    expect(cluster.takeLog()).not.toContain('apply Service a');

    await cluster.delete('batch/v1', 'Job', 'check');
    const completing = setInterval(ended('Complete'), 20);
    expect(await sync.syncNow('app')).toMatchObject({ status: 'synced' });
    clearInterval(completing);
    expect(cluster.takeLog()).toContain('apply Service a');
  });
});

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

/* eslint-disable jest/no-export -- a part of create.test.ts */

import { waitFor } from '../../src';
import { ArgoCd, ArgoCdApplication } from '../support/argoCd';
import { GiteaRepository } from '../support/giteaRepository';
import { KubernetesObject } from '../support/kubernetes';
import { waitForHealth } from '../support/SyncEngine';
import { CreateRun, NAME } from './CreateRun';

const SYNCED = 'create-suite-synced';
const FOLDER = 'k8s';
const BACKUPS = `cronjobs/${NAME}-backup.yaml`;

/** In the wave behind the database, as the Job of a password would be. */
const LATER = `apiVersion: v1
kind: ConfigMap
metadata:
  name: later
  namespace: ${SYNCED}
  annotations:
    argocd.argoproj.io/sync-wave: "1"
`;

const OWNER = `apiVersion: v1
kind: Namespace
metadata:
  name: ${SYNCED}
  labels:
    pod-security.kubernetes.io/enforce: restricted
`;

/** A database that Argo CD applies and takes away. */
export function describeSync(run: CreateRun): void {
  describe('a sync by Argo CD', () => {
    let git: GiteaRepository;
    let synced: ArgoCdApplication | undefined;

    afterAll(async () => {
      await synced?.remove();
      await run.kubernetes.delete({ kind: 'namespace', name: SYNCED });
      await git?.delete();
    });

    const find = <T extends KubernetesObject>(kind: string, name: string) =>
      run.kubernetes.find<T>({ kind, name, namespace: SYNCED });
    const phaseOf = async (claim: string) =>
      (
        await find<KubernetesObject & { status: { phase: string } }>(
          'persistentvolumeclaim',
          claim,
        )
      )?.status.phase;

    it('waits for ever for a claim that no pod uses, and comes to its end by the first backup', async () => {
      git = await GiteaRepository.create(run.testbed.forge, SYNCED);
      const engine = new ArgoCd(run.testbed);
      await engine.remove(SYNCED);
      const { changes } = run.plan({ namespace: SYNCED });
      const files = new Map(
        changes.map(({ path, content = '' }) => [path, content]),
      );
      files.set('namespace.yaml', OWNER);
      files.set('later.yaml', LATER);
      files.set(
        'kustomization.yaml',
        `${files.get(
          'kustomization.yaml',
        )}  - namespace.yaml\n  - later.yaml\n`,
      );
      const whole = files.get(BACKUPS)!;
      const parts = whole.split(/^---\n/m);
      expect(parts).toHaveLength(3);
      files.set(BACKUPS, parts.slice(0, 2).join('---\n'));
      await git.commit(
        'feat: a database, and no first backup',
        [...files].map(([path, text]) => ({ path: `${FOLDER}/${path}`, text })),
      );
      synced = await engine.deploy({
        name: SYNCED,
        cloneUrl: git.cloneUrl,
        branch: git.branch,
        path: FOLDER,
        credentials: git.credentials,
      });
      await waitFor('The StatefulSet', async () => find('statefulset', NAME), {
        timeoutMs: 60_000,
      });
      await run.kubernetes.waitForRollout(SYNCED, `statefulset/${NAME}`);
      await new Promise(resolve => setTimeout(resolve, 15_000));
      expect(await phaseOf(`${NAME}-backups`)).toBe('Pending');
      expect(await find('configmap', 'later')).toBeUndefined();

      // A sync that runs keeps to its commit.
      await synced.endSync();
      const revision = await git.commit('fix: the first backup', [
        { path: `${FOLDER}/${BACKUPS}`, text: whole },
      ]);
      await synced.waitForRevision(revision, { timeoutMs: 180_000 });
      await waitForHealth(synced);
      expect(await find('configmap', 'later')).toBeDefined();
      expect(await phaseOf(`${NAME}-backups`)).toBe('Bound');
    });

    it('leaves data and dumps when the change is reverted', async () => {
      const claims = [`data-${NAME}-0`, `${NAME}-backups`];
      const before = await Promise.all(
        claims.map(name => find('persistentvolumeclaim', name)),
      );
      await git.commit('revert: no database', [
        {
          path: `${FOLDER}/kustomization.yaml`,
          text: 'resources:\n  - namespace.yaml\n  - later.yaml\n',
        },
      ]);
      await run.kubernetes.waitUntilGone({
        kind: 'statefulset',
        name: NAME,
        namespace: SYNCED,
      });
      await run.kubernetes.waitUntilGone({
        kind: 'cronjob',
        name: `${NAME}-backup`,
        namespace: SYNCED,
      });
      const after = await Promise.all(
        claims.map(name => find('persistentvolumeclaim', name)),
      );
      expect(after.map(each => each?.metadata.uid)).toEqual(
        before.map(each => each?.metadata.uid),
      );
      for (const each of after) {
        expect(each?.metadata.deletionTimestamp).toBeUndefined();
      }
    });
  });
}

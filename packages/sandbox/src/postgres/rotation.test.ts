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
  changePasswordSlot,
  FileChange,
  parseSealingCertificate,
  rotateDatabasePassword,
  rotateSecret,
  sealSecret,
} from '@safekeep/backstage-plugin-safekeep-node';
import { renderPasswordVerdict } from '@safekeep/backstage-plugin-safekeep-common';
import {
  moveBranch,
  writeBlob,
  writeCommit,
  writeTree,
} from '../forge/git/objects';
import { readFiles } from '../forge/git/trees';
import { recordAt, recordsAt } from '../kubernetes/json/isRecord';
import { startSandbox, type Sandbox } from '../Sandbox';

// A whole sandbox, and several syncs of it.
jest.setTimeout(60_000);

async function eventually<T>(look: () => T | undefined | false): Promise<T> {
  for (let tries = 0; tries < 400; tries++) {
    const found = look();
    if (found) {
      return found;
    }
    await new Promise(done => setTimeout(done, 50));
  }
  throw new Error('it did not come to be in 20 s');
}

/** What the craft makes of a seeded service, applied and carried out. */
describe('a password rotation in the sandbox', () => {
  let sandbox: Sandbox;
  let syncing: Promise<unknown> | undefined;
  beforeEach(async () => {
    sandbox = await startSandbox({
      syncDelayMs: 10,
      timing: {
        podReadyMs: 10,
        podTerminationMs: 10,
        claimBindingMs: 10,
        jobDurationMs: 20,
        restartBackOffMs: 50,
      },
    });
  });
  afterEach(async () => {
    await sandbox.stop();
    await syncing;
  });

  function service(
    application: string,
    repository: string,
    folder: string,
    namespace: string,
  ) {
    const { git } = sandbox.forge.repositories.get('tawbury', repository);
    const cluster = sandbox.cluster!;

    /** Commits what a change makes of the files, and waits until it is applied. */
    async function merge(
      plan: (files: Map<string, string>) => { changes: FileChange[] },
    ) {
      const from = await git.getCommit('refs/heads/main');
      const read = await readFiles(git, { commit: from });
      const files = new Map(
        [...read].map(([path, content]) => [path, content.toString()]),
      );
      const changes = [];
      for (const { path, content } of plan(files).changes) {
        const id =
          content === undefined ? undefined : await writeBlob(git, content);
        changes.push({ path, mode: '100644', id });
      }
      const to = await writeCommit(git, {
        tree: await writeTree(git, { base: from, changes }),
        parents: [from],
        message: 'change',
        author: { name: 'A', email: 'a@b', date: '2026-01-02T00:00:00Z' },
      });
      await moveBranch(git, { branch: 'main', from, to });
      // Not waited for: it lasts until the Job has ended.
      syncing = sandbox.sync!.syncNow(application);
      return to;
    }
    const state = () =>
      sandbox.sync!.state().find(each => each.repository === repository)!;
    const applied = async (commit: string) =>
      eventually(() => state().appliedRevision === commit);
    const pods = (name: string) =>
      cluster
        .list('v1', 'Pod', namespace)
        // One or two parts follow: those of a Job, or of a Deployment’s pod.
        .filter(({ metadata }) =>
          new RegExp(`^${name}(-[a-z0-9]+){1,2}$`).test(metadata.name),
        );
    const container = (pod: object) =>
      recordsAt(pod, 'status', 'containerStatuses')[0];
    const verdict = async (job: string) =>
      eventually(() => {
        const [pod] = pods(job);
        const end = pod && recordAt(container(pod), 'state', 'terminated');
        return end?.message && String(end.message).trim();
      });
    /** Waits until the pods are others, and all of them are ready. */
    const restarted = async (name: string, before: string[]) =>
      eventually(() => {
        const now = pods(name);
        return (
          now.length > 0 &&
          now.every(
            pod =>
              !before.includes(pod.metadata.uid ?? '') && container(pod)?.ready,
          )
        );
      });
    const uids = (name: string) =>
      pods(name).map(({ metadata }) => metadata.uid ?? '');
    const options = () => ({
      folder,
      namespace,
      certificate: parseSealingCertificate(cluster.sealingCertificate()),
      now: new Date(),
    });
    return {
      merge,
      applied,
      state,
      pods,
      container,
      verdict,
      restarted,
      uids,
      options,
    };
  }

  it('in place: the database first, then what uses it', async () => {
    const ledger = service('ledger', 'ledger', 'k8s', 'ledger-prod');
    const app = () =>
      ledger
        .pods('ledger')
        .filter(pod => !/^ledger-db/.test(pod.metadata.name));
    await eventually(() => app().length === 2);
    const before = app().map(({ metadata }) => metadata.uid);
    let job = '';
    const commit = await ledger.merge(files => {
      const planned = rotateDatabasePassword(files, {
        ...ledger.options(),
        name: 'ledger-db',
        keys: ['POSTGRES_PASSWORD'],
      });
      job = planned.job;
      return planned;
    });
    expect(await ledger.verdict(job)).toBe(
      renderPasswordVerdict({ verdict: 'changed', login: 'new' }),
    );
    await ledger.applied(commit);
    await eventually(
      () =>
        app().length === 2 &&
        app().every(
          pod =>
            !before.includes(pod.metadata.uid) && ledger.container(pod)?.ready,
        ),
    );

    // Rotating only the Secret is what the Job is there for.
    await ledger.merge(files =>
      rotateSecret(files, {
        ...ledger.options(),
        name: 'ledger-db',
        keys: ['POSTGRES_PASSWORD'],
      }),
    );
    await eventually(() =>
      app().some(pod => Number(ledger.container(pod)?.restartCount) > 0),
    );
  });

  it('two roles in turn, through all three steps', async () => {
    const observer = service(
      'observer',
      'deployment',
      'infra/k8s/base',
      'observer-prod',
    );
    const name = 'observer-secrets';
    await observer.applied(
      await observer.merge(files =>
        sealSecret(files, { ...observer.options(), name }),
      ),
    );
    const run = async (step: 'prepare' | 'switch' | 'retire') => {
      let job: string | undefined;
      const before = observer.uids('observer');
      const commit = await observer.merge(files => {
        const planned = changePasswordSlot(files, {
          ...observer.options(),
          name,
          step,
          keys: ['DB_PASSWORD'],
          owner: 'observer',
        });
        job = planned.job;
        return planned;
      });
      const said = job && (await observer.verdict(job));
      await observer.applied(commit);
      return { said, before };
    };
    expect(await run('prepare')).toMatchObject({
      said: renderPasswordVerdict({ verdict: 'changed', login: 'new' }),
    });
    const { before } = await run('switch');
    await observer.restarted('observer', before);
    // The first role is the administrator too.
    expect(await run('retire')).toMatchObject({
      said: renderPasswordVerdict({
        verdict: 'retired',
        login: 'new',
        detail: 'owner-kept',
      }),
    });
  });
});

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

import { setTimeout as sleep } from 'node:timers/promises';
import {
  detachSecret,
  removeSealedSecret,
} from '@safekeep/backstage-plugin-safekeep-node';
import { waitFor } from '../src';
import { KubernetesObject } from './support/kubernetes';
import { openTestbed, Testbed } from './support/openTestbed';
import { PlainService } from './support/PlainService';
import { countRefusals, watchHandover } from './support/watchHandover';

type SealedSecret = KubernetesObject & {
  status?: { conditions?: Array<{ status: string; message?: string }> };
};

const SLOW_MS = 5_000;

// A sync deletes the plain Secret and creates the SealedSecret. What comes in
// between is why a pull request that seals says what to run before the merge.
describe('from the plain Secret to the one of the controller', () => {
  let testbed: Testbed;
  let service: PlainService | undefined;

  beforeAll(async () => {
    testbed = await openTestbed();
  });

  afterEach(async () => {
    await service?.stop();
    service = undefined;
  });

  async function start(name: string) {
    service = await PlainService.start(testbed, name);
    const secret = { ...service.secret, namespace: name };
    return { service, secret, kubernetes: testbed.kubernetes };
  }

  const setFinalizers = (
    { namespace, name }: { namespace: string; name: string },
    finalizers: string[] | null,
  ) =>
    testbed.kubernetes.kubectl([
      'patch',
      'secret',
      name,
      `--namespace=${namespace}`,
      '--type=merge',
      `--patch=${JSON.stringify({ metadata: { finalizers } })}`,
    ]);

  /** Does something while a deletion takes its time, as where the garbage collector is busy. */
  async function whileDeletionIsSlow(
    secret: { namespace: string; name: string },
    work: () => Promise<void>,
  ) {
    await setFinalizers(secret, ['safekeep.io/slow']);
    try {
      await work();
      await sleep(SLOW_MS);
    } finally {
      await setFinalizers(secret, null);
    }
  }

  it('without the advice there is a moment without any Secret, or none comes back', async () => {
    const { service: app, secret, kubernetes } = await start('handover-plain');
    const handover = watchHandover(kubernetes, secret);
    await app.apply(await app.planSeal());
    const { gapMs, refusals } = await handover.result();
    console.info(`${gapMs} ms without a Secret, ${refusals} refusals`);
    // Whether it comes back depends on who is quicker, deletion or controller.
    expect(gapMs).not.toBe(0);
    expect(gapMs === undefined).toBe(
      (await kubernetes.find(secret)) === undefined,
    );
  });

  it('without the advice it stays away when its deletion is slow', async () => {
    const { service: app, secret, kubernetes } = await start('handover-slow');
    const plan = await app.planSeal();
    let applied: Promise<void> | undefined;
    await whileDeletionIsSlow(secret, async () => {
      // The sync waits for the deletion.
      applied = app.apply(plan);
      await waitFor(
        'The refusal of the controller',
        async () => (await countRefusals(kubernetes, secret)) > 0,
        { timeoutMs: 120_000 },
      );
    });
    await applied;
    await kubernetes.waitUntilGone(secret);
    await sleep(SLOW_MS);
    expect(await kubernetes.find(secret)).toBeUndefined();
    const { status } = await kubernetes.get<SealedSecret>({
      ...secret,
      kind: 'sealedsecret',
    });
    expect(status?.conditions).toMatchObject([
      {
        status: 'False',
        message: expect.stringContaining('not managed by SealedSecret'),
      },
    ]);

    // The way out that `sealed-secret-in-the-way` tells.
    await app.apply(await app.planSeal('another'));
    await waitFor(
      'The Secret after a change of the SealedSecret',
      async () => kubernetes.find(secret),
      { timeoutMs: 60_000 },
    );
  });

  it.each([
    ['at once', false],
    ['slowly', true],
  ])(
    'with the advice it is taken over, were it deleted %s',
    async (_, slow) => {
      const {
        service: app,
        secret,
        kubernetes,
      } = await start('handover-advised');
      const before = await kubernetes.get(secret);
      const plan = await app.planSeal();
      const advice = /`kubectl (-n \S+ annotate secret [^`]+)`/.exec(
        plan.description,
      );
      await kubernetes.kubectl(advice![1].split(' '));
      const handover = watchHandover(kubernetes, secret);
      const apply = () => app.apply(plan);
      await (slow ? whileDeletionIsSlow(secret, apply) : apply());
      expect(await handover.result()).toEqual({ gapMs: 0, refusals: 0 });
      const after = await kubernetes.get(secret);
      expect(after.metadata.uid).toBe(before.metadata.uid);
      expect(after.metadata.annotations ?? {}).toEqual({});
    },
  );
});

// The document's way back deletes the SealedSecret, and the Secret goes with it.
describe('leaving sealed-secrets', () => {
  let testbed: Testbed;
  let service: PlainService | undefined;

  beforeAll(async () => {
    testbed = await openTestbed();
  });

  afterEach(async () => {
    await service?.stop();
    service = undefined;
  });

  const untilOwners = (
    secret: { kind: string; namespace: string; name: string },
    count: number,
  ) =>
    waitFor(
      `A Secret with ${count} owners`,
      async () => {
        const found = await testbed.kubernetes.find(secret);
        return (
          found !== undefined &&
          (found.metadata.ownerReferences ?? []).length === count
        );
      },
      { timeoutMs: 60_000 },
    );

  /** A service whose Secret is the controller's, without ever having been away. */
  async function startSealed(name: string) {
    service = await PlainService.start(testbed, name);
    const secret = { ...service.secret, namespace: name };
    await testbed.kubernetes.kubectl([
      'annotate',
      'secret',
      secret.name,
      `--namespace=${name}`,
      'sealedsecrets.bitnami.com/managed=true',
      'argocd.argoproj.io/sync-options=Prune=false',
    ]);
    await service.apply(await service.planSeal());
    await untilOwners(secret, 1);
    return { service, secret };
  }

  it('keeps the Secret, where a sync that prunes brings one step after the other', async () => {
    const { service: app, secret } = await startSealed('leaving-in-steps');
    const { kubernetes } = testbed;
    const before = await kubernetes.get(secret);
    const values = await kubernetes.secretValues(secret.namespace, secret.name);
    await app.apply(app.planRollBack(detachSecret));
    await untilOwners(secret, 0);
    await app.apply(app.planRollBack(removeSealedSecret));
    await kubernetes.waitUntilGone({ ...secret, kind: 'sealedsecret' });
    await sleep(3 * SLOW_MS);
    const after = await kubernetes.get(secret);
    expect(after.metadata.uid).toBe(before.metadata.uid);
    expect(
      await kubernetes.secretValues(secret.namespace, secret.name),
    ).toEqual(values);
  });

  it('loses it without the first step, as the refusal says', async () => {
    const { service: app, secret } = await startSealed('leaving-at-once');
    expect(() => app.planRollBack(removeSealedSecret)).toThrow(
      /would be deleted with it. Detach it first/,
    );
    const { kubernetes } = testbed;
    const before = await kubernetes.get(secret);
    await kubernetes.delete({ ...secret, kind: 'sealedsecret' });
    // The sync brings the SealedSecret back, and the controller another Secret.
    await waitFor(
      'Another Secret of that name',
      async () => {
        const found = await kubernetes.find(secret);
        return (
          found !== undefined && found.metadata.uid !== before.metadata.uid
        );
      },
      { timeoutMs: 120_000 },
    );
    expect((await kubernetes.get(secret)).metadata.uid).not.toBe(
      before.metadata.uid,
    );
  });
});

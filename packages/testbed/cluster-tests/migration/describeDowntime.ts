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

/* eslint-disable jest/no-export -- a part of migration.test.ts */

import { goBackByHand, migrateByHand, naiveFolder } from './byHand';
import { Migration } from './Migration';
import { DEPLOYMENT, MigrationPlace } from './MigrationPlace';
import { MigrationRun } from './MigrationRun';
import { renderFolder } from './renderFolder';
import { secondsOf } from './WrittenRows';

const ROUNDS = 3;

/**
 * How long nobody can write, beside what a person does with kubectl. A figure
 * and no test, since it depends on what else the machine does: it is taken when
 * `SAFEKEEP_MEASURE` is set.
 */
export function describeDowntime(run: MigrationRun): void {
  if (!process.env.SAFEKEEP_MEASURE) {
    return;
  }
  describe('the time without the database', () => {
    it('is measured beside what it is by hand', async () => {
      const place = await run.place('downtime');
      try {
        const original = place.files;
        const documents = await statefulSetOf(place, naiveFolder(original));
        const migration = new Migration(place, {
          option: 'reuse-claim',
          way: 'guarded',
        });
        const planned = await statefulSetOf(place, migration.plan().changes);
        delete planned.spec.template.spec.initContainers;

        const seconds: Record<'document' | 'planned' | 'guarded', number[]> = {
          document: [],
          planned: [],
          guarded: [],
        };
        for (let round = 0; round < ROUNDS; round++) {
          await place.syncsByItself(false);
          seconds.document.push(
            await pauseOf(place, () => migrateByHand(place, documents)),
          );
          await goBackByHand(place);
          seconds.planned.push(
            await pauseOf(place, () => migrateByHand(place, planned)),
          );
          await goBackByHand(place);
          await place.syncsByItself(true);
          seconds.guarded.push(
            await pauseOf(place, async () =>
              place.waitUntilApplied(await migration.start()),
            ),
          );
          await startOver(place, original);
        }
        const [document, same, guarded] = [
          median(seconds.document),
          median(seconds.planned),
          median(seconds.guarded),
        ];
        // eslint-disable-next-line no-console
        console.info(
          [
            'Time without writes, by hand with the document’s StatefulSet, by hand with the planned one, and guarded:',
            ...Object.entries(seconds).map(
              ([way, all]) =>
                `${way} ${all.map(one => one.toFixed(1)).join(', ')} s`,
            ),
            `ratio ${(guarded / document).toFixed(2)} to the document’s, ${(
              guarded / same
            ).toFixed(2)} to the planned one by hand`,
          ].join('\n'),
        );
        expect(seconds.guarded).toHaveLength(ROUNDS);
      } finally {
        await place.stop();
      }
    });
  });
}

interface Rendered {
  kind: string;
  spec: { template: { spec: { initContainers?: object[] } } };
}

/** The StatefulSet of the folder after a change, as it is applied. */
async function statefulSetOf(
  place: MigrationPlace,
  changes: Array<{ path: string; content?: string }>,
): Promise<Rendered> {
  const files = place.files;
  for (const { path, content } of changes) {
    if (content === undefined) {
      files.delete(path);
    } else {
      files.set(path, content);
    }
  }
  const objects = await renderFolder(place.kubernetes, files);
  return objects.find(
    ({ kind }) => kind === 'StatefulSet',
  ) as unknown as Rendered;
}

/** The Deployment serves again, as if nothing had been merged. */
async function startOver(
  place: MigrationPlace,
  original: Map<string, string>,
): Promise<void> {
  await place.syncsByItself(false);
  await place.kubernetes.delete({
    kind: 'statefulset',
    namespace: place.namespace,
    name: 'postgres',
  });
  await place.waitUntilGone('app=postgres');
  const paths = new Set([...place.files.keys(), ...original.keys()]);
  const revision = await place.commit(
    [...paths]
      .filter(path => place.files.get(path) !== original.get(path))
      .map(path => ({ path, content: original.get(path) })),
  );
  await place.syncsByItself(true);
  await place.waitUntilApplied(revision);
  await place.kubernetes.waitForRollout(place.namespace, DEPLOYMENT);
}

async function pauseOf(
  place: MigrationPlace,
  move: () => Promise<void>,
): Promise<number> {
  await place.waitForWrite(Date.now());
  const since = Date.now();
  await move();
  await place.waitForWrite(Date.now());
  return secondsOf(await place.written.longestPause(since));
}

function median(values: number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];
}

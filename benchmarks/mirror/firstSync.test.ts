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

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { prepare } from './firstSync';
import { Collection } from './server/Collection';
import { SYNTHETIC } from './server/syntheticObjects';
import { countsOf, FOLLOWED_KINDS } from './kinds';

function sizeOf(object: unknown): number {
  return JSON.stringify(object).length;
}

describe('the synthetic objects', () => {
  it('are of the size of real ones, a good part of it managed fields', () => {
    for (const kind of ['Pod', 'StatefulSet', 'SealedSecret', 'Job'] as const) {
      const object = SYNTHETIC[kind](4321);
      const size = sizeOf(object);
      assert.ok(size > 3_000 && size < 8_192, `a ${kind} of ${size} bytes`);
      const managed = sizeOf(object.metadata.managedFields) / size;
      assert.ok(managed > 0.15 && managed < 0.6, `${kind}: ${managed}`);
    }
  });

  it('have names of their own', () => {
    const names = Array.from({ length: 1000 }, (_, index) => {
      const { namespace, name } = SYNTHETIC.Pod(index).metadata;
      return `${namespace}/${name}`;
    });
    assert.equal(new Set(names).size, 1000);
  });
});

describe('the lists and watches of the API server', () => {
  const pods = new Collection(
    FOLLOWED_KINDS[0],
    [0, 1, 2, 3, 4].map(SYNTHETIC.Pod),
  );
  const listed = (limit: number, token: string) =>
    JSON.parse(Buffer.concat([...pods.list(limit, token)]).toString());

  it('hold all objects, once', () => {
    const all = listed(0, '');
    assert.equal(all.kind, 'PodList');
    assert.equal(all.items.length, 5);
    assert.equal(all.metadata.continue, undefined);
    const names: string[] = [];
    let token = '';
    do {
      const page = listed(2, token);
      names.push(...page.items.map((item: any) => item.metadata.name));
      token = page.metadata.continue ?? '';
    } while (token);
    assert.deepEqual(
      names,
      all.items.map((item: any) => item.metadata.name),
    );
  });

  it('tell the initial events and their end', () => {
    const lines = Buffer.concat([...pods.initialEvents()])
      .toString()
      .trimEnd()
      .split('\n')
      .map(line => JSON.parse(line));
    assert.deepEqual(
      lines.map(({ type, object }) => [type, object.kind]),
      [...Array(5).fill(['ADDED', 'Pod']), ['BOOKMARK', 'Pod']],
    );
    assert.deepEqual(lines[5].object.metadata.annotations, {
      'k8s.io/initial-events-end': 'true',
    });
  });
});

const skip = process.platform !== 'linux' && 'the peak is told by Linux only';

describe('a first reading', { skip }, () => {
  it('is measured of both sides, which read everything', async () => {
    const measurement = await prepare(
      countsOf(() => 40),
      40,
    );
    try {
      for (const side of ['ours', 'anchor'] as const) {
        const result = await measurement.run(side);
        assert.ok(result.seconds > 0);
        assert.ok(Number.isFinite(result.heapBytesPerObject));
        assert.ok(Number.isFinite(result.peakBytes));
        assert.ok(result.stallMs > 0);
      }
    } finally {
      await measurement.stop();
    }
  });
});

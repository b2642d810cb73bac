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

import { writeFile } from 'node:fs/promises';
import { platform } from 'node:os';
import { join } from 'node:path';
import { Benchmark, CannotMeasure } from '../Figure';
import { Rounds } from '../rounds';
import { temporaryFolder } from '../temporaryFolder';
import { startChild } from './childProcess';
import { Counts, countsOf, FULL, sumOf } from './kinds';
import type { Churn, ServerReady } from './server/main';
import type { SideOrder, SideResult } from './sides/main';

const QUICK_PART = 10;
/** Five seconds of them, or one. */
const EVENTS = 2_500;
const QUICK_EVENTS = 500;
const MEBIBYTE = 1024 * 1024;
const ANCHOR = 'makeInformer of @kubernetes/client-node';

/**
 * A cluster that is read for the first time, by us and by client-node's
 * informer. Each side in each round is a process of its own; the API server is
 * another.
 */
export const firstSync: Benchmark = {
  figures: [
    {
      name: 'heap',
      title: 'heap per object of a cluster that is followed',
      unit: 'bytes',
      anchor: ANCHOR,
      goal: { ratio: { atMost: 0.1 } },
    },
    {
      name: 'sync',
      title: 'time until a cluster is read for the first time',
      unit: 's',
      anchor: ANCHOR,
      goal: { ratio: { atMost: 0.5 } },
    },
    {
      name: 'peak',
      title: 'most memory that reading a cluster for the first time adds',
      unit: 'MiB',
      anchor: ANCHOR,
      goal: { ratio: { atMost: 0.333 } },
    },
    {
      name: 'stall',
      title:
        'longest stall of the event loop, in a first reading and under 500 events a second',
      unit: 'ms',
      anchor: ANCHOR,
      goal: { ours: { atMost: 50 }, ratio: { atMost: 0.1 } },
    },
  ],
  async measure({ quick, rounds, onProgress }) {
    if (platform() !== 'linux') {
      throw new CannotMeasure('the peak of a process is told by Linux only');
    }
    const counts = countsFor(quick);
    const taken = {
      heap: empty(),
      sync: empty(),
      peak: empty(),
      stall: empty(),
    };
    const measurement = await prepare(counts, quick ? QUICK_EVENTS : EVENTS);
    try {
      for (let round = 1; round <= rounds; round++) {
        for (const side of ['ours', 'anchor'] as const) {
          onProgress(
            `reading ${sumOf(counts)} objects, ${side}, ${round} of ${rounds}`,
          );
          const result = await measurement.run(side);
          taken.heap[side].push(result.heapBytesPerObject);
          taken.sync[side].push(result.seconds);
          taken.peak[side].push(result.peakBytes / MEBIBYTE);
          taken.stall[side].push(result.stallMs);
        }
      }
    } finally {
      await measurement.stop();
    }
    return taken;
  },
};

export function countsFor(quick: boolean): Counts {
  return quick ? countsOf(kind => FULL[kind] / QUICK_PART) : FULL;
}

/**
 * Starts an API server with so many objects, of which so many Pods change once
 * they were read; `run` measures one side once.
 */
export async function prepare(
  counts: Counts,
  events: number,
): Promise<{
  order: SideOrder;
  run(side: 'ours' | 'anchor'): Promise<SideResult>;
  stop(): Promise<void>;
}> {
  const folder = await temporaryFolder();
  const server = await startChild<ServerReady>('server/main.ts', [
    JSON.stringify(counts),
  ]);
  const { kubeconfig, warmUp } = server.result;
  const order: SideOrder = {
    target: {
      kubeconfig: join(folder, 'kubeconfig'),
      context: 'synthetic',
      counts,
    },
    warmUp: {
      kubeconfig: join(folder, 'kubeconfig-warm-up'),
      context: 'warm-up',
      counts: warmUp.counts,
    },
    events,
  };
  await writeFile(order.target.kubeconfig, kubeconfig);
  await writeFile(order.warmUp.kubeconfig, warmUp.kubeconfig);
  return {
    order,
    run: async side => {
      const child = await startChild<SideResult>(
        'sides/main.ts',
        [side, JSON.stringify(order)],
        message => {
          if (isChurn(message)) {
            server.tell(message.churn);
          }
        },
      );
      await child.stop();
      return child.result;
    },
    stop: () => server.stop(),
  };
}

function isChurn(message: {
  type: string;
}): message is { type: 'churn'; churn: Churn } {
  return message.type === 'churn';
}

function empty(): Rounds {
  return { ours: [], anchor: [] };
}

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

// One side of the mirror's figures, in a process of its own: `main.ts ours|anchor
// ORDER` follows a small cluster to warm up, then the large one, and tells its
// parent what that took.

import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { Counts, FOLLOWED_KINDS, sumOf } from '../kinds';
import type { Churn } from '../server/main';
import { SYNTHETIC } from '../server/syntheticObjects';
import { Follow, Following, Target } from './Following';
import { heapInUse, watchPeak } from './memory';

const EVENTS_PER_SECOND = 500;
const CHURN_TIMEOUT_MS = 120_000;

export interface SideOrder {
  warmUp: Target & { counts: Counts };
  target: Target & { counts: Counts };
  /** How many Pods are changed, once everything was read; 0: none. */
  events: number;
}

/** What this process tells its parent. */
export interface SideResult {
  /** From the first request until every kind was read and is watched. */
  seconds: number;
  /** What more is on the heap for each object, once nothing is left to collect. */
  heapBytesPerObject: number;
  /** The most that was resident meanwhile, beyond what was before. */
  peakBytes: number;
  /** The longest that the event loop stood still, then and under 500 events a second. */
  stallMs: number;
}

async function main(): Promise<void> {
  const [side, order] = process.argv.slice(2);
  const { warmUp, target, events }: SideOrder = JSON.parse(order);
  const follow = followOf(side);

  const first = await follow(warmUp);
  await assertAll(first, warmUp.counts);
  await first.stop();

  const heap = await heapInUse();
  const peak = watchPeak();
  const stallInSync = watchStalls();
  const start = performance.now();
  const following = await follow(target);
  const seconds = (performance.now() - start) / 1000;
  const peakBytes = peak.growth();
  const stallMs = stallInSync.longestMs();
  const grown = (await heapInUse()) - heap;
  await assertAll(following, target.counts);
  const stallInChurn = watchStalls();
  await changePods(following, events);
  const churnStallMs = stallInChurn.longestMs();
  await following.stop();

  const result: SideResult = {
    seconds,
    heapBytesPerObject: Math.max(0, grown) / sumOf(target.counts),
    peakBytes: Math.max(0, peakBytes),
    stallMs: Math.max(stallMs, churnStallMs),
  };
  process.send!({ type: 'result', result }, () => process.exit());
}

/** Has Pods changed, and ends when the last of the changes is known here. */
async function changePods(following: Following, events: number): Promise<void> {
  if (events === 0) {
    return;
  }
  const phase = 'Failed';
  const churn: Churn = { perSecond: EVENTS_PER_SECOND, events, phase };
  process.send!({ type: 'churn', churn });
  const { namespace, name } = SYNTHETIC.Pod(events - 1).metadata;
  const start = performance.now();
  while ((await following.podPhase(namespace, name)) !== phase) {
    if (performance.now() - start > CHURN_TIMEOUT_MS) {
      throw new Error(`${events} changed Pods were not seen`);
    }
    await sleep(100);
  }
}

function watchStalls(): { longestMs(): number } {
  const histogram = monitorEventLoopDelay({ resolution: 1 });
  histogram.enable();
  return {
    longestMs: () => {
      histogram.disable();
      return histogram.max / 1e6;
    },
  };
}

/** Only the side that is measured is loaded. */
function followOf(side: string): Follow {
  return require(side === 'ours' ? './ours' : './informer').follow;
}

/** What did not read everything would be quick and small. */
async function assertAll(following: Following, counts: Counts): Promise<void> {
  const known = await following.count();
  for (const { kind } of FOLLOWED_KINDS) {
    if (known[kind] !== counts[kind]) {
      throw new Error(`${known[kind]} of ${counts[kind]} ${kind}s were read`);
    }
  }
}

process.on('disconnect', () => process.exit());
main().catch(error => {
  process.stderr.write(`${error.stack}\n`);
  process.exit(1);
});

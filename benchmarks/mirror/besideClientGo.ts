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

import { execFile } from 'node:child_process';
import { platform } from 'node:os';
import { promisify } from 'node:util';
import { buildAnchor } from '../anchors/buildAnchor';
import { Benchmark, CannotMeasure } from '../Figure';
import { Rounds } from '../rounds';
import { countsFor, prepare } from './firstSync';
import { sumOf } from './kinds';

const run = promisify(execFile);

/** The first reading again, beside what is written in Go. */
export const besideClientGo: Benchmark = {
  figures: [
    {
      name: 'sync-go',
      title: 'time until a cluster is read for the first time',
      unit: 's',
      anchor: 'shared informers of client-go 0.35.3',
      goal: { ratio: { atMost: 3 } },
    },
  ],
  async measure(options) {
    if (platform() !== 'linux') {
      throw new CannotMeasure('our side tells its memory on Linux only');
    }
    const informer = await buildAnchor('informer', options);
    const counts = countsFor(options.quick);
    const measurement = await prepare(counts, 0);
    const taken: Rounds = { ours: [], anchor: [] };
    try {
      for (let round = 1; round <= options.rounds; round++) {
        options.onProgress(
          `reading ${sumOf(counts)} objects beside client-go, ${round} of ${
            options.rounds
          }`,
        );
        taken.ours.push((await measurement.run('ours')).seconds);
        const order = JSON.stringify(measurement.order);
        const { stdout } = await run(informer, [order]);
        taken.anchor.push(JSON.parse(stdout).seconds);
      }
    } finally {
      await measurement.stop();
    }
    return { 'sync-go': taken };
  },
};

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

/**
 * Runs suites side by side where they can be. Each stage has lanes: the suites
 * of a lane run one after the other, its lanes at the same time, and a stage
 * begins when the one before it has ended. A suite that no stage names comes
 * last, on its own.
 *
 * @template T
 * @param {string[]} names what is to run
 * @param {string[][][]} stages
 * @param {(name: string) => Promise<T>} run
 * @param {AbortSignal} [signal] nothing begins any more once it is aborted
 * @returns {Promise<T[]>} of those that ran, in the order of `names`
 */
export async function runInLanes(names, stages, run, signal) {
  const placed = new Set(stages.flat(2));
  const rest = names.filter(name => !placed.has(name));
  const results = new Map();
  for (const lanes of [...stages, [rest]]) {
    await Promise.all(
      lanes.map(async lane => {
        for (const name of lane.filter(one => names.includes(one))) {
          if (signal?.aborted) return;
          results.set(name, await run(name));
        }
      }),
    );
  }
  return names.filter(name => results.has(name)).map(name => results.get(name));
}

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

import { readFileSync, writeFileSync } from 'node:fs';
import { setImmediate } from 'node:timers/promises';

/** Bytes that are in use on the heap, and outside of it by what is on it. */
export async function heapInUse(): Promise<number> {
  if (!global.gc) {
    throw new Error('the process was not started with --expose-gc');
  }
  // What one round lets go of, the next one takes.
  for (let round = 0; round < 4; round++) {
    global.gc();
    await setImmediate();
  }
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

/**
 * Notes what the process has resident, and then the most it ever had since.
 * Linux only: elsewhere the most since the process began cannot be forgotten.
 */
export function watchPeak(): { growth(): number } {
  // 5: forget the high-water mark; proc_pid_clear_refs(5).
  writeFileSync('/proc/self/clear_refs', '5');
  const before = residentBytes('VmRSS');
  return { growth: () => residentBytes('VmHWM') - before };
}

function residentBytes(field: 'VmRSS' | 'VmHWM'): number {
  const status = readFileSync('/proc/self/status', 'utf8');
  const match = status.match(new RegExp(`^${field}:\\s+(\\d+) kB$`, 'm'));
  if (!match) {
    throw new Error(`/proc/self/status has no ${field}`);
  }
  return Number(match[1]) * 1024;
}

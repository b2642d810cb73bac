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

import { setTimeout } from 'timers/promises';

/**
 * How long to wait before the next attempt: anything up to a bound that
 * doubles with each failure. Full jitter, so that many watches that failed
 * together do not come back together.
 */
export function fullJitterBackoff(options: {
  failures: number;
  baseMs: number;
  capMs: number;
}): number {
  const exponent = Math.min(Math.max(options.failures - 1, 0), 30);
  return (
    Math.random() * Math.min(options.capMs, options.baseMs * 2 ** exponent)
  );
}

/**
 * Waits; ends early, without an error, when the signal is aborted.
 */
export async function pause(ms: number, signal: AbortSignal): Promise<void> {
  try {
    await setTimeout(ms, undefined, { signal });
  } catch {
    // It was aborted, which is all that it can be.
  }
}

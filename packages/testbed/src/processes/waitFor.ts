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

/** How {@link waitFor} waits. */
export interface WaitOptions {
  timeoutMs: number;
  intervalMs?: number;
  /** Throws when there is no more point in waiting. */
  stillPossible?: () => Promise<void>;
}

/**
 * Asks until the answer is neither an error nor `undefined` or `false`.
 *
 * @throws Error that names what was waited for, and the last error.
 */
export async function waitFor<T>(
  what: string,
  ask: () => Promise<T | undefined | false>,
  options: WaitOptions,
): Promise<T> {
  const { timeoutMs, intervalMs = 300, stillPossible } = options;
  const deadline = Date.now() + timeoutMs;
  let last: unknown;
  for (;;) {
    try {
      const answer = await ask();
      if (answer !== undefined && answer !== false) {
        return answer;
      }
      last = undefined;
    } catch (error) {
      last = error;
    }
    await stillPossible?.();
    if (Date.now() > deadline) {
      const detail = last instanceof Error ? `: ${last.message}` : '';
      throw new Error(
        `${what} took more than ${Math.round(timeoutMs / 1000)} s${detail}`,
      );
    }
    await sleep(intervalMs);
  }
}

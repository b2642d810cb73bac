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

/** So many a second, and so many at once beyond that: the generic cell rate algorithm. */
export class RateLimit {
  static create(options: { perSecond: number; burst: number }): RateLimit {
    const interval = 1000 / options.perSecond;
    return new RateLimit(interval, interval * (options.burst + 1));
  }

  /** When the next request would be due if all came evenly. */
  #due = 0;

  private constructor(
    private readonly interval: number,
    private readonly tolerance: number,
  ) {}

  allows(now: number = performance.now()): boolean {
    const next = Math.max(this.#due, now) + this.interval;
    if (next - this.tolerance > now) {
      return false;
    }
    this.#due = next;
    return true;
  }
}

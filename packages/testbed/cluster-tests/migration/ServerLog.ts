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

import { Kubernetes } from '../support/kubernetes';

/** When one run of a PostgreSQL server had its data directory, by its own log. */
export interface ServerLog {
  pod: string;
  /** Milliseconds since 1970: `starting PostgreSQL`. */
  startedAt: number;
  /** `database system is shut down`; absent of one that runs or was killed. */
  endedAt?: number;
  /** How it found the data: what the server before had left. */
  found: 'shut down' | 'interrupted' | 'in recovery' | 'not said';
}

const LINE =
  /^(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{3}) (?:UTC|GMT) \[\d+\] LOG: {2}(.*)$/;

/** Reads the runs of a server out of what it printed. */
export function readServerLog(pod: string, lines: string[]): ServerLog[] {
  const runs: ServerLog[] = [];
  for (const line of lines) {
    const [, time, message] = LINE.exec(line) ?? [];
    const at = Date.parse(`${time?.replace(' ', 'T')}Z`);
    const last = runs[runs.length - 1];
    if (message?.startsWith('starting PostgreSQL')) {
      runs.push({ pod, startedAt: at, found: 'not said' });
    } else if (last && message?.startsWith('database system was shut down')) {
      last.found = 'shut down';
    } else if (last && message?.startsWith('database system was interrupted')) {
      last.found = 'interrupted';
    } else if (last && message === 'database system is shut down') {
      last.endedAt = at;
    }
  }
  return runs;
}

/** How long two servers ran at once, in milliseconds; the last may still run. */
export function longestOverlap(servers: ServerLog[]): number {
  let longest = 0;
  for (const [index, earlier] of servers.entries()) {
    for (const later of servers.slice(index + 1)) {
      const until = Math.min(
        earlier.endedAt ?? Infinity,
        later.endedAt ?? Infinity,
      );
      longest = Math.max(longest, until - later.startedAt);
    }
  }
  return longest;
}

/** Follows what a pod's server prints. */
export class LogFollower {
  readonly #pod: string;
  readonly #following: { lines: string[]; stop(): void };

  static start(
    kubernetes: Kubernetes,
    options: { namespace: string; pod: string },
  ): LogFollower {
    const { namespace, pod } = options;
    return new LogFollower(
      pod,
      kubernetes.followLog({ namespace, name: pod }, 'postgres'),
    );
  }

  private constructor(
    pod: string,
    following: { lines: string[]; stop(): void },
  ) {
    this.#pod = pod;
    this.#following = following;
  }

  runs(): ServerLog[] {
    return readServerLog(this.#pod, this.#following.lines);
  }

  stop(): void {
    this.#following.stop();
  }
}

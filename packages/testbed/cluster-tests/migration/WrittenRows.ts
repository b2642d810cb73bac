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
import { WRITER } from './writer';

/** A row that the server has acknowledged to the writer. */
export interface WrittenRow {
  id: number;
  /** Milliseconds since 1970, as the server had it. */
  at: number;
}

/** What the writer in a namespace was told is written. */
export class WrittenRows {
  readonly #kubernetes: Kubernetes;
  readonly #namespace: string;
  readonly #rows = new Map<number, WrittenRow>();

  constructor(kubernetes: Kubernetes, namespace: string) {
    this.#kubernetes = kubernetes;
    this.#namespace = namespace;
  }

  /** All of them until now, in their order; those of pods that are gone as far as they were read before. */
  async read(): Promise<WrittenRow[]> {
    const text = await this.#kubernetes.kubectl([
      'logs',
      `--namespace=${this.#namespace}`,
      `--selector=app=${WRITER}`,
      '--tail=-1',
    ]);
    for (const line of text.split('\n')) {
      const [word, id, seconds] = line.split('|');
      if (word === 'row') {
        this.#rows.set(Number(id), {
          id: Number(id),
          at: Number(seconds) * 1000,
        });
      }
    }
    return [...this.#rows.values()].sort((a, b) => a.at - b.at);
  }

  /** The longest time between two of them since then. */
  async longestPause(since: number): Promise<Pause> {
    const rows = (await this.read()).filter(({ at }) => at >= since);
    const pauses = rows
      .slice(1)
      .map((row, index) => ({ from: rows[index].at, until: row.at }));
    return pauses.reduce(
      (longest, pause) =>
        pause.until - pause.from > longest.until - longest.from
          ? pause
          : longest,
      { from: since, until: since },
    );
  }
}

/** From the last good write to the first one after it, in milliseconds since 1970. */
export interface Pause {
  from: number;
  until: number;
}

export function secondsOf({ from, until }: Pause): number {
  return (until - from) / 1000;
}

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

import { IncomingMessage } from 'node:http';
import { KubernetesObject } from '../kubernetes/objects/KubernetesObject';
import { ApiTarget, openApi } from './ApiTarget';

export interface WatchLine {
  type: string;
  object: KubernetesObject & {
    code?: number;
    reason?: string;
    message?: string;
  };
}

/** An open watch whose events are waited for one after the other. */
export class WatchReader {
  static async open(
    target: ApiTarget,
    path: string,
    options: { accept?: string } = {},
  ): Promise<WatchReader> {
    const response = await openApi(target, 'GET', path, options);
    return new WatchReader(response);
  }

  readonly status: number;
  readonly #lines: AsyncIterator<WatchLine>;

  private constructor(private readonly response: IncomingMessage) {
    this.status = response.statusCode ?? 0;
    this.#lines = readLines(response);
  }

  /** The next event; undefined when the server has ended the watch. */
  async next(): Promise<WatchLine | undefined> {
    const { value, done } = await this.#lines.next();
    return done ? undefined : value;
  }

  /** Reads on until an event is as wanted, and answers all that were read. */
  async until(wanted: (line: WatchLine) => boolean): Promise<WatchLine[]> {
    const read: WatchLine[] = [];
    for (;;) {
      const line = await this.next();
      if (!line) {
        throw new Error(
          `The watch ended after ${read.map(one => one.type).join(', ')}`,
        );
      }
      read.push(line);
      if (wanted(line)) {
        return read;
      }
    }
  }

  close(): void {
    this.response.destroy();
  }
}

async function* readLines(
  response: IncomingMessage,
): AsyncGenerator<WatchLine> {
  let rest = '';
  for await (const chunk of response) {
    rest += chunk.toString();
    const lines = rest.split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) {
      yield JSON.parse(line);
    }
  }
}

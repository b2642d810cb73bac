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

import { LoggerService } from '@backstage/backend-plugin-api';

/** Writes each message as a line on stderr, without the secrets it knows. */
export class StderrLogger implements LoggerService {
  readonly #redactions: string[];

  static create(options: { redactions: string[] }): StderrLogger {
    return new StderrLogger(options.redactions.filter(text => text.length > 1));
  }

  private constructor(redactions: string[]) {
    this.#redactions = redactions;
  }

  error(message: string | Error): void {
    this.#write('error: ', message);
  }

  warn(message: string | Error): void {
    this.#write('warning: ', message);
  }

  info(message: string | Error): void {
    this.#write('', message);
  }

  debug(): void {}

  child(): LoggerService {
    return this;
  }

  #write(level: string, message: string | Error): void {
    let text = message instanceof Error ? message.message : String(message);
    for (const secret of this.#redactions) {
      text = text.replaceAll(secret, '***');
    }
    process.stderr.write(`${level}${text}\n`);
  }
}

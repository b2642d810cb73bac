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
 * A user name and a password, or a token in its place, as git over HTTP takes
 * them.
 *
 * @internal
 */
export class BasicCredentials {
  readonly #password: string;
  readonly #encoded: string;

  constructor(username: string, password: string) {
    this.#password = password;
    this.#encoded = Buffer.from(`${username}:${password}`).toString('base64');
  }

  get headers(): Record<string, string> {
    return { Authorization: `Basic ${this.#encoded}` };
  }

  /** The text without the password, in either form. */
  redact(text: string): string {
    return text
      .replaceAll(this.#encoded, '***')
      .replaceAll(this.#password, '***');
  }
}

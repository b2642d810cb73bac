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

const FRAME_MS = 100;
const LINE_EVERY_MS = 15_000;
const FRAMES = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏'];

/**
 * Tells on standard error what is going on: on a terminal by one line that
 * moves, else by a line now and then.
 */
export class Progress {
  readonly #isTerminal = Boolean(process.stderr.isTTY && !process.env.CI);

  /** `work` gets a function that changes the detail shown. */
  async during<T>(
    title: string,
    work: (onLine: (detail: string) => void) => Promise<T>,
  ): Promise<T> {
    const started = Date.now();
    const since = () => `${Math.round((Date.now() - started) / 1000)} s`;
    let detail = '';
    let frame = 0;
    let lastLine = started;
    const draw = () => {
      const text = `${title} ${since()}${detail && ` · ${detail}`}`;
      if (this.#isTerminal) {
        frame = (frame + 1) % FRAMES.length;
        const width = Math.max(20, (process.stderr.columns ?? 80) - 3);
        this.#write(`\r\x1b[K${FRAMES[frame]} ${text.slice(0, width)}`);
      } else if (Date.now() - lastLine > LINE_EVERY_MS) {
        lastLine = Date.now();
        this.#write(`… ${text}\n`);
      }
    };
    const timer = setInterval(draw, FRAME_MS);
    const clear = this.#isTerminal ? '\r\x1b[K' : '';
    try {
      const result = await work(line => {
        detail = line.trim();
      });
      this.#write(`${clear}✔ ${title} (${since()})\n`);
      return result;
    } catch (error) {
      this.#write(`${clear}✖ ${title} (${since()})\n`);
      throw error;
    } finally {
      clearInterval(timer);
    }
  }

  #write(text: string): void {
    process.stderr.write(text);
  }
}

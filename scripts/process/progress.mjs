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

const isTerminal = process.stderr.isTTY && !process.env.CI;
const FRAMES = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏'];

function seconds(since) {
  return `${Math.round((Date.now() - since) / 1000)} s`;
}

/** What is going on now, in the order in which it began. */
const underWay = new Set();
let frame = 0;

/** All that is going on, in one line of a terminal. */
function drawLine() {
  frame = (frame + 1) % FRAMES.length;
  const text = [...underWay].map(describe => describe()).join(' │ ');
  const width = Math.max(20, (process.stderr.columns ?? 80) - 3);
  process.stderr.write(`\r\x1b[K${FRAMES[frame]} ${text.slice(0, width)}`);
}

/**
 * Shows that something is going on: on a terminal one line that moves, else a
 * line now and then. `work` gets a function that changes the detail shown; `isGood`
 * says whether its result is to be ticked off. Several may go on at once.
 */
export async function withProgress(title, work, isGood = () => true) {
  const started = Date.now();
  let detail = '';
  let lastLine = started;

  const describe = () =>
    `${title} ${seconds(started)}${detail && ` · ${detail}`}`;
  const draw = () => {
    if (isTerminal) {
      drawLine();
    } else if (Date.now() - lastLine > 15_000) {
      lastLine = Date.now();
      process.stderr.write(`… ${describe()}\n`);
    }
  };
  const timer = setInterval(draw, isTerminal ? 100 : 1000);
  const clear = isTerminal ? '\r\x1b[K' : '';
  underWay.add(describe);
  try {
    const result = await work(text => {
      detail = text.trim();
    });
    process.stderr.write(
      `${clear}${isGood(result) ? '✔' : '✖'} ${title} (${seconds(started)})\n`,
    );
    return result;
  } catch (error) {
    process.stderr.write(`${clear}✖ ${title} (${seconds(started)})\n`);
    throw error;
  } finally {
    underWay.delete(describe);
    clearInterval(timer);
  }
}

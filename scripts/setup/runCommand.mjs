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

import { spawn } from 'node:child_process';
import path from 'node:path';
import { runMain } from '../process/errors.mjs';
import { prepare, ROOT } from './prepare.mjs';

/**
 * Runs a command of the repository with the arguments, the terminal and the
 * folder that npm was called with.
 *
 * @param {string} file its script, from the repository's top
 */
export async function runCommand(file) {
  const start = async () => {
    const { node, environment } = await prepare();
    const child = spawn(
      node,
      [path.join(ROOT, file), ...process.argv.slice(2)],
      {
        cwd: process.env.INIT_CWD || process.cwd(),
        env: environment,
        stdio: 'inherit',
      },
    );
    for (const signal of ['SIGINT', 'SIGTERM']) {
      process.on(signal, () => child.kill(signal));
    }
    return new Promise(resolve => {
      child.on('exit', (code, signal) => resolve(signal ? 1 : code ?? 1));
    });
  };
  // A status of 1 is a finding, never a failure.
  await runMain(start, { failureStatus: 2 });
}

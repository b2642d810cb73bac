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

import { ChildProcess, spawn } from 'node:child_process';
import { open, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const STOP_WITHIN_MS = 10_000;

/** The process of a Backstage backend. */
export class BackstageProcess {
  readonly #child: ChildProcess;
  readonly #logFile: string;
  readonly #endWithUs: () => void;

  private constructor(child: ChildProcess, logFile: string) {
    this.#child = child;
    this.#logFile = logFile;
    this.#endWithUs = () => child.kill('SIGKILL');
    process.once('exit', this.#endWithUs);
  }

  /**
   * Starts the example backend from its source, as `backstage-cli package
   * start` does, but does not start it anew when a source file changes.
   */
  static async start(options: {
    root: string;
    configs: string[];
    /** What it takes for the machine's temporary folder. */
    temporary: string;
    logFile: string;
  }): Promise<BackstageProcess> {
    const { root, configs, temporary, logFile } = options;
    const log = await open(logFile, 'a');
    try {
      const child = spawn(
        process.execPath,
        [
          '--no-node-snapshot',
          '--enable-source-maps',
          '--require',
          join(root, 'node_modules/@backstage/cli/config/nodeTransform.cjs'),
          'src/index.ts',
          ...configs.flatMap(file => ['--config', file]),
        ],
        {
          cwd: join(root, 'packages', 'backend'),
          env: {
            ...process.env,
            NODE_ENV: 'development',
            NODE_OPTIONS: '',
            FORCE_COLOR: '0',
            LOG_LEVEL: 'debug',
            TMPDIR: temporary,
            ESBK_TSCONFIG_PATH: join(root, 'tsconfig.json'),
          },
          stdio: ['ignore', log.fd, log.fd],
        },
      );
      await new Promise<void>((resolve, reject) => {
        child.once('spawn', resolve);
        child.once('error', reject);
      });
      return new BackstageProcess(child, logFile);
    } finally {
      await log.close();
    }
  }

  /** @throws Error with the end of its log when it has ended. */
  async assertRunning(): Promise<void> {
    if (this.#hasEnded()) {
      const last = (await this.log()).trim().split('\n').slice(-15).join('\n');
      throw new Error(`The Backstage backend ended:\n${last}`);
    }
  }

  async log(): Promise<string> {
    return readFile(this.#logFile, 'utf8');
  }

  /** Asks it to end, and ends it when it doesn't in time. */
  async stop(): Promise<void> {
    process.removeListener('exit', this.#endWithUs);
    const deadline = Date.now() + STOP_WITHIN_MS;
    this.#child.kill('SIGTERM');
    while (!this.#hasEnded()) {
      if (Date.now() > deadline) {
        this.#child.kill('SIGKILL');
      }
      await sleep(50);
    }
  }

  /** Ends it as the loss of its machine does, without a word. */
  async kill(): Promise<void> {
    process.removeListener('exit', this.#endWithUs);
    this.#child.kill('SIGKILL');
    while (!this.#hasEnded()) {
      await sleep(10);
    }
  }

  #hasEnded(): boolean {
    return this.#child.exitCode !== null || this.#child.signalCode !== null;
  }
}

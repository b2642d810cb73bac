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
import {
  mkdir,
  open,
  readdir,
  readFile,
  rm,
  writeFile,
} from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { identifyProcess } from './identifyProcess';

const STOP_WITHIN_MS = 15_000;

/** A command that goes on by itself. */
export interface ProcessDefinition {
  name: string;
  command: string;
  args: string[];
  env?: NodeJS.ProcessEnv;
  cwd?: string;
}

interface Started extends ProcessDefinition {
  pid: number;
  /** Of the process in `/proc`: a number that is used again is not ours. */
  identity: string;
}

/**
 * The processes of a test bed. Each has a file that says how it was started, so
 * that another run can stop it, or start it again; and a log.
 */
export class Processes {
  readonly #folder: string;
  readonly #logs: string;

  constructor(stateDirectory: string) {
    this.#folder = join(stateDirectory, 'processes');
    this.#logs = join(stateDirectory, 'logs');
  }

  logFile(name: string): string {
    return join(this.#logs, `${name}.log`);
  }

  /** Starts it in a group of its own; it outlives this process. */
  async start(definition: ProcessDefinition): Promise<void> {
    await mkdir(this.#folder, { recursive: true });
    await mkdir(this.#logs, { recursive: true });
    const log = await open(this.logFile(definition.name), 'a');
    try {
      const child = spawn(definition.command, definition.args, {
        cwd: definition.cwd ?? '/',
        env: definition.env ?? process.env,
        detached: true,
        stdio: ['ignore', log.fd, log.fd],
      });
      await new Promise<void>((resolve, reject) => {
        child.once('spawn', resolve);
        child.once('error', reject);
      });
      const pid = child.pid!;
      const started: Started = {
        ...definition,
        pid,
        identity: (await identifyProcess(pid)) ?? '',
      };
      await writeFile(this.#file(definition.name), JSON.stringify(started), {
        mode: 0o600,
      });
      child.unref();
    } finally {
      await log.close();
    }
  }

  /** Starts what {@link Processes.stop} or a kill has ended, as it was. */
  async startAgain(name: string): Promise<void> {
    const { pid, identity, ...definition } = await this.#read(name);
    await this.start(definition);
  }

  async names(): Promise<string[]> {
    const files = await readdir(this.#folder).catch(() => [] as string[]);
    return files
      .filter(file => file.endsWith('.json'))
      .map(file => file.slice(0, -'.json'.length));
  }

  async isRunning(name: string): Promise<boolean> {
    const { pid, identity } = await this.#read(name);
    return (await identifyProcess(pid)) === identity;
  }

  /** @throws Error with the end of its log when it has ended. */
  async assertRunning(name: string): Promise<void> {
    if (!(await this.isRunning(name))) {
      const log = await readFile(this.logFile(name), 'utf8').catch(() => '');
      const last = log.trim().split('\n').slice(-12).join('\n');
      throw new Error(`${name} ended (${this.logFile(name)}):\n${last}`);
    }
  }

  /** Asks it to end, and ends it when it doesn't in time. */
  async stop(name: string, signal: NodeJS.Signals = 'SIGTERM'): Promise<void> {
    const { pid } = await this.#read(name);
    const deadline = Date.now() + STOP_WITHIN_MS;
    let next: NodeJS.Signals = signal;
    while (await this.isRunning(name)) {
      try {
        process.kill(-pid, next);
      } catch {
        // It ended meanwhile.
      }
      for (let i = 0; i < 20 && (await this.isRunning(name)); i++) {
        await sleep(50);
      }
      if (Date.now() > deadline) {
        next = 'SIGKILL';
      }
    }
  }

  /** Forgets what was started; stops it first. */
  async remove(name: string): Promise<void> {
    await this.stop(name);
    await rm(this.#file(name), { force: true });
  }

  #file(name: string): string {
    return join(this.#folder, `${name}.json`);
  }

  async #read(name: string): Promise<Started> {
    return JSON.parse(await readFile(this.#file(name), 'utf8'));
  }
}

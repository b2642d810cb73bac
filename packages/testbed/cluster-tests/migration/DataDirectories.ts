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

import { readdir, readFile, readlink, stat } from 'node:fs/promises';

const EVERY_MS = 80;

/** A server as the machine's kernel has it. */
export interface SeenServer {
  /** `pid@start`: a number that is used again is another process. */
  process: string;
  /** The folder that is its data directory, by device and inode: whatever the mount. */
  directory: string;
  /** Milliseconds since 1970. */
  first: number;
  last: number;
}

/**
 * Watches which PostgreSQL servers run on this machine, and on what data
 * directory each. A server's working directory is its data directory, and the
 * processes of containers are the machine's own.
 */
export class DataDirectories {
  readonly #seen = new Map<string, SeenServer>();
  readonly #stopped: Promise<void>;
  #isStopping = false;

  private constructor() {
    this.#stopped = this.#watch();
  }

  static start(): DataDirectories {
    return new DataDirectories();
  }

  async stop(): Promise<void> {
    this.#isStopping = true;
    await this.#stopped;
  }

  /** Those that had that directory, in the order of their start. */
  serversOf(directory: string, since = 0): SeenServer[] {
    return [...this.#seen.values()]
      .filter(server => server.directory === directory && server.last >= since)
      .sort((a, b) => a.first - b.first);
  }

  /** For how long two servers had that directory at once, in milliseconds. */
  overlapOf(directory: string, since = 0): number {
    const servers = this.serversOf(directory, since);
    return Math.max(
      0,
      ...servers.flatMap((one, index) =>
        servers
          .slice(index + 1)
          .map(other => Math.min(one.last, other.last) - other.first + EVERY_MS)
          .filter(overlap => overlap > EVERY_MS),
      ),
    );
  }

  async #watch(): Promise<void> {
    while (!this.#isStopping) {
      const at = Date.now();
      for (const { process, directory } of await findServers()) {
        const key = `${process} ${directory}`;
        const seen = this.#seen.get(key);
        if (seen) {
          seen.last = at;
        } else {
          this.#seen.set(key, { process, directory, first: at, last: at });
        }
      }
      await new Promise(resolve => setTimeout(resolve, EVERY_MS));
    }
  }
}

/** The data directory of a container's server, as {@link SeenServer} names it. */
export async function directoryOf(path: string): Promise<string> {
  const { dev, ino } = await stat(path, { bigint: true });
  return `${dev}:${ino}`;
}

/** Servers, without the processes that each has for its clients and itself. */
async function findServers(): Promise<
  Array<Pick<SeenServer, 'process' | 'directory'> & { pid: string }>
> {
  const pids = (await readdir('/proc')).filter(name => /^\d+$/.test(name));
  const postgres = new Map<string, { parent: string; start: string }>();
  await Promise.all(
    pids.map(async pid => {
      const text = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
      const [, command, rest] = /^\d+ \((.*)\) (.*)$/s.exec(text) ?? [];
      if (command === 'postgres') {
        const fields = rest.split(' ');
        // proc(5): the fourth field is the parent, the 22nd the start.
        postgres.set(pid, { parent: fields[1], start: fields[19] });
      }
    }),
  );
  const servers = await Promise.all(
    [...postgres]
      .filter(([, { parent }]) => !postgres.has(parent))
      .map(async ([pid, { start }]) => {
        try {
          // A process that is being killed has no working directory any more.
          await readlink(`/proc/${pid}/cwd`);
          const directory = await directoryOf(`/proc/${pid}/cwd/.`);
          return [{ pid, process: `${pid}@${start}`, directory }];
        } catch {
          return [];
        }
      }),
  );
  return servers.flat();
}

/** The process of the one server that has that directory now. */
export async function processOf(directory: string): Promise<number> {
  const found = (await findServers()).filter(
    server => server.directory === directory,
  );
  if (found.length !== 1) {
    throw new Error(`${found.length} servers have ${directory}`);
  }
  return Number(found[0].pid);
}

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

import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { seedHistory } from '../../seed/seedHistory';
import { Forge } from '../Forge';
import type { ForgeRepository } from '../RepositoryStore';
import { gitEnvironment } from '../git/runGit';

const run = promisify(execFile);

/** A forge of its own with one repository, `acme/deployment`, for a test. */
export interface TestForge {
  forge: Forge;
  repository: ForgeRepository;
  /** A folder for clones. */
  folder: string;
  /** Address of the repository for git, with the token in it. */
  cloneUrl: string;
  git(folder: string, ...args: string[]): Promise<string>;
  /** A request to the REST API of the repository. */
  api(
    path: string,
    init?: {
      method?: string;
      body?: unknown;
      headers?: Record<string, string>;
    },
  ): Promise<Response>;
  stop(): Promise<void>;
}

export async function startTestForge(
  files: Record<string, string>,
): Promise<TestForge> {
  const folder = await mkdtemp(join(tmpdir(), 'safekeep-forge-test-'));
  const forge = await Forge.start({
    token: 'the-token',
    directory: join(folder, 'repositories'),
  });
  const repository = await forge.repositories.createRepository(
    'acme',
    'deployment',
  );
  await seedHistory(repository.git, [
    {
      message: 'feat: the start',
      author: {
        name: 'Ada',
        email: 'ada@acme.example',
        date: '2026-01-01T00:00:00Z',
      },
      files: new Map(Object.entries(files)),
    },
  ]);
  return {
    forge,
    repository,
    folder,
    cloneUrl: `${forge.url.replace(
      '//',
      '//anyone:the-token@',
    )}/acme/deployment.git`,
    async git(cwd, ...args) {
      const { stdout } = await run(
        'git',
        ['-c', 'user.name=Ada', '-c', 'user.email=ada@acme.example', ...args],
        { cwd, env: gitEnvironment() },
      );
      return stdout.trim();
    },
    api(path, init = {}) {
      return fetch(`${forge.url}/api/v3/repos/acme/deployment${path}`, {
        method: init.method,
        body: init.body === undefined ? undefined : JSON.stringify(init.body),
        headers: { authorization: 'Bearer the-token', ...init.headers },
      });
    },
    async stop() {
      await forge.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

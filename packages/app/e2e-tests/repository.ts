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
import path from 'node:path';
import { promisify } from 'node:util';
import { places, TOKEN } from './places';

const exec = promisify(execFile);
const OBSERVERS = 'deployment';
const REPOSITORY = `tawbury/${OBSERVERS}`;

/** A file of a GitOps repository, observer's by default, as its main branch has it. */
export async function readFromMain(
  file: string,
  repository: string = OBSERVERS,
): Promise<string> {
  const response = await fetch(
    `${places.forge}/api/v3/repos/tawbury/${repository}/contents/${file}?ref=main`,
    {
      headers: {
        authorization: `token ${TOKEN}`,
        accept: 'application/vnd.github.raw',
      },
    },
  );
  if (!response.ok) throw new Error(`${file}: ${response.status}`);
  return response.text();
}

/** The commit that a repository's main branch is at. */
export async function headOfMain(repository: string): Promise<string> {
  return withClone(repository, async git => {
    const { stdout } = await git('rev-parse', 'origin/main');
    return stdout.trim();
  });
}

/** Takes the last merges back, the newest first, as a person with Git would. */
export async function revertOnMain(
  repository: string,
  merges: number,
): Promise<void> {
  await withClone(repository, async git => {
    const { stdout } = await git(
      'log',
      '--first-parent',
      '--format=%H %P',
      `-${merges}`,
      'origin/main',
    );
    for (const line of stdout.trim().split('\n')) {
      const [commit, , ...others] = line.split(' ');
      await git(
        '-c',
        'user.name=Test',
        '-c',
        'user.email=test@example.com',
        'revert',
        '--no-edit',
        ...(others.length > 0 ? ['--mainline', '1'] : []),
        commit,
      );
    }
    await git('push', '--quiet', 'origin', 'HEAD:main');
  });
}

async function withClone<T>(
  repository: string,
  work: (git: (...args: string[]) => Promise<{ stdout: string }>) => Promise<T>,
): Promise<T> {
  const folder = await mkdtemp(path.join(tmpdir(), 'safekeep-clone-'));
  try {
    const url = new URL(`${places.forge}/tawbury/${repository}.git`);
    url.username = 'git';
    url.password = TOKEN;
    await exec('git', ['clone', '--quiet', url.href, folder]);
    return await work((...args) => exec('git', ['-C', folder, ...args]));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Everything the repository holds: each commit of each branch, as patches. */
export async function wholeHistory(): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), 'safekeep-history-'));
  try {
    const url = new URL(`${places.forge}/${REPOSITORY}.git`);
    url.username = 'git';
    url.password = TOKEN;
    await exec('git', ['clone', '--quiet', '--mirror', url.href, folder]);
    const { stdout } = await exec(
      'git',
      ['-C', folder, 'log', '--all', '-p', '--format=raw'],
      { maxBuffer: 256 * 1024 * 1024 },
    );
    return stdout;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** All pull requests with their texts, as the forge's REST gives them. */
export async function pullRequests(): Promise<
  { number: number; state: string; title: string; html_url: string }[]
> {
  const response = await fetch(
    `${places.forge}/api/v3/repos/${REPOSITORY}/pulls?state=all`,
    { headers: { authorization: `token ${TOKEN}` } },
  );
  return response.json();
}

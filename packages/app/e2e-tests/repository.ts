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

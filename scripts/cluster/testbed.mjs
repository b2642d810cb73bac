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

import { existsSync } from 'node:fs';
import { mkdir, readFile } from 'node:fs/promises';
import { get } from 'node:https';
import path from 'node:path';
import { startChild } from '../process/children.mjs';
import { PlainError } from '../process/errors.mjs';
import { withProgress } from '../process/progress.mjs';
import { run } from '../process/run.mjs';

const USUAL_PLACE = '/var/lib/safekeep-testbed/description.json';

/** The test bed's command, from the repository's top. */
export const COMMAND = 'packages/testbed/bin/safekeep-testbed';

/** @throws PlainError where a test bed cannot be */
export function assertCanHaveTestbed(
  platform = process.platform,
  isRoot = process.getuid?.() === 0,
) {
  if (platform !== 'linux' || !isRoot) {
    throw new PlainError(
      'The tests of a real cluster bring one up on this machine, which needs Linux and root: npm run test:cluster -- --kubeconfig FILE runs them on a cluster that you already have, such as kind or k3d.',
    );
  }
}

async function read(file) {
  return { file, description: JSON.parse(await readFile(file, 'utf8')) };
}

/** Whether the API server is there; whom it lets in does not matter. */
async function answers({ kubernetes }) {
  const ca = await readFile(kubernetes.certificateAuthority).catch(() => {});
  return new Promise(resolve => {
    const request = get(
      new URL('/readyz', kubernetes.url),
      { ca, timeout: 10_000 },
      response => {
        response.resume();
        resolve(true);
      },
    );
    request.on('timeout', () => request.destroy());
    request.on('error', () => resolve(false));
  });
}

/**
 * A test bed that is up already, or nothing.
 *
 * @throws PlainError when it is described and does not answer
 */
export async function findTestbed(env = process.env, usual = USUAL_PLACE) {
  const file = env.SAFEKEEP_TESTBED || usual;
  if (existsSync(file)) {
    const testbed = await read(file);
    if (await answers(testbed.description)) return testbed;
    throw new PlainError(
      `The test bed that ${file} describes does not answer: end what is left of it with npm run testbed -- down, and run the command again.`,
    );
  }
  if (env.SAFEKEEP_TESTBED) {
    throw new PlainError(
      `SAFEKEEP_TESTBED names ${file}, and there is no such file.`,
    );
  }
  return undefined;
}

/**
 * Brings a test bed up, telling how far it is line by line.
 *
 * @returns its description, and how to end it, which is possible at any time
 */
export function startTestbed({
  root,
  node,
  environment,
  file = USUAL_PLACE,
  onLine = line => console.error(line),
}) {
  const command = path.join(root, COMMAND);
  const logs = path.join(root, '.safekeep/logs');
  const options = { cwd: root, env: environment };
  let begun = false;
  const up = async () => {
    await mkdir(logs, { recursive: true });
    begun = true;
    const child = startChild(node, [command, 'up'], {
      ...options,
      logFile: path.join(logs, 'testbed.log'),
      onLine,
    });
    if ((await child.ended) !== 0) {
      throw new PlainError(
        `The test bed did not come up:\n${child.lastLines.join('\n')}`,
      );
    }
    return read(file);
  };
  const end = async () => {
    if (!begun) return;
    await withProgress('Ending the test bed', async () => {
      const { status, output } = await run(node, [command, 'down'], {
        ...options,
        // A second Ctrl-C must not end it half way.
        detached: true,
      });
      if (status !== 0) {
        throw new PlainError(`The test bed did not end well:\n${output}`);
      }
    });
  };
  return { up, end };
}

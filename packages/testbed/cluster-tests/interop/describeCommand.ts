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

/* eslint-disable jest/no-export -- a part of interop.test.ts */

import { spawn } from 'node:child_process';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { filesBelow, findLeaks } from '../support/canary';
import { ROOT } from '../support/openTestbed';
import { InteropRun } from './InteropRun';
import { expectOpened } from './openedSecrets';
import { plainCase, SCOPES } from './SecretCase';

const COMMAND = join(ROOT, 'packages/cli/bin/safekeep');

/** `safekeep seal`, as a person runs it in a folder. */
export function describeCommand(run: InteropRun): void {
  const [, namespace] = run.namespaces;

  async function safekeep(
    cwd: string,
    args: string[],
    input: string | Buffer,
  ): Promise<string> {
    // Jest's own settings are not those of a person's shell.
    const { NODE_OPTIONS, NODE_ENV, ...env } = process.env;
    const child = spawn(process.execPath, [COMMAND, ...args], { cwd, env });
    let printed = '';
    child.stdout.on('data', part => {
      printed += part;
    });
    child.stderr.on('data', part => {
      printed += part;
    });
    child.stdin.end(input);
    const status = await new Promise(resolve => child.on('close', resolve));
    expect({ status, printed }).toMatchObject({ status: 0 });
    return printed;
  }

  describe('safekeep seal', () => {
    it.each(SCOPES)(
      'writes a file that opens, %s, and no value in plain anywhere',
      async scope => {
        const secret = plainCase(namespace, scope, { FIRST: 'ü\n' });
        const folder = join(run.folder, `command-${scope}`);
        await mkdir(folder);
        await writeFile(join(folder, 'certificate.pem'), run.certificate.pem);
        let printed = '';
        for (const [key, value] of secret.values) {
          printed += await safekeep(
            folder,
            [
              ...['seal', `${key}=@-`, '--cert', 'certificate.pem'],
              ...['--namespace', namespace, '--name', secret.name],
              ...['--into', 'sealed.yaml', '--scope', scope],
            ],
            value,
          );
        }
        expect((await readdir(folder)).sort()).toEqual([
          'certificate.pem',
          'sealed.yaml',
        ]);
        const written = printed + (await filesBelow(folder));
        expect(findLeaks([secret.canary], written)).toEqual([]);

        const text = await readFile(join(folder, 'sealed.yaml'), 'utf8');
        await run.kubernetes.apply(text);
        await expectOpened(run.kubernetes, secret);
      },
    );
  });
}

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

import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import test from 'node:test';
import { assertCanHaveTestbed, findTestbed } from './testbed.mjs';

test('a machine that cannot have one is told what can be done', () => {
  assertCanHaveTestbed('linux', true);
  for (const [platform, isRoot] of [
    ['darwin', true],
    ['linux', false],
  ]) {
    assert.throws(
      () => assertCanHaveTestbed(platform, isRoot),
      /^Error: [^\n]*needs Linux and root: npm run test:cluster -- --kubeconfig FILE [^\n]*$/,
    );
  }
});

test('one that is described but does not answer is told, none is nothing', async t => {
  const folder = await mkdtemp(path.join(tmpdir(), 'safekeep-testbed-'));
  t.after(() => rm(folder, { recursive: true }));
  const file = path.join(folder, 'description.json');
  assert.equal(await findTestbed({}, file), undefined);
  await assert.rejects(
    findTestbed({ SAFEKEEP_TESTBED: file }, '/nowhere'),
    /SAFEKEEP_TESTBED names .* no such file/,
  );

  const server = createServer().listen(0, '127.0.0.1');
  await new Promise(resolve => server.once('listening', resolve));
  const { port } = server.address();
  await new Promise(resolve => server.close(resolve));
  await writeFile(
    file,
    JSON.stringify({
      kubernetes: {
        url: `https://127.0.0.1:${port}`,
        certificateAuthority: path.join(folder, 'ca.crt'),
      },
    }),
  );
  await assert.rejects(
    findTestbed({}, file),
    /does not answer: .* npm run testbed -- down/,
  );
});

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
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import test from 'node:test';
import { stopChildren } from '../process/children.mjs';
import {
  assertCanHaveTestbed,
  COMMAND,
  findTestbed,
  startTestbed,
} from './testbed.mjs';

/** A command that writes down what it is asked, and does as the test says. */
const FAKE = `
const { appendFileSync, writeFileSync } = require('node:fs');
const { FOLDER, OUTCOME } = process.env;
const [verb] = process.argv.slice(2);
appendFileSync(FOLDER + '/asked', verb + '\\n');
console.log('doing ' + verb);
if (verb === 'up' && OUTCOME === 'hangs') setInterval(() => {}, 1000);
else if (verb === 'up' && OUTCOME === 'fails') process.exitCode = 2;
else if (verb === 'up') writeFileSync(FOLDER + '/description.json', '{"context":"bed"}');
`;

async function fake(t, outcome) {
  const root = await mkdtemp(path.join(tmpdir(), 'safekeep-testbed-'));
  t.after(() => rm(root, { recursive: true }));
  await mkdir(path.dirname(path.join(root, COMMAND)), { recursive: true });
  await writeFile(path.join(root, COMMAND), FAKE);
  const lines = [];
  const testbed = startTestbed({
    root,
    node: process.execPath,
    environment: { ...process.env, FOLDER: root, OUTCOME: outcome },
    file: path.join(root, 'description.json'),
    onLine: line => lines.push(line),
  });
  const asked = () =>
    readFile(path.join(root, 'asked'), 'utf8').catch(() => '');
  return { testbed, lines, asked };
}

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

test('what was brought up is ended, and nothing else is', async t => {
  const { testbed, lines, asked } = await fake(t, 'succeeds');
  await testbed.end();
  assert.equal(await asked(), '');
  const { description } = await testbed.up();
  assert.equal(description.context, 'bed');
  assert.deepEqual(lines, ['doing up']);
  await testbed.end();
  assert.equal(await asked(), 'up\ndown\n');
});

test('what does not come up is told, and ended', async t => {
  const { testbed, asked } = await fake(t, 'fails');
  await assert.rejects(testbed.up(), /did not come up:\ndoing up$/);
  await testbed.end();
  assert.equal(await asked(), 'up\ndown\n');
});

test('what is interrupted half way is ended', async t => {
  const { testbed, lines, asked } = await fake(t, 'hangs');
  const up = assert.rejects(testbed.up());
  while (lines.length === 0) {
    await new Promise(resolve => setTimeout(resolve, 20));
  }
  await stopChildren();
  await testbed.end();
  await up;
  assert.equal(await asked(), 'up\ndown\n');
});

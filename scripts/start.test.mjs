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
import { createServer } from 'node:net';
import test from 'node:test';
import { fileURLToPath } from 'node:url';
import { run } from './process/run.mjs';

const START = fileURLToPath(new URL('./start.mjs', import.meta.url));

test('a port in use ends the start with one sentence and status 1', async () => {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise(resolve => server.once('listening', resolve));
  const { port } = server.address();
  const { status, output } = await run(process.execPath, [START], {
    env: { ...process.env, SAFEKEEP_APP_PORT: String(port) },
  });
  server.close();
  assert.equal(status, 1);
  assert.match(output.trim(), /^✖ Port \d+ \(app\) is in use: [^\n]*$/);
});

test('an unknown argument is told with the usage', async () => {
  const { status, output } = await run(process.execPath, [START, '--kontext']);
  assert.equal(status, 1);
  assert.match(output, /--kontext/);
  assert.match(output, /npm start \[-- --context NAME\]/);
});

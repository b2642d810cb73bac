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
import {
  assertPortsAreFree,
  choosePorts,
  freePorts,
  portEnvironment,
} from './ports.mjs';

test('PORT moves all ports, and a variable of its own wins', () => {
  assert.deepEqual(choosePorts({}), {
    app: 3000,
    backend: 7007,
    cluster: 7300,
    forge: 7301,
  });
  const ports = choosePorts({ PORT: '3100', SAFEKEEP_FORGE_PORT: '9000' });
  assert.deepEqual(ports, {
    app: 3100,
    backend: 7107,
    cluster: 7400,
    forge: 9000,
  });
  assert.equal(portEnvironment(ports).SAFEKEEP_CLUSTER_PORT, '7400');
});

test('a port that cannot be is refused with its variable', () => {
  assert.throws(() => choosePorts({ PORT: 'web' }), /PORT is "web"/);
  assert.throws(
    () => choosePorts({ SAFEKEEP_APP_PORT: '70000' }),
    /SAFEKEEP_APP_PORT is "70000"/,
  );
  assert.throws(
    () => choosePorts({ SAFEKEEP_APP_PORT: '7007' }),
    /would share a port/,
  );
});

test('a port in use is named with the way out', async () => {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise(resolve => server.once('listening', resolve));
  const { port } = server.address();
  await assert.rejects(
    assertPortsAreFree({ app: port }),
    new RegExp(`Port ${port} \\(app\\) is in use.*SAFEKEEP_APP_PORT`),
  );
  await new Promise(resolve => server.close(resolve));
  await assertPortsAreFree({ app: port });
});

test('free ports are different ones', async () => {
  // The system may give a port again as soon as it was closed.
  const many = await Promise.all(Array.from({ length: 400 }, freePorts));
  assert.equal(many.length, 400);
});

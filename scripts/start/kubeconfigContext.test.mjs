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
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import test from 'node:test';
import { ROOT } from '../setup/prepare.mjs';
import {
  assertContextExists,
  writeContextConfig,
} from './kubeconfigContext.mjs';

test('a context that is not there is told with those that are', async t => {
  const folder = await mkdtemp(path.join(tmpdir(), 'safekeep-context-'));
  t.after(() => rm(folder, { recursive: true }));
  const file = path.join(folder, 'config');
  const env = { KUBECONFIG: file };

  await writeFile(file, 'contexts: [{name: kind}, {name: "eu: prod"}]');
  await assertContextExists(ROOT, 'eu: prod', env);
  await assert.rejects(
    assertContextExists(ROOT, 'nope', env),
    /has no context "nope": it has kind, eu: prod\.$/,
  );

  await writeFile(file, 'users: [{token: canary-7f3a');
  await assert.rejects(assertContextExists(ROOT, 'kind', env), error => {
    assert.match(error.message, /is not valid YAML/);
    assert.doesNotMatch(error.message, /canary/);
    return true;
  });

  await rm(file);
  await assert.rejects(
    assertContextExists(ROOT, 'kind', env),
    /no context was found/,
  );
  const config = JSON.parse(
    await readFile(await writeContextConfig(folder, 'eu: prod'), 'utf8'),
  );
  assert.deepEqual(config.safekeep.kubeconfigContexts, [
    { name: 'eu: prod', context: 'eu: prod' },
  ]);
});

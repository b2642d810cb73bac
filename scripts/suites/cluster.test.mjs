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
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import test from 'node:test';
import { clusterSuites, whatIsMissing } from './cluster.mjs';

test('what breaks things comes last, and new suites behind it', async t => {
  const root = await mkdtemp(path.join(tmpdir(), 'safekeep-suites-'));
  t.after(() => rm(root, { recursive: true }));
  const folder = path.join(root, 'packages/testbed/cluster-tests');
  await mkdir(path.join(folder, 'support'), { recursive: true });
  for (const name of ['newer', 'faults', 'interop', 'also', 'contract']) {
    await writeFile(path.join(folder, `${name}.test.ts`), '');
  }
  await writeFile(path.join(folder, 'jest.config.cjs'), '');
  assert.deepEqual(await clusterSuites(root), [
    'contract',
    'interop',
    'faults',
    'also',
    'newer',
  ]);
});

test('a suite says what it misses', () => {
  const testbed = {
    sealedSecrets: { controllerName: 'sealed-secrets' },
    images: { observer: 'observer' },
    tools: { kubeseal: '/usr/bin/kubeseal' },
    forge: {},
    argoCd: {},
    machine: {},
  };
  assert.equal(whatIsMissing('faults', testbed), undefined);
  const theirs = { ...testbed, machine: undefined, forge: undefined };
  assert.match(
    whatIsMissing('faults', theirs),
    /SAFEKEEP_FORGE_URL.*; it stops/,
  );
  assert.equal(whatIsMissing('contract', theirs), undefined);
  const bare = { ...theirs, sealedSecrets: { controllerName: '' } };
  assert.match(whatIsMissing('contract', bare), /no sealed-secrets controller/);
});

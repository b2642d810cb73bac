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
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { BENCHMARKS } from './benchmarks';

const COMMAND = join(__dirname, 'bin/bench');
const NAMES = BENCHMARKS.flatMap(({ figures }) =>
  figures.map(({ name }) => name),
);

function bench(args: string[], env: Record<string, string> = {}) {
  const { SAFEKEEP_CONTROLLER, ...environment } = process.env;
  return spawnSync(process.execPath, [COMMAND, ...args], {
    encoding: 'utf8',
    env: { ...environment, ...env },
  });
}

describe('npm run bench', () => {
  it('knows each figure by one name', () => {
    assert.equal(new Set(NAMES).size, NAMES.length);
  });

  it('lists the figures', () => {
    const { status, stdout } = bench(['--list']);
    const listed = stdout.trimEnd().split('\n');
    assert.deepEqual(
      listed.map(line => line.split(' ')[0]),
      NAMES,
    );
    assert.match(stdout, /^library .*ratio ≥ 2$/m);
    assert.equal(status, 0);
  });

  it('is misused with what there is not', () => {
    for (const args of [['no-such-figure'], ['--no-such-option']]) {
      const { status, stdout, stderr } = bench(args);
      assert.equal(status, 2);
      assert.equal(stdout, '');
      assert.match(stderr, /no-such-.*[^]*npm run bench/);
    }
  });

  it('prints JSON and nothing else', () => {
    const { status, stdout } = bench(['--json', 'reencrypt']);
    assert.equal(status, 0);
    const [result, ...others] = JSON.parse(stdout);
    assert.equal(others.length, 0);
    assert.equal(result.figure, 'reencrypt');
    assert.equal(result.met, null);
    assert.match(result.reason, /SAFEKEEP_CONTROLLER is not set/);
  });

  it('ends with 1 when a figure is not met', () => {
    // Nothing listens on the port of discarding.
    const env = { SAFEKEEP_CONTROLLER: 'http://127.0.0.1:9' };
    const { status, stdout } = bench(['--json', 'reencrypt'], env);
    assert.equal(JSON.parse(stdout)[0].met, false);
    assert.equal(status, 1);
  });
});

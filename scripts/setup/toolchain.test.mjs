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
import test from 'node:test';
import { isSupportedNode } from './toolchain.mjs';

test('Backstage runs on Node 22 from 22.12 and on 24', () => {
  for (const [version, supported] of [
    ['v20.20.2', false],
    ['v22.11.0', false],
    ['v22.12.0', true],
    ['v23.1.0', false],
    ['v24.19.0', true],
    ['v26.0.0', false],
  ]) {
    assert.equal(isSupportedNode(version), supported, version);
  }
});

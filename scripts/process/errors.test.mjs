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
import { explainInstallFailure } from './errors.mjs';

test('no network and no space are told in one sentence', () => {
  for (const [output, expected] of [
    [
      'YN0001: RequestError: connect ECONNREFUSED 1.2.3.4',
      /registry does not answer/,
    ],
    ['npm error code EAI_AGAIN', /registry does not answer/],
    ['ENOSPC: no space left on device, write', /no space left for X in \/srv/],
  ]) {
    const { message } = explainInstallFailure('X', output, '/srv');
    assert.match(message, expected);
    assert.equal(message.includes('\n'), false);
  }
  assert.match(
    explainInstallFailure('X', 'something\nelse', '/srv').message,
    /Installing X failed:\nsomething\nelse/,
  );
});

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

import { mockServices } from '@backstage/backend-test-utils';
import { JsonObject } from '@backstage/types';
import { readSafekeepConfig } from './config';

function read(safekeep: JsonObject) {
  return readSafekeepConfig(mockServices.rootConfig({ data: { safekeep } }));
}

describe('readSafekeepConfig', () => {
  it('reads how old a value may be, in each way that a duration is written', () => {
    expect(read({}).rotateAfterMs).toBeUndefined();
    for (const after of [{ days: 90 }, '90d', 'P90D']) {
      expect(read({ rotation: { after } }).rotateAfterMs).toBe(90 * 86_400_000);
    }
  });

  it.each([
    [{ minutes: 5 }, 'must be at least a day'],
    ['soon', 'rotation.after'],
  ])('refuses %j', (after, message) => {
    expect(() => read({ rotation: { after } })).toThrow(message);
  });
});

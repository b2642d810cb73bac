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

import {
  forbiddenNamespace,
  healthy,
  stale,
  starting,
  unseen,
} from '../../../dev/examples';
import { judgeFreshness } from './freshness';

const NOW = Date.parse('2026-11-23T10:00:00Z');

describe('judgeFreshness', () => {
  it('is as fresh as the worst source', () => {
    function kindOf(status = healthy()) {
      return judgeFreshness({ status, answeredAt: NOW - 3_000 }, NOW)?.kind;
    }
    expect(kindOf()).toBe('live');
    expect(kindOf(starting())).toBe('starting');
    expect(kindOf(stale())).toBe('stale');
    expect(kindOf(forbiddenNamespace())).toBe('forbidden');
    expect(kindOf(unseen())).toBe('forbidden');
  });

  it('calls nothing live once answers have stopped coming', () => {
    expect(
      judgeFreshness({ status: healthy(), answeredAt: NOW - 15_001 }, NOW),
    ).toEqual({ kind: 'outdated', answeredAt: NOW - 15_001 });
  });

  it('says nothing before the first answer', () => {
    expect(judgeFreshness({ error: new Error('down') }, NOW)).toBeUndefined();
  });
});

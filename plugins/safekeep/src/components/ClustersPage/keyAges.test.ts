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

import { SealingKeyStatus } from '@safekeep/backstage-plugin-safekeep-common';
import { keyAges } from './keyAges';

const NOW = Date.parse('2026-11-23T00:00:00Z');
const DAY = 86_400;

function key(notBefore: string, newest = false): SealingKeyStatus {
  return {
    fingerprint: `SHA256:${notBefore}`,
    notBefore,
    notAfter: '2036-01-01T00:00:00Z',
    newest,
    firstSeenAt: notBefore,
    lastSeenAt: notBefore,
    reasons: [],
  };
}

describe('keyAges', () => {
  it('counts an older key until the next one was made, the newest until now', () => {
    const ages = keyAges(
      [
        key('2026-11-13T00:00:00Z', true),
        key('2026-10-14T00:00:00Z'),
        key('2026-09-14T00:00:00Z'),
      ],
      30 * DAY,
      NOW,
    );
    expect(ages.map(({ seconds }) => seconds / DAY)).toEqual([10, 30, 30]);
    expect(ages.map(({ part }) => part)).toEqual([10 / 30, 1, 1]);
    expect(ages.map(({ due }) => due)).toEqual([
      Date.parse('2026-12-13T00:00:00Z'),
      undefined,
      undefined,
    ]);
    expect(ages.map(({ overdue }) => overdue)).toEqual([false, false, false]);
  });

  it('is overdue only where a renewal is due', () => {
    const old = [key('2026-01-01T00:00:00Z', true)];
    expect(keyAges(old, 30 * DAY, NOW)[0]).toMatchObject({
      overdue: true,
      part: 1,
    });
    for (const never of [0, undefined]) {
      const [age] = keyAges(old, never, NOW);
      expect([age.overdue, age.due, age.part]).toEqual([
        false,
        undefined,
        undefined,
      ]);
    }
  });

  it('has no key of the future, whatever the clocks say', () => {
    expect(keyAges([key('2026-12-24T00:00:00Z', true)], DAY, NOW)[0]).toEqual(
      expect.objectContaining({ seconds: 0, part: 0, overdue: false }),
    );
  });
});

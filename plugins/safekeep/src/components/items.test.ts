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

import { asFound, healthy, many, stale } from '../../dev/examples';
import { asOutdated, itemsOf } from './items';

describe('items', () => {
  it('come worst first, databases before secrets of the same state', () => {
    expect(
      itemsOf(many()).map(({ kind, value }) => [value.state, kind, value.name]),
    ).toEqual([
      ['failing', 'database', 'postgres'],
      ['failing', 'secret', 'observer-tls'],
      ['attention', 'secret', 'observer-secrets'],
      ['attention', 'secret', 'grafana-admin'],
      ...['alpha', 'bravo', 'charlie', 'delta', 'echo', 'foxtrot'].map(name => [
        'ok',
        'secret',
        `observer-${name}`,
      ]),
    ]);
  });

  it('keep the order of what was last seen when nothing can be seen', () => {
    expect(itemsOf(stale()).map(({ value }) => value.lastState)).toEqual([
      'attention',
      'ok',
      'ok',
    ]);
  });

  it('are not ok any more once answers stopped coming', () => {
    const { state, databases, secrets, checks } = asOutdated(healthy());
    expect(state).toBe('unknown');
    for (const item of [...databases, ...secrets]) {
      expect(item).toMatchObject({ state: 'unknown', lastState: 'ok' });
    }
    expect(new Set(checks.map(check => check.state))).toEqual(
      new Set(['unknown']),
    );
    // What was last seen stays what was last seen.
    const { secrets: lastSeen } = asOutdated(stale());
    expect(lastSeen.map(item => item.lastState)).toEqual(['attention', 'ok']);
    expect(asOutdated(asFound()).databases[0].lastState).toBe('failing');
  });
});

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

import { isReloaded, readReloaderMark, readReloaderRule } from './reloader';

describe('Reloader', () => {
  it.each<[Record<string, string>, Record<string, string>, boolean]>([
    [{}, {}, false],
    [{ 'reloader.stakater.com/auto': 'true' }, {}, true],
    [{ 'reloader.stakater.com/auto': 'false' }, {}, false],
    [{ 'secret.reloader.stakater.com/auto': 'true' }, {}, true],
    [{ 'configmap.reloader.stakater.com/auto': 'true' }, {}, false],
    [{ 'secret.reloader.stakater.com/reload': 'other, app' }, {}, true],
    [{ 'secret.reloader.stakater.com/reload': 'app-db' }, {}, false],
    [{ 'secret.reloader.stakater.com/reload': 'ap.*' }, {}, true],
    [{ 'secret.reloader.stakater.com/reload': 'a.*p.*p' }, {}, true],
    [{ 'secret.reloader.stakater.com/reload': 'app.*p' }, {}, false],
    [{ 'secret.reloader.stakater.com/reload': '.*db.*' }, {}, false],
    [{ 'configmap.reloader.stakater.com/reload': 'app' }, {}, false],
    [
      {
        'reloader.stakater.com/auto': 'true',
        'secrets.exclude.reloader.stakater.com/reload': 'app',
      },
      {},
      false,
    ],
    // On the pod template where the workload itself says nothing.
    [{ other: 'x' }, { 'reloader.stakater.com/auto': 'true' }, true],
    [
      { 'reloader.stakater.com/auto': 'false' },
      { 'reloader.stakater.com/auto': 'true' },
      false,
    ],
  ])('with %j and %j', (annotations, templateAnnotations, expected) => {
    const rule = readReloaderRule({
      annotations,
      templateAnnotations,
      secrets: ['app'],
    });
    expect(isReloaded(rule, { name: 'app' })).toBe(expected);
    expect(isReloaded(rule, { name: 'app', mark: 'ignore' })).toBe(false);
  });

  it('restarts what searches for a Secret that is marked', () => {
    const rule = readReloaderRule({
      annotations: { 'reloader.stakater.com/search': 'true' },
      templateAnnotations: {},
      secrets: ['app'],
    });
    const mark = readReloaderMark({ 'reloader.stakater.com/match': 'true' });
    expect(isReloaded(rule, { name: 'app' })).toBe(false);
    expect(isReloaded(rule, { name: 'app', mark })).toBe(true);
    expect(
      readReloaderMark({
        'reloader.stakater.com/match': 'true',
        'reloader.stakater.com/ignore': 'true',
      }),
    ).toBe('ignore');
  });
});

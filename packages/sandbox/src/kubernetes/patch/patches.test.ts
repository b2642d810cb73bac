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

import fc from 'fast-check';
import { KubernetesObject } from '../objects/KubernetesObject';
import { FieldOwnership } from './FieldOwnership';
import { leavesOf } from './fieldSet';
import { jsonPatch } from './jsonPatch';
import { mergePatch } from './mergePatch';
import { serverSideApply } from './serverSideApply';
import { strategicMergePatch } from './strategicMergePatch';

const leaf = fc.oneof(fc.integer(), fc.string(), fc.boolean());
const names = fc.constantFrom('a', 'b', 'c', 'd');
const record = fc.dictionary(names, leaf, { maxKeys: 4 });
const tree = fc.dictionary(names, fc.oneof(leaf, record), { maxKeys: 4 });

describe('mergePatch', () => {
  it.each([
    [{ a: 'b' }, { a: 'c' }, { a: 'c' }],
    [{ a: 'b', b: 'c' }, { a: null }, { b: 'c' }],
    [{ a: { b: 'c' } }, { a: { b: 'd', c: null } }, { a: { b: 'd' } }],
    [{ a: [{ b: 'c' }] }, { a: [1] }, { a: [1] }],
    [{ a: 'foo' }, { a: { bb: { ccc: null } } }, { a: { bb: {} } }],
    [{ e: null }, { a: 1 }, { e: null, a: 1 }],
  ])('merges %j with %j as RFC 7396 does', (target, patch, expected) => {
    expect(mergePatch(target, patch)).toEqual(expected);
  });

  it('gives the same when done twice, and leaves its target alone', () => {
    fc.assert(
      fc.property(tree, tree, (target, patch) => {
        const before = structuredClone(target);
        const once = mergePatch(target, patch);
        expect(mergePatch(once, patch)).toEqual(once);
        expect(target).toEqual(before);
      }),
    );
  });
});

describe('jsonPatch', () => {
  it.each([
    [{ a: [1, 2] }, [{ op: 'add', path: '/a/1', value: 9 }], { a: [1, 9, 2] }],
    [{ a: [1] }, [{ op: 'add', path: '/a/-', value: 2 }], { a: [1, 2] }],
    [{ a: [1, 2] }, [{ op: 'remove', path: '/a/0' }], { a: [2] }],
    [{ a: 1 }, [{ op: 'replace', path: '/a', value: 2 }], { a: 2 }],
    [{ 'a/b~c': 1 }, [{ op: 'remove', path: '/a~1b~0c' }], {}],
    [
      { a: { b: 1 } },
      [{ op: 'copy', from: '/a', path: '/c' }],
      { a: { b: 1 }, c: { b: 1 } },
    ],
    [{ a: 1 }, [{ op: 'move', from: '/a', path: '/b' }], { b: 1 }],
  ])('patches %j by %j', (target, patch, expected) => {
    expect(jsonPatch(target, patch)).toEqual(expected);
  });

  it.each([
    [[{ op: 'remove', path: '/none' }]],
    [[{ op: 'replace', path: '/none', value: 1 }]],
    [[{ op: 'add', path: '/none/deep', value: 1 }]],
    [[{ op: 'add', path: '/list/9', value: 1 }]],
    [[{ op: 'test', path: '/a', value: 2 }]],
    [[{ op: 'shuffle', path: '/a' }]],
  ])('refuses %j and changes nothing', patch => {
    const target = { a: 1, list: [1] };
    expect(() => jsonPatch(target, patch)).toThrow();
    expect(target).toEqual({ a: 1, list: [1] });
  });
});

describe('strategicMergePatch', () => {
  const spec = (containers: unknown[]) => ({ spec: { containers } });

  it('orders, deletes, replaces and retains as it is told', () => {
    const target = spec([
      { name: 'a', image: 'a:1', env: [{ name: 'X', value: '1' }] },
      { name: 'b', image: 'b:1' },
      { name: 'c', image: 'c:1' },
    ]);
    expect(
      strategicMergePatch(target, {
        spec: {
          $retainKeys: ['containers'],
          '$setElementOrder/containers': [{ name: 'c' }, { name: 'a' }],
          containers: [
            { name: 'b', $patch: 'delete' },
            {
              name: 'a',
              '$setElementOrder/env': [{ name: 'Y' }, { name: 'X' }],
              env: [{ name: 'Y', value: '2' }],
            },
          ],
        },
      }),
    ).toEqual(
      spec([
        { name: 'c', image: 'c:1' },
        {
          name: 'a',
          image: 'a:1',
          env: [
            { name: 'Y', value: '2' },
            { name: 'X', value: '1' },
          ],
        },
      ]),
    );
    expect(
      strategicMergePatch(
        { spec: { strategy: { type: 'RollingUpdate', rollingUpdate: {} } } },
        { spec: { strategy: { $retainKeys: ['type'], type: 'Recreate' } } },
      ),
    ).toEqual({ spec: { strategy: { type: 'Recreate' } } });
    expect(
      strategicMergePatch(
        { metadata: { finalizers: ['a', 'b'] } },
        { metadata: { '$deleteFromPrimitiveList/finalizers': ['a'] } },
      ),
    ).toEqual({ metadata: { finalizers: ['b'] } });
    expect(
      strategicMergePatch(target, {
        spec: { containers: [{ $patch: 'replace' }, { name: 'z' }] },
      }),
    ).toEqual(spec([{ name: 'z' }]));
  });

  it('leaves no directive behind', () => {
    const result = strategicMergePatch(
      {},
      {
        spec: {
          containers: [{ name: 'a', env: [{ $patch: 'delete', name: 'x' }] }],
          $retainKeys: ['containers'],
        },
      },
    );
    expect(JSON.stringify(result)).not.toContain('$');
  });
});

describe('serverSideApply', () => {
  function object(data: Record<string, unknown>): KubernetesObject {
    const metadata = { name: 'x', uid: 'u' };
    return { apiVersion: 'v1', kind: 'ConfigMap', metadata, data };
  }

  it('leaves exactly what every manager still applies, whatever the order', () => {
    const step = fc.record({
      manager: fc.constantFrom('one', 'two', 'three'),
      data: fc.dictionary(names, fc.integer({ min: 0, max: 3 }), {
        maxKeys: 4,
      }),
    });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 12 }), steps => {
        const ownership = FieldOwnership.create({ now: () => new Date() });
        const last = new Map<string, Record<string, number>>();
        let live = object({});
        for (const { manager, data } of steps) {
          const applied = object(data);
          live = serverSideApply(live, applied, {
            manager,
            force: true,
            custom: false,
            ownership,
          });
          ownership.recordApply(
            'u',
            manager,
            new Set(leavesOf(applied, false).keys()),
          );
          // What the others held of this with another value is taken from them.
          for (const [other, held] of last) {
            for (const [key, value] of Object.entries(data)) {
              if (other !== manager && held[key] !== value) {
                delete held[key];
              }
            }
          }
          last.set(manager, { ...data });
        }
        const expected = Object.assign({}, ...last.values());
        expect(live.data ?? {}).toEqual(expected);
      }),
      { numRuns: 500 },
    );
  });

  it('keeps the ports of two protocols apart', () => {
    const service = (ports: unknown[]): KubernetesObject => ({
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name: 'x', uid: 'u' },
      spec: { ports },
    });
    const options = {
      manager: 'm',
      force: true,
      custom: false,
      ownership: FieldOwnership.create({ now: () => new Date() }),
    };
    const live = service([{ port: 53, protocol: 'TCP', name: 'tcp' }]);
    const applied = service([
      { port: 53, protocol: 'UDP', name: 'udp' },
      { port: 53, name: 'dns' },
    ]);
    expect(serverSideApply(live, applied, options).spec).toEqual({
      ports: [
        { port: 53, protocol: 'UDP', name: 'udp' },
        { port: 53, protocol: 'TCP', name: 'dns' },
      ],
    });
  });
});

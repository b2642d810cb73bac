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
import { parseAllDocuments } from 'yaml';
import {
  fileShape,
  join,
  key,
  mapping,
  sharedLength,
  style,
  write,
} from '../__testUtils__/yamlArbitraries';
import { removeItem, setValue } from './setValue';

const at = { path: 'a.yaml', position: { document: 0 } };
const read = (text: string) =>
  parseAllDocuments(text, { merge: true }).map(each => each.toJS());

describe('setValue', () => {
  it('sets anything anywhere in any way of writing, and keeps every other byte', () => {
    let edits = 0;
    fc.assert(
      fc.property(
        mapping,
        mapping,
        mapping,
        style,
        fileShape,
        fc.boolean(),
        key,
        (spec, following, value, written, shape, isThere, name) => {
          const documents = [
            write({ kind: 'A', spec: { ...spec, first: 1 } }, written, true),
            write({ kind: 'B', following }, written, true),
          ];
          const file = join(documents, shape);
          const step = isThere ? 'first' : name;
          let edited: string;
          try {
            edited = setValue(file, {
              ...at,
              at: ['spec', step, ...(isThere ? [] : ['deep'])],
              value: value as never,
            });
          } catch (error) {
            if ((error as Error).name !== 'InputError') {
              throw error;
            }
            return;
          }
          edits++;
          const [before, after] = [file, edited].map(read);
          if (isThere) {
            before[0].spec.first = value;
          } else {
            before[0].spec[name] = { ...before[0].spec[name], deep: value };
          }
          expect(after).toEqual(before);
          expect(sharedLength(file, edited)).toBeGreaterThan(
            file.length - Math.max(12, JSON.stringify(spec[name] ?? 1).length),
          );
        },
      ),
      { numRuns: 300 },
    );
    expect(edits).toBeGreaterThan(200);
  });

  it('replaces, adds and appends where people write by hand', () => {
    const file = `spec:
  replicas: 1 # one
  strategy:
    type: RollingUpdate # rolls
    rollingUpdate: {maxSurge: 1}

  # the pods
  template:
    spec:
      containers:
      - name: a
        args:
          - |
            two
            lines

      # volumes
      volumes: []
rest: 1
`;
    const set = (text: string, path: (string | number)[], value: unknown) =>
      setValue(text, { ...at, at: path, value: value as never });
    let edited = set(file, ['spec', 'replicas'], 0);
    edited = set(edited, ['spec', 'strategy'], { type: 'Recreate' });
    edited = set(
      edited,
      ['spec', 'template', 'spec', 'initContainers'],
      [{ name: 'g', args: ['a\nb\n'] }],
    );
    edited = set(edited, ['spec', 'template', 'spec', 'containers', 1], {
      name: 'b',
    });
    expect(edited).toBe(`spec:
  replicas: 0 # one
  strategy:
    type: Recreate

  # the pods
  template:
    spec:
      containers:
      - name: a
        args:
          - |
            two
            lines
      - name: b

      # volumes
      volumes: []
      initContainers:
        - name: g
          args:
            - |
              a
              b
rest: 1
`);
    const template = ['spec', 'template', 'spec'];
    expect(
      removeItem(
        removeItem(edited, { ...at, at: [...template, 'containers', 1] }),
        { ...at, at: [...template, 'initContainers', 0] },
      ),
    ).toContain('      initContainers: []\nrest: 1\n');
    expect(
      removeItem(edited, { ...at, at: [...template, 'containers', 0] }),
    ).toContain('      containers:\n      - name: b\n\n      # volumes\n');
  });

  it('refuses what serves other places too, and what is not there', () => {
    expect(() =>
      setValue('a: &x {b: 1}\nc: *x\n', { ...at, at: ['c', 'b'], value: 2 }),
    ).toThrow('is an alias');
    expect(() => removeItem('a: [1]\n', { ...at, at: ['a', 1] })).toThrow(
      'is not there',
    );
  });
});

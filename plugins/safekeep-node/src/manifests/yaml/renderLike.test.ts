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

import { JsonObject } from '@backstage/types';
import fc from 'fast-check';
import { parse } from 'yaml';
import { mapping, style, write } from '../__testUtils__/yamlArbitraries';
import { readYamlObjects, YamlObject } from './readYaml';
import { renderLike } from './renderLike';

describe('renderLike', () => {
  it('writes what it is given, whatever it is made from', () => {
    fc.assert(
      fc.property(mapping, mapping, style, (from, to, written) => {
        const text = write({ kind: 'A', ...from }, written, false);
        let source: YamlObject;
        try {
          [source] = readYamlObjects(text, 'a.yaml');
        } catch {
          return;
        }
        const mixed = { ...source.value, ...to } as JsonObject;
        expect(parse(renderLike(source, mixed))).toEqual(mixed);
      }),
      { numRuns: 200 },
    );
  });

  it('keeps comments and ways of writing where the value is the same', () => {
    const text = `# what it is
kind: A # a kind
spec:
  # how many
  replicas: 1
  list:
    # the first
    - name: a # one
      args: ["x", 'y']
    - name: b
`;
    const [source] = readYamlObjects(text, 'a.yaml');
    const value: JsonObject = {
      kind: 'B',
      spec: {
        added: true,
        list: [{ name: 'new' }, { name: 'a', args: ['x', 'y'], more: 1 }],
        replicas: 1,
      },
    };
    expect(renderLike(source, value)).toBe(`# what it is
kind: B
spec:
  added: true
  list:
    - name: new
    # the first
    - name: a # one
      args: [ "x", 'y' ]
      more: 1
  # how many
  replicas: 1
`);
  });

  it('writes out what an alias stands for', () => {
    const [source] = readYamlObjects('kind: A\na: &x [1]\nb: *x\n', 'a.yaml');
    expect(parse(renderLike(source, source.value))).toEqual(source.value);
  });
});

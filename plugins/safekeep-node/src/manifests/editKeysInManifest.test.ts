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
import { editKeysInManifest } from './editKeysInManifest';

const target = { path: 'a.yaml', namespace: 'ns', name: 'app' };

/** A SealedSecret between other documents, with whatever a person adds. */
function write(keys: string[], shape: { crlf: boolean; mark: boolean }) {
  const records = keys
    .map(key => `        "${key}": {"sealedAt":"2026","certificate":"x"}`)
    .join(',\n');
  const data = keys
    .map((key, index) => `    ${key}: AgB${index} # of ${index}\n`)
    .join('\n');
  const text = `# head
kind: ConfigMap
data: {a: "{{ .K0 }}"}
---
apiVersion: bitnami.com/v1alpha1
kind: SealedSecret
metadata:
  name: app   # ours
  annotations:
    other: 'kept'
    safekeep.io/sealed-keys: |
      {
${records}
      }
spec:
  encryptedData:
    # the first
${data}
  template:
    data:
      url: "{{ .${keys[0]} }}"   # rendered
---
# tail
kind: Other`;
  const lines = shape.crlf ? text.replace(/\n/g, '\r\n') : text;
  return (shape.mark ? '\uFEFF' : '') + lines;
}

describe('editKeysInManifest', () => {
  it('keeps every line but those of the keys that change', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 2, max: 8 }),
        fc.array(fc.constantFrom('keep', 'remove', 'rename'), {
          minLength: 8,
          maxLength: 8,
        }),
        fc.record({ crlf: fc.boolean(), mark: fc.boolean() }),
        (count, choices, shape) => {
          const keys = Array.from({ length: count }, (_, i) => `K${i}`);
          // The template names the first, and one key must stay.
          const chosen = (kind: string) =>
            keys.filter((_, i) => choices[i] === kind && i > 0);
          const remove = chosen('remove');
          const rename = new Map(
            chosen('rename').map(key => [key, `renamed.${key}`]),
          );
          rename.set('K0', 'FIRST');
          const text = write(keys, shape);
          const edited = editKeysInManifest(text, {
            ...target,
            remove,
            rename,
          });

          const eol = shape.crlf ? '\r\n' : '\n';
          const expected = text
            .split(eol)
            .filter(
              line =>
                !remove.some(key => new RegExp(`^ +"?${key}"?:`).test(line)),
            )
            .map(line => {
              const key = /^ {4}(K\d): AgB/.exec(line)?.[1];
              const by = key && rename.get(key);
              return by ? line.replace(key, by) : line;
            })
            .join(eol)
            .replace('url: "{{ .K0 }}"', 'url: "{{ .FIRST }}"');
          const withoutRecords = (yaml: string) =>
            yaml.replace(/^ {6}\{\r?\n[^}]*(?:\}[^}]*)*? {6}\}\r?\n/m, '');
          expect(withoutRecords(edited.text)).toBe(withoutRecords(expected));

          const { metadata, spec } = parseAllDocuments(edited.text)[1].toJS();
          const after = keys
            .filter(key => !remove.includes(key))
            .map(key => rename.get(key) ?? key);
          expect(Object.keys(spec.encryptedData)).toEqual(after);
          expect(edited.encryptedData).toEqual(spec.encryptedData);
          expect(
            Object.keys(
              JSON.parse(metadata.annotations['safekeep.io/sealed-keys']),
            ).sort(),
          ).toEqual([...after].sort());
        },
      ),
    );
  });

  it('writes down links that the new names do not tell', () => {
    const text = write(['DB_PASSWORD', 'POSTGRES_PASSWORD', 'X'], {
      crlf: false,
      mark: false,
    });
    const linksAfter = (rename: Record<string, string>, remove: string[]) =>
      parseAllDocuments(
        editKeysInManifest(text, {
          ...target,
          remove,
          rename: new Map(Object.entries(rename)),
        }).text,
      )[1].toJS().metadata.annotations['safekeep.io/linked-keys'];
    expect(linksAfter({ DB_PASSWORD: 'PASS' }, [])).toBe(
      '[["PASS","POSTGRES_PASSWORD"]]',
    );
    // What was of no group is of none by its new name.
    expect(linksAfter({ X: 'PGPASSWORD' }, ['POSTGRES_PASSWORD'])).toBe('[]');
    expect(linksAfter({ X: 'Y' }, [])).toBeUndefined();
  });
});

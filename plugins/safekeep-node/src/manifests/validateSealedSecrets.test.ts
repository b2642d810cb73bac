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
  createSealingKeyPair,
  SealingKeyPair,
} from '../sealing/__testUtils__/sealingKeyPair';
import { ParsedSealingCertificate, parseSealingCertificate } from '../sealing';
import { sealIntoManifest } from './sealIntoManifest';
import { validateSealedSecrets } from './validateSealedSecrets';

const PATH = 'sealed/all.yaml';
const NOW = new Date('2026-03-01T12:00:00Z');

describe('validateSealedSecrets', () => {
  let keys: SealingKeyPair;
  let certificate: ParsedSealingCertificate;

  beforeAll(() => {
    keys = createSealingKeyPair();
    certificate = parseSealingCertificate(keys.certificate);
  });

  function sealed(name: string, values: Record<string, string> = { A: '1' }) {
    return sealIntoManifest({
      certificate,
      namespace: 'shop',
      name,
      values: new Map(
        Object.entries(values).map(([key, value]) => [key, Buffer.from(value)]),
      ),
      now: NOW,
    }).text;
  }

  /** The second of three documents is `text`. */
  function validate(text: string, options = {}) {
    const file = [sealed('first'), text, sealed('last')].join('---\n');
    const result = validateSealedSecrets(new Map([[PATH, file]]), options);
    const start = sealed('first').split('\n').length;
    return { ...result, start };
  }

  it('finds nothing in what we seal, in all scopes', () => {
    const scopes = (['strict', 'namespace-wide', 'cluster-wide'] as const).map(
      scope =>
        sealIntoManifest({
          certificate,
          namespace: 'shop',
          name: scope,
          scope,
          values: new Map([['BYTES', Buffer.from([0, 255])]]),
          now: NOW,
        }).text,
    );
    expect(
      validateSealedSecrets(new Map([[PATH, scopes.join('---\n')]]), {
        certificate,
      }),
    ).toEqual({ checked: 3, problems: [], warnings: [] });
  });

  it.each<[string, (text: string) => string, string, number]>([
    [
      'a field that the controller drops',
      text => text.replace('spec:\n', 'spec:\n  immutible: true\n'),
      'is a field that the controller does not know',
      12,
    ],
    [
      'a value in plain',
      text => text.replace(/^ {4}A: .*/m, '    A: hunter2'),
      'key A of SealedSecret shop/db is not base64',
      13,
    ],
    [
      'a value in base64 alone',
      text => text.replace(/^ {4}A: .*/m, '    A: aHVudGVyMg=='),
      'key A of SealedSecret shop/db is no sealed value, or was cut off',
      13,
    ],
    [
      'a value that was cut off',
      text => text.replace(/^( {4}A: .{100}).*/m, '$1'),
      'key A of SealedSecret shop/db is no sealed value, or was cut off',
      13,
    ],
    [
      'a scope in the template alone',
      text =>
        text.replace(
          /( +)(metadata:\n) +(name: db\n) +(namespace: shop\n)(?= +type)/,
          (_, indent, ...lines) =>
            [
              indent + lines[0],
              ...[lines[1], lines[2]].map(line => `${indent}  ${line}`),
              `${indent}  annotations:\n`,
              `${indent}    sealedsecrets.bitnami.com/cluster-wide: "true"\n`,
            ].join(''),
        ),
      'says cluster-wide in spec.template.metadata.annotations and strict in its own',
      1,
    ],
    [
      'a type without its keys',
      text => text.replace('type: Opaque', 'type: kubernetes.io/tls'),
      'would have no key tls.crt and no key tls.key',
      1,
    ],
    [
      'a template that cannot be parsed',
      text =>
        text.replace(
          '  template:\n',
          '  template:\n    data:\n      U: "{{ .A"\n',
        ),
      'is a template that the controller cannot parse',
      16,
    ],
    [
      'the old field',
      text => text.replace('spec:\n', 'spec:\n  data: AgB\n'),
      'has the old field spec.data',
      1,
    ],
  ])(
    'says file and line of %s, and never a value',
    (_, damage, message, line) => {
      const before = sealed('db');
      const damaged = damage(before);
      expect(damaged).not.toBe(before);
      const { problems, checked, start } = validate(damaged);
      expect(checked).toBe(3);
      expect(problems).toEqual([expect.stringContaining(message)]);
      expect(problems[0]).toContain(`${PATH}`);
      expect(problems[0]).toMatch(new RegExp(`line ${start + line}\\b`));
      expect(problems[0]).not.toContain('hunter2');
    },
  );

  it('says what is wrong with a whole file, and with names', () => {
    const files = new Map([
      [
        'kustomization.yaml',
        'resources: [one.yaml, two.yaml, bad.yaml, ../elsewhere]\n',
      ],
      ['one.yaml', sealed('db')],
      ['two.yaml', sealed('db')],
      ['bad.yaml', `kind: SealedSecret\nkind: SealedSecret\n`],
      ['unlisted.yaml', sealed('db').replace(/ {2}namespace: shop\n/, '')],
    ]);
    const { problems, warnings } = validateSealedSecrets(files);
    expect(problems).toEqual([
      'bad.yaml is not valid YAML: duplicate key on line 2',
      'SealedSecret shop/db is written more than once: one.yaml, line 1; two.yaml, line 1',
      expect.stringContaining(
        'unlisted.yaml, line 1: SealedSecret db has no namespace',
      ),
    ]);
    expect(warnings).toEqual([expect.stringContaining('../elsewhere')]);
  });

  it('warns of what another certificate sealed', () => {
    const other = parseSealingCertificate(createSealingKeyPair().certificate);
    const { problems, warnings } = validate(sealed('db', { A: '1', B: '2' }), {
      certificate: other,
    });
    expect(problems).toEqual([]);
    expect(warnings).toHaveLength(3);
    expect(warnings[1]).toContain(
      `A, B of SealedSecret shop/db were sealed with another certificate than ${other.fingerprint}`,
    );
  });
});

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
import { parse, parseAllDocuments } from 'yaml';
import {
  parseSealingCertificate,
  sealingLabel,
  SealingScope,
  SECRET_SIZE_LIMIT,
} from '../sealing';
import { createSealingKeyPair } from '../sealing/__testUtils__/sealingKeyPair';
import { unseal } from '../sealing/__testUtils__/unseal';
import { sealIntoManifest, SealIntoManifestOptions } from './sealIntoManifest';

const keyPair = createSealingKeyPair();
const certificate = parseSealingCertificate(keyPair.certificate);
const earlier = new Date('2026-03-01T00:00:00Z');
const now = new Date('2026-11-22T10:00:00Z');
const target = { certificate, namespace: 'ns', name: 'app-secrets', now };

function seal(
  values: Record<string, string>,
  options: Partial<SealIntoManifestOptions> = {},
) {
  return sealIntoManifest({
    ...target,
    ...options,
    values: new Map(
      Object.entries(values).map(([key, value]) => [key, Buffer.from(value)]),
    ),
  });
}

describe('sealIntoManifest', () => {
  it('makes a SealedSecret that opens to the values, under each scope', () => {
    const key = fc
      .stringMatching(/^[A-Za-z0-9._-]{1,12}$/)
      .filter(text => text !== '.' && !text.startsWith('..'));
    const values = fc.dictionary(key, fc.uint8Array(), {
      minKeys: 1,
      maxKeys: 5,
      noNullPrototype: true,
    });
    fc.assert(
      fc.property(
        values,
        fc.constantFrom<SealingScope>(
          'strict',
          'namespace-wide',
          'cluster-wide',
        ),
        (secret, scope) => {
          const { text, encryptedData } = sealIntoManifest({
            ...target,
            scope,
            values: new Map(Object.entries(secret)),
          });
          const made = parse(text);
          expect(made.spec.encryptedData).toEqual(encryptedData);
          expect(Object.keys(encryptedData)).toEqual(Object.keys(secret));
          const label = sealingLabel({ ...target, scope });
          for (const [name, value] of Object.entries(secret)) {
            expect(
              unseal(encryptedData[name], keyPair, label).equals(value),
            ).toBe(true);
          }
          const wide = `sealedsecrets.bitnami.com/${scope}`;
          const expected = scope === 'strict' ? undefined : 'true';
          expect(made.metadata.annotations[wide]).toBe(expected);
          expect(made.spec.template.metadata.annotations?.[wide]).toBe(
            expected,
          );
        },
      ),
      { numRuns: 40 },
    );
  });

  it('writes a new file in the shape of kubeseal, with what is known of each key', () => {
    const { text } = seal(
      { B: 'same', A: 'same', 'on.yaml': 'x' },
      {
        template: {
          type: 'bootstrap.kubernetes.io/token',
          immutable: true,
          labels: { app: 'yes' },
          annotations: { note: 'two\nlines\n' },
        },
        annotations: { 'argocd.argoproj.io/sync-wave': '-1' },
      },
    );
    const record = `{"sealedAt":"2026-11-22T10:00:00.000Z","certificate":"${certificate.fingerprint}","label":"ns/app-secrets"}`;
    expect(text.replace(/: AQ\S+$/gm, ': <sealed>')).toBe(
      `apiVersion: bitnami.com/v1alpha1
kind: SealedSecret
metadata:
  name: app-secrets
  namespace: ns
  annotations:
    argocd.argoproj.io/sync-wave: "-1"
    safekeep.io/sealed-keys: |
      {
        "A": ${record},
        "B": ${record},
        "on.yaml": ${record}
      }
    safekeep.io/linked-keys: '[["A","B"]]'
spec:
  encryptedData:
    B: <sealed>
    A: <sealed>
    on.yaml: <sealed>
  template:
    metadata:
      name: app-secrets
      namespace: ns
      labels:
        app: "yes"
      annotations:
        note: |
          two
          lines
    immutable: true
    type: bootstrap.kubernetes.io/token
`,
    );
  });

  it('edits one of many documents, and only the keys given', () => {
    const made = seal({ A: 'same', B: 'same', C: 'other' }, { now: earlier });
    const lines = made.text.split('\n');
    const at = lines.findIndex(line => line.startsWith('    C: '));
    lines[at] += ' # do not touch';
    const file = `# head\nkind: ConfigMap\n---\n${lines.join(
      '\n',
    )}---\n# tail\nkind: Other`.replace(/\n/g, '\r\n');

    const edited = seal({ B: 'new', D: 'more' }, { text: file, rotated: true });
    expect(edited.text).not.toMatch(/[^\r]\n/);
    expect(edited.text.endsWith('\r\nkind: Other')).toBe(true);
    const before = file.split('\r\n');
    const after = edited.text.split('\r\n');
    const added = after.filter(line => !before.includes(line));
    const removed = before.filter(line => !after.includes(line));
    const beginnings = (changed: string[]) =>
      changed.map(line => line.trim().split(':')[0]).sort();
    // "C" changes only by the comma behind its record.
    expect(beginnings(removed)).toEqual(
      ['"B"', '"C"', 'B', 'safekeep.io/linked-keys'].sort(),
    );
    expect(beginnings(added)).toEqual(
      ['"B"', '"C"', '"D"', 'B', 'D', 'safekeep.io/linked-keys'].sort(),
    );

    const sealed = parseAllDocuments(edited.text)[1].toJS();
    const records = JSON.parse(
      sealed.metadata.annotations['safekeep.io/sealed-keys'],
    );
    expect(records.A.sealedAt).toBe(earlier.toISOString());
    expect(records.A.rotatedAt).toBeUndefined();
    expect(records.B.sealedAt).toBe(now.toISOString());
    expect(records.B.rotatedAt).toBe(now.toISOString());
    // B has a value of its own now.
    expect(sealed.metadata.annotations['safekeep.io/linked-keys']).toBe('[]');
    const label = 'ns/app-secrets';
    const opened = Object.entries(edited.encryptedData).map(([key, value]) => [
      key,
      unseal(value, keyPair, label).toString(),
    ]);
    expect(Object.fromEntries(opened)).toEqual({
      A: 'same',
      B: 'new',
      C: 'other',
      D: 'more',
    });
  });

  it('takes the scope from the file, and gives the template the same', () => {
    const text = `apiVersion: bitnami.com/v1alpha1
kind: SealedSecret
metadata:
  name: app-secrets
  annotations: {sealedsecrets.bitnami.com/cluster-wide: "true"}
spec:
  encryptedData:
  template: {}
`;
    const edited = seal({ A: 'a' }, { text });
    expect(edited.scope).toBe('cluster-wide');
    expect(unseal(edited.encryptedData.A, keyPair, '').toString()).toBe('a');
    const made = parse(edited.text);
    expect(made.spec.template.metadata.annotations).toEqual({
      'sealedsecrets.bitnami.com/cluster-wide': 'true',
    });
  });

  it('changes the scope only with the values of all keys', () => {
    const scopes: SealingScope[] = ['strict', 'namespace-wide', 'cluster-wide'];
    for (const from of scopes) {
      const text = seal({ A: 'a', B: 'b', C: 'c' }, { scope: from }).text;
      for (const to of scopes.filter(scope => scope !== from)) {
        expect(() => seal({ B: 'b' }, { text, scope: to })).toThrow(
          new RegExp(
            `line 1: ns/app-secrets is sealed ${from}, and its other keys would not open as ${to}.*all keys \\(A, C are missing\\)`,
          ),
        );
        const edited = seal(
          { A: 'x', B: 'y', C: 'z', D: 'new' },
          { text, scope: to },
        );
        const made = parse(edited.text);
        const label = sealingLabel({ ...target, scope: to });
        expect(unseal(edited.encryptedData.C, keyPair, label).toString()).toBe(
          'z',
        );
        for (const annotations of [
          made.metadata.annotations,
          made.spec.template.metadata.annotations ?? {},
        ]) {
          expect(
            Object.keys(annotations).filter(name => name.endsWith('-wide')),
          ).toEqual(to === 'strict' ? [] : [`sealedsecrets.bitnami.com/${to}`]);
        }
      }
    }
  });

  it('keeps to what the API server takes of each type, and never changes one', () => {
    const made = (type: string, values: Record<string, string>) => () =>
      seal(values, { template: { type } });
    const refused: [string, Record<string, string>, RegExp][] = [
      ['kubernetes.io/tls', { 'tls.crt': 'x' }, /would have no key tls.key/],
      ['kubernetes.io/tls', { A: 'x' }, /no key tls.crt and no key tls.key/],
      ['kubernetes.io/basic-auth', { A: 'x' }, /neither username nor password/],
      ['kubernetes.io/ssh-auth', { A: 'x' }, /no key ssh-privatekey/],
      ['kubernetes.io/dockercfg', { A: 'x' }, /no key .dockercfg/],
      [
        'kubernetes.io/dockerconfigjson',
        { '.dockerconfigjson': '{"auths": canary' },
        /the value of .dockerconfigjson is not a JSON object/,
      ],
      [
        'kubernetes.io/dockerconfigjson',
        { '.dockerconfigjson': '["canary"]' },
        /is not a JSON object/,
      ],
      [
        'kubernetes.io/service-account-token',
        { token: 'x' },
        /without the annotation kubernetes.io\/service-account.name/,
      ],
    ];
    for (const [type, values, message] of refused) {
      expect(made(type, values)).toThrow(message);
      expect(made(type, values)).not.toThrow(/canary/);
    }
    const tls = seal(
      { 'tls.crt': 'x', 'tls.key': 'y' },
      { template: { type: 'kubernetes.io/tls' } },
    ).text;
    expect(
      parse(seal({ 'tls.key': 'z' }, { text: tls }).text).spec.template,
    ).toMatchObject({ type: 'kubernetes.io/tls' });
    expect(made('kubernetes.io/basic-auth', { password: 'x' })).not.toThrow();
    expect(
      made('kubernetes.io/dockerconfigjson', {
        '.dockerconfigjson': '{"auths":{}}',
      }),
    ).not.toThrow();
    expect(() =>
      seal({ A: 'x' }, { text: tls, template: { type: 'Opaque' } }),
    ).toThrow(/is of type kubernetes.io\/tls, and the cluster never changes/);

    const fixed = seal({ A: 'x' }, { template: { immutable: true } }).text;
    expect(() => seal({ A: 'y' }, { text: fixed })).toThrow(
      /line 1: Secret ns\/app-secrets is immutable.*under a new name/,
    );
  });

  it('keeps keys that JavaScript has a meaning for', () => {
    const names = ['__proto__', 'constructor', 'toString', 'hasOwnProperty'];
    const values = (value: string) =>
      Object.fromEntries(names.map(name => [name, value]));
    for (const style of ['block', 'flow'] as const) {
      const first = seal({ A: 'a' });
      const text =
        style === 'block'
          ? first.text
          : JSON.stringify(parse(first.text), undefined, 2);
      const added = seal(values('one'), { text });
      const again = seal(values('two'), { text: added.text });
      expect(Object.keys(again.encryptedData)).toEqual(['A', ...names]);
      expect(again.encryptedData.A).toBe(first.encryptedData.A);
      const made = parse(again.text);
      const records = made.metadata.annotations['safekeep.io/sealed-keys'];
      expect(Object.keys(JSON.parse(records))).toEqual(['A', ...names].sort());
      const written = new Map<string, string>(
        Object.entries(made.spec.encryptedData),
      );
      for (const name of names) {
        const opened = unseal(written.get(name)!, keyPair, 'ns/app-secrets');
        expect(opened.toString()).toBe('two');
      }
    }
  });

  it('refuses what the cluster could not hold, and says what it only holds server-side', () => {
    const half = 'x'.repeat(SECRET_SIZE_LIMIT / 2);
    const first = seal({ A: half });
    expect(first.needsServerSideApply).toBe(true);
    expect(seal({ A: half.slice(0, 150_000) }).needsServerSideApply).toBe(
      false,
    );
    const full = seal({ B: half }, { text: first.text });
    expect(() => seal({ C: 'x' }, { text: full.text })).toThrow(
      'The values of ns/app-secrets would have 1048577 bytes together: a Secret holds at most 1048576 bytes',
    );
    // A key that is replaced makes room for itself.
    expect(() => seal({ B: 'x', C: 'x' }, { text: full.text })).not.toThrow();

    const many = (count: number, size: number, nameLength = 8) =>
      Object.fromEntries(
        Array.from({ length: count }, (_, i) => [
          `k${i}`.padEnd(nameLength, '-'),
          'x'.repeat(size),
        ]),
      );
    expect(() => seal(many(900, 1100))).toThrow(
      /^SealedSecret ns\/app-secrets would need 1\d{6} bytes in the cluster with its 900 ciphertexts, and an object holds at most 1572864/,
    );
    expect(() => seal(many(700, 1, 253))).toThrow(
      /^SealedSecret ns\/app-secrets would have 700 keys and \d{6} bytes of annotations/,
    );
  });

  it('refuses wrong input by name, and never quotes a value', () => {
    const canary = 'canary-hunter2';
    const made = seal({ A: 'a' }).text;
    const expired = createSealingKeyPair({
      notAfter: new Date('2026-02-01T00:00:00Z'),
    });
    const cases: [
      Record<string, string>,
      Partial<SealIntoManifestOptions>,
      RegExp,
    ][] = [
      [{}, {}, /no value to seal/],
      [{ 'a b': canary }, {}, /"a b" is not a valid key/],
      [{ '.': canary }, {}, /"\." is not a valid key/],
      [{ '..a': canary }, {}, /"\.\.a" is not a valid key/],
      [{ A: canary }, { namespace: 'NS' }, /not a valid namespace/],
      [{ A: canary }, { name: 'x/y' }, /not a valid name/],
      [{ A: canary }, { scope: 'all' as SealingScope }, /is not known/],
      [
        { A: canary },
        { certificate: parseSealingCertificate(expired.certificate) },
        /expired on 2026-02-01/,
      ],
      [
        { A: canary.repeat(80_000) },
        {},
        /1120000 bytes together: a Secret holds at most 1048576/,
      ],
      [
        { A: canary },
        { text: `kind: Secret\nstringData: {A: ${canary}}\n` },
        /is not a SealedSecret/,
      ],
      [{ A: canary }, { text: '' }, /is not a SealedSecret/],
      [
        { A: canary },
        { text: made, name: 'other' },
        /holds no SealedSecret ns\/other: it holds ns\/app-secrets/,
      ],
      [
        { A: canary },
        { text: made, namespace: 'dev' },
        /holds no SealedSecret dev\/app-secrets/,
      ],
      [
        { A: canary },
        { text: `${made}---\n${made}` },
        /more than once, on lines 1 and 2\d/,
      ],
      [
        { A: canary },
        { text: made.replace(/A: AQ/, `A: *${canary} #`) },
        /cannot be resolved|not valid YAML/,
      ],
      [
        { A: canary },
        { text: made.replace('encryptedData:', 'encryptedData: &x') },
        /encryptedData has an anchor/,
      ],
      [
        { A: canary },
        {
          text: made.replace(
            '  encryptedData:',
            '  data: AgA\n  encryptedData:',
          ),
        },
        /spec.data \(it begins on line 1\)/,
      ],
      [
        { A: canary },
        { text: made.replace('  template:', '  stringData: {}\n  template:') },
        /a.yaml, line 1\d: spec.stringData of SealedSecret app-secrets is a field that the controller does not know/,
      ],
      [
        { A: canary },
        { text: made.replace('    type: Opaque', '    stringData: {}') },
        /spec.template.stringData .* does not know/,
      ],
      [
        { A: canary },
        { text: made.replace(/ A: AQ.*/, ' A: 12') },
        /spec.encryptedData.A .* is not a text/,
      ],
      [
        { A: canary },
        { text: made.replace(/ {4}A: /, '    A: x\n    A: ') },
        /not valid YAML: duplicate key on line \d+/,
      ],
      [
        { A: canary },
        { text: made.replace('    A: ', '\tA: ') },
        /not valid YAML: tab as indent on line \d+/,
      ],
      [
        { A: canary },
        {
          text: made.replace(
            '    type: Opaque',
            `    data: {x: "${canary} {{ .A"}`,
          ),
        },
        /line \d\d: spec.template.data.x of SealedSecret app-secrets is a template that the controller cannot parse: an action "{{" is not closed/,
      ],
    ];
    for (const [values, options, message] of cases) {
      let error: unknown;
      try {
        seal(values, { path: 'a.yaml', ...options });
      } catch (thrown) {
        error = thrown;
      }
      expect(error).toMatchObject({ name: 'InputError' });
      expect((error as Error).message).toMatch(message);
      expect(`${(error as Error).stack}`).not.toContain(canary);
    }
  });
});

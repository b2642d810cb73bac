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

import { encryptedDataChecksum } from '../manifests/checksum';
import { readEarlierChecksums } from '../manifests/sealedSecretAnnotations';
import { readChangedSecrets } from '../gitops/changedSecrets';
import {
  parseSealingCertificate,
  readRotateAnswer,
  renderRotateRequest,
  sealingLabel,
  SealingScope,
  sealValue,
} from '../sealing';
import { createSealingKeyPair } from '../sealing/__testUtils__/sealingKeyPair';
import { unseal } from '../sealing/__testUtils__/unseal';
import fc from 'fast-check';
import { parseAllDocuments } from 'yaml';
import { applyChanges, observerFiles } from './__testUtils__/observerFiles';
import {
  findReencryptions,
  FindReencryptionsOptions,
} from './findReencryptions';
import { reencryptSecrets } from './reencryptSecrets';
import { rotateSecret } from './rotateSecret';
import { sealSecret } from './sealSecret';

const oldKeys = createSealingKeyPair();
const newKeys = createSealingKeyPair();
const old = parseSealingCertificate(oldKeys.certificate);
const newest = parseSealingCertificate(newKeys.certificate);
const now = new Date('2026-11-22T10:00:00Z');
const observer = { namespace: 'observer-prod', name: 'observer-secrets' };
const SEALED = 'sealed-secrets/observer-sealed-secrets.yaml';

function sealedFiles(): Map<string, string> {
  const files = observerFiles();
  return applyChanges(
    files,
    sealSecret(files, {
      ...observer,
      certificate: old,
      now: new Date('2026-03-01T00:00:00Z'),
    }).changes,
  );
}

/** What the controller does, as far as its answer is looked at. */
function rotate(request: string, keys = [newKeys, oldKeys]): string {
  const { metadata, spec } = JSON.parse(request);
  const annotations = metadata.annotations ?? {};
  const scope = (['cluster-wide', 'namespace-wide'] as const).find(
    each => annotations[`sealedsecrets.bitnami.com/${each}`] === 'true',
  );
  const label = sealingLabel({ ...metadata, scope: scope ?? 'strict' });
  const open = (sealed: string) => {
    for (const key of keys) {
      try {
        return unseal(sealed, key, label);
      } catch {
        // Another one may open it.
      }
    }
    throw new Error('no key could decrypt secret');
  };
  const encryptedData = Object.fromEntries(
    Object.entries(spec.encryptedData as Record<string, string>).map(
      ([key, sealed]) => [
        key,
        sealValue({ certificate: newest, label, value: open(sealed) }),
      ],
    ),
  );
  return JSON.stringify({
    kind: 'SealedSecret',
    apiVersion: 'bitnami.com/v1alpha1',
    metadata: { ...metadata, creationTimestamp: null },
    spec: { template: { metadata }, encryptedData },
  });
}

function reencrypt(
  files: Map<string, string>,
  more: Partial<FindReencryptionsOptions> = {},
) {
  const options = { certificate: newest, ...more };
  const { targets } = findReencryptions(files, options);
  const ciphertexts = new Map(
    targets.map(target => [
      target.id,
      readRotateAnswer(rotate(renderRotateRequest(target)), target),
    ]),
  );
  const result = reencryptSecrets(files, { ...options, now, ciphertexts });
  return { targets, result, after: applyChanges(files, result.changes) };
}

function read(text: string, document = 0) {
  const { metadata, spec } = parseAllDocuments(text)[document].toJS();
  const annotations = metadata.annotations ?? {};
  return {
    annotations,
    encrypted: spec.encryptedData as Record<string, string>,
    records: JSON.parse(annotations['safekeep.io/sealed-keys'] ?? '{}'),
    template: spec.template,
  };
}

function sealedText(
  values: Record<string, string>,
  target: { namespace?: string; name: string; scope?: SealingScope },
  write: (encryptedData: string[]) => string[],
): string {
  const { namespace = 'prod', name, scope = 'strict' } = target;
  const label = sealingLabel({ namespace, name, scope });
  const lines = Object.entries(values).map(
    ([key, value]) =>
      `${key}: ${sealValue({
        certificate: old,
        label,
        value: Buffer.from(value),
      })}`,
  );
  return write(lines).join('\n');
}

describe('reencryptSecrets', () => {
  it('seals every value anew with the newest certificate, and changes nothing else', () => {
    const files = rotateOne(sealedFiles());
    const before = read(files.get(SEALED)!);
    const { result, after } = reencrypt(files);
    const changed = read(after.get(SEALED)!);

    expect(result.changes.map(({ path }) => path)).toEqual([SEALED]);
    expect(result.restartedWorkloads).toEqual([]);
    expect(result.reencryptedSecrets).toEqual([
      'observer-prod/observer-secrets',
    ]);
    expect(Object.keys(changed.encrypted)).toEqual(
      Object.keys(before.encrypted),
    );
    const label = 'observer-prod/observer-secrets';
    for (const [key, sealed] of Object.entries(changed.encrypted)) {
      expect(unseal(sealed, newKeys, label)).toEqual(
        unseal(before.encrypted[key], oldKeys, label),
      );
      const { rotatedAt, ...record } = changed.records[key];
      expect(rotatedAt).toBe(before.records[key].rotatedAt);
      expect(record).toEqual({
        sealedAt: now.toISOString(),
        certificate: newest.fingerprint,
        label,
      });
    }
    expect(changed.records.KIS_APP_KEY.rotatedAt).toBe(
      '2026-05-01T00:00:00.000Z',
    );
    expect(changed.template).toEqual(before.template);
    // Pods that carry the checksum of before hold the same values.
    expect(
      readEarlierChecksums(
        changed.annotations,
        encryptedDataChecksum(changed.encrypted),
      ),
    ).toEqual([encryptedDataChecksum(before.encrypted)]);
    expect(result.title).toBe(
      'Re-encrypt observer-secrets with the newest sealing key',
    );
    expect(result.description).toContain(old.fingerprint);
    expect(result.description).toContain(newest.fingerprint);
    expect(result.description).toContain('No workload restarts');
    expect(JSON.stringify(result)).not.toContain('canary');
  });

  function rotateOne(files: Map<string, string>): Map<string, string> {
    const { changes } = rotateSecret(files, {
      ...observer,
      certificate: old,
      now: new Date('2026-05-01T00:00:00Z'),
      keys: ['KIS_APP_KEY'],
    });
    return applyChanges(files, changes);
  }

  it('has nothing to do the second time, and is asked for the same while it is not merged', () => {
    const files = sealedFiles();
    const first = reencrypt(files);
    const again = reencrypt(files);
    expect(again.result.changeId).toBe(first.result.changeId);
    expect(again.result.changes).not.toEqual(first.result.changes);

    const done = reencrypt(first.after);
    expect(done.result.changes).toEqual([]);
    expect(done.result.current).toBe(1);
    expect(done.result.description).toContain('1 SealedSecret is sealed');
    const forced = reencrypt(first.after, { includeCurrent: true });
    expect(forced.result.changes).toHaveLength(1);
    const { annotations, encrypted } = read(forced.after.get(SEALED)!);
    expect(
      readEarlierChecksums(annotations, encryptedDataChecksum(encrypted)),
    ).toEqual(
      [first.after, files].map(each =>
        encryptedDataChecksum(read(each.get(SEALED)!).encrypted),
      ),
    );
  });

  it('re-encrypts only what is not sealed with the newest, and forgets what was equal once a value is new', () => {
    const { after } = reencrypt(sealedFiles());
    const rotated = applyChanges(
      after,
      rotateSecret(after, {
        ...observer,
        certificate: old,
        now,
        keys: ['KIS_APP_KEY'],
      }).changes,
    );
    const text = read(rotated.get(SEALED)!);
    expect(
      readEarlierChecksums(
        text.annotations,
        encryptedDataChecksum(text.encrypted),
      ),
    ).toEqual([]);
    const { targets, result } = reencrypt(rotated);
    expect(Object.keys(targets[0].encryptedData)).toEqual(['KIS_APP_KEY']);
    expect(result.keys).toEqual(['KIS_APP_KEY']);
    expect(result.description).toContain('had the newest already');
  });

  it('finds SealedSecrets of any file and scope, without a record too, and keeps comments, labels and template data', () => {
    const wide = sealedText(
      { A: 'one', B: 'two' },
      { name: 'wide', scope: 'namespace-wide' },
      ([a, b]) => [
        '# the first',
        'apiVersion: bitnami.com/v1alpha1',
        'kind: SealedSecret',
        'metadata:',
        '  name: wide',
        '  namespace: prod',
        '  labels: {team: x}   # kept',
        '  annotations:',
        '    sealedsecrets.bitnami.com/namespace-wide: "true"',
        'spec:',
        '  encryptedData:',
        `    ${a}  # why`,
        `    ${b.replace(': ', ': >-\n      ')}`,
        '  template:',
        '    data:',
        '      URL: "http://{{ .A }}:{{ .B }}@x"',
        '---',
        'kind: ConfigMap',
        'apiVersion: v1',
        'metadata: {name: between}',
        '---',
        '',
      ],
    );
    const strict = sealedText({ C: 'three' }, { name: 'strict' }, ([c]) => [
      'apiVersion: bitnami.com/v1alpha1',
      'kind: SealedSecret',
      'metadata: {name: strict, namespace: prod}',
      `spec: {encryptedData: {${c.replace(
        /: (.*)/,
        ': "$1"',
      )}}, template: {data: {D: "{{ .C }}"}}}`,
      '',
    ]);
    const files = new Map([['a/all.yaml', wide + strict]]);
    const { result, after } = reencrypt(files);
    const text = after.get('a/all.yaml')!;

    expect(result.reencryptedSecrets).toEqual(['prod/wide', 'prod/strict']);
    expect(result.title).toBe(
      'Re-encrypt 2 SealedSecrets with the newest sealing key',
    );
    // By this the card of each finds the pull request again.
    expect(readChangedSecrets(result.description)).toEqual([
      'prod/strict',
      'prod/wide',
    ]);
    const first = read(text, 0);
    const last = read(text, 2);
    expect(unseal(first.encrypted.A, newKeys, 'prod').toString()).toBe('one');
    expect(unseal(first.encrypted.B, newKeys, 'prod').toString()).toBe('two');
    expect(unseal(last.encrypted.C, newKeys, 'prod/strict').toString()).toBe(
      'three',
    );
    expect(first.template.data.URL).toBe('http://{{ .A }}:{{ .B }}@x');
    expect(last.template.data.D).toBe('{{ .C }}');
    for (const kept of [
      '# the first\n',
      'labels: {team: x}   # kept\n',
      '  # why\n',
      'metadata: {name: between}\n',
    ]) {
      expect(text).toContain(kept);
    }
  });

  it('keeps every byte outside the values and the annotations that it writes', () => {
    fc.assert(
      fc.property(
        fc.record({
          before: fc.stringMatching(/^(# [ -~]{0,20}\n){0,2}$/),
          key: fc.constantFrom('A', 'tls.crt', '__proto__', '"on"', "'1'"),
          style: fc.constantFrom('', '"', "'", '>-', '|'),
          value: fc.string({ minLength: 1, maxLength: 40 }),
          comment: fc.stringMatching(/^( {1,3}# [a-z]{0,10})?$/),
          data: fc.stringMatching(/^[a-z{} .]{0,20}$/),
          crlf: fc.boolean(),
          behind: fc.stringMatching(/^(---\nkind: X\nn: [a-z]{1,9}\n){0,2}$/),
        }),
        shape => {
          const isBlock = /[>|]/.test(shape.style);
          const end = (text: string) =>
            shape.crlf ? text.replace(/\n/g, '\r\n') : text;
          const ciphertext = sealValue({
            certificate: old,
            label: 'prod/x',
            value: Buffer.from(shape.value),
          });
          const start = end(
            `${shape.before}apiVersion: bitnami.com/v1alpha1\nkind: SealedSecret\nmetadata:\n  name: x\n  namespace: prod\n`,
          );
          const spec = end(
            `spec:\n  template:\n    data:\n      T: '${shape.data}'\n  encryptedData:\n    ${shape.key}:`,
          );
          const tail = end(`${isBlock ? '' : shape.comment}\n${shape.behind}`);
          const value = isBlock
            ? end(` ${shape.style}\n      ${ciphertext}`)
            : ` ${shape.style}${ciphertext}${shape.style}`;
          const { after, result } = reencrypt(
            new Map([['f.yaml', start + spec + value + tail]]),
          );
          const text = after.get('f.yaml')!;
          const [made] = Object.values(read(text).encrypted);
          expect(unseal(made, newKeys, 'prod/x').toString()).toBe(shape.value);

          // The value and our annotations taken out, the rest is the rest of before.
          expect(text.startsWith(`${start}${end('  annotations:\n')}`)).toBe(
            true,
          );
          expect(text.endsWith(tail)).toBe(true);
          const specAt = text.indexOf(end('\nspec:\n')) + end('\n').length;
          expect(text.slice(specAt, specAt + spec.length)).toBe(spec);
          const middle = text.slice(
            specAt + spec.length,
            text.length - tail.length,
          );
          expect(middle.replace(/["']/g, '')).toBe(` ${made}`);
          const annotations = text.slice(start.length, specAt);
          expect(annotations).not.toContain(ciphertext);
          expect(result.description).not.toContain(ciphertext);
        },
      ),
      { numRuns: 60 },
    );
  });

  it('is refused as a whole when one key was not made anew, or holds something else', () => {
    const files = sealedFiles();
    const options = { certificate: newest, now };
    const [target] = findReencryptions(files, options).targets;
    const made = readRotateAnswer(rotate(renderRotateRequest(target)), target);
    const { DB_USER: _, ...part } = made;
    const attempt = (ciphertexts: Record<string, string>) => () =>
      reencryptSecrets(files, {
        ...options,
        ciphertexts: new Map([[target.id, ciphertexts]]),
      });
    expect(attempt(part)).toThrow(
      'key DB_USER of SealedSecret observer-prod/observer-secrets was not re-encrypted, so nothing is changed',
    );
    expect(attempt({ ...made, DB_USER: 'canary plain' })).toThrow(
      /key DB_USER: the new ciphertext is not base64/,
    );
    expect(attempt({ ...made, EXTRA: made.DB_USER })).not.toThrow();
    expect(
      reencryptSecrets(files, {
        ...options,
        ciphertexts: new Map([[target.id, { ...made, EXTRA: made.DB_USER }]]),
      }).changes[0].content,
    ).not.toContain('EXTRA');
  });

  it.each<[string, Partial<FindReencryptionsOptions>, string]>([
    ['another name', { name: 'nope' }, 'No file holds SealedSecret nope'],
    [
      'another namespace',
      { ...observer, namespace: 'elsewhere' },
      'No file holds SealedSecret elsewhere/observer-secrets',
    ],
    ['a path that is not there', { path: 'x.yaml' }, 'x.yaml does not exist'],
    [
      'a file without one',
      { path: 'namespace.yaml' },
      'namespace.yaml holds no SealedSecret',
    ],
    ['a path outside', { path: '../x.yaml' }, 'is not inside'],
  ])('says what is wrong with %s', (_, options, message) => {
    expect(() => reencrypt(sealedFiles(), options)).toThrow(message);
  });

  it('leaves out what it cannot do, and says so', () => {
    const sealed = (name: string, more = '') =>
      sealedText({ A: 'x' }, { name }, ([a]) => [
        'apiVersion: bitnami.com/v1alpha1',
        'kind: SealedSecret',
        `metadata: {name: ${name}${more}}`,
        `spec: {encryptedData: {${a}}}`,
        '',
      ]);
    const files = new Map([
      ['nowhere.yaml', sealed('nowhere')],
      ['broken.yaml', 'kind: SealedSecret\n  bad: [canary\n'],
      ['good.yaml', sealed('good', ', namespace: prod')],
      [
        'old.yaml',
        sealed('old', ', namespace: prod').replace(
          'spec: {',
          'spec: {data: eA==, ',
        ),
      ],
    ]);
    const { result } = reencrypt(files);
    expect(result.reencryptedSecrets).toEqual(['prod/good']);
    expect(result.warnings).toEqual([
      expect.stringContaining('`broken.yaml` could not be read'),
      'nowhere.yaml: SealedSecret nowhere says no namespace, nor does a kustomization: give the namespace',
      expect.stringContaining('old.yaml: SealedSecret old has the old field'),
    ]);
    expect(result.description).toContain('says no namespace');
    expect(JSON.stringify(result)).not.toContain('canary');
    const given = reencrypt(files, { namespace: 'prod' });
    expect(given.result.reencryptedSecrets).toEqual([
      'prod/good',
      'prod/nowhere',
    ]);

    const unlisted = sealedFiles();
    unlisted.set('spare.yaml', sealed('spare', ', namespace: prod'));
    expect(reencrypt(unlisted).result.warnings).toEqual([
      expect.stringContaining('kustomization.yaml does not list the file'),
    ]);
    expect(() =>
      reencrypt(
        new Map([
          [
            'bad.yaml',
            sealed('bad', ', namespace: prod').replace(/A: A/, 'A: xA'),
          ],
        ]),
      ),
    ).toThrow('bad.yaml: SealedSecret prod/bad, key A is');
  });
});

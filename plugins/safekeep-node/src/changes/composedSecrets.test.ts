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
import { parse } from 'yaml';
import { containsValue, findComposedKeys } from '../manifests/composedKeys';
import { parseSealingCertificate } from '../sealing';
import { createSealingKeyPair } from '../sealing/__testUtils__/sealingKeyPair';
import { unseal } from '../sealing/__testUtils__/unseal';
import { applyChanges } from './__testUtils__/observerFiles';
import { editSecretKeys } from './editSecretKeys';
import { rotateSecret, RotateSecretOptions } from './rotateSecret';
import { sealSecret } from './sealSecret';

const keyPair = createSealingKeyPair();
const options = {
  certificate: parseSealingCertificate(keyPair.certificate),
  namespace: 'shop',
  name: 'app',
  now: new Date('2026-03-01T00:00:00Z'),
};
const SEALED = 'app-sealed-secret.yaml';
const PLAIN = `apiVersion: v1
kind: Secret
metadata: {name: app, namespace: shop}
stringData:
  DB_USER: application
  DB_PASSWORD: "canary/7f3a+91"
  DATABASE_URL: postgres://application:canary%2F7f3a%2B91@db:5432/app
  OTHER_URL: https://example.com
`;

function sealed(extra: Record<string, string> = {}) {
  const files = new Map([['app.yaml', PLAIN], ...Object.entries(extra)]);
  const result = sealSecret(files, options);
  return { result, files: applyChanges(files, result.changes) };
}

function read(files: Map<string, string>) {
  const { metadata, spec } = parse(files.get(SEALED)!);
  return {
    composed: JSON.parse(
      metadata.annotations['safekeep.io/composed-keys'] ?? 'null',
    ),
    records: JSON.parse(metadata.annotations['safekeep.io/sealed-keys']),
    template: spec.template.data,
    values: Object.fromEntries(
      Object.entries<string>(spec.encryptedData).map(([key, value]) => [
        key,
        unseal(value, keyPair, 'shop/app').toString(),
      ]),
    ),
  };
}

function rotate(
  files: Map<string, string>,
  change: Partial<RotateSecretOptions>,
) {
  const before = new Map(files);
  try {
    const result = rotateSecret(files, {
      ...options,
      keys: ['DB_PASSWORD'],
      ...change,
    });
    return { result, after: applyChanges(files, result.changes) };
  } finally {
    expect(files).toEqual(before);
  }
}

describe('values that contain others', () => {
  it('are found as they stand and as a URL writes them', () => {
    fc.assert(
      fc.property(
        fc.string({ minLength: 6, maxLength: 40, unit: 'grapheme' }),
        fc.string({ minLength: 1 }),
        fc.string(),
        (part, before, behind) => {
          const bytes = (text: string) => new TextEncoder().encode(text);
          for (const text of [part, encodeURIComponent(part)]) {
            expect(
              containsValue(bytes(before + text + behind), bytes(part)),
            ).toBe(true);
          }
        },
      ),
    );
    const found = (values: Record<string, string>) =>
      findComposedKeys(
        new Map(
          Object.entries(values).map(([key, value]) => [
            key,
            Buffer.from(value),
          ]),
        ),
      );
    expect(found({ A: 'secret', B: 'xsecretx' })).toEqual({ B: ['A'] });
    expect(found({ A: 'secret', B: 'secret' })).toEqual({});
    expect(found({ A: 'short', B: 'xshortx' })).toEqual({});
    expect(found({ A: 'a/b/c/', B: 'xa%2fb%2fc%2fx' })).toEqual({});
    expect(found({ constructor: 'secret', B: 'secret1' })).toEqual({
      B: ['constructor'],
    });
  });

  it('are recorded by name when they are sealed, and told', () => {
    const { result, files } = sealed();
    expect(read(files).composed).toEqual({
      DATABASE_URL: ['DB_PASSWORD', 'DB_USER'],
    });
    expect(result.description).toMatch(
      /`DATABASE_URL` contains the value of `DB_PASSWORD`, `DB_USER`/,
    );
    expect(JSON.stringify(result)).not.toMatch(/canary/);
    expect(files.get(SEALED)).not.toMatch(/canary/);
  });

  it('follow a key that is renamed, and are forgotten with one that is removed', () => {
    const { files } = sealed();
    const target = { namespace: 'shop', name: 'app' };
    const renamed = editSecretKeys(files, {
      ...target,
      rename: new Map([
        ['DB_PASSWORD', 'PASSWORD'],
        ['DATABASE_URL', 'URL'],
      ]),
      remove: ['DB_USER'],
    });
    const after = applyChanges(files, renamed.changes);
    expect(read(after).composed).toEqual({ URL: ['PASSWORD'] });
  });
});

describe('rotating what another value contains', () => {
  it('is refused while that would keep the earlier one, unless it is asked for', () => {
    const { files } = sealed();
    expect(() => rotate(files, {})).toThrow(
      /DATABASE_URL: contained the value of DB_PASSWORD .* compose, .* evenIfStale/,
    );
    const { result, after } = rotate(files, { evenIfStale: true });
    expect(read(after).values.DATABASE_URL).toContain('canary%2F');
    expect(result.description).toMatch(/`DATABASE_URL`: .* keeps the earlier/);
    // A key that contains none of those rotated is in nobody's way.
    expect(rotate(files, { keys: ['OTHER_URL'] }).result.keys).toEqual([
      'OTHER_URL',
    ]);
  });

  it('takes both values together, when the one contains the other', () => {
    const { files } = sealed();
    const keys = ['DB_PASSWORD', 'DATABASE_URL'];
    const given = (password: string, url: string) =>
      rotate(files, {
        keys,
        values: new Map([
          ['DB_PASSWORD', Buffer.from(password)],
          ['DATABASE_URL', Buffer.from(url)],
        ]),
      });
    const { after } = given('new-password', 'postgres://a:new-password@db/app');
    expect(read(after).values.DATABASE_URL).toContain('new-password');
    expect(read(after).composed).toEqual({
      DATABASE_URL: ['DB_PASSWORD', 'DB_USER'],
    });
    expect(() => given('new-password', 'postgres://a:typo@db/app')).toThrow(
      /DATABASE_URL .* does not contain the new one/,
    );
    expect(() => rotate(files, { keys })).toThrow(
      /a random value cannot take its place/,
    );
  });

  it('makes it a template of the controller, which follows from then on', () => {
    const { files } = sealed();
    const compose = {
      DATABASE_URL: 'postgres://{{ .DB_USER }}:{{ .DB_PASSWORD }}@db:5432/app',
    };
    const { result, after } = rotate(files, { compose });
    const now = read(after);
    expect(now.template).toEqual(compose);
    expect(now.values).not.toHaveProperty('DATABASE_URL');
    expect(now.records).not.toHaveProperty('DATABASE_URL');
    expect(now.composed).toEqual({});
    expect(now.values.DB_PASSWORD).toMatch(/^[A-Za-z0-9]{32}$/);
    expect(result.description).toMatch(/readable in Git/);
    // The next time there is nothing to ask.
    const next = rotate(after, {});
    expect(next.result.description).toMatch(
      /`DATABASE_URL`: rendered by the controller from a rotated key/,
    );
    expect(next.result.changeId).not.toBe(result.changeId);
  });

  it.each([
    ['no key', 'postgres://db', /names no key/],
    [
      'a key that is not there',
      '{{ .NOTHING }}',
      /names NOTHING, which is not/,
    ],
    ['itself', '{{ .DATABASE_URL }}', /names DATABASE_URL, which is not/],
    ['half an action', '{{ .DB_PASSWORD', /cannot be parsed/],
  ])('refuses a template that names %s', (_, template, message) => {
    const { files } = sealed();
    expect(() =>
      rotate(files, { compose: { DATABASE_URL: template } }),
    ).toThrow(message);
    expect(() =>
      rotate(files, { compose: { NEW: '{{ .DB_PASSWORD }}' } }),
    ).toThrow();
  });

  it('refuses a template that holds the value itself, and does not repeat it', () => {
    const { files } = sealed();
    const attempt = () =>
      rotate(files, {
        values: new Map([['DB_PASSWORD', Buffer.from('canary-new')]]),
        compose: {
          DATABASE_URL: 'postgres://{{ .DB_USER }}:canary-new@db/app',
        },
      });
    expect(attempt).toThrow(/holds the value of DB_PASSWORD itself/);
    expect(attempt).not.toThrow(/canary/);
  });

  it('looks into a plain file that still lies beside it', () => {
    const twin = PLAIN.replace(
      'OTHER_URL: https',
      'SAME: canary/7f3a+91\n  X: h',
    );
    const files = new Map([['app.yaml', twin]]);
    const kept = applyChanges(
      files,
      sealSecret(files, { ...options, removePlain: false }).changes,
    );
    // Of the time before anything was recorded.
    kept.set(
      SEALED,
      kept
        .get(SEALED)!
        .replace(/^ {4}safekeep\.io\/(linked|composed)-keys:.*\n/gm, ''),
    );
    expect(read(kept).composed).toBeNull();
    expect(() => rotate(kept, {})).toThrow(/DATABASE_URL: contained/);
    const { result, after } = rotate(kept, { evenIfStale: true });
    expect(result.rotatedKeys.sort()).toEqual(['DB_PASSWORD', 'SAME']);
    expect(after.get(SEALED)).toContain('[["DB_PASSWORD","SAME"]]');
  });

  const composing = (value: string, how: string) => `apiVersion: apps/v1
kind: Deployment
metadata: {name: web, namespace: shop}
spec:
  template:
    spec:
      containers:
        - name: web
          ${how}
          args: ["--price", "$$(DB_PASSWORD)"]
${value}
`;
  const byKey = `env:
            - name: DB_PASSWORD
              valueFrom: {secretKeyRef: {name: app, key: DB_PASSWORD}}
            - name: URL
              value: postgres://app:$(DB_PASSWORD)@db/app`;
  const byAll = `envFrom: [{secretRef: {name: app}}]
          command: ["serve", "postgres://app:$(DB_PASSWORD)@db/app"]`;

  it.each([
    ['one by one', byKey, 13],
    ['all together', byAll, 10],
  ])('names what manifests compose from keys read %s', (_, how, line) => {
    const { files } = sealed({ 'web.yaml': composing('', how) });
    const { result } = rotate(files, { evenIfStale: true });
    expect(result.description).toContain(
      `Deployment \`web\` composes a text from \`DB_PASSWORD\` (\`web.yaml\`, line ${line}), which follows with its restart.`,
    );
    expect(() =>
      rotate(files, { evenIfStale: true, alphabet: 'abcdefgh/@:?#%!+' }),
    ).toThrow(
      `web.yaml, line ${line}: Deployment web composes one from DB_PASSWORD`,
    );
  });
});

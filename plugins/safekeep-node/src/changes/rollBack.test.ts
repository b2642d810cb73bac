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
import { parseSealingCertificate } from '../sealing';
import { createSealingKeyPair } from '../sealing/__testUtils__/sealingKeyPair';
import { unseal } from '../sealing/__testUtils__/unseal';
import { applyChanges, observerFiles } from './__testUtils__/observerFiles';
import { detachSecret } from './detachSecret';
import { removeSealedSecret } from './removeSealedSecret';
import {
  restoreSecretValues,
  RestoreSecretValuesOptions,
} from './restoreSecretValues';
import { rotateSecret } from './rotateSecret';
import { sealSecret } from './sealSecret';

const keyPair = createSealingKeyPair();
const target = { namespace: 'observer-prod', name: 'observer-secrets' };
const LABEL = 'observer-prod/observer-secrets';
const SEALED = 'sealed-secrets/observer-sealed-secrets.yaml';
const certificate = parseSealingCertificate(keyPair.certificate);
const SEALED_AT = new Date('2026-03-01T00:00:00Z');
const ROTATED_AT = new Date('2026-04-01T00:00:00Z');
const NOW = new Date('2026-05-01T00:00:00Z');

function sealedFiles(): Map<string, string> {
  const files = observerFiles();
  const { changes } = sealSecret(files, {
    ...target,
    certificate,
    now: SEALED_AT,
  });
  return applyChanges(files, changes);
}

function rotated(
  files: Map<string, string>,
  keys: string[],
  includeLinked = true,
): Map<string, string> {
  const { changes } = rotateSecret(files, {
    ...target,
    certificate,
    now: ROTATED_AT,
    keys,
    includeLinked,
  });
  return applyChanges(files, changes);
}

function read(files: Map<string, string>) {
  const { metadata, spec } = parse(files.get(SEALED)!);
  const encrypted = spec.encryptedData as Record<string, string>;
  return {
    encrypted,
    values: Object.fromEntries(
      Object.entries(encrypted).map(([key, value]) => [
        key,
        unseal(value, keyPair, LABEL).toString(),
      ]),
    ),
    records: JSON.parse(metadata.annotations['safekeep.io/sealed-keys']),
    links: metadata.annotations['safekeep.io/linked-keys'],
    template: spec.template,
  };
}

function restore(
  files: Map<string, string>,
  earlier: Map<string, string>,
  options: Partial<RestoreSecretValuesOptions>,
) {
  const result = restoreSecretValues(files, {
    ...target,
    earlier,
    keys: [],
    now: NOW,
    ...options,
  });
  return { result, after: applyChanges(files, result.changes) };
}

describe('restoreSecretValues', () => {
  const earlier = sealedFiles();
  const files = rotated(rotated(earlier, ['POSTGRES_PASSWORD']), [
    'KIS_APP_KEY',
  ]);

  it('brings the values of then back, of what was asked and is linked only', () => {
    const { result, after } = restore(files, earlier, {
      keys: ['DB_PASSWORD'],
    });
    const [then, before, now] = [earlier, files, after].map(read);
    expect(result.keys.sort()).toEqual(['DB_PASSWORD', 'POSTGRES_PASSWORD']);
    expect(now.values).toEqual({
      ...before.values,
      DB_PASSWORD: 'canary-hunter2',
      POSTGRES_PASSWORD: 'canary-hunter2',
    });
    expect(before.values.DB_PASSWORD).not.toBe('canary-hunter2');
    expect(now.encrypted.DB_PASSWORD).toBe(then.encrypted.DB_PASSWORD);
    expect(now.encrypted.KIS_APP_KEY).toBe(before.encrypted.KIS_APP_KEY);
    expect(now.links).toBe(before.links);
    // The ciphertext is old, and the value that the Secret has changes now.
    expect(now.records.DB_PASSWORD).toEqual({
      ...then.records.DB_PASSWORD,
      rotatedAt: NOW.toISOString(),
    });
    expect(now.records.KIS_APP_KEY).toEqual(before.records.KIS_APP_KEY);
    expect(result.changes.map(({ path }) => path)).toEqual([
      'deployments/observer.yaml',
      SEALED,
    ]);
    expect(result.title).toBe(
      'Restore DB_PASSWORD, POSTGRES_PASSWORD of observer-secrets',
    );
    expect(result.description).toMatch(/ALTER ROLE/);
    expect(result.description).toMatch(/brings the exposed one back/);
    expect(result.description).toContain(certificate.fingerprint);
  });

  it('changes nothing else, whichever keys are chosen', () => {
    const all = Object.keys(read(earlier).encrypted);
    const everything = rotated(earlier, all);
    fc.assert(
      fc.property(
        fc.subarray(all, { minLength: 1 }),
        fc.boolean(),
        (keys, includeLinked) => {
          const { result, after } = restore(everything, earlier, {
            keys,
            includeLinked,
          });
          const [then, before, now] = [earlier, everything, after].map(read);
          for (const key of all) {
            expect(now.encrypted[key]).toBe(
              (result.keys.includes(key) ? then : before).encrypted[key],
            );
          }
          expect(result.keys).toEqual(expect.arrayContaining(keys));
          const other = (text: string) =>
            text
              .split('\n')
              .filter(
                line => !/^ +"?(KIS|DB|POSTGRES)_|linked-keys/.test(line),
              );
          expect(other(after.get(SEALED)!)).toEqual(
            other(everything.get(SEALED)!),
          );
        },
      ),
      { numRuns: 30 },
    );
  });

  it('leaves line ends, a byte order mark and other documents as they are', () => {
    const dressed = (state: Map<string, string>) =>
      new Map(state).set(
        SEALED,
        `\uFEFF# Ours.\n${state.get(SEALED)!}---\nkind: Other # kept`.replace(
          /\n/g,
          '\r\n',
        ),
      );
    const { after } = restore(dressed(files), dressed(earlier), {
      keys: ['KIS_APP_KEY'],
    });
    const [then, before, now] = [earlier, files, after].map(
      state => state.get(SEALED)!,
    );
    expect(now.startsWith('\uFEFF# Ours.\r\n')).toBe(true);
    expect(now.endsWith('---\r\nkind: Other # kept')).toBe(true);
    expect(now).not.toMatch(/[^\r]\n/);
    const line = (text: string) => /^ +KIS_APP_KEY: A\S+/m.exec(text)?.[0];
    expect(line(now)).toBe(line(then));
    expect(line(now)).not.toBe(line(before));
  });

  it('takes the link apart where only one of two goes back, and says so', () => {
    const { after } = restore(files, earlier, {
      keys: ['DB_PASSWORD'],
      includeLinked: false,
    });
    expect(read(after).links).toBe('[["DB_USER","POSTGRES_USER"]]');
    expect(read(after).values.POSTGRES_PASSWORD).not.toBe('canary-hunter2');
  });

  it('is the same change for the same request, and nothing the second time', () => {
    const first = restore(files, earlier, { keys: ['KIS_APP_KEY'] });
    const again = restore(files, earlier, {
      keys: ['KIS_APP_KEY'],
      now: new Date('2027-01-01T00:00:00Z'),
    });
    expect(again.result.changeId).toBe(first.result.changeId);
    expect(() =>
      restore(first.after, earlier, { keys: ['KIS_APP_KEY'] }),
    ).toThrow(/nothing to restore: KIS_APP_KEY .* is as in the earlier/);
  });

  it('brings a key back that was removed since, only when it is asked for', () => {
    const lines = files.get(SEALED)!.split('\n');
    const without = new Map(files).set(
      SEALED,
      lines.filter(line => !/^ +DB_PASSWORD: /.test(line)).join('\n'),
    );
    const asked = restore(without, earlier, { keys: ['DB_PASSWORD'] });
    expect(read(asked.after).values.DB_PASSWORD).toBe('canary-hunter2');
    expect(asked.result.description).toMatch(/removed since, and there again/);
    const linked = restore(without, earlier, { keys: ['POSTGRES_PASSWORD'] });
    expect(read(linked.after).encrypted).not.toHaveProperty('DB_PASSWORD');
  });

  it.each([
    ['no key', {}, /no key to restore/],
    ['a key that was not there', { keys: ['NEW'] }, /had no key NEW .* it had/],
    [
      'a commit before it was sealed',
      { keys: ['DB_PASSWORD'], earlier: observerFiles() },
      /In the earlier commit: No file holds SealedSecret .* holds it in plain/,
    ],
    [
      'an empty commit',
      { keys: ['DB_PASSWORD'], earlier: new Map<string, string>() },
      /has no file to go back to/,
    ],
    [
      'another scope',
      {
        keys: ['DB_PASSWORD'],
        earlier: new Map(earlier).set(
          SEALED,
          earlier
            .get(SEALED)!
            .replace(
              '  annotations:\n',
              '  annotations:\n    sealedsecrets.bitnami.com/cluster-wide: "true"\n',
            ),
        ),
      },
      /line 1: .* sealed strict, and was cluster-wide/,
    ],
    [
      'what is no ciphertext',
      {
        keys: ['KIS_APP_KEY'],
        earlier: new Map(earlier).set(
          SEALED,
          earlier
            .get(SEALED)!
            .replace(/^( +KIS_APP_KEY: )A.*$/m, '$1canary-plain'),
        ),
      },
      /key KIS_APP_KEY is not base64/,
    ],
  ] as [string, Partial<RestoreSecretValuesOptions>, RegExp][])(
    'refuses %s, and repeats no value',
    (_, options, message) => {
      const before = new Map(files);
      let error: Error | undefined;
      try {
        restore(files, earlier, options);
      } catch (caught) {
        error = caught as Error;
      }
      expect(error?.message).toMatch(message);
      expect(error?.message).not.toMatch(/canary/);
      expect(files).toEqual(before);
    },
  );
});

describe('the way out of sealed-secrets', () => {
  const files = sealedFiles();
  const detached = () => {
    const result = detachSecret(files, target);
    return { result, after: applyChanges(files, result.changes) };
  };

  it('first lets the Secret stay, and changes no ciphertext', () => {
    const { result, after } = detached();
    expect(result.changes.map(({ path }) => path)).toEqual([SEALED]);
    expect(read(after).encrypted).toEqual(read(files).encrypted);
    expect(read(after).template.metadata.annotations).toEqual({
      ...read(files).template.metadata.annotations,
      'sealedsecrets.bitnami.com/skip-set-owner-references': 'true',
      'sealedsecrets.bitnami.com/managed': 'true',
      'argocd.argoproj.io/sync-options': 'Prune=false',
      'kustomize.toolkit.fluxcd.io/prune': 'disabled',
    });
    expect(result.description).toMatch(/first of two steps/);
    expect(() => detachSecret(after, target)).toThrow(/nothing to detach/);
    expect(detached().result.changeId).toBe(result.changeId);
  });

  it('keeps what the template tells Argo CD already', () => {
    const told = new Map(files).set(
      SEALED,
      files
        .get(SEALED)!
        .replace(
          '      annotations:\n',
          '      annotations:\n        argocd.argoproj.io/sync-options: Prune=true, Replace=true\n',
        ),
    );
    const { changes } = detachSecret(told, target);
    expect(
      read(applyChanges(told, changes)).template.metadata.annotations[
        'argocd.argoproj.io/sync-options'
      ],
    ).toBe('Replace=true,Prune=false');
  });

  it('then takes the SealedSecret out, with its line in the kustomization', () => {
    const { after } = detached();
    const result = removeSealedSecret(after, target);
    const end = applyChanges(after, result.changes);
    expect(end.has(SEALED)).toBe(false);
    expect(end.get('kustomization.yaml')).not.toContain('sealed');
    expect(end.get('kustomization.yaml')).toContain('deployments/observer');
    expect([...end.values()].join('\n')).not.toContain('kind: Secret\n');
    expect(result.description).toMatch(/Do not commit it in plain/);
    expect(result.description).toMatch(/ownerReferences.*must print nothing/);
    expect(() => removeSealedSecret(end, target)).toThrow(/No file holds/);
  });

  it('takes only its own part out of a file with several objects', () => {
    const { after } = detached();
    const other =
      'apiVersion: v1\nkind: ConfigMap # kept\nmetadata: {name: a}\n';
    const both = new Map(after).set(
      SEALED,
      `${after.get(SEALED)!}---\n${other}`,
    );
    const result = removeSealedSecret(both, target);
    const end = applyChanges(both, result.changes);
    expect(end.get(SEALED)).toContain(other);
    expect(end.get(SEALED)).not.toContain('SealedSecret');
    expect(end.get('kustomization.yaml')).toContain(SEALED);
  });

  it.each([
    ['as it was sealed', files],
    [
      'of which one annotation is not "true"',
      new Map(detached().after).set(
        SEALED,
        detached()
          .after.get(SEALED)!
          .replace(/(\/managed: )"true"/, '$1"yes"'),
      ),
    ],
  ])('refuses to remove one %s', (_, state) => {
    expect(() => removeSealedSecret(state, target)).toThrow(
      /line 1: Secret observer-prod\/observer-secrets belongs to its SealedSecret and would be deleted with it. Detach it first/,
    );
  });
});

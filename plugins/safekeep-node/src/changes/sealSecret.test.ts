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

import { parse } from 'yaml';
import { encryptedDataChecksum } from '../manifests';
import { parseSealingCertificate } from '../sealing';
import { createSealingKeyPair } from '../sealing/__testUtils__/sealingKeyPair';
import { unseal } from '../sealing/__testUtils__/unseal';
import { applyChanges, observerFiles } from './__testUtils__/observerFiles';
import { contentHash } from './FileChange';
import { sealSecret, SealSecretOptions } from './sealSecret';

const keyPair = createSealingKeyPair();
const options = {
  certificate: parseSealingCertificate(keyPair.certificate),
  namespace: 'observer-prod',
  name: 'observer-secrets',
  now: new Date('2026-11-22T10:00:00Z'),
};
const SEALED = 'sealed-secrets/observer-sealed-secrets.yaml';

function open(text: string, label = 'observer-prod/observer-secrets') {
  const { encryptedData } = parse(text).spec as {
    encryptedData: Record<string, string>;
  };
  return Object.fromEntries(
    Object.entries(encryptedData).map(([key, value]) => [
      key,
      unseal(value, keyPair, label).toString(),
    ]),
  );
}

function bytes(values: Record<string, string>): Map<string, Uint8Array> {
  return new Map(
    Object.entries(values).map(([key, value]) => [key, Buffer.from(value)]),
  );
}

describe('sealSecret', () => {
  it('turns the plain file of a repository into a SealedSecret in its place', () => {
    const files = observerFiles();
    const result = sealSecret(files, options);
    expect(result.changes.map(({ path, action }) => [path, action])).toEqual([
      ['deployments/observer.yaml', 'update'],
      ['kustomization.yaml', 'update'],
      [SEALED, 'create'],
      ['secrets/observer-secrets.yaml', 'delete'],
    ]);
    for (const { path, action, base, content } of result.changes) {
      const before = files.get(path);
      expect(base).toBe(before === undefined ? undefined : contentHash(before));
      expect(content === undefined).toBe(action === 'delete');
    }
    const after = applyChanges(files, result.changes);
    expect(after.get('kustomization.yaml')).toBe(
      files
        .get('kustomization.yaml')!
        .replace('secrets/observer-secrets.yaml', SEALED),
    );

    const sealed = parse(after.get(SEALED)!);
    expect(open(after.get(SEALED)!)).toEqual({
      POSTGRES_USER: 'observer',
      POSTGRES_PASSWORD: 'canary-hunter2',
      DB_USER: 'observer',
      DB_PASSWORD: 'canary-hunter2',
      KIS_APP_KEY: 'canary-app-key',
      KIS_APP_SECRET: 'canary\nof many lines\n',
      KIS_HTS_ID: 'canary-hts',
    });
    expect(sealed.spec.template).toEqual({
      metadata: {
        name: 'observer-secrets',
        namespace: 'observer-prod',
        labels: { 'app.kubernetes.io/part-of': 'tawbury-deployment' },
        annotations: { note: 'kept' },
      },
      type: 'Opaque',
    });
    expect(sealed.metadata.annotations).toMatchObject({
      'argocd.argoproj.io/sync-wave': '-1',
      'safekeep.io/linked-keys':
        '[["DB_PASSWORD","POSTGRES_PASSWORD"],["DB_USER","POSTGRES_USER"]]',
    });

    const observer = parse(after.get('deployments/observer.yaml')!);
    expect(observer.spec.template.metadata.annotations).toEqual({
      'checksum.safekeep.io/observer-secrets': encryptedDataChecksum(
        sealed.spec.encryptedData,
      ),
    });
    expect(result).toMatchObject({
      title: 'Seal observer-secrets',
      path: SEALED,
      converted: 'secrets/observer-secrets.yaml',
      restartedWorkloads: [{ kind: 'Deployment', name: 'observer' }],
    });
    expect(result.description).toContain('history of the repository');
    // Without it the sync deletes the Secret before there is another one.
    expect(result.description).toContain(
      '`kubectl -n observer-prod annotate secret observer-secrets sealedsecrets.bitnami.com/managed=true argocd.argoproj.io/sync-options=Prune=false kustomize.toolkit.fluxcd.io/prune=disabled`',
    );
    expect(result.description).toContain('Deployment `postgres` is not');
    const base64 = Buffer.from('canary').toString('base64').slice(0, 8);
    expect(JSON.stringify(result)).not.toContain('canary');
    expect(JSON.stringify(result)).not.toContain(base64);
  });

  it('names the same request on the same files the same, whatever the values', () => {
    const files = observerFiles();
    const id = (change: Partial<SealSecretOptions>, from = files) =>
      sealSecret(from, { ...options, ...change }).changeId;
    const first = id({});
    expect(first).toMatch(/^[0-9a-f]{64}$/);
    expect(id({ now: new Date('2026-12-01T00:00:00Z') })).toBe(first);
    expect(id({ values: bytes({ NEW: 'a' }) })).toBe(
      id({ values: bytes({ NEW: 'b' }) }),
    );
    expect(id({ values: bytes({ NEW: 'a' }) })).not.toBe(first);
    expect(id({ scope: 'cluster-wide' })).not.toBe(first);
    const moved = new Map(files);
    moved.set('kustomization.yaml', `# \n${files.get('kustomization.yaml')}`);
    expect(id({}, moved)).not.toBe(first);
  });

  it('takes the Secret out of a file that holds more, and lists the new file behind it', () => {
    const files = observerFiles();
    const secret = files.get('secrets/observer-secrets.yaml')!;
    const config =
      'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: c # c\n';
    for (const [together, rest] of [
      // What a file begins with may be about all of it, and stays.
      [`${secret}---\n${config}`, `# Created by hand.\n---\n${config}`],
      [`${config}---\n${secret}`, config],
      [`${config}---\n${secret}---\n${config}`, `${config}---\n${config}`],
    ]) {
      files.set('secrets/observer-secrets.yaml', together);
      const after = applyChanges(files, sealSecret(files, options).changes);
      expect(after.get('secrets/observer-secrets.yaml')).toBe(rest);
      expect(parse(after.get('kustomization.yaml')!).resources).toEqual([
        'namespace.yaml',
        'deployments/postgres.yaml',
        'secrets/observer-secrets.yaml',
        SEALED,
        'deployments/observer.yaml',
      ]);
      expect(() =>
        sealSecret(files, { ...options, removePlain: false }),
      ).toThrow(/holds other objects too/);
    }
  });

  it('keeps the plain file for reference only where that is asked', () => {
    const files = observerFiles();
    const result = sealSecret(files, { ...options, removePlain: false });
    const after = applyChanges(files, result.changes);
    expect(after.get('secrets/observer-secrets.yaml')).toBe(
      files.get('secrets/observer-secrets.yaml'),
    );
    expect(parse(after.get('kustomization.yaml')!).resources).not.toContain(
      'secrets/observer-secrets.yaml',
    );
    expect(result.description).toContain('stays in the repository in plain');
  });

  it('seals given values into what is there, and into a new file where nothing is', () => {
    const files = observerFiles();
    const given = sealSecret(files, {
      ...options,
      name: 'api-token',
      scope: 'namespace-wide',
      type: 'example.com/token',
      values: bytes({ TOKEN: 'canary-token' }),
    });
    expect(given.path).toBe('sealed-secrets/api-token-sealed-secret.yaml');
    expect(given.changes.map(({ action }) => action)).toEqual([
      'update',
      'create',
    ]);
    let after = applyChanges(files, given.changes);
    expect(parse(after.get('kustomization.yaml')!).resources.at(-1)).toBe(
      given.path,
    );
    expect(open(after.get(given.path)!, 'observer-prod')).toEqual({
      TOKEN: 'canary-token',
    });
    expect(parse(after.get(given.path)!).spec.template.type).toBe(
      'example.com/token',
    );

    const more = sealSecret(after, {
      ...options,
      name: 'api-token',
      values: bytes({ OTHER: 'x' }),
    });
    expect(more.title).toBe('Seal OTHER of api-token');
    expect(more.changes).toHaveLength(1);
    after = applyChanges(after, more.changes);
    expect(open(after.get(given.path)!, 'observer-prod')).toEqual({
      TOKEN: 'canary-token',
      OTHER: 'x',
    });
  });

  it('does not put an old plain value over a sealed one', () => {
    const files = observerFiles();
    const sealed = sealSecret(files, {
      ...options,
      removePlain: false,
      values: bytes({ DB_PASSWORD: 'newer' }),
    });
    const beside = applyChanges(files, sealed.changes);
    beside.set('kustomization.yaml', files.get('kustomization.yaml')!);
    beside.set(
      'secrets/observer-secrets.yaml',
      `${files.get('secrets/observer-secrets.yaml')}  ADDED: added\n`,
    );
    const again = sealSecret(beside, options);
    expect(again.keys).toEqual(['ADDED']);
    const after = applyChanges(beside, again.changes);
    expect(open(after.get(SEALED)!)).toMatchObject({
      DB_PASSWORD: 'newer',
      ADDED: 'added',
    });
    expect(after.has('secrets/observer-secrets.yaml')).toBe(false);
    expect(again.description).toContain('left as sealed');
    expect(() => sealSecret(after, options)).toThrow(/nothing to seal/);
  });

  it('seals empty values that a plain Secret holds, and links none of them', () => {
    const files = observerFiles();
    const plain = 'secrets/observer-secrets.yaml';
    files.set(
      plain,
      `${files
        .get(plain)!
        .replace('DB_USER: observer', 'DB_USER: ""')}  DB_NOTE: ""\n`,
    );
    const after = applyChanges(files, sealSecret(files, options).changes);
    const sealed = after.get(SEALED)!;
    expect(open(sealed)).toMatchObject({ DB_USER: '', DB_NOTE: '' });
    expect(sealed).toContain(
      `safekeep.io/linked-keys: '[["DB_PASSWORD","POSTGRES_PASSWORD"]]'`,
    );
  });

  it('says that a large SealedSecret must be applied server-side', () => {
    const large = { ...options, name: 'large', namespace: 'observer-prod' };
    const describe = (size: number) =>
      sealSecret(observerFiles(), {
        ...large,
        values: bytes({ BLOB: 'x'.repeat(size) }),
      }).description;
    expect(describe(150_000)).not.toContain('ServerSideApply');
    expect(describe(250_000)).toContain(
      'SealedSecret `large` is too large for the copy that `kubectl apply` and Argo CD keep',
    );
  });

  it('works in a folder of a repository, and without a kustomization', () => {
    const files = new Map(
      [...observerFiles()].map(([path, text]) => [`infra/base/${path}`, text]),
    );
    files.set('other/broken.yaml', 'kind: Secret\n a: [ observer-secrets');
    const inFolder = sealSecret(files, { ...options, folder: 'infra/base' });
    expect(inFolder.path).toBe(`infra/base/${SEALED}`);
    expect(inFolder.changes).toHaveLength(4);

    files.delete('infra/base/kustomization.yaml');
    const plain = sealSecret(files, { ...options, folder: 'infra/base' });
    expect(plain.path).toBe('infra/base/secrets/observer-sealed-secrets.yaml');
    expect(plain.restartedWorkloads).toHaveLength(1);
  });

  it('refuses wrong input, changes nothing and never quotes a value', () => {
    const canary = 'canary-hunter2';
    const plain = 'secrets/observer-secrets.yaml';
    const cases: [
      Partial<SealSecretOptions>,
      (files: Map<string, string>) => void,
      RegExp,
    ][] = [
      [
        { name: 'gone' },
        () => {},
        /No file holds a plain Secret observer-prod\/gone/,
      ],
      [
        { namespace: 'dev' },
        () => {},
        /No file holds .*secrets\/observer-secrets.yaml has it in namespace observer-prod/,
      ],
      [
        { namespace: 'dev', fromFile: plain },
        () => {},
        /is in namespace observer-prod, not in dev/,
      ],
      [{ fromFile: '../secret.yaml' }, () => {}, /not inside the repository/],
      [{ fromFile: 'gone.yaml' }, () => {}, /gone.yaml does not exist/],
      [{ path: '/etc/x.yaml' }, () => {}, /not inside the repository/],
      [{ path: 'a/../../x.yaml' }, () => {}, /not inside the repository/],
      [{ path: '.git/x.yaml' }, () => {}, /not inside the repository/],
      [{ path: 'x.txt' }, () => {}, /must end in .yaml/],
      [
        { path: 'namespace.yaml' },
        () => {},
        /namespace.yaml is not a SealedSecret/,
      ],
      [{ folder: 'gone' }, () => {}, /holds no YAML file/],
      [{ values: bytes({ 'bad key': canary }) }, () => {}, /not a valid key/],
      [{ values: bytes({ A: '' }) }, () => {}, /given for key A is empty/],
      [
        {},
        files =>
          files.set(
            plain,
            files.get(plain)!.replace('DB_USER: observer', 'DB_USER: 5'),
          ),
        /the value of stringData.DB_USER is not a text/,
      ],
      [
        {},
        files =>
          files.set(
            plain,
            files.get(plain)!.replace('Y2FuYXJ5LWh0cw==', canary),
          ),
        /the value of data.KIS_HTS_ID is not base64/,
      ],
      [
        {},
        files =>
          files.set(
            plain,
            files
              .get(plain)!
              .replace(`DB_PASSWORD: ${canary}`, `DB_PASSWORD: *${canary}`),
          ),
        /not valid YAML|cannot be resolved/,
      ],
      [
        {},
        files =>
          files.set(
            plain,
            files
              .get(plain)!
              .replace(`DB_PASSWORD: ${canary}`, `DB_PASSWORD: "${canary}`),
          ),
        /not valid YAML/,
      ],
      [
        { fromFile: plain },
        files =>
          files.set(
            plain,
            files
              .get(plain)!
              .replace(`DB_PASSWORD: ${canary}`, `DB_PASSWORD: "${canary}`),
          ),
        /not valid YAML/,
      ],
      [
        {},
        files =>
          files
            .set('secrets/copy.yaml', files.get(plain)!)
            .set(
              'kustomization.yaml',
              files
                .get('kustomization.yaml')!
                .replace('  - namespace.yaml', '  - secrets/copy.yaml'),
            ),
        /is in more than one file/,
      ],
      [
        {},
        files =>
          files.set(
            'kustomization.yaml',
            `namePrefix: x-\n${files.get('kustomization.yaml')}`,
          ),
        /namePrefix/,
      ],
      [
        {},
        files =>
          files.set(
            'kustomization.yaml',
            `patches: [{path: ${plain}}]\n${files.get('kustomization.yaml')}`,
          ),
        /is also used by kustomization.yaml/,
      ],
      [
        { name: 'made' },
        files =>
          files.set(
            'kustomization.yaml',
            `secretGenerator: [{name: made, literals: [A=${canary}]}]\n${files.get(
              'kustomization.yaml',
            )}`,
          ),
        /is made by a secretGenerator/,
      ],
    ];
    for (const [change, prepare, message] of cases) {
      const files = observerFiles();
      prepare(files);
      const before = new Map(files);
      let error: unknown;
      try {
        sealSecret(files, { ...options, ...change });
      } catch (thrown) {
        error = thrown;
      }
      expect(error).toMatchObject({ name: 'InputError' });
      expect((error as Error).message).toMatch(message);
      expect(`${(error as Error).stack}`).not.toContain('canary');
      expect(files).toEqual(before);
    }
  });
});

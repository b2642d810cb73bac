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

import { parse, parseAllDocuments } from 'yaml';
import { encryptedDataChecksum } from '../manifests';
import { parseSealingCertificate } from '../sealing';
import { createSealingKeyPair } from '../sealing/__testUtils__/sealingKeyPair';
import { unseal } from '../sealing/__testUtils__/unseal';
import { applyChanges, observerFiles } from './__testUtils__/observerFiles';
import { editSecretKeys, EditSecretKeysOptions } from './editSecretKeys';
import { sealSecret } from './sealSecret';

const keyPair = createSealingKeyPair();
const target = { namespace: 'observer-prod', name: 'observer-secrets' };
const LABEL = 'observer-prod/observer-secrets';
const SEALED = 'sealed-secrets/observer-sealed-secrets.yaml';
const READERS = `apiVersion: batch/v1
kind: CronJob
metadata: {name: report}
spec:
  jobTemplate:
    spec:
      template:
        spec:
          containers:
            - name: report
              env:
                - name: PASSWORD   # of the database
                  valueFrom:
                    secretKeyRef: {name: observer-secrets, key: DB_PASSWORD}
                - name: OTHER
                  valueFrom:
                    configMapKeyRef: {name: observer-secrets, key: DB_PASSWORD}
              volumeMounts:
                - {name: all, mountPath: /a, subPath: KIS_APP_KEY}
                - {name: some, mountPath: /b, subPath: KIS_APP_KEY}
          volumes:
            - name: all
              secret: {secretName: observer-secrets}
            - name: some
              secret:
                secretName: observer-secrets
                items:
                  - key: "KIS_APP_SECRET"
                    path: KIS_APP_KEY
---
apiVersion: monitoring.coreos.com/v1
kind: ServiceMonitor
metadata: {name: observer}
spec:
  endpoints:
    - basicAuth:
        username: {name: observer-secrets, key: DB_USER}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: elsewhere}
spec:
  template:
    spec:
      containers:
        - env:
            - valueFrom: {secretKeyRef: {name: another, key: DB_USER}}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: joined}
spec:
  template:
    spec:
      containers:
        - name: joined
          args:
            - |
              exec serve --password '$(POSTGRES_PASSWORD)' --price '$$(POSTGRES_PASSWORD)'
          envFrom: [{secretRef: {name: observer-secrets}}]
`;

/** The observer repository, sealed, with what reads its keys one by one. */
function sealedFiles(): Map<string, string> {
  const files = observerFiles();
  const { changes } = sealSecret(files, {
    ...target,
    certificate: parseSealingCertificate(keyPair.certificate),
    now: new Date('2026-03-01T00:00:00Z'),
  });
  const sealed = applyChanges(files, changes);
  sealed.set('jobs/report.yaml', READERS);
  sealed.set(
    'kustomization.yaml',
    sealed
      .get('kustomization.yaml')!
      .replace(
        '  - namespace.yaml',
        '  - namespace.yaml\n  - jobs/report.yaml',
      ),
  );
  return sealed;
}

function edit(
  files: Map<string, string>,
  options: Partial<EditSecretKeysOptions>,
) {
  const before = new Map(files);
  try {
    const result = editSecretKeys(files, { ...target, ...options });
    return { ...result, after: applyChanges(files, result.changes) };
  } finally {
    expect(files).toEqual(before);
  }
}

describe('editSecretKeys', () => {
  it('renames without knowing a value: ciphertext, records, links and readers follow', () => {
    const files = sealedFiles();
    const rename = new Map([
      ['DB_PASSWORD', 'DATABASE_SECRET'],
      ['KIS_APP_KEY', 'app.key'],
      ['KIS_APP_SECRET', 'app.secret'],
      ['DB_USER', 'user'],
      ['POSTGRES_PASSWORD', 'ADMIN'],
    ]);
    const result = edit(files, { rename, updateReferences: true });
    const before = parse(files.get(SEALED)!);
    const sealed = parse(result.after.get(SEALED)!);
    const data: Record<string, string> = before.spec.encryptedData;
    expect(Object.entries(sealed.spec.encryptedData)).toEqual(
      Object.entries(data).map(([key, value]) => [
        rename.get(key) ?? key,
        value,
      ]),
    );
    expect(
      unseal(sealed.spec.encryptedData.ADMIN, keyPair, LABEL).toString(),
    ).toBe('canary-hunter2');
    const { annotations } = sealed.metadata;
    const records = JSON.parse(annotations['safekeep.io/sealed-keys']);
    expect(records['app.key']).toEqual(
      JSON.parse(before.metadata.annotations['safekeep.io/sealed-keys'])
        .KIS_APP_KEY,
    );
    expect(Object.keys(records)).not.toContain('KIS_APP_KEY');
    expect(JSON.parse(annotations['safekeep.io/linked-keys'])).toEqual([
      ['ADMIN', 'DATABASE_SECRET'],
      ['POSTGRES_USER', 'user'],
    ]);

    const checksum = encryptedDataChecksum(sealed.spec.encryptedData);
    const readers = result.after.get('jobs/report.yaml')!;
    const unmarked = readers
      .split('\n')
      .filter(
        line =>
          !line.includes('checksum.safekeep.io') &&
          !/^ +(metadata|annotations):$/.test(line),
      )
      .join('\n');
    expect(unmarked).toBe(
      READERS.replace(
        'observer-secrets, key: DB_PASSWORD}\n                - name: OTHER',
        'observer-secrets, key: DATABASE_SECRET}\n                - name: OTHER',
      )
        .replace('subPath: KIS_APP_KEY}', 'subPath: app.key}')
        .replace('key: "KIS_APP_SECRET"', 'key: "app.secret"')
        .replace('key: DB_USER}', 'key: user}')
        .replace("'$(POSTGRES_PASSWORD)'", "'$(ADMIN)'"),
    );
    expect(readers).toContain(checksum);
    expect(result).toMatchObject({
      title: 'Rename 5 keys in observer-secrets',
      path: SEALED,
      removedKeys: [],
      renamedKeys: Object.fromEntries(rename),
      readers: [],
    });
    expect(result.description).toMatch(
      /`jobs\/report.yaml`: reads .*`DATABASE_SECRET`.* by the new name; the checksum/,
    );
    expect(result.warnings.join('\n')).toContain(
      'read all keys as environment variables: the variable `DB_PASSWORD` is called `DATABASE_SECRET`',
    );
    expect(result.restartedWorkloads.map(({ name }) => name)).toEqual([
      'observer',
      'report',
      'joined',
    ]);
    expect(result.changeId).toBe(
      edit(files, { rename, updateReferences: true }).changeId,
    );
    expect(JSON.stringify(result)).not.toMatch(/canary/);
  });

  it('lets two keys change places', () => {
    const files = sealedFiles();
    const rename = new Map([
      ['KIS_HTS_ID', 'KIS_APP_KEY'],
      ['KIS_APP_KEY', 'KIS_HTS_ID'],
    ]);
    const { after } = edit(files, { rename, evenIfRead: true });
    const { encryptedData } = parse(after.get(SEALED)!).spec;
    expect(unseal(encryptedData.KIS_HTS_ID, keyPair, LABEL).toString()).toBe(
      'canary-app-key',
    );
    expect(edit(after, { rename, evenIfRead: true }).after.get(SEALED)).toBe(
      files.get(SEALED),
    );
  });

  it('removes a key with all that is recorded of it, and nothing else', () => {
    const files = sealedFiles();
    const { after, ...result } = edit(files, { remove: ['KIS_HTS_ID'] });
    const lines = (text: string) => text.split('\n');
    const gone = lines(files.get(SEALED)!).filter(
      line => !lines(after.get(SEALED)!).includes(line),
    );
    expect(gone.map(line => line.trim().split(':')[0])).toEqual([
      '"KIS_HTS_ID"',
      'KIS_HTS_ID',
    ]);
    expect(result.title).toBe('Remove KIS_HTS_ID from observer-secrets');
    expect(result.warnings.join('\n')).toMatch(
      /history of the repository still holds the ciphertext of `KIS_HTS_ID`/,
    );
    expect(() => edit(after, { remove: ['KIS_HTS_ID'] })).toThrow(
      /has no key KIS_HTS_ID: it has .*POSTGRES_USER/,
    );
    const rename = new Map([['KIS_HTS_ID', 'X']]);
    const renamed = edit(files, { rename }).after;
    expect(() => edit(renamed, { rename })).toThrow(
      /There is nothing to change: .* is as asked already/,
    );
  });

  it('refuses while something still reads the key, and names file, line and object', () => {
    const files = sealedFiles();
    expect(() => edit(files, { remove: ['DB_PASSWORD'] })).toThrow(
      'What is to go is still read: CronJob report reads DB_PASSWORD (secretKeyRef.key, jobs/report.yaml, line 14). Either change what reads it first, or go on without that with evenIfRead',
    );
    const rename = new Map([['KIS_APP_SECRET', 'X']]);
    expect(() => edit(files, { rename })).toThrow(
      /CronJob report reads KIS_APP_SECRET \(items of a volume, jobs\/report.yaml, line 28\). Either let updateReferences rename it there/,
    );
    expect(() =>
      edit(files, { remove: ['DB_USER'], updateReferences: true }),
    ).toThrow(/ServiceMonitor observer reads DB_USER/);
    expect(() => edit(files, { remove: ['POSTGRES_PASSWORD'] })).toThrow(
      /Deployment joined reads POSTGRES_PASSWORD \(\$\(POSTGRES_PASSWORD\) in args/,
    );
    const asked = edit(files, { remove: ['DB_PASSWORD'], evenIfRead: true });
    expect(asked.readers).toHaveLength(1);
    expect(asked.description).toContain(
      'CronJob report reads DB_PASSWORD (secretKeyRef.key, jobs/report.yaml, line 14) and is not changed with it',
    );
    expect(asked.after.get('jobs/report.yaml')).toContain('key: DB_PASSWORD');
  });

  it('renames along in the template, and refuses to leave it without its value', () => {
    const files = sealedFiles();
    const plain = files.get(SEALED)!;
    const template = `    type: Opaque
    data:
      url: postgres://{{ .DB_USER }}:{{ index . "KIS_HTS_ID" }}@db   # .DB_USER
      config.ini: |
        # .KIS_HTS_ID
        {{- if .KIS_HTS_ID }}
        password = {{ .KIS_HTS_ID | quote }}
        {{- end }}
      folded: "{{ .KIS_HTS_ID }} \\u00fc"
      DB_USER: null
`;
    files.set(SEALED, plain.replace('    type: Opaque\n', template));
    const { after, ...result } = edit(files, {
      rename: new Map([
        ['KIS_HTS_ID', 'hts-id'],
        ['DB_USER', 'USER'],
      ]),
      updateReferences: true,
    });
    expect(after.get(SEALED)).toContain(`    type: Opaque
    data:
      url: postgres://{{ .USER }}:{{ index . "hts-id" }}@db   # .DB_USER
      config.ini: |
        # .KIS_HTS_ID
        {{- if (index . "hts-id") }}
        password = {{ (index . "hts-id") | quote }}
        {{- end }}
      folded: "{{ (index . \\"hts-id\\") }} ü"
      USER: null
`);
    expect(result.description).toContain(
      'the template of `url`, `config.ini`, `folded` reads the new name',
    );
    expect(() => edit(files, { remove: ['KIS_HTS_ID'] })).toThrow(
      /line \d+: spec.template.data.url of SealedSecret observer-secrets uses \{\{ .KIS_HTS_ID \}\}/,
    );
    expect(() =>
      edit(files, { rename: new Map([['KIS_HTS_ID', 'url']]) }),
    ).toThrow(/already makes key url in spec.template.data/);
    files.set(
      SEALED,
      plain.replace(
        '    type: Opaque\n',
        '    data: {x: "{{ with .A }}{{ .KIS_HTS_ID }}{{ end }}"}\n',
      ),
    );
    expect(() =>
      edit(files, { rename: new Map([['KIS_HTS_ID', 'B']]) }),
    ).toThrow(/write \$\.KIS_HTS_ID there first/);
  });

  it('does not roll a database onto its own volume', () => {
    const files = sealedFiles();
    const path = 'deployments/postgres.yaml';
    const named = files
      .get(path)!
      .replace(
        'envFrom:\n            - secretRef:\n                name: observer-secrets',
        'env:\n            - valueFrom: {secretKeyRef: {name: observer-secrets, key: KIS_HTS_ID}}',
      );
    files.set(path, named);
    const options = {
      rename: new Map([['KIS_HTS_ID', 'X']]),
      updateReferences: true,
    };
    expect(() => edit(files, options)).toThrow(
      /deployments\/postgres.yaml, line 1: Deployment postgres is a database .*strategy Recreate first/,
    );
    files.set(
      path,
      named.replace('replicas: 1', 'replicas: 1\n  strategy: {type: Recreate}'),
    );
    const { after } = edit(files, options);
    expect(after.get(path)).toContain('key: X}');
    expect(parseAllDocuments(after.get(path)!)).toHaveLength(2);
  });

  it('tells of what it cannot see', () => {
    const files = sealedFiles();
    files.set(
      'kustomization.yaml',
      `${files.get('kustomization.yaml')}
patches:
  - patch: |-
      kind: Deployment
      spec: {x: {secretKeyRef: {name: observer-secrets, key: KIS_HTS_ID}}}
`,
    );
    files.set('broken.yaml', 'observer-secrets: [\n');
    const { warnings } = edit(files, { remove: ['KIS_HTS_ID'] });
    expect(warnings.join('\n')).toMatch(
      /kustomization.yaml mentions KIS_HTS_ID on line \d+, maybe in a patch/,
    );
    expect(warnings.join('\n')).toMatch(/broken.yaml is not valid YAML/);
  });

  it('refuses wrong input and changes nothing', () => {
    const all = Object.keys(
      parse(sealedFiles().get(SEALED)!).spec.encryptedData,
    );
    const rename = (pairs: Record<string, string>) => ({
      rename: new Map(Object.entries(pairs)),
    });
    const cases: [
      Partial<EditSecretKeysOptions>,
      RegExp,
      ((text: string) => string)?,
    ][] = [
      [{}, /nothing to change: name a key/],
      [{ remove: ['NO'] }, /line 1: SealedSecret .* has no key NO: it has/],
      [{ remove: all, evenIfRead: true }, /without a key. Delete the Sealed/],
      [rename({ KIS_HTS_ID: 'a b' }), /"a b" is not a valid key/],
      [rename({ KIS_HTS_ID: '..x' }), /is not a valid key/],
      [rename({ KIS_HTS_ID: 'KIS_HTS_ID' }), /already has that name/],
      [rename({ KIS_HTS_ID: 'DB_USER' }), /would have key DB_USER twice/],
      [rename({ KIS_HTS_ID: 'X', DB_USER: 'X' }), /have key X twice/],
      [
        { ...rename({ KIS_HTS_ID: 'X' }), remove: ['KIS_HTS_ID'] },
        /both to be removed and to be renamed/,
      ],
      [{ remove: ['A'], name: 'gone' }, /No file holds SealedSecret/],
      [{ remove: ['A'], path: '../x.yaml' }, /not inside the repository/],
      [
        { remove: ['KIS_HTS_ID'] },
        /line 1: Secret .* is immutable.*new name/,
        text => text.replace('    type: Opaque', '    immutable: true'),
      ],
      [
        rename({ KIS_HTS_ID: 'X' }),
        /is of type kubernetes.io\/ssh-auth and would have no key ssh-privatekey/,
        text =>
          text
            .replace(/KIS_HTS_ID/g, 'ssh-privatekey')
            .replace('type: Opaque', 'type: kubernetes.io/ssh-auth')
            .replace('ssh-privatekey:', 'KIS_HTS_ID:'),
      ],
      [
        { remove: ['KIS_HTS_ID'] },
        /old field spec.data/,
        text => text.replace('spec:\n', 'spec:\n  data: AgA=\n'),
      ],
      [
        { remove: ['KIS_HTS_ID'] },
        /has an anchor/,
        text => text.replace('encryptedData:', 'encryptedData: &x'),
      ],
      [
        { remove: ['KIS_HTS_ID'] },
        /duplicate key on line/,
        text => text.replace('    DB_USER:', '    DB_USER: x\n    DB_USER:'),
      ],
      [
        { remove: ['KIS_HTS_ID'] },
        /template that the controller cannot parse: an action/,
        text => text.replace('type: Opaque', 'data: {x: "{{ .X"}'),
      ],
    ];
    for (const [options, message, prepare] of cases) {
      const files = sealedFiles();
      files.set(SEALED, (prepare ?? (text => text))(files.get(SEALED)!));
      expect(() => edit(files, options)).toThrow(message);
      expect(() => edit(files, options)).toThrow(
        expect.objectContaining({ name: 'InputError' }),
      );
    }
  });
});

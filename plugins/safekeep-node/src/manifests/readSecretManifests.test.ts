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

import { encryptedDataChecksum } from './checksum';
import {
  readRepositorySecrets,
  readSecretManifests,
} from './readSecretManifests';

const FILE = `# two secrets, a list and others
apiVersion: bitnami.com/v1alpha1
kind: SealedSecret
metadata:
  name: sealed
  namespace: ns
  annotations:
    sealedsecrets.bitnami.com/namespace-wide: "true"
    safekeep.io/sealed-keys: |
      {"A": {"sealedAt":"2026-01-01T00:00:00Z","certificate":"SHA256:x"}, "B": 5}
    safekeep.io/linked-keys: '[["A","B"],["A"],7]'
spec:
  encryptedData: { B: AgB, A: AgA }
---
apiVersion: v1
kind: SecretList
items:
  - metadata: { name: in-list }
    data: { X: Y2FuYXJ5 }
---
apiVersion: v1
kind: Secret
metadata: { name: plain, namespace: other }
type: Opaque
data: { A: Y2FuYXJ5 }
stringData: { A: canary, B: canary }
---
apiVersion: v1
kind: Secret
metadata: { name: by-sops }
data: { A: "ENC[AES256_GCM,data:x]" }
sops: { version: 3.9.0 }
---
apiVersion: external-secrets.io/v1
kind: SecretStore
metadata: { name: not-a-secret }
`;

describe('readSecretManifests', () => {
  it('reads names, places and keys, and never a value', () => {
    const manifests = readSecretManifests(FILE, { path: 'a.yaml' });
    expect(manifests).toEqual([
      {
        kind: 'SealedSecret',
        namespace: 'ns',
        name: 'sealed',
        path: 'a.yaml',
        line: 2,
        keys: ['B', 'A'],
        scope: 'namespace-wide',
        checksum: encryptedDataChecksum({ A: 'AgA', B: 'AgB' }),
        sealedKeys: {
          A: { sealedAt: '2026-01-01T00:00:00Z', certificate: 'SHA256:x' },
        },
        linkedKeys: [['A', 'B']],
      },
      {
        kind: 'Secret',
        name: 'in-list',
        path: 'a.yaml',
        line: 18,
        keys: ['X'],
        sealedKeys: {},
        linkedKeys: [],
      },
      {
        kind: 'Secret',
        namespace: 'other',
        name: 'plain',
        path: 'a.yaml',
        line: 21,
        keys: ['A', 'B'],
        type: 'Opaque',
        sealedKeys: {},
        linkedKeys: [],
      },
    ]);
    expect(JSON.stringify(manifests)).not.toMatch(/canary|Y2FuYXJ5/);
  });

  it('says what of a repository is applied, where, and what could not be read', () => {
    const secret = (name: string) =>
      `apiVersion: v1\nkind: Secret\nmetadata:\n  name: ${name}\nstringData:\n  K: v\n`;
    const files = new Map([
      [
        'k8s/kustomization.yaml',
        'namespace: ns\nresources: [a.yaml, ../shared, gone.yaml]\n',
      ],
      ['k8s/a.yaml', secret('a')],
      ['k8s/old/b.yaml', secret('b')],
      ['k8s/chart.yaml', '{{- if .Values.canary }}\nkind: Secret\n{{ end }}\n'],
      ['k8s/notes.md', secret('in-a-text')],
      ['shared/kustomization.yaml', 'resources: [c.yaml]\n'],
      ['shared/c.yaml', secret('c')],
      ['elsewhere/d.yaml', secret('d')],
    ]);
    const read = readRepositorySecrets(files, 'k8s');
    expect(
      read.secrets.map(({ name, namespace, referenced }) => [
        name,
        namespace,
        referenced,
      ]),
    ).toEqual([
      ['a', 'ns', true],
      ['b', undefined, false],
      ['c', 'ns', true],
    ]);
    expect(read.unresolved).toEqual(['gone.yaml']);
    expect(read.unread).toHaveLength(1);
    expect(read.unread[0].path).toBe('k8s/chart.yaml');
    expect(read.unread[0].reason).toMatch(
      /^k8s\/chart.yaml is not valid YAML: .* on line \d$/,
    );
    expect(read.unread[0].reason).not.toContain('canary');

    const unnamed =
      'apiVersion: v1\nkind: Secret\nmetadata: { name: {{ x }} }\n';
    expect(() => readSecretManifests(unnamed, { path: 'a.yaml' })).toThrow(
      'a.yaml: the Secret on line 1 has no name',
    );

    const unlisted = readRepositorySecrets(files, 'elsewhere');
    expect(unlisted.secrets).toMatchObject([{ name: 'd', referenced: true }]);
    const broken = new Map(files).set('k8s/kustomization.yaml', 'a: [');
    expect(readRepositorySecrets(broken, 'k8s').unread[0]).toMatchObject({
      path: 'k8s/kustomization.yaml',
    });
  });
});

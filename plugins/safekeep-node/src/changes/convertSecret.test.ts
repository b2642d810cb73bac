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
import { parseSealingCertificate } from '../sealing';
import { createSealingKeyPair } from '../sealing/__testUtils__/sealingKeyPair';
import { unseal } from '../sealing/__testUtils__/unseal';
import { applyChanges } from './__testUtils__/observerFiles';
import { sealSecret, SealSecretOptions } from './sealSecret';

const keyPair = createSealingKeyPair();
const target = {
  certificate: parseSealingCertificate(keyPair.certificate),
  namespace: 'prod',
  name: 'app',
  now: new Date('2026-11-22T10:00:00Z'),
};
const SEALED = 'sealed-secrets/app-sealed-secret.yaml';
const KUSTOMIZATION = 'namespace: prod\nresources: [secret.yaml]\n';

/** As `kubectl get secret app -o yaml` prints one that a Helm release, Argo CD and Flux have had. */
const FROM_CLUSTER = `apiVersion: v1
data:
  KEYSTORE: /u3+7QAAAAI=
  PASSWORD: Y2FuYXJ5LXBhc3N3b3Jk
immutable: false
kind: Secret
metadata:
  annotations:
    argocd.argoproj.io/tracking-id: app:/Secret:prod/app
    argocd.argoproj.io/sync-wave: "3"
    kubectl.kubernetes.io/last-applied-configuration: |
      {"apiVersion":"v1","stringData":{"PASSWORD":"canary-password"}}
    meta.helm.sh/release-name: app
    meta.helm.sh/release-namespace: prod
    reloader.stakater.com/match: "true"
  creationTimestamp: "2026-01-02T03:04:05Z"
  deletionGracePeriodSeconds: 0
  finalizers: [example.com/hold]
  generation: 4
  generateName: app-
  labels:
    app.kubernetes.io/name: app
    app.kubernetes.io/managed-by: Helm
    argocd.argoproj.io/instance: app
    kustomize.toolkit.fluxcd.io/name: app
    kustomize.toolkit.fluxcd.io/namespace: flux-system
    helm.toolkit.fluxcd.io/name: app
  managedFields:
    - apiVersion: v1
      fieldsV1: {"f:data": {"f:PASSWORD": {}}}
      manager: kubectl
  name: app
  namespace: prod
  ownerReferences:
    - {apiVersion: bitnami.com/v1alpha1, kind: SealedSecret, name: app, uid: 1-2}
  resourceVersion: "123"
  selfLink: /api/v1/namespaces/prod/secrets/app
  uid: 3d0b7a8e
status: {}
type: Opaque
`;

function convert(
  files: Record<string, string>,
  options: Partial<SealSecretOptions> = {},
) {
  const before = new Map(
    Object.entries({ 'kustomization.yaml': KUSTOMIZATION, ...files }),
  );
  const result = sealSecret(before, { ...target, ...options });
  expect(JSON.stringify(result)).not.toContain('canary');
  return { ...result, after: applyChanges(before, result.changes) };
}

function open(text: string) {
  const { encryptedData } = parse(text).spec as {
    encryptedData: Record<string, string>;
  };
  return Object.fromEntries(
    Object.entries(encryptedData).map(([key, value]) => [
      key,
      unseal(value, keyPair, 'prod/app').toString('latin1'),
    ]),
  );
}

const asJson = (text: string) => JSON.stringify(parse(text), undefined, 4);

describe('converting what the cluster printed', () => {
  it.each([
    ['a document', FROM_CLUSTER],
    ['a document with CRLF', FROM_CLUSTER.replace(/\n/g, '\r\n')],
    ['a document with a byte order mark', `\uFEFF${FROM_CLUSTER}`],
    ['JSON', asJson(FROM_CLUSTER)],
    [
      'a List',
      `apiVersion: v1
items:
- ${FROM_CLUSTER.trim().replace(/\n/g, '\n  ')}
kind: List
metadata:
  resourceVersion: ""
`,
    ],
  ])('leaves nothing of the cluster behind: %s', (_, text) => {
    const { after, warnings } = convert({ 'secret.yaml': text });
    const sealed = parse(after.get(SEALED)!);
    expect(sealed.metadata).toEqual({
      name: 'app',
      namespace: 'prod',
      annotations: {
        'argocd.argoproj.io/sync-wave': '3',
        'safekeep.io/sealed-keys': expect.any(String),
      },
    });
    expect(sealed.spec.template).toEqual({
      metadata: {
        name: 'app',
        namespace: 'prod',
        labels: { 'app.kubernetes.io/name': 'app' },
        annotations: { 'reloader.stakater.com/match': 'true' },
      },
      type: 'Opaque',
    });
    expect(open(after.get(SEALED)!)).toEqual({
      KEYSTORE: Buffer.from('/u3+7QAAAAI=', 'base64').toString('latin1'),
      PASSWORD: 'canary-password',
    });
    expect([...after.values()].join('\n')).not.toMatch(/canary|Y2FuYXJ5/);
    expect([...after.keys()]).not.toContain('secret.yaml');
    expect(after.get('kustomization.yaml')).toBe(
      `namespace: prod\nresources: [${SEALED}]\n`,
    );
    expect(warnings.join('\n')).toMatch(
      /history of the repository still holds the plain values/,
    );
  });

  it('takes one of several objects out of a List, and every other byte stays', () => {
    const other = `# of all
apiVersion: v1
kind: List
items:
# the first
- apiVersion: v1
  kind: ConfigMap
  metadata: {name: settings} # kept
`;
    const secret = `- apiVersion: v1
  kind: Secret
  metadata: {name: app}
  stringData:
    A: |
      canary of
      many lines
`;
    const last = `- apiVersion: v1
  kind: Secret
  metadata: {name: other}
  stringData: {B: plain}
---
kind: Other
`;
    const { after } = convert({ 'secret.yaml': other + secret + last });
    expect(after.get('secret.yaml')).toBe(other + last);
    expect(open(after.get(SEALED)!)).toEqual({ A: 'canary of\nmany lines\n' });
    expect(parse(after.get('kustomization.yaml')!).resources).toEqual([
      'secret.yaml',
      SEALED,
    ]);
  });

  it('keeps the type with its rule, and immutability with a warning', () => {
    const tls = `apiVersion: v1
kind: Secret
metadata: {name: app}
type: kubernetes.io/tls
immutable: true
stringData: {tls.crt: canary, tls.key: canary}
`;
    const { after, warnings } = convert({ 'secret.yaml': tls });
    expect(parse(after.get(SEALED)!).spec.template).toMatchObject({
      type: 'kubernetes.io/tls',
      immutable: true,
    });
    expect(warnings.join('\n')).toMatch(/is immutable: the cluster keeps/);
    expect(() =>
      convert({ 'secret.yaml': tls.replace('tls.key', 'tls.kex') }),
    ).toThrow(/Secret prod\/app is of type kubernetes.io\/tls and would have/);
  });

  const START = 'apiVersion: v1\nkind: Secret\nmetadata:\n  name: app\n';
  it.each([
    [
      'a misspelt field',
      `${START}stringdata: {A: canary}\nstringData: {B: canary}\n`,
      'secret.yaml, line 5: stringdata is no field of a Secret',
    ],
    [
      'a value that is a number',
      `${START}stringData:\n  A: canary\n  B: 5\n`,
      'secret.yaml, line 7: the value of stringData.B is not a text: put it in quotes',
    ],
    [
      'a value that is no base64',
      `${START}data:\n  A: canary!\n`,
      'secret.yaml, line 6: the value of data.A is not base64: put plain text under stringData',
    ],
    [
      'data that is a text',
      `${START}data: canary\n`,
      'secret.yaml, line 5: data is not a mapping',
    ],
    [
      'a duplicate key',
      `${START}stringData:\n  A: canary\n  A: canary\n`,
      'secret.yaml is not valid YAML: duplicate key on line 7',
    ],
    [
      'a tab',
      `${START}stringData:\n\tA: canary\n`,
      'secret.yaml is not valid YAML: tab as indent on line 6',
    ],
    [
      'an alias to nothing',
      `${START}stringData:\n  A: *canary\n`,
      'secret.yaml has an alias on line 6 that cannot be resolved',
    ],
    [
      'a key that Kubernetes refuses',
      `${START}stringData:\n  "a b": canary\n`,
      '"a b" is not a valid key of a Secret',
    ],
    [
      'more than a Secret holds',
      `${START}stringData:\n  A: ${'canary'.repeat(175_000)}\n`,
      'The values have 1050000 bytes together: a Secret holds at most 1048576 bytes',
    ],
    [
      'no value',
      `${START}stringData: {}\n`,
      'secret.yaml has no value that could be sealed',
    ],
    [
      'a template of a chart',
      `${START}stringData:\n  A: {{ .Values.canary }}\n`,
      'secret.yaml',
    ],
  ])('refuses %s, and quotes none of it', (_, text, message) => {
    const attempt = () =>
      convert({ 'secret.yaml': text }, { fromFile: 'secret.yaml' });
    expect(attempt).toThrow(message);
    expect(attempt).not.toThrow(/canary/);
    expect(attempt).toThrow(expect.objectContaining({ name: 'InputError' }));
  });

  it('reads aliases and merges, which stand for what they name', () => {
    const { after } = convert({
      'secret.yaml': `${START}x-values: &values {A: canary-a}\n`
        .replace('x-values', 'stringData')
        .concat('data:\n  B: &b Y2FuYXJ5\n  C: *b\n  <<: {D: Y2FuYXJ5}\n'),
    });
    expect(open(after.get(SEALED)!)).toEqual({
      A: 'canary-a',
      B: 'canary',
      C: 'canary',
      D: 'canary',
    });
  });
});

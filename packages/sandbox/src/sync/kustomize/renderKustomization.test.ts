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
import { renderKustomization } from './renderKustomization';

const CANARY = 'canary-5f1c3d';

function render(files: Record<string, string>, folder = 'base') {
  return renderKustomization(new Map(Object.entries(files)), folder);
}

const DEPLOYMENT = `apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
spec:
  selector:
    matchLabels: { app: web }
  template:
    metadata:
      labels: { app: web }
    spec:
      containers:
        - name: web
          image: registry:5000/web:1
          env:
            - name: A
              value: "1"
            - name: B
              valueFrom:
                configMapKeyRef: { name: settings, key: b }
          envFrom:
            - secretRef: { name: creds }
        - name: side
          image: side
      volumes:
        - name: data
          persistentVolumeClaim: { claimName: data }
`;

describe('renderKustomization', () => {
  it('renders bases, components and every transformer that it knows', () => {
    const resources = render(
      {
        'base/kustomization.yaml': `resources: [web.yaml, rest.yaml]
labels:
  - pairs: { tier: front }
configMapGenerator:
  - name: settings
    literals: [a=1, "b=x=y"]
`,
        'base/web.yaml': DEPLOYMENT,
        'base/rest.yaml': `apiVersion: v1
kind: Namespace
metadata: { name: anything }
---
apiVersion: v1
kind: PersistentVolumeClaim
metadata: { name: data }
---
# nothing
---
apiVersion: v1
kind: Service
metadata: { name: web }
spec:
  selector: { app: web }
`,
        'component/kustomization.yaml': `apiVersion: kustomize.config.k8s.io/v1alpha1
kind: Component
patches:
  - target: { kind: Deployment, name: w.* }
    patch: |
      - op: replace
        path: /spec/template/spec/containers/1/image
        value: side:3
`,
        'overlays/prod/kustomization.yaml': `resources: [../../base]
components: [../../component]
namespace: prod
namePrefix: x-
commonLabels: { team: t }
commonAnnotations: { note: n }
images:
  - name: registry:5000/web
    newTag: "2"
replicas:
  - name: x-web
    count: 3
patches:
  - patch: |
      apiVersion: apps/v1
      kind: Deployment
      metadata: { name: web }
      spec:
        template:
          spec:
            containers:
              - name: web
                env:
                  - name: A
                    value: "2"
                  - name: B
                    $patch: delete
secretGenerator:
  - name: creds
    literals: ["password='p w'"]
    options: { disableNameSuffixHash: true }
`,
      },
      './overlays/prod/',
    );
    const byKind = (kind: string) =>
      resources.find(resource => resource.kind === kind)!;
    const settings = byKind('ConfigMap');
    expect(settings.metadata.name).toMatch(/^x-settings-[a-z0-9]{10}$/);
    expect(settings.data).toEqual({ a: '1', b: 'x=y' });
    expect(byKind('Namespace').metadata).toEqual({
      name: 'prod',
      labels: { tier: 'front', team: 't' },
      annotations: { note: 'n' },
    });
    expect(byKind('Secret')).toMatchObject({
      metadata: { name: 'x-creds', namespace: 'prod' },
      data: { password: Buffer.from('p w').toString('base64') },
    });
    expect(byKind('Service')).toMatchObject({
      metadata: { name: 'x-web' },
      spec: { selector: { app: 'web', team: 't' } },
    });
    expect(byKind('Deployment')).toMatchObject({
      metadata: { name: 'x-web', namespace: 'prod' },
      spec: {
        replicas: 3,
        selector: { matchLabels: { app: 'web', team: 't' } },
        template: {
          metadata: {
            labels: { app: 'web', team: 't' },
            annotations: { note: 'n' },
          },
          spec: {
            containers: [
              {
                name: 'web',
                image: 'registry:5000/web:2',
                env: [{ name: 'A', value: '2' }],
                envFrom: [{ secretRef: { name: 'x-creds' } }],
              },
              { name: 'side', image: 'side:3' },
            ],
            volumes: [{ persistentVolumeClaim: { claimName: 'x-data' } }],
          },
        },
      },
    });
  });

  it('names generated objects as kustomize does', () => {
    const files = {
      'base/kustomization.yaml': `configMapGenerator:
  - name: settings
    literals: [a=1]
secretGenerator:
  - name: creds
    literals: [user=u]
`,
    };
    // From kustomize 5.7.1.
    expect(render(files).map(({ metadata }) => metadata.name)).toEqual([
      'settings-h29d89cmmt',
      'creds-bmkcfhb76t',
    ]);
  });

  it('refuses what it cannot render, and names file and field', () => {
    const web = { 'base/web.yaml': DEPLOYMENT };
    const refuse = (kustomization: string, message: RegExp, files = {}) =>
      expect(() =>
        render({ 'base/kustomization.yaml': kustomization, ...web, ...files }),
      ).toThrow(message);
    refuse('helmCharts: []', /base\/kustomization.yaml.*"helmCharts"/);
    refuse('resources: [none.yaml]', /there is no "none.yaml"/);
    refuse('resources: [https://a.example/b.yaml]', /another place/);
    refuse('resources: [../../x.yaml]', /outside of the repository/);
    refuse('resources: [../x.yaml]', /outside of the kustomization's folder/, {
      'x.yaml': DEPLOYMENT,
    });
    refuse('resources: [../base]', /need each other/);
    refuse('resources: [web.yaml, web.yaml]', /more than once/);
    refuse('resources: 1', /"resources" must be a list/);
    refuse('configMapGenerator: [{ name: a, files: [x] }]', /"files"/);
    refuse('resources: [bad.yaml]', /base\/bad.yaml: .*no apiVersion or kind/, {
      'base/bad.yaml': 'a: 1',
    });
    refuse(
      'resources: [web.yaml]\npatches: [{ patch: "{apiVersion: apps/v1, kind: Deployment, metadata: {name: other}}" }]',
      /no object is Deployment "other"/,
    );
    expect(() => render({}, 'none')).toThrow(/no kustomization.yaml/);
  });

  it('never quotes a file in an error: a line may be one of a Secret', () => {
    for (const text of [
      `apiVersion: v1\nkind: Secret\nstringData:\n  a: "${CANARY}\n`,
      `apiVersion: v1\nkind: Secret\nmetadata: { name: s }\nstringData:\n  a: b: ${CANARY}\n`,
      `kind: Secret\n a: ${CANARY}\n`,
      `a: *${CANARY}\n`,
      `- ${CANARY}`,
    ]) {
      let message = '';
      try {
        render({
          'base/kustomization.yaml': 'resources: [s.yaml]',
          'base/s.yaml': text,
        });
      } catch (error) {
        message = (error as Error).message;
      }
      expect(message).toContain('base/s.yaml');
      expect(message).not.toContain(CANARY);
    }
    expect(() =>
      render({
        'base/kustomization.yaml': `secretGenerator: [{ name: s, literals: ["${CANARY}"] }]`,
      }),
    ).toThrow(/^(?!.*canary).*key=value$/);
  });

  it('gives an error and not a crash for any kustomization', () => {
    const value = fc.constantFrom(
      '1',
      'x',
      '[]',
      '{}',
      '[1]',
      '[a]',
      '[{}]',
      '[web.yaml]',
      '[{ name: web }]',
      '[{ target: {}, patch: "- op: x" }]',
      '[{ patch: "[1]", target: { kind: Deployment } }]',
      'null',
    );
    const field = fc.constantFrom(
      'resources',
      'components',
      'namespace',
      'labels',
      'images',
      'replicas',
      'patches',
      'configMapGenerator',
      'commonLabels',
    );
    fc.assert(
      fc.property(fc.dictionary(field, value), fields => {
        const text = Object.entries(fields)
          .map(([name, content]) => `${name}: ${content}\n`)
          .join('');
        let failure: unknown;
        try {
          render({
            'base/kustomization.yaml': text || '{}',
            'base/web.yaml': DEPLOYMENT,
          });
        } catch (error) {
          failure = error;
        }
        expect(['InputError', undefined]).toContain(
          (failure as Error | undefined)?.name,
        );
      }),
    );
  });
});

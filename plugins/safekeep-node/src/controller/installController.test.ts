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
import { applyChanges } from '../changes/__testUtils__/observerFiles';
import {
  installController,
  InstallControllerOptions,
} from './installController';
import {
  advisoriesOf,
  compareVersions,
  NEWEST_CONTROLLER_VERSION,
  resolveRelease,
} from './releases';

type Files = Record<string, string>;

function install(files: Files, options: InstallControllerOptions = {}) {
  const before = new Map(Object.entries(files));
  const planned = installController(before, options);
  return { planned, after: applyChanges(before, planned.changes) };
}

function objectsOf(text: string | undefined) {
  return parseAllDocuments(text ?? '').map(document => document.toJS());
}

const PLATFORM: Files = {
  'kustomization.yaml': `resources:
  - dns.yaml # comes first
  - storage.yaml
`,
  'dns.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: dns}\n',
  'storage.yaml':
    'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: storage}\n',
};

const APPLICATION = (
  name: string,
  extra = '',
) => `apiVersion: argoproj.io/v1alpha1
kind: Application
metadata:
  name: ${name}
  namespace: gitops
spec:
  project: default
  source:
    repoURL: https://git.example/acme/${name}.git
    path: k8s
    targetRevision: main
  destination:
    server: https://10.0.0.1:6443
    namespace: ${name}${extra}
`;

/** As the document would have it, by hand: the chart of 0.26 with a tag. */
const DOCUMENT = `apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: {name: sealed-secrets, namespace: argocd}
spec:
  source:
    repoURL: https://bitnami-labs.github.io/sealed-secrets
    chart: sealed-secrets
    targetRevision: 2.15.0   # do not touch
    helm:
      parameters:
        - {name: image.tag, value: v0.26.0}
  destination: {server: https://kubernetes.default.svc, namespace: sealed-secrets}
`;

describe('installController', () => {
  it('writes complete manifests and lists them, where neither tool is used', () => {
    const { planned, after } = install(PLATFORM);
    expect(
      planned.changes.map(({ path, action }) => `${action} ${path}`),
    ).toEqual([
      'update kustomization.yaml',
      'create sealed-secrets-controller.yaml',
    ]);
    expect(after.get('kustomization.yaml')).toBe(
      `${PLATFORM['kustomization.yaml']}  - sealed-secrets-controller.yaml\n`,
    );
    const objects = objectsOf(after.get('sealed-secrets-controller.yaml'));
    expect(
      objects.map(
        ({ kind, metadata }) =>
          `${kind} ${metadata.namespace ?? ''}/${metadata.name}`,
      ),
    ).toEqual([
      'CustomResourceDefinition /sealedsecrets.bitnami.com',
      'ServiceAccount kube-system/sealed-secrets-controller',
      'ClusterRole /secrets-unsealer',
      'ClusterRoleBinding /sealed-secrets-controller',
      'Role kube-system/sealed-secrets-key-admin',
      'RoleBinding kube-system/sealed-secrets-controller',
      'Role kube-system/sealed-secrets-service-proxier',
      'RoleBinding kube-system/sealed-secrets-service-proxier',
      'Service kube-system/sealed-secrets-controller',
      'Service kube-system/sealed-secrets-controller-metrics',
      'Deployment kube-system/sealed-secrets-controller',
    ]);
    const deployment = objects.at(-1);
    const [container] = deployment.spec.template.spec.containers;
    expect(container.image).toBe(
      'docker.io/bitnami/sealed-secrets-controller:0.40.0',
    );
    expect(container.args).toBeUndefined();
    expect(deployment.spec.selector.matchLabels).toEqual(
      deployment.spec.template.metadata.labels,
    );
    // Whoever is bound is there, and so is what it is bound to.
    for (const { roleRef } of objects.filter(each => each.roleRef)) {
      expect(
        objects.filter(
          ({ kind, metadata }) =>
            kind === roleRef.kind && metadata.name === roleRef.name,
        ),
      ).toHaveLength(1);
    }
    expect(planned.description).toContain(
      'no object of Argo CD or Flux was found',
    );
    expect(planned.description).toContain('neither needs configuration');
    expect(planned.description).toContain('private keys');
    expect(planned).toMatchObject({
      form: 'manifests',
      version: '0.40.0',
      isUpgrade: false,
      warnings: [],
    });
  });

  it('carries other names into every part, and into what Safekeep and kubeseal need', () => {
    const { planned, after } = install(PLATFORM, {
      controllerName: 'sealer',
      controllerNamespace: 'security',
      namespaces: ['orders', 'security'],
      cluster: 'prod.eu',
    });
    const text = after.get('sealer.yaml')!;
    expect(text).not.toMatch(
      /kube-system|^ +name: sealed-secrets-controller$|secrets-unsealer/m,
    );
    const objects = objectsOf(text);
    expect(objects[0]).toMatchObject({
      kind: 'Namespace',
      metadata: { name: 'security' },
    });
    expect(objects.filter(({ kind }) => kind.startsWith('Cluster'))).toEqual(
      [],
    );
    expect(
      objects
        .filter(
          ({ kind, metadata }) =>
            kind === 'Role' && metadata.name === 'sealer-unsealer',
        )
        .map(({ metadata }) => metadata.namespace),
    ).toEqual(['security', 'orders']);
    expect(objects.at(-1).spec.template.spec.containers[0].args).toEqual([
      '--all-namespaces=false',
      '--additional-namespaces=orders',
    ]);
    const yaml = /```yaml\n([^`]*)```/.exec(planned.description)![1];
    expect(parse(yaml)).toEqual({
      safekeep: {
        sealedSecrets: {
          clusters: {
            'prod.eu': {
              controllerName: 'sealer',
              controllerNamespace: 'security',
            },
          },
        },
      },
    });
    expect(planned.description).toContain(
      'kubeseal --controller-name sealer --controller-namespace security --fetch-cert',
    );
    // A Namespace that is declared is not declared twice.
    const declared = install(
      {
        ...PLATFORM,
        'ns.yaml':
          'apiVersion: v1\nkind: Namespace\nmetadata:\n  name: security\n',
      },
      { controllerNamespace: 'security' },
    );
    expect(declared.after.get('sealed-secrets-controller.yaml')).not.toContain(
      'kind: Namespace',
    );
  });

  it('does not let a kustomization move it to another namespace, and says that nothing applies it', () => {
    const files = {
      ...PLATFORM,
      'kustomization.yaml': `namespace: observer-prod\n${PLATFORM['kustomization.yaml']}`,
    };
    const { planned } = install(files);
    expect(planned.changes.map(({ path }) => path)).toEqual([
      'sealed-secrets-controller/controller.yaml',
    ]);
    expect(planned.warnings[0]).toMatch(
      /Nothing applies .* puts whatever it lists into namespace `observer-prod`/,
    );
    expect(planned.description).not.toContain('The sync applies the manifests');
    // Where that is meant, it is listed.
    expect(
      install(files, { controllerNamespace: 'observer-prod' }).planned.warnings,
    ).toEqual([]);
    const prefixed = {
      ...PLATFORM,
      'kustomization.yaml': `namePrefix: x-\n${PLATFORM['kustomization.yaml']}`,
    };
    expect(install(prefixed).planned.warnings[0]).toContain(
      'changes the names',
    );
  });

  it('writes an Application beside the others, for their cluster, and says why', () => {
    const files = {
      'apps/kustomization.yaml': 'resources:\n  - orders.yaml\n',
      'apps/orders.yaml': APPLICATION('orders'),
      'apps/billing.yaml': APPLICATION('billing'),
    };
    const { planned, after } = install(files);
    expect(planned).toMatchObject({
      form: 'argo-cd',
      path: 'apps/sealed-secrets.yaml',
    });
    expect(planned.description).toMatch(
      /objects of Argo CD, Application in `apps\/orders.yaml`, line 1/,
    );
    expect(parse(after.get('apps/sealed-secrets.yaml')!)).toMatchObject({
      metadata: { name: 'sealed-secrets', namespace: 'gitops' },
      spec: {
        source: {
          repoURL: 'https://bitnami.github.io/sealed-secrets',
          chart: 'sealed-secrets',
          targetRevision: '2.20.0',
          helm: {
            valuesObject: { fullnameOverride: 'sealed-secrets-controller' },
          },
        },
        destination: {
          server: 'https://10.0.0.1:6443',
          namespace: 'kube-system',
        },
      },
    });
    expect(after.get('apps/kustomization.yaml')).toBe(
      'resources:\n  - orders.yaml\n  - sealed-secrets.yaml\n',
    );
    expect(planned.warnings).toEqual([expect.stringContaining('AppProject')]);
    const several = install({
      ...files,
      'apps/billing.yaml': APPLICATION('billing').replace(
        '10.0.0.1',
        '10.0.0.2',
      ),
    });
    expect(several.planned.warnings[0]).toContain('several clusters');
  });

  it('writes a HelmRelease with the API versions that the repository has', () => {
    const { planned, after } = install(
      {
        'infra/podinfo.yaml':
          'apiVersion: helm.toolkit.fluxcd.io/v2beta2\nkind: HelmRelease\nmetadata: {name: podinfo, namespace: flux}\n---\napiVersion: source.toolkit.fluxcd.io/v1beta2\nkind: HelmRepository\nmetadata: {name: podinfo, namespace: flux}\nspec: {url: https://example.org}\n',
      },
      { namespaces: ['orders'], version: 'v0.39.1' },
    );
    expect(planned.form).toBe('flux');
    const [repository, release] = objectsOf(
      after.get('infra/sealed-secrets.yaml'),
    );
    expect(repository).toMatchObject({
      apiVersion: 'source.toolkit.fluxcd.io/v1beta2',
      metadata: { namespace: 'flux' },
    });
    expect(release).toMatchObject({
      apiVersion: 'helm.toolkit.fluxcd.io/v2beta2',
      spec: {
        targetNamespace: 'kube-system',
        chart: {
          spec: {
            version: '2.19.3',
            sourceRef: { name: repository.metadata.name },
          },
        },
        values: {
          fullnameOverride: 'sealed-secrets-controller',
          additionalNamespaces: ['kube-system', 'orders'],
          rbac: { clusterRole: false, namespacedRoles: true },
        },
      },
    });
    expect(planned.warnings.join()).toContain(
      '`/v1/rotate` tells about values',
    );
  });

  it('asks where both tools are used, and does as it is told', () => {
    const files = {
      'a.yaml': APPLICATION('orders'),
      'b.yaml':
        'apiVersion: kustomize.toolkit.fluxcd.io/v1\nkind: Kustomization\nmetadata: {name: x}\n',
      'rollout.yaml':
        'apiVersion: argoproj.io/v1alpha1\nkind: Rollout\nmetadata: {name: x}\n',
    };
    expect(() => install(files)).toThrow(
      /Argo CD \(Application in `a.yaml`, line 1\) and of Flux \(Kustomization in `b.yaml`, line 1\)/,
    );
    expect(install(files, { form: 'manifests' }).planned.description).toContain(
      'it was asked for; the repository has objects of Argo CD',
    );
    expect(
      install({ 'rollout.yaml': files['rollout.yaml'] }).planned.form,
    ).toBe('manifests');
  });

  describe('what is installed already', () => {
    it('gets the new version in place, and nothing else changes', () => {
      const { planned, after } = install({
        'apps/ss.yaml': DOCUMENT,
        'apps/o.yaml': APPLICATION('orders'),
      });
      expect(after.get('apps/ss.yaml')).toBe(
        DOCUMENT.replace('2.15.0', '2.20.0')
          .replace('v0.26.0', '0.40.0')
          .replace('bitnami-labs', 'bitnami'),
      );
      expect(planned).toMatchObject({
        isUpgrade: true,
        title: 'Upgrade the sealed-secrets controller to 0.40.0',
        controller: { name: 'sealed-secrets', namespace: 'sealed-secrets' },
      });
      expect(planned.description).toContain('which has moved from');
      expect(planned.description).toContain('controllerName: sealed-secrets\n');
      // Asked again, there is nothing to do.
      expect(installController(after, {}).changes).toEqual([]);
    });

    it.each(
      Object.entries({
        deployment: [
          'apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: s, namespace: n}\nspec:\n  template:\n    spec:\n      containers:\n        - image: "bitnami/sealed-secrets-controller:v0.27.3" # pinned\n',
          'bitnami/sealed-secrets-controller:v0.27.3',
          'bitnami/sealed-secrets-controller:0.40.0',
        ],
        release: [
          'resources:\n  - https://github.com/bitnami-labs/sealed-secrets/releases/download/v0.26.0/controller.yaml\n',
          'bitnami-labs/sealed-secrets/releases/download/v0.26.0',
          'bitnami/sealed-secrets/releases/download/v0.40.0',
        ],
        range: [
          DOCUMENT.replace('2.15.0 ', '"2.*" ')
            .replace(/ {4}helm:[^]*?\n {2}dest/, '  dest')
            .replace('-labs', ''),
          '"2.*"',
          '"2.20.0"',
        ],
        chart: [
          'helmCharts:\n  - name: sealed-secrets\n    repo: https://bitnami.github.io/sealed-secrets\n    version: 2.18.5\n    releaseName: ss\n    namespace: tools\n',
          '2.18.5',
          '2.20.0',
        ],
      }),
    )('%s', (what, [text, from, to]) => {
      const path = ['release', 'chart'].includes(what)
        ? 'kustomization.yaml'
        : 'x.yaml';
      const { planned, after } = install({ [path]: text });
      expect(after.get(path)).toBe(text.replace(from, to));
      expect(planned.isUpgrade).toBe(true);
      expect(installController(after, {}).changes).toEqual([]);
    });

    it('follows a HelmRelease to its HelmRepository', () => {
      const release =
        'apiVersion: helm.toolkit.fluxcd.io/v2\nkind: HelmRelease\nmetadata: {name: ss, namespace: flux-system}\nspec:\n  targetNamespace: tools\n  chart: {spec: {chart: sealed-secrets, version: 2.18.5, sourceRef: {name: labs}}}\n';
      const source =
        'apiVersion: source.toolkit.fluxcd.io/v1\nkind: HelmRepository\nmetadata: {name: labs}\nspec: {url: https://bitnami-labs.github.io/sealed-secrets}\n';
      const { planned, after } = install({
        'r.yaml': release,
        's.yaml': source,
      });
      expect(after.get('s.yaml')).toContain(
        'https://bitnami.github.io/sealed-secrets}',
      );
      expect(planned.controller).toEqual({
        name: 'tools-ss-sealed-secrets',
        namespace: 'tools',
      });
      expect(() =>
        install({
          'r.yaml': release,
          's.yaml': source.replace('bitnami-labs.github.io', 'mirror.example'),
        }),
      ).toThrow(/mirror.example.*give chartVersion/);
    });

    it.each(
      Object.entries({
        'an older version': [{ version: '0.26.0' }, {}, 'newer than 0.26.0'],
        'another form': [{ form: 'flux' }, {}, 'an upgrade keeps to that'],
        'a second one for the same': [
          { controllerName: 'other' },
          {},
          'A second one beside it',
        ],
        'a version that is filled in': [
          {},
          { from: '0.36.6', to: '{{ version }}' },
          'change it where that is filled in',
        ],
        'a digest': [
          {},
          { from: ':0.36.6', to: '@sha256:0123' },
          'pinned by its digest',
        ],
      }) as [
        string,
        [InstallControllerOptions, { from?: string; to?: string }, string],
      ][],
    )(
      'refuses %s',
      (_, [options, { from = 'no such text', to = '' }, message]) => {
        const text =
          'apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: s, namespace: n}\nspec: {template: {spec: {containers: [{image: "x/sealed-secrets-controller:0.36.6"}]}}}\n'.replace(
            from,
            to,
          );
        expect(() => install({ 'x.yaml': text }, options)).toThrow(message);
      },
    );

    it('may have one beside it that serves namespaces of its own', () => {
      const { planned } = install(
        { 'apps/ss.yaml': DOCUMENT },
        {
          controllerName: 'team',
          controllerNamespace: 'team-a',
          namespaces: ['team-a'],
          form: 'manifests',
        },
      );
      expect(planned.isUpgrade).toBe(false);
    });

    it('is not said to be missing where a file cannot be read', () => {
      const { planned } = install({
        ...PLATFORM,
        'chart/templates/x.yaml':
          'image: {{ .Values.x }}/sealed-secrets-controller\n  - a: b\n',
      });
      expect(planned.warnings.join()).toContain(
        'Look whether this installs a controller too: chart/templates/x.yaml',
      );
    });
  });

  it('gives the same change the same id, and another to another', () => {
    const id = (options: InstallControllerOptions) =>
      install(PLATFORM, options).planned.changeId;
    expect(id({ version: 'v0.40.0' })).toBe(id({}));
    expect(
      new Set([
        id({}),
        id({ version: '0.39.1' }),
        id({ controllerName: 'x' }),
        id({ namespaces: ['a'] }),
      ]).size,
    ).toBe(4);
  });

  it('is as the version, names and namespaces say for whatever is asked', () => {
    const label = fc.stringMatching(/^[a-z]([a-z0-9-]{0,20}[a-z0-9])?$/);
    fc.assert(
      fc.property(
        label,
        label,
        fc.array(label, { maxLength: 3 }),
        (name, namespace, namespaces) => {
          const { after } = install(PLATFORM, {
            controllerName: name,
            controllerNamespace: namespace,
            namespaces,
          });
          const objects = objectsOf(after.get(`${name}.yaml`));
          const deployment = objects.at(-1);
          expect(deployment.metadata).toMatchObject({ name, namespace });
          expect(
            objects.filter(({ kind }) => kind === 'Service')[0].metadata,
          ).toMatchObject({ name, namespace });
        },
      ),
      { numRuns: 50 },
    );
  });
});

describe('releases', () => {
  it('knows which chart installs which controller', () => {
    expect(resolveRelease({})).toEqual({
      version: NEWEST_CONTROLLER_VERSION,
      chartVersion: '2.20.0',
    });
    expect(resolveRelease({ version: '0.36.6' })).toEqual({
      version: '0.36.6',
      chartVersion: '2.18.5',
    });
    expect(
      resolveRelease({ version: '0.36.0', chartVersion: '2.18.2' })
        .chartVersion,
    ).toBe('2.18.2');
    expect(resolveRelease({ version: '0.41.0' })).toEqual({
      version: '0.41.0',
    });
  });

  it.each([
    [{ version: 'latest' }, 'is not a version'],
    [{ version: '0.36' }, 'is not a version'],
    [{ version: '0.36.x' }, 'is not a version'],
    [{ version: '0.36.6\n' }, 'is not a version'],
    [{ version: '00.36.6' }, 'is not a version'],
    [{ version: '2.15.0' }, 'it installs controller 0.26.0'],
    [{ version: '0.25.0' }, 'older than 0.26.0'],
    [{ version: '0.36.5' }, 'no Helm chart of its own'],
    [{ version: '7.0.0' }, 'There is no controller 7.0.0'],
    [
      { version: '0.40.0', chartVersion: '2.15.0' },
      'Chart 2.15.0 does not install',
    ],
  ])('refuses %j', (options, message) => {
    expect(() => resolveRelease(options)).toThrow(message);
  });

  it('says which fault which version mends', () => {
    expect(advisoriesOf('0.40.0')).toEqual([]);
    expect(advisoriesOf('0.39.1')).toEqual([expect.stringContaining('#2049')]);
    expect(advisoriesOf('0.38.4').join()).toMatch(/#2019.*#2049/);
    expect(advisoriesOf('0.36.6').join()).not.toContain('CVE');
    expect(advisoriesOf('0.35.0').join()).toContain('CVE-2026-22728');
    expect(compareVersions('0.9.10', '0.10.2')).toBeLessThan(0);
  });
});

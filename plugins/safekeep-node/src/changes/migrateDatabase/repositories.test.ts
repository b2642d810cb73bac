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

import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import {
  migrateDatabase,
  MigrateDatabaseOptions,
  rollBackDatabase,
} from './index';

const DEPLOYMENT = `apiVersion: apps/v1
kind: Deployment
metadata:
  name: db
spec:
  # One server; a second would damage the data.
  replicas: 1
  selector:
    matchLabels: { app: db }
  template:
    metadata:
      labels: { app: db }
    spec:
      containers:
        - name: postgres # serves
          image: postgres:16-bookworm
          env:
            - name: POSTGRES_PASSWORD
              valueFrom: { secretKeyRef: { name: db, key: password } }
            - name: PGDATA
              value: /data/pg
          volumeMounts:
            - name: data
              mountPath: /data
      volumes:
        - name: data
          persistentVolumeClaim:
            claimName: db
`;
const SERVICE = `apiVersion: v1
kind: Service
metadata: { name: db }
spec:
  selector: { app: db }
  ports: [{ port: 5432 }]
`;
const CLIENT = `apiVersion: apps/v1
kind: Deployment
metadata: { name: client }
spec:
  replicas: 1
  selector: { matchLabels: { app: client } }
  template:
    metadata: { labels: { app: client } }
    spec:
      containers:
        - name: client
          image: client:1
          env: [{ name: URL, value: 'postgres://me@db.prod.svc:5432/x' }]
`;
const CRON = `apiVersion: batch/v1
kind: CronJob
metadata: { name: report }
spec:
  schedule: '0 * * * *'
  jobTemplate:
    spec:
      template:
        spec:
          containers:
            - name: report
              image: report:1
              env: [{ name: PGHOST, value: db }]
`;
const kustomization = (...resources: string[]) =>
  `resources:\n${resources.map(each => `  - ${each}\n`).join('')}`;

const guarded: MigrateDatabaseOptions = {
  namespace: 'prod',
  database: 'deployment/db',
  stage: 'start',
  option: 'reuse-claim',
  appliedBy: 'argo-cd',
  now: new Date('2026-11-23T12:00:00Z'),
};
const staged = { ...guarded, way: 'staged' as const };

function repository(
  files: Record<string, string> = {},
  deployment = DEPLOYMENT,
): Map<string, string> {
  const all: Record<string, string> = {
    'db.yaml': deployment,
    'service.yaml': SERVICE,
    ...files,
  };
  return new Map(
    Object.entries({
      'kustomization.yaml': kustomization(
        ...Object.keys(all).filter(path => !path.includes('ustomization')),
      ),
      ...all,
    }),
  );
}

function merged(
  files: Map<string, string>,
  { changes }: { changes: { path: string; content?: string }[] },
) {
  const after = new Map(files);
  for (const { path, content } of changes) {
    if (content === undefined) {
      after.delete(path);
    } else {
      after.set(path, content);
    }
  }
  return after;
}

describe('a database that cannot be moved', () => {
  const edit = (from: string | RegExp, to: string) =>
    repository({}, DEPLOYMENT.replace(from, to));

  it.each<
    [string, Map<string, string>, RegExp, Partial<MigrateDatabaseOptions>?]
  >([
    [
      'without a volume at its data',
      edit('value: /data/pg', 'value: /var/pg'),
      /^db\.yaml, line 1: Deployment db has no volume at its data directory \/var\/pg \(it mounts \/data\)/,
    ],
    [
      'in an emptyDir',
      edit(/persistentVolumeClaim:\n\s+claimName: db/, 'emptyDir: {}'),
      /db\.yaml, line 1: .* volume of type emptyDir, not in a claim: the data is gone/,
    ],
    [
      'beside the image’s own volume',
      edit('value: /data/pg', 'value: /var/lib/postgresql/data').set(
        'db.yaml',
        DEPLOYMENT.replace(
          'value: /data/pg',
          'value: /var/lib/postgresql/data/x',
        ).replace('mountPath: /data', 'mountPath: /var/lib/postgresql'),
      ),
      /keeps .* on a volume of its own at \/var\/lib\/postgresql\/data: the data is in the container/,
    ],
    [
      'with two replicas',
      edit('replicas: 1', 'replicas: 2'),
      /line 1: Deployment db has 2 replicas: several servers/,
    ],
    [
      'at zero',
      edit('replicas: 1', 'replicas: 0'),
      /has 0 replicas: with no server/,
    ],
    [
      'of an unknown version',
      edit('postgres:16-bookworm', `postgres@sha256:${'0'.repeat(64)}`),
      /does not tell which major version/,
    ],
    [
      'whose Service is missing',
      repository({ 'service.yaml': CLIENT }),
      /no Service of the folder leads to port 5432/,
    ],
    [
      'that is scaled',
      repository({
        'hpa.yaml':
          'apiVersion: autoscaling/v2\nkind: HorizontalPodAutoscaler\nmetadata: { name: h }\nspec: { scaleTargetRef: { kind: Deployment, name: db } }\n',
      }),
      /^hpa\.yaml, line 1: HorizontalPodAutoscaler h scales Deployment db/,
    ],
    [
      'whose claim another mounts',
      repository({
        'other.yaml': CLIENT.replace(
          'containers:',
          'volumes: [{ name: d, persistentVolumeClaim: { claimName: db } }]\n      containers:',
        ),
      }),
      /^other\.yaml, line 1: Deployment client mounts the claim db too/,
    ],
    [
      'of Helm',
      edit(
        'name: db\nspec',
        'name: db\n  labels: { app.kubernetes.io/managed-by: Helm }\nspec',
      ),
      /managed by Helm/,
    ],
    [
      'in a chart’s template',
      repository({}, `{{- if .Values.db }}\n${DEPLOYMENT}{{- end }}\n`),
      /db\.yaml is a template of a Helm chart/,
    ],
    [
      'that a kustomization renames',
      repository({
        'kustomization.yaml': `namePrefix: x-\n${kustomization(
          'db.yaml',
          'service.yaml',
        )}`,
      }),
      /prefix or suffix/,
    ],
    [
      'beside a StatefulSet of its name',
      repository({
        'sts.yaml':
          'apiVersion: apps/v1\nkind: StatefulSet\nmetadata: { name: db }\nspec: {}\n',
      }),
      /^sts\.yaml, line 1: there is a StatefulSet db beside the Deployment/,
    ],
    [
      'that is a StatefulSet',
      repository(
        {},
        DEPLOYMENT.replace('kind: Deployment', 'kind: StatefulSet'),
      ),
      /^db\.yaml, line 1: db is a StatefulSet already/,
    ],
    [
      'that is elsewhere',
      repository(),
      /holds no database deployment\/other: it holds deployment\/db/,
      { database: 'deployment/other' },
    ],
    ['that is MySQL', edit('postgres:16-bookworm', 'mysql:8'), /is MySQL/],
    [
      'without a password from a Secret',
      edit(/valueFrom: .*/, 'value: plain'),
      /has no POSTGRES_PASSWORD from a key of a Secret/,
    ],
    [
      'with another image on the same data',
      repository(),
      /newImage is for the option dump-and-restore/,
      { newImage: 'postgres:16-alpine' },
    ],
    [
      'to an earlier version',
      repository(),
      /a dump of a later version cannot be restored/,
      { option: 'dump-and-restore', newImage: 'postgres:15' },
    ],
    [
      'into a claim of unknown size',
      repository(),
      /say it with newStorage/,
      { option: 'dump-and-restore' },
    ],
    [
      'guarded where Flux applies it',
      repository(),
      /cannot be moved the way guarded: Flux/,
      { appliedBy: 'flux', way: 'guarded' },
    ],
    [
      'staged while KEDA scales what uses it',
      repository({
        'client.yaml': CLIENT,
        'keda.yaml':
          'apiVersion: keda.sh/v1alpha1\nkind: ScaledObject\nmetadata: { name: s }\nspec: { scaleTargetRef: { name: client } }\n',
      }),
      /^keda\.yaml, line 1: ScaledObject s would start/,
      { way: 'staged' },
    ],
    [
      'staged while a DaemonSet uses it',
      repository({
        'ds.yaml': CLIENT.replace('kind: Deployment', 'kind: DaemonSet'),
      }),
      /^ds\.yaml, line 1: DaemonSet client uses the database and cannot be scaled/,
      { way: 'staged' },
    ],
  ])('is refused %s', (_, files, message, options = {}) => {
    const before = new Map(files);
    expect(() => migrateDatabase(files, { ...guarded, ...options })).toThrow(
      message,
    );
    expect(files).toEqual(before);
  });

  it('is neither switched, released nor rolled back before it began', () => {
    for (const stage of ['switch', 'release', 'finalize'] as const) {
      expect(() =>
        migrateDatabase(repository(), { ...guarded, stage }),
      ).toThrow('begin with the stage start');
    }
    expect(() =>
      rollBackDatabase(repository(), {
        namespace: 'prod',
        database: 'deployment/db',
      }),
    ).toThrow('begin with the stage start');
    const started = merged(repository(), migrateDatabase(repository(), staged));
    expect(() =>
      migrateDatabase(started, { ...staged, stage: 'finalize' }),
    ).toThrow('the next stage is switch');
    expect(() =>
      migrateDatabase(started, {
        ...staged,
        stage: 'release',
        releasedLock: 1,
      }),
    ).toThrow('where no guard waits');
  });
});

describe('what stays as it is', () => {
  it('is who the server runs as, and its other containers, where that is not known', () => {
    const files = repository(
      {},
      DEPLOYMENT.replace(
        '      volumes:\n',
        `        - name: exporter
          image: exporter:1
      initContainers:
        - name: chown
          image: busybox
      nodeSelector: { disk: fast }
      volumes:
`,
      ),
    );
    const planned = migrateDatabase(files, guarded);
    const [statefulSet] = parseAllDocuments(
      merged(files, planned).get('db-statefulset.yaml')!,
    ).map(each => each.toJS());
    const pod = statefulSet.spec.template.spec;
    expect(pod.securityContext).toBeUndefined();
    expect(pod.nodeSelector).toEqual({ disk: 'fast' });
    expect(pod.containers[1]).toEqual({
      name: 'exporter',
      image: 'exporter:1',
    });
    expect(
      pod.initContainers.map(({ name }: { name: string }) => name),
    ).toEqual(['safekeep-guard', 'chown']);
    expect(planned.warnings.join()).toContain(
      'other containers are in its pod',
    );
    expect(planned.description).toContain('other containers are in its pod');
    // The Deployment's comments stand in what is made from it.
    expect(merged(files, planned).get('db-statefulset.yaml')).toContain(
      '- name: postgres # serves',
    );
  });

  it('is what uses the database, once it comes back', () => {
    const files = repository({
      'client.yaml': CLIENT.replace('replicas: 1', 'replicas: 3 # three'),
      'report.yaml': CRON,
    });
    const started = merged(files, migrateDatabase(files, staged));
    expect(started.get('client.yaml')).toContain('replicas: 0 # three');
    expect(started.get('report.yaml')).toContain('suspend: true');
    const switched = merged(
      started,
      migrateDatabase(started, { ...staged, stage: 'switch' }),
    );
    const finished = merged(
      switched,
      migrateDatabase(switched, {
        ...staged,
        stage: 'finalize',
        verified: 'pass',
      }),
    );
    expect(finished.get('client.yaml')).toBe(files.get('client.yaml'));
    expect(finished.get('report.yaml')).toContain('suspend: false');
    expect(finished.has('db.yaml')).toBe(false);
    expect(finished.get('kustomization.yaml')).not.toMatch(/db\.yaml|jobs\//);
  });

  it('is a copy of the Deployment, where it is asked for, and of nothing else', () => {
    const files = repository(
      {},
      `# all\napiVersion: v1\nkind: Secret\nmetadata: { name: db }\nstringData: { password: canary }\n---\n${DEPLOYMENT}---\n${SERVICE}`,
    );
    files.delete('service.yaml');
    files.set('kustomization.yaml', kustomization('db.yaml'));
    const planned = migrateDatabase(files, { ...guarded, backup: true });
    const copy = merged(files, planned).get(
      '_backup/2026-11-23/db-deployment.yaml',
    );
    expect(copy).toBe(DEPLOYMENT);
    expect(
      planned.changes
        .flatMap(({ path, content }) => (path === 'db.yaml' ? [] : [content]))
        .join(),
    ).not.toContain('canary');
  });
});

const hasKubectl = spawnSync('kubectl', ['kustomize', '--help']).status === 0;

jest.setTimeout(120_000);

(hasKubectl ? describe : describe.skip)('a base with an overlay', () => {
  function applied(files: Map<string, string>, folder: string) {
    const root = mkdtempSync(join(tmpdir(), 'safekeep-overlay-'));
    try {
      for (const [path, content] of files) {
        mkdirSync(dirname(join(root, path)), { recursive: true });
        writeFileSync(join(root, path), content);
      }
      const { status, stdout, stderr } = spawnSync(
        'kubectl',
        ['kustomize', join(root, folder)],
        { encoding: 'utf8' },
      );
      if (status !== 0) {
        throw new Error(stderr);
      }
      return parseAllDocuments(stdout).map(each => each.toJS());
    } finally {
      rmSync(root, { recursive: true, force: true });
    }
  }
  const overlay = (patches: string) =>
    new Map(
      Object.entries({
        'base/kustomization.yaml': kustomization(
          'db.yaml',
          'service.yaml',
          'client.yaml',
        ),
        'base/db.yaml': DEPLOYMENT,
        'base/service.yaml': SERVICE,
        'base/client.yaml': CLIENT,
        'prod/kustomization.yaml': `namespace: prod\n${kustomization(
          '../base',
        )}${patches}`,
        'prod/size.yaml':
          'apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: db\nspec:\n  replicas: 1 # one\n  strategy: { type: RollingUpdate }\n  template:\n    spec:\n      containers:\n        - name: postgres\n          resources: { limits: { memory: 4Gi } } # prod\n',
      }),
    );
  const find = (objects: any[], kind: string, name: string) =>
    objects.find(each => each.kind === kind && each.metadata.name === name);

  it('has the StatefulSet patched as the Deployment was, and neither server twice', () => {
    const files = overlay(`patches:
  - path: size.yaml
  - target: { kind: Deployment, name: db }
    patch: |-
      - op: add
        path: /spec/template/metadata/annotations
        value: { team: data }
replicas:
  - name: db
    count: 1
  - name: client
    count: 2
images:
  - name: postgres
    newTag: 16.4-bookworm
`);
    const options = { ...guarded, folder: 'prod' };
    const started = merged(files, migrateDatabase(files, options));
    const objects = applied(started, 'prod');
    expect(find(objects, 'Deployment', 'db').spec.replicas).toBe(0);
    const { spec } = find(objects, 'StatefulSet', 'db');
    expect(spec.replicas).toBe(1);
    expect(spec.strategy).toBeUndefined();
    const [server] = spec.template.spec.containers;
    expect(server.resources).toEqual({ limits: { memory: '4Gi' } });
    expect(server.image).toBe('postgres:16.4-bookworm');
    expect(spec.template.spec.initContainers[0].image).toBe(
      'postgres:16.4-bookworm',
    );
    expect(spec.template.metadata.annotations).toEqual({ team: 'data' });
    expect(started.get('prod/size-statefulset.yaml')).toContain('# prod');

    const place = {
      folder: 'prod',
      namespace: 'prod',
      database: 'deployment/db',
    };
    const back = applied(
      merged(started, rollBackDatabase(started, place)),
      'prod',
    );
    expect(find(back, 'Deployment', 'db').spec.replicas).toBe(1);
    expect(find(back, 'StatefulSet', 'db').spec.replicas).toBe(0);

    const finished = merged(
      started,
      migrateDatabase(started, {
        ...options,
        stage: 'finalize',
        verified: 'pass',
      }),
    );
    const rest = applied(finished, 'prod');
    expect(find(rest, 'Deployment', 'db')).toBeUndefined();
    expect(
      find(rest, 'StatefulSet', 'db').spec.template.spec.containers[0]
        .resources,
    ).toEqual({ limits: { memory: '4Gi' } });
    expect(finished.has('prod/size.yaml')).toBe(false);

    const quiet = applied(
      merged(files, migrateDatabase(files, { ...options, way: 'staged' })),
      'prod',
    );
    expect(find(quiet, 'Deployment', 'client').spec.replicas).toBe(0);
    expect(find(quiet, 'Deployment', 'db').spec.replicas).toBe(1);
  });

  it.each([
    [
      'patches:\n  - target: { kind: Deployment, labelSelector: a=b }\n    patch: |-\n      - { op: remove, path: /x }\n',
      /^prod\/kustomization\.yaml, line 5: a patch chooses by labels/,
    ],
    [
      'patches:\n  - patch: |-\n      kind: Deployment\n      metadata: { name: db }\n      spec: { template: { spec: { containers: [{ name: postgres, $patch: delete }] } } }\n',
      /line 5: the patch has a directive/,
    ],
    [
      'patches:\n  - target: { kind: Deployment, name: db }\n    patch: |-\n      - { op: replace, path: /spec/replicas, value: 1 }\n',
      /\/spec\/replicas of Deployment db/,
    ],
    [
      'patches:\n  - target: { kind: Deployment, name: db }\n    patch: |-\n      - { op: replace, path: /spec/replicas, value: 3 }\n',
      /has 3 replicas/,
    ],
    ['replicas: [{ name: db, count: 2 }]\n', /has 2 replicas/],
    [
      'patches:\n  - patch: |-\n      kind: Deployment\n      metadata: { name: db }\n      spec: { template: { spec: { volumes: [{ name: data, persistentVolumeClaim: null, emptyDir: {} }] } } }\n',
      /volume of type emptyDir/,
    ],
  ])(
    'is refused where it cannot be told, or is not safe: %s',
    (patches, message) => {
      expect(() =>
        migrateDatabase(overlay(patches), { ...guarded, folder: 'prod' }),
      ).toThrow(message);
    },
  );

  it('says which other overlays move with it', () => {
    const files = overlay('');
    files.set('dev/kustomization.yaml', kustomization('../base'));
    const { warnings } = migrateDatabase(files, { ...guarded, folder: 'prod' });
    expect(warnings.join()).toContain('`dev`');
  });
});

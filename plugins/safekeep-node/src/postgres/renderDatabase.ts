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

import { LABEL_JOB } from '@safekeep/backstage-plugin-safekeep-common';
import { JsonObject } from '@backstage/types';
import {
  clientLabel,
  DatabaseNames,
  headlessName,
  labelsOf,
  secretNames,
  selectorOf,
} from './DatabaseNames';
import { ImageFacts } from './imageFacts';
import { initScript } from './initScript';
import { renderManifests } from './renderManifests';

const PORT = 5432;

/** A new PostgreSQL server. */
export interface NewDatabase extends DatabaseNames {
  image: string;
  facts: Required<
    Pick<ImageFacts, 'major' | 'uid' | 'gid' | 'pgdata' | 'mountPath'>
  >;
  /** The database that is made first, which the application's role owns. */
  database: string;
  storageClass: string;
  /** Size of the data's claim, such as `10Gi`. */
  storage: string;
  /** Request and limit, in MiB. */
  memory: number;
  /** Whether the exporter has a role. */
  withMetrics: boolean;
}

/**
 * The manifests of a PostgreSQL server, as text of a file: Services,
 * StatefulSet, disruption budget, NetworkPolicy, and what runs on an empty volume.
 */
export function renderDatabase(database: NewDatabase): string {
  return renderManifests(
    `# PostgreSQL ${database.facts.major}, its storage and who may reach it. One server:
# a second replica would be a second, empty database.
`,
    [
      clientService(database),
      headlessService(database),
      initialConfig(database),
      statefulSet(database),
      disruptionBudget(database),
      networkPolicy(database),
    ],
  );
}

function metadata(
  { namespace, name }: DatabaseNames,
  ownName = name,
): JsonObject {
  return {
    name: ownName,
    namespace,
    labels: { ...selectorOf(name), ...labelsOf(name) },
  };
}

function clientService(database: NewDatabase): JsonObject {
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: metadata(database),
    spec: {
      type: 'ClusterIP',
      selector: selectorOf(database.name),
      ports: [{ name: 'postgres', port: PORT, targetPort: 'postgres' }],
    },
  };
}

function headlessService(database: NewDatabase): JsonObject {
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: metadata(database, headlessName(database.name)),
    spec: {
      clusterIP: 'None',
      selector: selectorOf(database.name),
      ports: [{ name: 'postgres', port: PORT, targetPort: 'postgres' }],
    },
  };
}

const initName = (name: string) => `${name}-init`;

function initialConfig(database: NewDatabase): JsonObject {
  return {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: metadata(database, initName(database.name)),
    data: {
      '10-roles.sh': initScript({
        major: database.facts.major,
        withMetrics: database.withMetrics,
      }),
    },
  };
}

function statefulSet(database: NewDatabase): JsonObject {
  const { name, facts, memory } = database;
  const volumes = [
    { name: 'run', emptyDir: {} },
    { name: 'tmp', emptyDir: { sizeLimit: '64Mi' } },
    // A container has 64 MiB of its own, which parallel queries outgrow.
    {
      name: 'shm',
      emptyDir: { medium: 'Memory', sizeLimit: `${Math.floor(memory / 4)}Mi` },
    },
    {
      name: 'init',
      configMap: { name: initName(name), defaultMode: 0o555 },
    },
  ];
  return {
    apiVersion: 'apps/v1',
    kind: 'StatefulSet',
    metadata: metadata(database),
    spec: {
      serviceName: headlessName(name),
      replicas: 1,
      podManagementPolicy: 'OrderedReady',
      updateStrategy: { type: 'RollingUpdate' },
      persistentVolumeClaimRetentionPolicy: {
        whenDeleted: 'Retain',
        whenScaled: 'Retain',
      },
      selector: { matchLabels: selectorOf(name) },
      template: {
        metadata: { labels: selectorOf(name) },
        spec: {
          automountServiceAccountToken: false,
          // Variables such as POSTGRES_PORT of every Service would come otherwise.
          enableServiceLinks: false,
          // A fast shutdown still writes a checkpoint.
          terminationGracePeriodSeconds: 120,
          securityContext: {
            runAsNonRoot: true,
            runAsUser: facts.uid,
            runAsGroup: facts.gid,
            fsGroup: facts.gid,
            fsGroupChangePolicy: 'OnRootMismatch',
            seccompProfile: { type: 'RuntimeDefault' },
          },
          containers: [serverContainer(database)],
          volumes,
        },
      },
      volumeClaimTemplates: [
        {
          apiVersion: 'v1',
          kind: 'PersistentVolumeClaim',
          metadata: { name: 'data', labels: labelsOf(name) },
          spec: {
            accessModes: ['ReadWriteOnce'],
            storageClassName: database.storageClass,
            volumeMode: 'Filesystem',
            resources: { requests: { storage: database.storage } },
          },
        },
      ],
    },
  };
}

function serverContainer(database: NewDatabase): JsonObject {
  const { facts, memory } = database;
  return {
    name: 'postgres',
    image: database.image,
    args: ['postgres', '-c', `shared_buffers=${Math.floor(memory / 4)}MB`],
    ports: [{ name: 'postgres', containerPort: PORT, protocol: 'TCP' }],
    env: environment(database),
    ...probes(),
    resources: {
      requests: { cpu: '100m', memory: `${memory}Mi` },
      limits: { memory: `${memory}Mi` },
    },
    securityContext: {
      allowPrivilegeEscalation: false,
      readOnlyRootFilesystem: true,
      capabilities: { drop: ['ALL'] },
    },
    volumeMounts: [
      { name: 'data', mountPath: facts.mountPath },
      { name: 'run', mountPath: '/var/run/postgresql' },
      { name: 'tmp', mountPath: '/tmp' },
      { name: 'shm', mountPath: '/dev/shm' },
      {
        name: 'init',
        mountPath: '/docker-entrypoint-initdb.d',
        readOnly: true,
      },
    ],
  };
}

/** Key by key: a whole Secret would bring what the server has no use for. */
function environment({
  name,
  facts,
  database,
  withMetrics,
}: NewDatabase): JsonObject[] {
  const secrets = secretNames(name);
  const from = (variable: string, secret: string) => ({
    name: variable,
    valueFrom: { secretKeyRef: { name: secret, key: variable } },
  });
  return [
    from('POSTGRES_USER', secrets.superuser),
    from('POSTGRES_PASSWORD', secrets.superuser),
    { name: 'POSTGRES_DB', value: database },
    {
      name: 'POSTGRES_INITDB_ARGS',
      value: '--data-checksums --auth-host=scram-sha-256 --encoding=UTF8',
    },
    { name: 'PGDATA', value: facts.pgdata },
    from('DB_USER', secrets.app),
    from('DB_PASSWORD_VERIFIER', secrets.app),
    ...(withMetrics
      ? [
          from('METRICS_USER', secrets.metrics),
          from('METRICS_PASSWORD_VERIFIER', secrets.metrics),
        ]
      : []),
  ];
}

/**
 * @remarks
 * Over TCP: while initdb runs, its server listens on the socket only. A server
 * that recovers from a crash answers "not yet" (1), and must not be killed for
 * it, which would have it begin anew; 2 is no answer.
 */
function probes(): JsonObject {
  const ready = 'pg_isready -q -h 127.0.0.1 -p 5432 -U "$POSTGRES_USER"';
  const exec = (script: string) => ({
    exec: { command: ['/bin/sh', '-c', script] },
  });
  const answers = exec(`${ready} || [ $? -eq 1 ]`);
  return {
    // An hour.
    startupProbe: {
      ...answers,
      periodSeconds: 5,
      timeoutSeconds: 5,
      failureThreshold: 720,
    },
    livenessProbe: {
      ...answers,
      periodSeconds: 30,
      timeoutSeconds: 10,
      failureThreshold: 10,
    },
    readinessProbe: {
      ...exec(`exec ${ready} -d "$POSTGRES_DB"`),
      periodSeconds: 5,
      timeoutSeconds: 5,
      failureThreshold: 3,
    },
  };
}

/** `minAvailable: 1` of one pod would keep its node from ever being drained. */
function disruptionBudget(database: NewDatabase): JsonObject {
  return {
    apiVersion: 'policy/v1',
    kind: 'PodDisruptionBudget',
    metadata: metadata(database),
    spec: {
      maxUnavailable: 1,
      selector: { matchLabels: selectorOf(database.name) },
    },
  };
}

function networkPolicy(database: NewDatabase): JsonObject {
  return {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata: metadata(database),
    spec: {
      podSelector: { matchLabels: selectorOf(database.name) },
      policyTypes: ['Ingress'],
      ingress: [
        {
          from: [
            { podSelector: { matchLabels: clientLabel(database.name) } },
            // Jobs of Safekeep, such as that of a rotated password.
            {
              podSelector: {
                matchExpressions: [{ key: LABEL_JOB, operator: 'Exists' }],
              },
            },
          ],
          ports: [{ protocol: 'TCP', port: PORT }],
        },
      ],
    },
  };
}

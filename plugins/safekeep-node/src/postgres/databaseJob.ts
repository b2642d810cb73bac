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
import { VariableSource } from '../manifests/containerVariables';
import { ANNOTATION_SYNC_WAVE } from '../manifests/syncWave';
import { valueAt } from '../manifests/yaml/readYaml';
import { PostgresServer } from './findServer';

/** Nobody: it owns nothing in the image. */
const USER_ID = 65534;

/** What each Job beside a database is given. */
export interface DatabaseJob {
  name: string;
  namespace: string;
  server: PostgresServer;
  /** Further labels of the pod, which let it through network policies. */
  podLabels: Record<string, string>;
  /** For Argo CD; undefined where something else applies the repository. */
  syncWave?: number;
}

interface JobContainer {
  name: string;
  script: string;
  environment: Record<string, VariableSource>;
  resources: JsonObject;
  volumes: { volume: JsonObject; mountPath: string; readOnly?: boolean }[];
}

/** A Job that works on a database over the Service, with the database's own image. */
export function databaseJob(
  { name, namespace, server, podLabels, syncWave }: DatabaseJob,
  work: {
    /** Which of Safekeep's Jobs it is: the value of its label. */
    kind: string;
    /** What it is asked for: annotations of the Job and of its pod. */
    request: Record<string, string>;
    /** Further annotations of the Job alone. */
    annotations?: Record<string, string>;
    activeDeadlineSeconds: number;
    container: JobContainer;
  },
): JsonObject {
  const labels = { [LABEL_JOB]: work.kind };
  return {
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: {
      name,
      namespace,
      labels,
      annotations: {
        ...work.request,
        ...work.annotations,
        ...(syncWave !== undefined && {
          [ANNOTATION_SYNC_WAVE]: String(syncWave),
        }),
      },
    },
    spec: {
      backoffLimit: 2,
      activeDeadlineSeconds: work.activeDeadlineSeconds,
      template: {
        metadata: {
          labels: { ...podLabels, ...labels },
          annotations: work.request,
        },
        spec: podSpec(server, work.container),
      },
    },
  };
}

/** As the restricted pod security standard asks for. */
function podSpec(
  { workload, container, image }: PostgresServer,
  job: JobContainer,
): JsonObject {
  const pod = valueAt(workload.value, 'spec', 'template', 'spec');
  const pullSecrets = valueAt(pod, 'imagePullSecrets');
  const { imagePullPolicy } = container;
  return {
    restartPolicy: 'Never',
    automountServiceAccountToken: false,
    enableServiceLinks: false,
    ...(pullSecrets !== undefined && { imagePullSecrets: pullSecrets }),
    securityContext: {
      runAsNonRoot: true,
      runAsUser: USER_ID,
      runAsGroup: USER_ID,
      fsGroup: USER_ID,
      seccompProfile: { type: 'RuntimeDefault' },
    },
    containers: [
      {
        name: job.name,
        image,
        ...(imagePullPolicy !== undefined && { imagePullPolicy }),
        command: ['/bin/sh', '-c'],
        args: [job.script],
        env: environmentList(job.environment),
        resources: job.resources,
        securityContext: {
          allowPrivilegeEscalation: false,
          readOnlyRootFilesystem: true,
          capabilities: { drop: ['ALL'] },
        },
        volumeMounts: job.volumes.map(({ volume, mountPath, readOnly }) => ({
          name: volume.name,
          mountPath,
          ...(readOnly && { readOnly }),
        })),
      },
    ],
    volumes: job.volumes.map(({ volume }) => volume),
  };
}

/** How to reach the server, for what uses libpq. */
export function connectionTo(
  server: PostgresServer,
): Record<string, VariableSource> {
  return {
    PGHOST: { value: server.host },
    PGPORT: { value: String(server.port) },
    PGDATABASE: server.database,
    PGCONNECT_TIMEOUT: { value: '5' },
    PGAPPNAME: { value: 'safekeep' },
  };
}

function environmentList(
  variables: Record<string, VariableSource>,
): JsonObject[] {
  return Object.entries(variables).map(([name, source]) =>
    'value' in source
      ? // The kubelet would take $(…) for another variable.
        { name, value: source.value.replaceAll('$(', () => '$$(') }
      : {
          name,
          valueFrom: {
            secretKeyRef: { name: source.secret, key: source.key },
          },
        },
  );
}

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

import { JsonObject } from '@backstage/types';
import { VariableSource } from '../manifests/containerVariables';
import { clientLabel, DatabaseNames, labelsOf } from './DatabaseNames';
import { dashboard } from './dashboard';
import { renderManifests } from './renderManifests';

/** Its metrics are those that the dashboard reads. */
export const EXPORTER_IMAGE =
  'quay.io/prometheuscommunity/postgres-exporter:v0.19.1';

const PORT = 9187;
/** Nobody: the user of the exporter's image. */
const USER_ID = 65534;

/** What watches a PostgreSQL server from outside its pod. */
export interface Monitoring extends DatabaseNames {
  /** The Service to reach the server by. */
  host: string;
  /** Which database to log in to. */
  database: VariableSource;
  /** Port of that Service; 5432 by default. */
  port?: number;
  /** Who logs in: a member of `pg_monitor`, or a superuser. */
  role: VariableSource;
  password: { secret: string; key: string };
  /** The exporter's image; {@link EXPORTER_IMAGE} by default. */
  image?: string;
  /** Labels that the Prometheus chooses ServiceMonitors by, such as `release`. */
  serviceMonitorLabels?: Record<string, string>;
  /** Labels of the exporter's pod that let it through to the server. */
  podLabels?: Record<string, string>;
}

export const exporterName = (name: string) => `${name}-exporter`;

/**
 * The manifests of a server's monitoring, as text of a file: an exporter, a
 * ServiceMonitor for the Prometheus operator, and a dashboard that the Grafana
 * chart's sidecar takes up by its label.
 *
 * @remarks
 * A Deployment of its own and no sidecar: another version of the exporter must
 * not restart the database.
 */
export function renderMonitoring(monitoring: Monitoring): string {
  const { namespace, name } = monitoring;
  const exporter = exporterName(name);
  const selector = {
    'app.kubernetes.io/name': 'postgresql-exporter',
    ...labelsOf(name),
  };
  const metadata = (own: string, labels: Record<string, string> = {}) => ({
    name: own,
    namespace,
    labels: { ...selector, ...labels },
  });
  return renderManifests(
    `# Metrics of PostgreSQL ${name}: needs the Prometheus operator, and for the dashboard
# a Grafana whose sidecar looks for the label grafana_dashboard.
`,
    [
      {
        apiVersion: 'apps/v1',
        kind: 'Deployment',
        metadata: metadata(exporter),
        spec: {
          replicas: 1,
          selector: { matchLabels: selector },
          template: {
            metadata: {
              labels: {
                ...selector,
                ...(monitoring.podLabels ?? clientLabel(name)),
              },
            },
            spec: podSpec(monitoring),
          },
        },
      },
      {
        apiVersion: 'v1',
        kind: 'Service',
        metadata: metadata(exporter),
        spec: {
          selector,
          ports: [{ name: 'metrics', port: PORT, targetPort: 'metrics' }],
        },
      },
      {
        apiVersion: 'monitoring.coreos.com/v1',
        kind: 'ServiceMonitor',
        metadata: metadata(exporter, monitoring.serviceMonitorLabels),
        spec: {
          selector: { matchLabels: selector },
          endpoints: [
            {
              port: 'metrics',
              interval: '30s',
              // By the Service that the dashboard asks for.
              relabelings: [
                {
                  action: 'replace',
                  targetLabel: 'database',
                  replacement: name,
                },
              ],
            },
          ],
        },
      },
      {
        apiVersion: 'v1',
        kind: 'ConfigMap',
        metadata: metadata(`${name}-dashboard`, { grafana_dashboard: '1' }),
        data: {
          [`${namespace}-${name}.json`]: `${JSON.stringify(
            dashboard({ namespace, name }),
            null,
            2,
          )}\n`,
        },
      },
    ],
  );
}

function podSpec(monitoring: Monitoring): JsonObject {
  const { host, port = 5432, database, role, password } = monitoring;
  return {
    automountServiceAccountToken: false,
    enableServiceLinks: false,
    securityContext: {
      runAsNonRoot: true,
      runAsUser: USER_ID,
      runAsGroup: USER_ID,
      seccompProfile: { type: 'RuntimeDefault' },
    },
    containers: [
      {
        name: 'exporter',
        image: monitoring.image ?? EXPORTER_IMAGE,
        args: ['--collector.database_wraparound'],
        ports: [{ name: 'metrics', containerPort: PORT, protocol: 'TCP' }],
        env: [
          ...uriOf(database, host, port),
          { name: 'DATA_SOURCE_USER', ...valueOf(role) },
          { name: 'DATA_SOURCE_PASS', ...valueOf(password) },
        ],
        readinessProbe: {
          httpGet: { path: '/', port: 'metrics' },
          periodSeconds: 10,
        },
        resources: {
          requests: { cpu: '10m', memory: '32Mi' },
          limits: { memory: '128Mi' },
        },
        securityContext: {
          allowPrivilegeEscalation: false,
          readOnlyRootFilesystem: true,
          capabilities: { drop: ['ALL'] },
        },
      },
    ],
  };
}

/** Its driver knows no `prefer`, and the image serves no TLS. */
function uriOf(
  database: VariableSource,
  host: string,
  port: number,
): JsonObject[] {
  const uri = (name: string) => ({
    name: 'DATA_SOURCE_URI',
    value: `${host}:${port}/${name}?sslmode=disable`,
  });
  return 'value' in database
    ? [uri(encodeURIComponent(database.value))]
    : [{ name: 'DATABASE', ...valueOf(database) }, uri('$(DATABASE)')];
}

function valueOf(source: VariableSource): JsonObject {
  return 'value' in source
    ? { value: source.value }
    : {
        valueFrom: { secretKeyRef: { name: source.secret, key: source.key } },
      };
}

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

import { stringify } from 'yaml';

/** What a database asks for; each of it can be what the cluster does not have. */
export interface DatabaseNeeds {
  image: string;
  storageClass?: string;
  nodeSelector?: Record<string, string>;
  /** Whom its Service selects. */
  selected?: Record<string, string>;
  accessMode?: string;
  runAsUser?: number;
}

/** PostgreSQL in a StatefulSet that makes its claim, with its password sealed. */
export function databaseManifests(
  namespace: string,
  needs: DatabaseNeeds,
): string {
  const { image, storageClass = 'local-path', nodeSelector } = needs;
  const { accessMode = 'ReadWriteOnce', runAsUser } = needs;
  const labels = { app: 'postgres' };
  const { selected = labels } = needs;
  const metadata = { name: 'postgres', namespace };
  return [
    {
      apiVersion: 'v1',
      kind: 'Service',
      metadata,
      spec: { clusterIP: 'None', selector: selected, ports: [{ port: 5432 }] },
    },
    {
      apiVersion: 'apps/v1',
      kind: 'StatefulSet',
      metadata,
      spec: {
        serviceName: 'postgres',
        selector: { matchLabels: labels },
        template: {
          metadata: { labels },
          spec: {
            ...(nodeSelector && { nodeSelector }),
            ...(runAsUser !== undefined && { securityContext: { runAsUser } }),
            terminationGracePeriodSeconds: 5,
            containers: [
              {
                name: 'postgres',
                image,
                envFrom: [{ secretRef: { name: 'credentials' } }],
                env: [
                  { name: 'PGDATA', value: '/var/lib/postgresql/data/pgdata' },
                ],
                readinessProbe: {
                  exec: { command: ['pg_isready', '-U', 'postgres'] },
                  periodSeconds: 2,
                },
                volumeMounts: [
                  { name: 'data', mountPath: '/var/lib/postgresql/data' },
                ],
              },
            ],
          },
        },
        volumeClaimTemplates: [
          {
            metadata: { name: 'data' },
            spec: {
              accessModes: [accessMode],
              storageClassName: storageClass,
              resources: { requests: { storage: '1Gi' } },
            },
          },
        ],
      },
    },
  ]
    .map(object => stringify(object))
    .join('---\n');
}

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
import { findServer } from '../postgres/findServer';
import { readServiceObjects } from '../postgres/serviceObjects';
import { addMonitoring } from './addMonitoring';
import { ChangeSet } from './ChangeSet';
import { readServiceFiles } from './locateSecret';

const NAMESPACE = 'ledger-prod';

const server = (password: string) => `apiVersion: v1
kind: Service
metadata: {name: ledger-db}
spec:
  selector: {app: ledger-db}
  ports: [{port: 5433, targetPort: 5432}]
---
apiVersion: apps/v1
kind: StatefulSet
metadata: {name: db}
spec:
  template:
    metadata: {labels: {app: ledger-db}}
    spec:
      containers:
        - name: postgres
          image: postgres:16-alpine
          env:
            - {name: POSTGRES_USER, value: ledger}
            - name: POSTGRES_DB
              valueFrom: {secretKeyRef: {name: ledger-db, key: NAME}}
            - name: POSTGRES_PASSWORD
              ${password}
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: db}
spec:
  podSelector: {matchLabels: {app: ledger-db}}
  ingress: [{from: [{podSelector: {matchLabels: {to-db: "yes"}}}]}]
`;
const FROM_SECRET =
  'valueFrom: {secretKeyRef: {name: ledger-db, key: PASSWORD}}';

function add(password = FROM_SECRET, further: [string, string][] = []) {
  const files = new Map([
    ['k8s/kustomization.yaml', 'resources:\n  - db.yaml\n'],
    ['k8s/db.yaml', server(password)],
    ...further,
  ]);
  const service = readServiceFiles(files, 'k8s');
  const objects = readServiceObjects(files, service, NAMESPACE);
  const changeSet = ChangeSet.create(files);
  const result = addMonitoring(changeSet, service, {
    namespace: NAMESPACE,
    objects,
    server: findServer(objects, { folder: 'k8s', secret: 'ledger-db' }),
    monitoring: { serviceMonitorLabels: { release: 'prometheus' } },
  });
  return { result, files: changeSet.files };
}

describe('addMonitoring', () => {
  it('watches a server that is there, by its Service, its names and its policy', () => {
    const { result, files } = add();
    expect(result.path).toBe('k8s/monitoring/db-monitoring.yaml');
    expect(parse(files.get('k8s/kustomization.yaml')!).resources).toEqual([
      'db.yaml',
      'monitoring/db-monitoring.yaml',
    ]);
    const objects = parseAllDocuments(files.get(result.path)!).map(document =>
      document.toJS(),
    );
    expect(objects.map(({ kind }) => kind)).toEqual([
      'Deployment',
      'Service',
      'ServiceMonitor',
      'ConfigMap',
    ]);
    const { metadata, spec } = objects[0].spec.template;
    expect(metadata.labels).toMatchObject({ 'to-db': 'yes' });
    const from = (key: string) => ({
      valueFrom: { secretKeyRef: { name: 'ledger-db', key } },
    });
    expect(spec.containers[0].env).toEqual([
      { name: 'DATABASE', ...from('NAME') },
      {
        name: 'DATA_SOURCE_URI',
        value: 'ledger-db:5433/$(DATABASE)?sslmode=disable',
      },
      { name: 'DATA_SOURCE_USER', value: 'ledger' },
      { name: 'DATA_SOURCE_PASS', ...from('PASSWORD') },
    ]);
    expect(result.warnings.join()).toContain('GRANT pg_monitor');
  });

  it('refuses a password that is no key of a Secret, and names that are taken', () => {
    expect(() => add('value: plain')).toThrow(/k8s\/db\.yaml, line 8/);
    expect(() =>
      add(FROM_SECRET, [
        ['k8s/monitoring/db-monitoring.yaml', 'kind: ConfigMap\n'],
      ]),
    ).toThrow(/is there already\. Leave the monitoring out/);
  });
});

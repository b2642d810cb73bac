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

import { migrateDatabase } from '@safekeep/backstage-plugin-safekeep-node';
import { parseAllDocuments } from 'yaml';
import { Benchmark } from '../Figure';
import { inTurn, processorTimeOf } from '../rounds';

const MANIFESTS = 2000;

/**
 * The first stage of moving a database, in a folder of 2,000 manifests that one
 * kustomization lists. The anchor is what any program does that looks for what
 * uses the database: each file is parsed once.
 */
export const planning: Benchmark = {
  figures: [
    {
      name: 'plan',
      title: `the first stage of moving a database planned among ${MANIFESTS} manifests`,
      unit: 'ms of processor time',
      anchor: 'yaml, each file parsed once',
      goal: { ours: { atMost: 2000 } },
    },
  ],
  async measure({ rounds, onProgress }) {
    onProgress(`planning a move among ${MANIFESTS} manifests`);
    const files = repository();
    const plan = await inTurn(
      rounds,
      () => {
        let paths: string[] = [];
        const seconds = processorTimeOf(() => {
          const { changes } = migrateDatabase(files, {
            namespace: 'prod',
            database: 'deployment/postgres',
            stage: 'start',
            option: 'reuse-claim',
            way: 'staged',
            appliedBy: 'argo-cd',
            now: new Date(),
          });
          paths = changes.map(({ path }) => path);
        });
        if (!paths.includes('client.yaml')) {
          throw new Error('what uses the database was not found');
        }
        return seconds * 1000;
      },
      () => {
        let objects = 0;
        const seconds = processorTimeOf(() => {
          for (const text of files.values()) {
            objects += parseAllDocuments(text).map(each => each.toJS()).length;
          }
        });
        if (objects < MANIFESTS) {
          throw new Error('not all was read');
        }
        return seconds * 1000;
      },
    );
    return { plan };
  },
};

function repository(): Map<string, string> {
  const workload = (name: string, image: string, more: string) =>
    `apiVersion: apps/v1
kind: Deployment
metadata:
  name: ${name}
  labels:
    app: ${name}
spec:
  replicas: 1
  selector:
    matchLabels:
      app: ${name}
  template:
    metadata:
      labels:
        app: ${name}
    spec:
      containers:
        - name: main
          image: ${image}
          resources:
            requests:
              memory: 128Mi
              cpu: 50m
${more}`;
  const env = (name: string, value: string) =>
    `          env:
            - name: ${name}
              value: ${value}
`;
  const files = new Map<string, string>([
    [
      'postgres.yaml',
      workload(
        'postgres',
        'postgres:16-bookworm',
        `          env:
            - name: PGDATA
              value: /data/pg
            - name: POSTGRES_PASSWORD
              valueFrom:
                secretKeyRef:
                  name: db
                  key: password
          volumeMounts:
            - name: data
              mountPath: /data
      volumes:
        - name: data
          persistentVolumeClaim:
            claimName: data
`,
      ),
    ],
    [
      'service.yaml',
      `apiVersion: v1
kind: Service
metadata:
  name: postgres
spec:
  selector:
    app: postgres
  ports:
    - port: 5432
`,
    ],
    ['client.yaml', workload('client', 'client:1', env('DB_HOST', 'postgres'))],
  ]);
  for (let index = files.size; index < MANIFESTS; index++) {
    const name = `service-${index}`;
    files.set(
      `${name}.yaml`,
      workload(name, `${name}:1`, env('URL', `http://service-${index - 1}`)),
    );
  }
  files.set(
    'kustomization.yaml',
    `resources:\n${[...files.keys()].map(path => `  - ${path}\n`).join('')}`,
  );
  return files;
}

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

import { FileChange } from '../FileChange';

/** The files after a change. */
export function applyChanges(
  files: Map<string, string>,
  changes: FileChange[],
): Map<string, string> {
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

const KUSTOMIZATION = `apiVersion: kustomize.config.k8s.io/v1beta1
kind: Kustomization
namespace: observer-prod

# What runs, in the order in which it was added.
resources:
  - namespace.yaml
  # The database comes first.
  - deployments/postgres.yaml
  - secrets/observer-secrets.yaml   # TODO: not in plain text

  - deployments/observer.yaml
`;

const NAMESPACE = `apiVersion: v1
kind: Namespace
metadata:
  name: observer-prod
`;

const SECRETS = `# Created by hand.
apiVersion: v1
kind: Secret
metadata:
  name: observer-secrets
  labels:
    app.kubernetes.io/part-of: tawbury-deployment
  annotations:
    argocd.argoproj.io/sync-wave: "-1"
    kubectl.kubernetes.io/last-applied-configuration: |
      {"stringData":{"DB_PASSWORD":"canary-hunter2"}}
    note: kept
type: Opaque
data:
  KIS_HTS_ID: Y2FuYXJ5LWh0cw==
  DB_PASSWORD: b3V0ZGF0ZWQ=
stringData:
  POSTGRES_USER: observer
  POSTGRES_PASSWORD: canary-hunter2
  DB_USER: observer
  DB_PASSWORD: canary-hunter2
  KIS_APP_KEY: canary-app-key
  KIS_APP_SECRET: |
    canary
    of many lines
`;

const POSTGRES = `apiVersion: apps/v1
kind: Deployment
metadata:
  name: postgres
spec:
  replicas: 1
  selector:
    matchLabels: { app: postgres }
  template:
    metadata:
      labels: { app: postgres }
    spec:
      containers:
        - name: postgres
          image: postgres:15-alpine
          envFrom:
            - secretRef:
                name: observer-secrets
          volumeMounts:
            - name: data
              mountPath: /var/lib/postgresql/data
      volumes:
        - name: data
          persistentVolumeClaim:
            claimName: observer-db-pvc
---
apiVersion: v1
kind: PersistentVolumeClaim
metadata:
  name: observer-db-pvc
spec:
  accessModes: [ReadWriteOnce]
  resources: { requests: { storage: 10Gi } }
`;

const OBSERVER = `apiVersion: apps/v1
kind: Deployment
metadata:
  name: observer
spec:
  replicas: 2
  selector:
    matchLabels:
      app: observer
  template:
    metadata:
      labels:
        app: observer   # the Service selects by this
    spec:
      containers:
        - name: observer
          image: ghcr.io/tawbury/observer:1.4.2
          envFrom:
            - secretRef:
                name: observer-secrets
`;

/** The observer repository's folder as it is before anything is sealed. */
export function observerFiles(): Map<string, string> {
  return new Map([
    ['kustomization.yaml', KUSTOMIZATION],
    ['namespace.yaml', NAMESPACE],
    ['deployments/postgres.yaml', POSTGRES],
    ['deployments/observer.yaml', OBSERVER],
    ['secrets/observer-secrets.yaml', SECRETS],
  ]);
}

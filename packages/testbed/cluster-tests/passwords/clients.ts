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

/** What a client ends with when the server refuses its password. */
export const REFUSED = 9;

/**
 * Two clients that log in anew for each statement, with what the secret says
 * when they start. Each login is written down; a refused one ends the client.
 */
export const CLIENTS = `apiVersion: apps/v1
kind: Deployment
metadata:
  name: clients
spec:
  replicas: 2
  strategy:
    rollingUpdate: { maxUnavailable: 0, maxSurge: 1 }
  selector:
    matchLabels:
      app: clients
  template:
    metadata:
      labels:
        app: clients
    spec:
      terminationGracePeriodSeconds: 5
      containers:
        - name: client
          image: postgres:15-alpine
          envFrom:
            - secretRef:
                name: observer-secrets
          env:
            - { name: PGHOST, value: postgres }
            - { name: PGDATABASE, value: observer }
            - { name: PGCONNECT_TIMEOUT, value: "5" }
          readinessProbe:
            exec: { command: [test, -e, /tmp/ready] }
            periodSeconds: 1
          command:
            - /bin/sh
            - -c
            - |
              trap 'exit 0' TERM
              export PGUSER=$DB_USER PGPASSWORD=$DB_PASSWORD
              until pg_isready -q; do sleep 1; done
              while :; do
                said=$(psql -wXqAt -c "CREATE TABLE IF NOT EXISTS logins (who text, at timestamptz DEFAULT now())" -c "INSERT INTO logins (who) VALUES (session_user)" 2>&1) && touch /tmp/ready
                case $said in *'password authentication failed'*|*'not permitted to log in'*) exit ${REFUSED} ;; esac
                sleep 0.1
              done
`;

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

/** Name of the workload that writes. */
export const WRITER = 'writer';

/** Where it is written, from the folder that is applied. */
export const WRITER_PATH = 'deployments/writer.yaml';

/**
 * A client that writes a row some 25 times a second over one connection, and
 * connects anew as soon as that breaks. It prints each row that the server has
 * acknowledged: its number, and when, in seconds since 1970.
 */
export const WRITER_MANIFEST = `apiVersion: apps/v1
kind: Deployment
metadata:
  name: ${WRITER}
spec:
  replicas: 1
  strategy:
    type: Recreate
  selector:
    matchLabels:
      app: ${WRITER}
  template:
    metadata:
      labels:
        app: ${WRITER}
    spec:
      terminationGracePeriodSeconds: 1
      containers:
        - name: writer
          image: postgres:15-alpine
          env:
            - { name: PGHOST, value: postgres }
            - { name: PGDATABASE, value: observer }
            - { name: PGCONNECT_TIMEOUT, value: "2" }
            - name: PGUSER
              valueFrom: { secretKeyRef: { name: observer-secrets, key: DB_USER } }
            - name: PGPASSWORD
              valueFrom: { secretKeyRef: { name: observer-secrets, key: DB_PASSWORD } }
          command:
            - /bin/sh
            - -c
            - |
              while :; do
                printf '%s\\n' "INSERT INTO scalp_ticks (symbol, price) VALUES ('000660', 1) RETURNING 'row', id, extract(epoch FROM clock_timestamp())" '\\watch 0.04' |
                  psql -qXAt 2>/dev/null
                sleep 0.05
              done
`;

/** Makes the table, if observer has not, and gives it a million rows. */
export const FILL_SQL = `SET client_min_messages = warning;
CREATE TABLE IF NOT EXISTS scalp_ticks (
  id bigserial PRIMARY KEY, seen timestamptz NOT NULL DEFAULT now(), symbol text NOT NULL, price numeric NOT NULL);
CREATE TABLE "한글 ""표""" (wert text);
INSERT INTO "한글 ""표""" VALUES ('값');
INSERT INTO scalp_ticks (seen, symbol, price)
  SELECT now() - interval '1 day' + n * interval '10 ms', '005930', 70000 + n % 1000
  FROM generate_series(1, 1000000) AS n;
CHECKPOINT`;

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

/** How many rows `scalp_ticks` has before anything is moved. */
export const ROWS = 1_000_000;

/**
 * Writes into the database for as long as it is there, about ten times a
 * second and with a connection each time: the time between two rows is how long
 * nobody could write.
 */
export const WRITER = `apiVersion: apps/v1
kind: Deployment
metadata:
  name: writer
  labels:
    app: writer
spec:
  replicas: 1
  selector:
    matchLabels:
      app: writer
  template:
    metadata:
      labels:
        app: writer
    spec:
      terminationGracePeriodSeconds: 2
      containers:
        - name: writer
          image: postgres:15-alpine
          env:
            - name: PGHOST
              value: postgres
            - name: PGDATABASE
              value: observer
            - name: PGCONNECT_TIMEOUT
              value: "2"
            - name: PGUSER
              valueFrom:
                secretKeyRef:
                  name: observer-secrets
                  key: DB_USER
            - name: PGPASSWORD
              valueFrom:
                secretKeyRef:
                  name: observer-secrets
                  key: DB_PASSWORD
          command:
            - /bin/sh
            - -c
            - |
              trap 'exit 0' TERM
              while :; do
                psql -wXqAt -c "INSERT INTO scalp_ticks (seen, symbol, price) VALUES (clock_timestamp(), 'writer', 1)" >/dev/null 2>&1
                sleep 0.05
              done
`;

/** Makes the table, if observer has not, and fills it up. */
export const FILL_SQL = `SET client_min_messages = warning;
CREATE TABLE IF NOT EXISTS scalp_ticks (
  id bigserial PRIMARY KEY, seen timestamptz NOT NULL DEFAULT now(), symbol text NOT NULL, price numeric NOT NULL);
CREATE TABLE IF NOT EXISTS "한글 ""표""" (wert text);
INSERT INTO "한글 ""표""" VALUES ('값');
INSERT INTO scalp_ticks (seen, symbol, price)
  SELECT now() - interval '1 day' + n * interval '10 ms', '005930', 70000 + n % 1000
  FROM generate_series(1, ${ROWS}) AS n;
CHECKPOINT`;

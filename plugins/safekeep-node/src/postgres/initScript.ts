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

/** Before 15 whoever may connect may also make tables in `public`. */
const FIRST_WITH_CLOSED_PUBLIC = 15;

/**
 * What the image runs once, on an empty volume, over the socket of a server that
 * nobody else can reach: makes the role that owns the data.
 *
 * @remarks
 * The server is told verifiers only (`DB_PASSWORD_VERIFIER`): no password is in
 * a statement, which the server would log where it fails. A database that is set
 * up anew from Git gets the verifiers that a rotation put there last.
 */
export function initScript(options: {
  major: number;
  withMetrics: boolean;
}): string {
  const ownSchema =
    options.major < FIRST_WITH_CLOSED_PUBLIC
      ? `ALTER SCHEMA public OWNER TO :"owner";
REVOKE CREATE ON SCHEMA public FROM PUBLIC;
`
      : '';
  const metrics = options.withMetrics
    ? `CREATE ROLE :"metrics" LOGIN CONNECTION LIMIT 5 PASSWORD :'metrics_verifier';
GRANT pg_monitor TO :"metrics";
GRANT CONNECT ON DATABASE :"database" TO :"metrics";
`
    : '';
  const metricsValues = options.withMetrics
    ? `\\set metrics \`printf %s "$METRICS_USER"\`
\\set metrics_verifier \`printf %s "$METRICS_PASSWORD_VERIFIER"\`
`
    : '';
  return `#!/bin/sh
# The image runs this once, when the volume is empty. A change has no effect on a
# database that is there.
set -eu
psql -X -q -v ON_ERROR_STOP=1 -U "$POSTGRES_USER" -d "$POSTGRES_DB" <<'SQL'
\\set database \`printf %s "$POSTGRES_DB"\`
\\set owner \`printf %s "$DB_USER"\`
\\set verifier \`printf %s "$DB_PASSWORD_VERIFIER"\`
${metricsValues}BEGIN;
CREATE ROLE :"owner" LOGIN PASSWORD :'verifier';
ALTER DATABASE :"database" OWNER TO :"owner";
REVOKE ALL ON DATABASE :"database" FROM PUBLIC;
${ownSchema}${metrics}COMMIT;
SQL
`;
}

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

import { DATABASE_CONTENT_SQL } from './databaseContent';
import { SNAPSHOT_REPORT_SQL } from './snapshotReport';

/**
 * What the Jobs that look at a whole server have in common: POSIX sh with what
 * the images of PostgreSQL bring.
 *
 * @remarks
 * They log in as the server's superuser, by libpq's own variables. What psql
 * says is not passed on, since it may quote what is in a row; the one line that
 * they say is enumerated words, or counts and names. Whatever they ask a server
 * is in read-only sessions; a restore alone opens others.
 */
export const SERVER_SCRIPT = `
set -u
umask 077
work=$(mktemp -d)
said=$work/said
facts=$work/facts
export facts
started=$(date +%s)

left() { echo $((started + SAFEKEEP_SECONDS - $(date +%s))); }

end() {
  rm -rf "$work"
  exit "$1"
}

failed() {
  # Why a query ended is the time's fault once that is over.
  detail=$1
  if [ "$detail" = query-failed ] && [ "$(left)" -le 0 ]; then detail=out-of-time; fi
  printf '{"safekeep":"database-snapshot","verdict":"failed","detail":"%s"}\\n' "$detail" |
    tee "$SAFEKEEP_VERDICT"
  end 1
}

# Runs what comes by standard input in database $1, read-only; the rest are
# parameters of psql. A name is no connection string in this variable.
ask() {
  name=$1
  shift
  time=$(left)
  if [ "$time" -lt 1 ]; then time=1; fi
  PGDATABASE=$name PGCLIENTENCODING=UTF8 \\
  PGOPTIONS="-c default_transaction_read_only=on -c statement_timeout=\${time}s -c lock_timeout=60s -c max_parallel_workers_per_gather=0 -c role=none" \\
    psql -w -X -q -A -t -v ON_ERROR_STOP=1 "$@" -f - 2>"$said"
}

# A name may end in anything: $(…) takes line ends away.
name_of() {
  printf 'SELECT datname FROM pg_database WHERE oid = %s;' "$1" | ask "$database" && printf x
}

# What takes as long as it takes, for as long as there is time.
bounded() {
  if command -v timeout >/dev/null; then timeout "$(left)" "$@"; else "$@"; fi
}

export work
database=$PGDATABASE
patience=$SAFEKEEP_PATIENCE

# Two seconds of the patience; ends with $1 when none is left.
wait_or() {
  patience=$((patience - 2))
  if [ "$patience" -lt 0 ]; then failed "$1"; fi
  sleep 2
}

until pg_isready -q -t 5; do wait_or server-unreachable; done
until printf 'SELECT;' | ask "$database" >/dev/null; do
  case $(cat "$said") in
    # As PostgreSQL says it in English and in Korean.
    *'password authentication failed'* | *'password 인증을 실패'*) failed login-refused ;;
  esac
  wait_or query-failed
done
`;

/**
 * Waits until the server that answers is the new one: where a workload is
 * replaced by another, the Service leads to the old one for a while. One on the
 * same data directory has started since; one on another has another identifier.
 */
export const NEW_SERVER_SCRIPT = `
is_new() {
  printf "SELECT pg_postmaster_start_time() > :'since'::timestamptz OR system_identifier::text <> :'earlier' FROM pg_control_system();" |
    ask "$database" -v since="$SAFEKEEP_SINCE" -v earlier="$SAFEKEEP_SYSTEM_IDENTIFIER"
}
until [ "$(is_new)" = t ]; do wait_or same-server; done
`;

/**
 * Counts the other clients; with a time to wait for it, until there is none.
 * What connects from the server's own pod is left out: an exporter beside it or
 * a probe never leaves, and is no client of the Service.
 */
export const OTHERS_SCRIPT = `
others() {
  printf "SELECT count(*) FROM pg_stat_activity WHERE backend_type = 'client backend' AND pid <> pg_backend_pid() AND client_addr NOT IN ('127.0.0.1', '::1');" |
    ask "$database"
}
quiet=$SAFEKEEP_QUIET
clients=$(others) || failed query-failed
while [ "$quiet" -gt 0 ] && [ "$clients" != 0 ]; do
  quiet=$((quiet - 2))
  if [ "$quiet" -le 0 ]; then failed clients-connected; fi
  sleep 2
  clients=$(others) || failed query-failed
done
# What was waited for is none of the time.
started=$(date +%s)
`;

/** Reads every database, each in one snapshot of its own. */
export const CONTENT_SCRIPT = `
: >"$facts"
oids=$(printf "SELECT oid FROM pg_database WHERE datallowconn AND datname NOT IN ('template0', 'template1') ORDER BY oid;" |
  ask "$database") || failed query-failed

for oid in $oids; do
  each=$(name_of "$oid") || failed query-failed
  ask "\${each%?x}" -v seconds="$(left)" -v checksum_bytes="$SAFEKEEP_CHECKSUM_BYTES" \\
    <<'SQL' >>"$facts" || failed query-failed
${DATABASE_CONTENT_SQL}
SQL
done
if grep -q '^\\["table".*, null\\]$' "$facts"; then failed out-of-time; fi
`;

/** Says what was read; the clients that came meanwhile count, too. */
export const REPORT_SCRIPT = `
now=$(others) || failed query-failed
if [ "$now" -gt "$clients" ]; then clients=$now; fi
# The one whose encoding has every name.
each=$(printf "SELECT datname FROM pg_database WHERE datallowconn AND NOT datistemplate ORDER BY encoding = 6 DESC, datname = current_database() DESC LIMIT 1;" |
  ask "$database" && printf x) || failed query-failed
report=$(ask "\${each%?x}" -v others="$clients" -v bytes=4000 <<'SQL'
${SNAPSHOT_REPORT_SQL}
SQL
) || failed query-failed
if [ -z "$report" ]; then failed too-many-databases; fi
printf '%s\\n' "$report" | tee "$SAFEKEEP_VERDICT"
end 0
`;

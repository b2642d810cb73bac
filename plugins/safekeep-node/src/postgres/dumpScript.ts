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

/**
 * Dumps a whole server into the volume at `$SAFEKEEP_DUMP`: its roles, and each
 * database that can be connected to.
 *
 * @remarks
 * The dump is in `whole` or not there: it is written beside and renamed. Where
 * another server answers than the one that was dumped, or a restore has begun,
 * it is not written again: that server may be the one that it is meant for.
 */
export const DUMP_SCRIPT = `
dump=$SAFEKEEP_DUMP
system=$(printf 'SELECT system_identifier FROM pg_control_system();' | ask "$database") ||
  failed query-failed
if [ -e "$dump/whole/system" ] && [ "$(cat "$dump/whole/system")" != "$system" ]; then
  failed restored-already
fi
for mark in "$dump"/restored-*; do
  if [ -e "$mark" ]; then failed restored-already; fi
done

dumping() {
  if bounded "$@" 2>"$said"; then return; fi
  rm -rf "$dump/part"
  if [ "$(left)" -le 0 ]; then failed out-of-time; fi
  case $(cat "$said") in
    *'No space left'* | *'Disk quota'*) failed no-room ;;
  esac
  failed dump-failed
}

room=$(df -Pk "$dump" 2>/dev/null | tail -n 1 | tr -s ' ' | cut -d ' ' -f 4)
size=$(printf 'SELECT sum(pg_database_size(oid)) / 1024 / 10 FROM pg_database WHERE datallowconn;' |
  ask "$database") || failed query-failed
case $room in
  '' | *[!0-9]*) ;;
  # A tenth of what the tables and indexes take is the least that a dump was seen to be.
  *) if [ "$room" -lt "\${size%%.*}" ]; then failed no-room; fi ;;
esac

rm -rf "$dump/part"
dumping mkdir "$dump/part"
dumping pg_dumpall -w --globals-only -f "$dump/part/globals.sql"
for oid in $oids; do
  each=$(name_of "$oid") || failed query-failed
  PGDATABASE=\${each%?x}
  dumping pg_dump -w -Fc -Z1 -f "$dump/part/$oid.dump"
  PGDATABASE=$database
  dumping pg_restore --list -f "$work/list" "$dump/part/$oid.dump"
done
printf '%s\n' "$system" >"$dump/part/system"
dumping sh -c 'cd "$1" && sha256sum system globals.sql *.dump >"$work/sums" && cp "$work/sums" sums' sh "$dump/part"
dumping sync
rm -rf "$dump/whole"
dumping mv "$dump/part" "$dump/whole"
dumping sync
`;

/**
 * Refuses a server that a dump would lose something of, before anybody waits
 * for anything.
 */
export const DUMPABLE_SCRIPT = `
lost=$(ask "$database" <<'SQL'
SELECT 'not-dumpable'
  WHERE EXISTS (SELECT FROM pg_prepared_xacts)
    OR EXISTS (SELECT FROM pg_tablespace WHERE spcname !~ '^pg_')
    OR EXISTS (SELECT FROM pg_database WHERE NOT datallowconn AND datname <> 'template0')
    OR EXISTS (SELECT FROM pg_database WHERE datname ~ E'[\\n\\r]')
    OR EXISTS (SELECT FROM pg_roles WHERE rolname ~ E'[\\n\\r]')
SQL
) || failed query-failed
if [ -n "$lost" ]; then failed "$lost"; fi
`;

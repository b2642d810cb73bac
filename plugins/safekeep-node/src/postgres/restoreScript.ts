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

import { OF_USERS } from './databaseContent';

/**
 * Restores the dump in the volume at `$SAFEKEEP_RESTORE` into the server that
 * answers, once.
 *
 * @remarks
 * A mark beside the dump names the server, by its system identifier. With a
 * finished mark nothing is restored again, so that nothing is lost that was
 * written since; with one that was only begun, an earlier run was killed, and
 * it starts over. Without a mark the server has to be empty. The server that
 * the dump is of is waited out and never restored into.
 *
 * The superuser that initdb made is there already: that its `CREATE ROLE` fails
 * is expected, and for any other role the `ALTER ROLE` after it fails, too.
 * Passwords come along as what the server keeps of them. What goes wrong is in
 * `restore.log` beside the dump.
 */
export const RESTORE_SCRIPT = `
dump=$SAFEKEEP_RESTORE
whole=$dump/whole
if ! (cd "$whole" && sha256sum -c sums) >/dev/null 2>&1; then failed dump-missing; fi
source=$(cat "$whole/system")
identifier() {
  printf 'SELECT system_identifier FROM pg_control_system();' | ask "$database"
}
until target=$(identifier) && [ -n "$target" ] && [ "$target" != "$source" ]; do
  wait_or same-server
done

# What the server keeps of a password as md5 is no login where it asks for SCRAM.
too_old() {
  grep -q "PASSWORD 'md5" "$whole/globals.sql" || return 1
  asks=$(printf "SELECT count(*) FROM pg_hba_file_rules WHERE auth_method = 'scram-sha-256';" |
    ask "$database") || failed query-failed
  [ "$asks" -gt 0 ]
}

is_empty() {
  all=$(printf 'SELECT oid FROM pg_database WHERE datallowconn AND NOT datistemplate;' | ask "$database") ||
    failed query-failed
  for oid in $all; do
    each=$(name_of "$oid") || failed query-failed
    found=$(ask "\${each%?x}" <<'SQL'
SELECT count(*) FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = relnamespace
  WHERE relkind IN ('r', 'p', 'v', 'm', 'S', 'f') AND ${OF_USERS}
SQL
) || failed query-failed
    if [ "$found" != 0 ]; then return 1; fi
  done
}

restoring() {
  if bounded "$@" >>"$dump/restore.log" 2>&1; then return; fi
  if [ "$(left)" -le 0 ]; then failed out-of-time; fi
  failed restore-failed
}

mark=$dump/restored-$target
if [ ! -e "$mark" ]; then
  if [ ! -e "$mark.begun" ]; then
    is_empty || failed target-not-empty
    if too_old; then failed md5-passwords; fi
  fi
  : >"$dump/restore.log" && : >"$mark.begun" && sync || failed restore-failed
  # A server of another age knows these two lines of psql or does not.
  sed -n '/^CREATE ROLE /p' "$whole/globals.sql" >"$work/roles.sql"
  sed -e '/^CREATE ROLE /d' -e '/^.restrict /d' -e '/^.unrestrict /d' "$whole/globals.sql" >"$work/globals.sql"
  bounded psql -w -X -q -d template1 -f "$work/roles.sql" >/dev/null 2>&1
  restoring psql -w -X -q -v ON_ERROR_STOP=1 -d template1 -f "$work/globals.sql"
  for file in "$whole"/*.dump; do
    restoring pg_restore -w --clean --if-exists --create --exit-on-error -d template1 "$file"
  done
  # Without statistics the first queries are slow, and no more than that.
  bounded vacuumdb -w -q --all --analyze-only >/dev/null 2>&1
  restoring sync
  restoring mv "$mark.begun" "$mark"
  restoring sync
fi
`;

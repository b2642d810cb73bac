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

import { COMMON_SCRIPT } from './changeScript';

/**
 * Makes the slot, all or nothing. What the owner has set for its sessions
 * (search_path and the like) does not come with a membership, and is copied;
 * with `SET role` all that the slot makes belongs to the owner.
 */
const MAKE_SLOT = `
SELECT format('ALTER ROLE %I RESET ALL', :'slot') \\gexec
SELECT format('ALTER ROLE %I CONNECTION LIMIT %s', :'slot', rolconnlimit)
  FROM pg_roles WHERE rolname = :'owner' \\gexec
SELECT format('SELECT set_config(%L, %L, true)', name, value),
    format('ALTER ROLE %I %s SET %s FROM CURRENT', :'slot', place, name)
  FROM (
    SELECT split_part(setting, '=', 1) AS name,
        substr(setting, strpos(setting, '=') + 1) AS value,
        coalesce('IN DATABASE ' || quote_ident(datname), '') AS place
      FROM pg_db_role_setting
        JOIN pg_roles ON pg_roles.oid = setrole
        LEFT JOIN pg_database ON pg_database.oid = setdatabase,
        unnest(setconfig) AS setting
      WHERE rolname = :'owner'
  ) AS settings
  WHERE name NOT IN ('role', 'session_authorization') \\gexec
SELECT format('ALTER ROLE %I SET role = %L', :'slot', :'owner') \\gexec
`;

/** How the slot's role stands to the owner, in one word. */
const LOOK = `
SELECT CASE
  WHEN NOT EXISTS (SELECT FROM pg_roles WHERE rolname = :'owner')
    THEN 'role-missing'
  WHEN NOT EXISTS (SELECT FROM pg_roles WHERE rolname = :'slot')
    THEN 'new'
  WHEN EXISTS (
    SELECT FROM pg_auth_members
      JOIN pg_roles AS owner ON owner.oid = roleid
      JOIN pg_roles AS slot ON slot.oid = member
      WHERE owner.rolname = :'owner' AND slot.rolname = :'slot')
    THEN 'ours'
  ELSE 'slot-taken'
END;
`;

/**
 * Two roles that take turns: makes role `SAFEKEEP_SLOT` a member of the owner
 * with the new password and, where `SAFEKEEP_RETIRE` names a role, shuts that
 * out.
 *
 * @remarks
 * The slot is made in both steps, so that a new cluster that is set up from Git
 * has the role that its consumers log in as, whatever step Git is at.
 */
export const SLOT_SCRIPT = `${COMMON_SCRIPT}
wait_for_secret
admin=$SAFEKEEP_ADMIN
slot=$SAFEKEEP_SLOT
wait_for_server

# What the consumers log in with meanwhile.
meanwhile() {
  name=$(content current-user)
  if [ -n "$name" ] && try "\${name%x}" current; then echo previous; else echo unchecked; fi
}

# As the administrator, with the names as variables that psql quotes itself.
as_admin() {
  {
    cat <<'SQL'
\\set owner \`printf %s "$SAFEKEEP_OWNER"\`
\\set slot \`printf %s "$SAFEKEEP_SLOT"\`
\\set retire \`printf %s "$SAFEKEEP_RETIRE"\`
\\set verifier \`cat "$SAFEKEEP_VALUES/verifier"\`
SET statement_timeout = '30s';
SET ROLE NONE;
SQL
    cat
  } | ask "$admin" admin
}

# A server that lets anyone in would call every password right.
if try "$admin" wrong; then verdict failed unchecked password-not-checked; fi

was_valid=no
if try "$slot" new; then was_valid=yes; fi
login=unchecked
if [ "$was_valid" = yes ]; then login=new; else login=$(meanwhile); fi

try "$admin" admin
case $? in
  1) verdict failed "$login" admin-refused ;;
  2) verdict failed "$login" server-refused ;;
esac
detail=$(obstacle "$admin" admin)
if [ -n "$detail" ]; then verdict failed "$login" "$detail"; fi

state=$(as_admin <<'SQL'
${LOOK}
SQL
)
case $state in
  new | ours) ;;
  role-missing | slot-taken) verdict failed "$login" "$state" ;;
  *) verdict failed "$login" server-refused ;;
esac

{
  printf 'BEGIN;\\n'
  if [ "$state" = new ]; then
    printf 'CREATE ROLE :"slot";\\nGRANT :"owner" TO :"slot";\\n'
  fi
  # A password that is valid stays as the server has it.
  if [ "$was_valid" = no ]; then
    printf 'ALTER ROLE :"slot" LOGIN PASSWORD :%sverifier%s;\\n' "'" "'"
  fi
  cat <<'SQL'
${MAKE_SLOT}
COMMIT;
SQL
} | as_admin >/dev/null
altered=$?

if try "$slot" wrong; then verdict failed unchecked password-not-checked; fi
try "$slot" new
case $? in
  1) detail=login-refused-after-change ;;
  2) detail=server-refused ;;
esac
if [ "$altered" -ne 0 ]; then detail=alter-refused; fi
if [ -n "$detail" ]; then verdict failed "$login" "$detail"; fi

if [ -z "$SAFEKEEP_RETIRE" ]; then
  if [ "$was_valid" = yes ]; then verdict unchanged new ''; fi
  verdict changed new ''
fi

# Without its login the administrator could never log in again.
if [ "$SAFEKEEP_RETIRE" = "$admin" ]; then verdict retired new owner-kept; fi

# Three looks: a client that connects for each query is not always there.
left=$SAFEKEEP_PATIENCE
quiet=0
while [ "$quiet" -lt 3 ]; do
  sessions=$(as_admin <<'SQL'
SELECT count(*) FROM pg_stat_activity WHERE usename = :'retire';
SQL
  )
  case $sessions in
    0) quiet=$((quiet + 1)) ;;
    *) quiet=0 ;;
  esac
  left=$((left - 1))
  if [ "$left" -lt 0 ]; then verdict failed new sessions-connected; fi
  sleep 1
done

if as_admin <<'SQL' >/dev/null
SELECT format('ALTER ROLE %I NOLOGIN PASSWORD NULL', rolname)
  FROM pg_roles WHERE rolname = :'retire' \\gexec
SQL
then
  verdict retired new ''
fi
verdict failed new alter-refused
`;

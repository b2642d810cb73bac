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
 * What the scripts of all rotation Jobs have in common: POSIX sh, with what
 * the images of PostgreSQL bring (psql, pg_isready, sha256sum, od).
 *
 * @remarks
 * Values come as files of a mounted Secret. They reach psql as `PGPASSWORD` of
 * one call or by its own `\set`, and stand in no argument and no statement; the
 * server is told the verifier only. What psql says is not passed on, since it
 * may quote a statement.
 */
export const COMMON_SCRIPT = `
set -u
umask 077
values=$SAFEKEEP_VALUES
said=$(mktemp)

# The one line that is read from outside; nothing but these words can be in it.
verdict() {
  line='{"safekeep":"password-rotation","verdict":"'$1'","login":"'$2'"'
  if [ -n "$3" ]; then line=$line',"detail":"'$3'"'; fi
  printf '%s}\\n' "$line" | tee "$SAFEKEEP_VERDICT"
  rm -f "$said"
  if [ "$1" = failed ]; then exit 1; fi
  exit 0
}

# A file's whole content and an x: $(…) takes line ends away.
content() { cat "$values/$1" && printf x; }

# The controller comes to the SealedSecret in its own time, and the kubelet to
# these files in its: nothing is tried before they are those of this rotation.
wait_for_secret() {
  left=$SAFEKEEP_PATIENCE
  until [ "$(sha256sum 2>/dev/null < "$values/verifier" | cut -c1-64)" = "$VERIFIER_SHA256" ]; do
    left=$((left - 2))
    if [ "$left" -lt 0 ]; then verdict failed unchecked secret-not-updated; fi
    sleep 2
  done 2>/dev/null
}

wait_for_server() {
  left=$SAFEKEEP_PATIENCE
  until pg_isready -q -t 5; do
    left=$((left - 2))
    if [ "$left" -lt 0 ]; then verdict failed unchecked server-unreachable; fi
    sleep 2
  done
}

# Runs what comes by standard input as role $1 with the password in file $2.
ask() {
  secret=$(content "$2") || return 1
  PGUSER=$1 PGPASSWORD=\${secret%x} psql -w -X -q -A -t -v ON_ERROR_STOP=1 -f - 2>"$said"
}

# A login as role $1 with the password in file $2, or with one that is surely
# wrong: 0 accepted, 1 refused for the password, 2 refused for another reason.
try() {
  if [ "$2" = wrong ]; then
    secret=$(od -An -N24 -tx1 /dev/urandom | tr -d ' \\n')x
  else
    [ -e "$values/$2" ] || return 1
    secret=$(content "$2")
  fi
  tries=5
  while :; do
    if printf 'SELECT 1;' |
      PGUSER=$1 PGPASSWORD=\${secret%x} psql -w -X -q -A -t -f - >/dev/null 2>"$said"; then
      return 0
    fi
    case $(cat "$said") in
      # As PostgreSQL says it in English and in Korean.
      *'password authentication failed'* | *'password 인증을 실패'*) return 1 ;;
    esac
    tries=$((tries - 1))
    if [ "$tries" -le 0 ]; then return 2; fi
    sleep 2
  done
}

# What stands in the way of changing a role, as one of the verdicts' details;
# asked as role $1 with the password in file $2.
obstacle() {
  version=$(printf 'SHOW server_version_num;' | ask "$1" "$2")
  case $version in
    '' | *[!0-9]*) echo server-refused ;;
    ?????) echo server-too-old ;;
    *)
      printf "SELECT 'read-only' WHERE pg_is_in_recovery() OR current_setting('transaction_read_only')::bool;" |
        ask "$1" "$2" || echo server-refused
      ;;
  esac
}
`;

/**
 * In place: where the new password is valid, all is done; with an earlier one
 * the role gives itself the new one.
 */
export const CHANGE_SCRIPT = `${COMMON_SCRIPT}
wait_for_secret
role=$SAFEKEEP_ROLE
wait_for_server

# A server that lets anyone in would call every password right.
if try "$role" wrong; then verdict failed unchecked password-not-checked; fi

# A server that speaks another language refuses for reasons that are not known:
# an earlier password is tried all the same.
unclear=
try "$role" new
case $? in
  0) verdict unchanged new '' ;;
  2) unclear=yes ;;
esac

known=
for file in previous earlier; do
  try "$role" "$file"
  case $? in
    0) known=$file ;;
    2) unclear=yes ;;
  esac
  if [ -n "$known" ]; then break; fi
done
if [ -z "$known" ]; then
  if [ -n "$unclear" ]; then verdict failed unchecked server-refused; fi
  verdict failed none previous-refused
fi

detail=$(obstacle "$role" "$known")
if [ -n "$detail" ]; then verdict failed previous "$detail"; fi

# As the role that logged in, whatever role its settings make of it.
ask "$role" "$known" <<'SQL' >/dev/null
\\set verifier \`cat "$SAFEKEEP_VALUES/verifier"\`
SET statement_timeout = '30s';
SET ROLE NONE;
ALTER ROLE SESSION_USER PASSWORD :'verifier';
SQL
altered=$?

try "$role" new
case $? in
  0) verdict changed new '' ;;
  2) verdict failed unchecked server-refused ;;
esac
detail=login-refused-after-change
if [ "$altered" -ne 0 ]; then detail=alter-refused; fi
if try "$role" "$known"; then verdict failed previous "$detail"; fi
verdict failed none "$detail"
`;

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
 * Dumps all databases of a server and what belongs to none of them, reads each
 * dump back, and only then takes away those that are older than `KEEP_DAYS`.
 * POSIX sh, with what the images of PostgreSQL bring.
 *
 * @remarks
 * A backup is a folder named by its time. It gets that name when it is whole;
 * whatever has no such name is what a killed run left. `pg_restore --list` reads
 * the table of contents, which a cut-off dump still has: the whole dump is read
 * too. The globals hold the roles' password verifiers, as `pg_dumpall` writes them.
 */
export const BACKUP_SCRIPT = `
set -u
umask 077
stamp=$(date -u +%Y%m%dT%H%M%SZ)
work=$BACKUPS/.incomplete-$stamp-$$

fail() {
  echo "backup failed: $1" >&2
  rm -rf "$work"
  exit 1
}

left=$PATIENCE
until pg_isready -q -t 5; do
  left=$((left - 2))
  [ "$left" -ge 0 ] || fail "the server does not answer"
  sleep 2
done

mkdir "$work" || fail "the volume takes no folder"
pg_dumpall -w --globals-only --file="$work/globals.sql" ||
  fail "the roles could not be dumped"

# A file's name and a connection string: a database may be called anything.
psql -w -X -q -A -t -F ' ' -v ON_ERROR_STOP=1 -d postgres >"$work/list" <<'SQL' || fail "the databases could not be listed"
SELECT CASE WHEN datname ~ '^[A-Za-z0-9_-]+$' THEN datname ELSE 'database.' || oid END,
  'dbname=''' || replace(replace(datname, '\\', '\\\\'), '''', '\\''') || ''''
FROM pg_database WHERE datallowconn AND NOT datistemplate ORDER BY 1;
SQL
count=0
while read -r file connection; do
  pg_dump -w --format=custom --file="$work/$file.dump" "$connection" </dev/null ||
    fail "database $file could not be dumped"
  pg_restore --list "$work/$file.dump" >/dev/null ||
    fail "the dump of $file has no table of contents"
  pg_restore --file=/dev/null "$work/$file.dump" ||
    fail "the dump of $file cannot be read to its end"
  count=$((count + 1))
done <"$work/list"
[ "$count" -gt 0 ] || fail "the server has no database"
rm "$work/list"
(cd "$work" && sha256sum -- * >SHA256SUMS) || fail "the volume is full"
sync
mv "$work" "$BACKUPS/$stamp" || fail "the volume takes no folder"

# Only behind a backup that is whole. A day for what another run may still write.
old() {
  find "$BACKUPS" -mindepth 1 -maxdepth 1 -type d -name "$1" -mmin "+$2" -exec rm -rf {} +
}
old '*T*Z' "$((KEEP_DAYS * 1440))" && old '.incomplete-*' 1440 || {
  echo "backup $stamp is whole, but earlier ones could not be taken away" >&2
  exit 1
}
kept=$(find "$BACKUPS" -mindepth 1 -maxdepth 1 -type d -name '*T*Z' | wc -l)
echo "backup $stamp: $count databases, $(du -sk "$BACKUPS/$stamp" | cut -f1) KiB; $((kept)) backups kept"
`;

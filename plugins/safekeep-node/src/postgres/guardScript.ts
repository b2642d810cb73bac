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
 * What the guard does, in the shell of any image of PostgreSQL (dash, busybox).
 *
 * It stands before a server as an init container and lets it start only where
 * no other server has the data directory. It reads `PGDATA`; `SAFEKEEP_GUARD`,
 * its id; `SAFEKEEP_MAJOR`, what `PG_VERSION` must hold; `SAFEKEEP_PATIENCE` in
 * seconds; `SAFEKEEP_VERDICT`, the file that its verdict goes to; and
 * `SAFEKEEP_RELEASED_LOCK`, where a person gave up the lock of that time.
 *
 * @remarks
 * PostgreSQL's own lock does not do: each server in a container has the same
 * process id, and takes the lock of the other for one that it left itself
 * (`CreateLockFile` in src/backend/utils/init/miscinit.c). That the lock file is
 * there is told by any file system; a server removes it when it stops cleanly.
 * While the guard decides, the lock is its own: a server that is started then
 * ends with "bogus data in lock file". PostgreSQL lets other files in its
 * directory be.
 */
export const GUARD_SCRIPT = `
set -u
umask 077
lock=$PGDATA/postmaster.pid
passed=$PGDATA/safekeep-guard
claim="safekeep-guard $SAFEKEEP_GUARD"

# The one line that is read from outside; nothing but these words can be in it.
verdict() {
  line='{"safekeep":"database-guard","verdict":"'$1'"'
  if [ -n "$2" ]; then line=$line',"lockSince":'$2; fi
  printf '%s}\\n' "$line" | tee "$SAFEKEEP_VERDICT"
  case $1 in passed | passed-before | released) exit 0 ;; *) exit 1 ;; esac
}

# When the server started that a lock is of: its third line.
since() { sed -n 3p "$1" 2>/dev/null | grep -x '[1-9][0-9]\\{0,14\\}'; }

is_mine() { [ "$(head -n 1 "$lock" 2>/dev/null)" = "$claim" ]; }

nap() { sleep 0.2 2>/dev/null || sleep 1; }

# What root writes must stay readable for the server.
hand_over() { if [ "$(id -u)" = 0 ]; then chown "$owner" "$1"; fi; }

if ! [ -d "$PGDATA" ]; then verdict no-data ''; fi
owner=$(ls -ndL "$PGDATA" | awk '{ print $3 ":" $4 }')
if [ "$(id -u)" != 0 ] && [ "$(id -u)" != "\${owner%:*}" ]; then
  verdict wrong-owner ''
fi
if ! [ -s "$PGDATA/PG_VERSION" ]; then verdict no-data ''; fi
if [ "$(cat "$PGDATA/PG_VERSION")" != "$SAFEKEEP_MAJOR" ]; then
  verdict wrong-major ''
fi

# A server that crashed after it had passed: its lock is its own.
if [ "$(cat "$passed" 2>/dev/null)" = "$SAFEKEEP_GUARD" ]; then
  if is_mine; then rm -f "$lock"; fi
  verdict passed-before ''
fi

trap 'if is_mine; then rm -f "$lock"; fi; exit 143' TERM INT

# Whoever makes the file first has it, as among servers.
take() {
  (set -C; printf '%s\\n%s\\n%s\\n' "$claim" "$PGDATA" "$(date +%s)" >"$lock") 2>/dev/null &&
    hand_over "$lock"
}

# Takes away the lock that was given up, and no other that took its place since.
release() {
  aside=$PGDATA/safekeep-released-lock
  mv "$lock" "$aside" 2>/dev/null || return 1
  if [ "$(since "$aside")" = "$SAFEKEEP_RELEASED_LOCK" ]; then
    rm -f "$aside"
    return 0
  fi
  ln "$aside" "$lock"
  rm -f "$aside"
  return 1
}

word=passed
end=$(($(date +%s) + SAFEKEEP_PATIENCE))
while :; do
  # One of an earlier run of this guard that was killed counts as well.
  if take || is_mine; then
    sleep 2
    # Something may start its server by removing whatever lock there is.
    if is_mine; then break; fi
  fi
  held=$(since "$lock")
  if [ -n "$held" ] && [ "$held" = "\${SAFEKEEP_RELEASED_LOCK:-}" ] && release; then
    word=released
    continue
  fi
  if [ "$(date +%s)" -ge "$end" ]; then verdict waiting "$held"; fi
  nap
done

# Without that it would wait for its own server's lock after a crash.
if ! { printf '%s\\n' "$SAFEKEEP_GUARD" >"$passed.new" && hand_over "$passed.new" &&
  mv "$passed.new" "$passed"; }; then
  rm -f "$lock"
  exit 1
fi
rm -f "$lock"
verdict "$word" ''
`;

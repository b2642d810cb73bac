#!/bin/sh
# The part of the contract of Docker's official PostgreSQL image that manifests rely on: the variables POSTGRES_USER,
# POSTGRES_PASSWORD, POSTGRES_DB, POSTGRES_INITDB_ARGS and PGDATA, and the scripts of /docker-entrypoint-initdb.d, read
# only while PGDATA holds no database; trust over the socket, a password over TCP; the server as user postgres (70, as in
# the Alpine image), whoever starts the container, with the arguments that it is given.
set -eu

export PGDATA="${PGDATA:-/var/lib/postgresql/data}"

if [ "${1:-postgres}" != postgres ]; then
  exec "$@"
fi

if [ "$(id -u)" = 0 ]; then
  mkdir -p "$PGDATA" /run/postgresql
  chown -R postgres:postgres "$PGDATA" /run/postgresql
  chmod 700 "$PGDATA"
  exec setpriv --reuid=postgres --regid=postgres --init-groups "$0" "$@"
fi

if [ ! -s "$PGDATA/PG_VERSION" ]; then
  if [ -z "${POSTGRES_PASSWORD:-}" ]; then
    echo "Error: Database is uninitialized and superuser password is not specified." >&2
    exit 1
  fi
  user="${POSTGRES_USER:-postgres}"
  database="${POSTGRES_DB:-$user}"
  password=$(mktemp)
  printf '%s\n' "$POSTGRES_PASSWORD" >"$password"
  eval 'initdb --username="$user" --pwfile="$password" --auth-local=trust --auth-host=scram-sha-256 '"${POSTGRES_INITDB_ARGS:-}"
  rm -f "$password"
  echo 'host all all all scram-sha-256' >>"$PGDATA/pg_hba.conf"
  # Over the socket only: nobody else reaches it before it is whole.
  pg_ctl --wait --options="-c listen_addresses=''" start
  if [ "$database" != postgres ]; then
    psql --no-psqlrc --username="$user" --dbname=postgres --set=name="$database" <<'SQL'
CREATE DATABASE :"name";
SQL
  fi
  for script in /docker-entrypoint-initdb.d/*.sh; do
    if [ -x "$script" ]; then
      "$script"
    elif [ -e "$script" ]; then
      . "$script"
    fi
  done
  pg_ctl --wait --mode=fast stop
  echo 'PostgreSQL init process complete; ready for start up.'
fi

if [ "$#" -gt 0 ]; then shift; fi
exec postgres -c listen_addresses='*' "$@"

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

import { strings } from './json';

/** Programs that connect to a server, and one that stands about. */
const CLIENTS =
  /(?<![\w-])(?:psql|pgbench|pg_dump|pg_dumpall|pg_restore|pg_isready|mysql|mysqldump|mariadb|mariadb-dump|mongosh|mongodump|redis-cli|valkey-cli|sleep)(?![\w-])/;

/** Programs that are a server or start one, where a command begins. */
const SERVERS =
  /(?:^|[;&|({]|\b(?:exec|gosu|su-exec|then|do)\s)\s*(?:\S+\s+)?(?:[\w.-]*\/)*(?:postgres|postmaster|pg_ctl|pg_ctlcluster|patroni|mysqld|mysqld_safe|mariadbd|mariadbd-safe|mongod|mongos|redis-server|valkey-server|[\w-]*entrypoint(?:\.sh)?|run-[\w-]+|run\.sh|launch\.sh)(?![\w.-])/m;

/**
 * Whether a container with a server's image runs a client of one: a loop of
 * `psql`, a load test, a shell to connect from. Only where its command says so;
 * else it is taken for the server that the image is made for.
 */
export function runsClient(container: unknown): boolean {
  const command = strings(container, 'command');
  const words = [...command, ...strings(container, 'args')];
  // Without a command these are options of the image's own program, or another program.
  if (words.length === 0 || (command.length === 0 && /^-/.test(words[0]))) {
    return false;
  }
  const [program] = words;
  return (
    CLIENTS.test(program.split('/').at(-1)!.split(/\s/)[0]) ||
    (words.some(word => CLIENTS.test(word)) &&
      !words.some(word => SERVERS.test(word)))
  );
}

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

import { runsClient } from './runsClient';

describe('runsClient', () => {
  it.each([
    ['a client by its name', { command: ['pgbench', '-h', 'postgres'] }],
    ['one that the image hands over to', { args: ['psql', '-h', 'db'] }],
    ['a shell to connect from', { command: ['sleep', 'infinity'] }],
    [
      'a loop of clients',
      {
        command: ['/bin/sh', '-c', 'while :; do psql -c "SELECT 1"; done'],
      },
    ],
    [
      'a script whose server is only a name',
      { command: ['sh', '-c'], args: ['until psql -h postgres; do :; done'] },
    ],
  ])('tells %s', (_, container) => {
    expect(runsClient(container)).toBe(true);
  });

  it.each([
    ['the image as it is', {}],
    ['options of the server', { args: ['-c', 'max_connections=200'] }],
    ['the server by its name', { args: ['postgres', '-c', 'fsync=on'] }],
    ['the entrypoint', { command: ['docker-entrypoint.sh', 'postgres'] }],
    [
      'a server that a script waits for with a client',
      {
        command: [
          'bash',
          '-c',
          'sleep 1\nexec gosu postgres postgres -D /data & psql -c "SELECT 1"',
        ],
      },
    ],
    [
      'an entrypoint that is waited for',
      { command: ['sh', '-c', 'sleep 5; /opt/bitnami/scripts/entrypoint.sh'] },
    ],
    ['a script that nobody knows', { command: ['/scripts/start'] }],
  ])('leaves %s a server', (_, container) => {
    expect(runsClient(container)).toBe(false);
  });
});

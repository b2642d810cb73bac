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

import { list, record, strings } from './json';

/** Programs that copy a PostgreSQL database, in the order in which they are looked for. */
const TOOLS = [
  'pg_dumpall',
  'pg_dump',
  'pg_basebackup',
  'pgbackrest',
  'wal-g',
  'barman-cloud-backup',
];

/**
 * Which such program the command of a pod template runs; of the command itself
 * nothing is kept.
 */
export function backupTool(template: unknown): string | undefined {
  for (const container of list(record(template, 'spec'), 'containers')) {
    const words = [
      ...strings(container, 'command'),
      ...strings(container, 'args'),
    ].join('\n');
    const tool = TOOLS.find(name =>
      new RegExp(`(?<![\\w-])${name}(?![\\w-])`).test(words),
    );
    if (tool) {
      return tool;
    }
  }
  return undefined;
}

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

import {
  ContainerExit,
  ServerComplaint,
} from '@safekeep/backstage-plugin-safekeep-common';
import { count, defined, list, record, text, time } from './json';

/**
 * What PostgreSQL and the entrypoint of its image write when they do not start.
 * With `terminationMessagePolicy: FallbackToLogsOnError` the last lines of the
 * log are a container's termination message, and may hold anything: none of
 * them is kept, only which of these sentences is among them.
 *
 * @see postgres, src/backend/utils/init/miscinit.c (data directory, lock file),
 *   src/bin/initdb/initdb.c, docker-library/postgres docker-entrypoint.sh
 */
const COMPLAINTS: readonly [ServerComplaint, RegExp][] = [
  ['wrong-owner', /data directory "[^"]*" has wrong ownership/],
  [
    'permission-denied',
    /data directory "[^"]*" has invalid permissions|could not (?:access|open|create|read|change permissions of) (?:the )?(?:directory|file|lock file) "[^"]*": (?:Permission denied|Operation not permitted)|(?:chmod|chown|mkdir|find): [^\n]*(?:Permission denied|Operation not permitted)/,
  ],
  ['wrong-version', /database files are incompatible with server/],
  ['no-space', /No space left on device/],
  ['lock-file', /bogus data in lock file|lock file "[^"]*" already exists/],
  ['not-empty', /directory "[^"]*" exists but is not empty/],
  ['no-password', /superuser password is not specified/],
];

/**
 * Why a container ended, as a kubelet or a container runtime says it. Any other
 * word is somebody else's, and is not kept.
 */
const REASONS = new Set([
  'Completed',
  'ContainerCannotRun',
  'ContainerStatusUnknown',
  'DeadlineExceeded',
  'Error',
  'OOMKilled',
  'StartError',
]);

function reasonIn(terminated: unknown): string | undefined {
  const reason = text(terminated, 'reason');
  return reason !== undefined && REASONS.has(reason) ? reason : undefined;
}

function complaintIn(message: string | undefined): ServerComplaint | undefined {
  return message === undefined
    ? undefined
    : COMPLAINTS.find(([, words]) => words.test(message))?.[0];
}

/** How a container of a pod ended the last time: the one that ended last. */
export function projectExit(status: unknown): ContainerExit | undefined {
  let last: ContainerExit | undefined;
  for (const container of [
    ...list(status, 'initContainerStatuses'),
    ...list(status, 'containerStatuses'),
  ]) {
    for (const state of ['lastState', 'state']) {
      const terminated = record(container, state, 'terminated');
      const exitCode = count(terminated, 'exitCode');
      const at = time(terminated, 'finishedAt');
      // An init container that is through has ended, and nothing is wrong.
      const isWorthTelling = exitCode !== undefined && exitCode !== 0;
      if (isWorthTelling && (last?.at ?? '') <= (at ?? '')) {
        last = defined<ContainerExit>({
          exitCode,
          reason: reasonIn(terminated),
          at,
          said: complaintIn(text(terminated, 'message')),
        });
      }
    }
  }
  return last;
}

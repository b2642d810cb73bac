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

import { PodObservation, ServerComplaint } from '../observations';
import { Reason, ReasonCode, reason } from '../reasons';
import { AnyWorkload } from './rollout';

const COMPLAINTS: Record<ServerComplaint, ReasonCode> = {
  'permission-denied': 'data-permission-denied',
  'wrong-owner': 'data-permission-denied',
  'wrong-version': 'data-of-another-version',
  'no-space': 'data-disk-full',
  'lock-file': 'data-lock-left',
  'not-empty': 'data-directory-not-empty',
  'no-password': 'database-password-missing',
};

function userOf({ workload }: { workload: AnyWorkload }): string {
  const { runAsUser, imageUser } = workload.server ?? {};
  return String(runAsUser ?? imageUser ?? '–');
}

/** Whether it is run as somebody else than the image's server is made for. */
function hasOtherUser({ workload }: { workload: AnyWorkload }): boolean {
  const { runAsUser, imageUser } = workload.server ?? {};
  return (
    runAsUser !== undefined &&
    runAsUser !== 0 &&
    imageUser !== undefined &&
    runAsUser !== imageUser
  );
}

/**
 * Why a server ends again and again, as far as its last exit tells: what it
 * complained of, where that was recognized; its memory; its user.
 */
export function serverTrouble(
  database: { workload: AnyWorkload },
  pods: PodObservation[],
): Reason | undefined {
  const ended = pods.filter(({ lastExit, ready }) => lastExit && !ready);
  for (const { name, lastExit } of ended) {
    if (lastExit?.said) {
      return reason(COMPLAINTS[lastExit.said], {
        pod: name,
        user: userOf(database),
      });
    }
    if (lastExit?.reason === 'OOMKilled') {
      return reason('database-out-of-memory', { pod: name });
    }
  }
  const [first] = ended;
  return first && first.restarts > 0 && hasOtherUser(database)
    ? reason('data-user-unusual', {
        pod: first.name,
        exitCode: String(first.lastExit?.exitCode),
        user: userOf(database),
        imageUser: String(database.workload.server?.imageUser),
      })
    : undefined;
}

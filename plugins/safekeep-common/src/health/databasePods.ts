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

import { DatabasePodStatus } from '../databaseFacts';
import { PodObservation } from '../observations';

/** A pod of a database, as it is shown. */
export function describePod(pod: PodObservation): DatabasePodStatus {
  const { name, node, phase, ready, restarts, startedAt, waiting } = pod;
  const { lastExit } = pod;
  return {
    name,
    ...(node && { node }),
    phase,
    ready,
    restarts,
    ...(startedAt && { startedAt }),
    ...(waiting && { waiting }),
    ...(lastExit && {
      lastExit: {
        exitCode: lastExit.exitCode,
        ...(lastExit.reason && { reason: lastExit.reason }),
        ...(lastExit.at && { finishedAt: lastExit.at }),
      },
    }),
  };
}

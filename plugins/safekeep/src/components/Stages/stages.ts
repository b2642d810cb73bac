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

import { PullRequestStage } from '@safekeep/backstage-plugin-safekeep-common';

/** The way of a change, from the branch to the running pods. */
export const STAGES: PullRequestStage[] = [
  'opened',
  'merged',
  'synced',
  'unsealed',
  'restarted',
];

export type StageProgress = 'done' | 'current' | 'pending';

/** How far a pull request that reached `reached` is along each stage. */
export function progressOf(
  stage: PullRequestStage,
  reached: PullRequestStage,
): StageProgress {
  const distance = STAGES.indexOf(stage) - STAGES.indexOf(reached);
  if (distance > 0) {
    return 'pending';
  }
  return distance === 0 ? 'current' : 'done';
}

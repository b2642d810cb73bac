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

import { GuardVerdict } from '@safekeep/backstage-plugin-safekeep-common';
import { DataDirectory } from './DataDirectory';

/** What a guard finds. */
export interface GuardInput {
  environment: Map<string, string>;
  /** Undefined where PGDATA holds no database. */
  directory?: DataDirectory;
}

/** How it ends, or what it says if it has waited for long enough. */
export type GuardOutcome =
  | { verdict: GuardVerdict }
  | { waitsFor: GuardVerdict };

/**
 * Does what the guard's script does, to a simulated data directory: it passes
 * once, and only where no server has left its lock, or a lock that was released.
 */
export function passGuard({
  environment,
  directory,
}: GuardInput): GuardOutcome {
  if (!directory) {
    return { verdict: { verdict: 'no-data' } };
  }
  if (environment.get('SAFEKEEP_MAJOR') !== String(directory.major)) {
    return { verdict: { verdict: 'wrong-major' } };
  }
  const id = environment.get('SAFEKEEP_GUARD');
  if (id && directory.passedGuard === id) {
    return { verdict: { verdict: 'passed-before' } };
  }
  const { lock } = directory;
  const isReleased =
    lock !== undefined &&
    environment.get('SAFEKEEP_RELEASED_LOCK') === String(lock.since);
  if (lock && !isReleased) {
    return { waitsFor: { verdict: 'waiting', lockSince: lock.since } };
  }
  directory.lock = undefined;
  directory.passedGuard = id;
  return { verdict: { verdict: lock ? 'released' : 'passed' } };
}

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
  SnapshotFailure,
  SnapshotVerdict,
} from '@safekeep/backstage-plugin-safekeep-common';
import { DataDirectory, KeptDump } from './DataDirectory';
import { takeSnapshot } from './takeSnapshot';

/** What a snapshot Job's container finds. */
export interface SnapshotInput {
  environment: Map<string, string>;
  /** Undefined while no server answers. */
  directory?: DataDirectory;
  /** Who else is logged in. */
  otherSessions: number;
  /** What the volume for the dump holds; absent where none is mounted. */
  kept?: KeptDump;
  now: Date;
}

/** How it went, or what it says when its patience ends. */
export type SnapshotOutcome =
  | { verdict: SnapshotVerdict }
  | { waitsFor: SnapshotVerdict };

function failed(detail: SnapshotFailure): SnapshotVerdict {
  return { verdict: 'failed', detail };
}

/** Puts a dump into an empty server, once. */
function restore(
  directory: DataDirectory,
  { whole, restoredInto }: KeptDump,
): SnapshotFailure | undefined {
  if (!whole) {
    return 'dump-missing';
  }
  if (restoredInto.has(directory.systemIdentifier)) {
    return undefined;
  }
  if ([...directory.databases.values()].some(tables => tables.length > 0)) {
    return 'target-not-empty';
  }
  directory.restore(whole);
  restoredInto.add(directory.systemIdentifier);
  return undefined;
}

/** Writes all down, unless that was restored somewhere already. */
function dump(
  directory: DataDirectory,
  kept: KeptDump,
): SnapshotFailure | undefined {
  if (kept.restoredInto.size > 0) {
    return 'restored-already';
  }
  kept.whole = directory.dump();
  return undefined;
}

/** Whether the server is another than the one that was looked at before. */
function isNew(
  directory: DataDirectory,
  environment: Map<string, string>,
): boolean {
  const since = environment.get('SAFEKEEP_SINCE');
  return (
    since === undefined ||
    directory.startedAt > Date.parse(since) ||
    directory.systemIdentifier !== environment.get('SAFEKEEP_SYSTEM_IDENTIFIER')
  );
}

/** Does what a snapshot Job's script does, with what a simulated server has. */
export function runSnapshotJob({
  environment,
  directory,
  otherSessions,
  kept,
  now,
}: SnapshotInput): SnapshotOutcome {
  if (!directory) {
    return { waitsFor: failed('server-unreachable') };
  }
  const user = environment.get('PGUSER') ?? '';
  if (!directory.roles.login(user, environment.get('PGPASSWORD'))) {
    return { verdict: failed('login-refused') };
  }
  const isSource =
    environment.has('SAFEKEEP_RESTORE') &&
    kept?.whole?.systemIdentifier === directory.systemIdentifier;
  if (isSource || !isNew(directory, environment)) {
    return { waitsFor: failed('same-server') };
  }
  if (Number(environment.get('SAFEKEEP_QUIET') ?? 0) > 0 && otherSessions > 0) {
    return { waitsFor: failed('clients-connected') };
  }
  for (const [variable, transfer] of [
    ['SAFEKEEP_RESTORE', restore],
    ['SAFEKEEP_DUMP', dump],
  ] as const) {
    const failure =
      environment.has(variable) && kept && transfer(directory, kept);
    if (failure) {
      return { verdict: failed(failure) };
    }
  }
  const snapshot = takeSnapshot(directory, { now, otherSessions });
  return { verdict: { verdict: 'taken', snapshot } };
}

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

import { waitFor } from '../../src';

/** The part of a repository that is kept in a cluster. */
export interface SyncSource {
  /** Names what the engine makes for it. */
  name: string;
  /** What Git clones from. */
  cloneUrl: string;
  branch: string;
  /** Folder with the kustomization. */
  path: string;
  credentials: { username: string; password: string };
  /** False: what leaves the repository stays in the cluster. */
  prune?: boolean;
}

/** How an engine says that what it applied is. */
export interface SyncHealth {
  /** In the engine's own words. */
  state: string;
  healthy: boolean;
  message?: string;
}

/** A repository that an engine keeps in the cluster, with prune. */
export interface SyncedSource {
  /**
   * Waits until that commit has been applied in full.
   *
   * @throws Error with what the engine says, when it fails or takes too long
   */
  waitForRevision(
    revision: string,
    options?: { timeoutMs?: number },
  ): Promise<void>;
  health(): Promise<SyncHealth>;
  /** All that the engine has written down of it: nothing secret may be there. */
  record(): Promise<string>;
  /** Takes away all that was applied, and the engine's own objects. */
  remove(): Promise<void>;
}

/** What brings a Git repository into the cluster. */
export interface SyncEngine {
  readonly name: string;
  deploy(source: SyncSource): Promise<SyncedSource>;
  /** Takes away what was deployed under that name, if there is any. */
  remove(name: string): Promise<void>;
}

/** Waits until all that was applied is healthy, as the engine has it. */
export async function waitForHealth(
  synced: SyncedSource,
  timeoutMs = 180_000,
): Promise<void> {
  let last: SyncHealth | undefined;
  await waitFor(
    'Becoming healthy',
    async () => {
      last = await synced.health();
      if (!last.healthy) {
        throw new Error([last.state, last.message].filter(Boolean).join(': '));
      }
      return true;
    },
    { timeoutMs, intervalMs: 1000 },
  );
}

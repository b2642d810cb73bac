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

import { EntityStatus } from '@safekeep/backstage-plugin-safekeep-common';
import { Canary, makeCanary, watchFolders } from '../support/canary';
import { Phase2, SECRET } from '../support/Phase2';

/** What the parts of the walk through the document have in common. */
export class Phase2Walk {
  /** Typed while the secret is sealed. */
  readonly sealedValue: Canary = makeCanary();
  /** Typed while it is rotated. */
  readonly rotatedValue: Canary = makeCanary();
  readonly canaries = [this.sealedValue, this.rotatedValue];
  /** What the tasks' pages showed. */
  readonly shown: string[] = [];
  #phase2?: Phase2;
  #watched?: ReturnType<typeof watchFolders>;

  async start(): Promise<void> {
    this.#phase2 = await Phase2.start();
    const { workspaces, temporary } = this.#phase2.backstage.places;
    this.#watched = watchFolders([workspaces, temporary], this.canaries);
  }

  get phase2(): Phase2 {
    if (!this.#phase2) {
      throw new Error('Phase 2 did not start');
    }
    return this.#phase2;
  }

  /** What was seen where the actions work. */
  async stopWatching(): Promise<
    { leaks: string[]; sawFiles: boolean } | undefined
  > {
    return this.#watched?.stop();
  }

  async stop(): Promise<void> {
    await this.stopWatching();
    await this.#phase2?.stop();
  }
}

export function secretOf({ secrets }: EntityStatus) {
  return secrets.find(({ name }) => name === SECRET)!;
}

export function databaseOf({ databases }: EntityStatus) {
  return databases.find(({ name }) => name === 'postgres')!;
}

export function codesOf(item: { reasons: Array<{ code: string }> }): string[] {
  return item.reasons.map(({ code }) => code);
}

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

import { openTestbed, Testbed } from '../support/openTestbed';
import { started } from '../support/started';
import { DataDirectories } from './DataDirectories';
import { MigrationPlace, PlaceOptions } from './MigrationPlace';

/** The test bed, and what is watched all the time. */
export class MigrationRun {
  #testbed?: Testbed;
  #directories?: DataDirectories;

  async start(): Promise<void> {
    this.#testbed = await openTestbed();
    this.#directories = DataDirectories.start();
  }

  async stop(): Promise<void> {
    await this.#directories?.stop();
  }

  get testbed(): Testbed {
    return started(this.#testbed);
  }

  get directories(): DataDirectories {
    return started(this.#directories);
  }

  /** Observer with its database as the document finds it, in a namespace `migration-<name>`. */
  async place(name: string, options?: PlaceOptions): Promise<MigrationPlace> {
    return MigrationPlace.start(this.testbed, `migration-${name}`, options);
  }
}

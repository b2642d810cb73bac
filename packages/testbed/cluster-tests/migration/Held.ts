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

import { Content, MigrationPlace } from './MigrationPlace';
import { MigrationRun } from './MigrationRun';

/** What a database holds at a moment, to be found again later. */
export class Held {
  readonly #run: MigrationRun;
  readonly #place: MigrationPlace;
  readonly content: Content;
  /** The data directory, as the machine's kernel names it. */
  readonly directory: string;
  /** Milliseconds since 1970. */
  readonly since: number;

  private constructor(
    run: MigrationRun,
    place: MigrationPlace,
    found: Pick<Held, 'content' | 'directory' | 'since'>,
  ) {
    this.#run = run;
    this.#place = place;
    this.content = found.content;
    this.directory = found.directory;
    this.since = found.since;
  }

  /** @param workload - which serves the database now */
  static async by(
    run: MigrationRun,
    place: MigrationPlace,
    workload: string,
  ): Promise<Held> {
    // Read while its pod is there: what is acknowledged until now must be found again.
    await place.written.read();
    return new Held(run, place, {
      content: await place.content(workload),
      directory: await place.directoryOf(workload),
      since: Date.now(),
    });
  }

  /**
   * What of it is not there, of that and of every row since that the server has
   * acknowledged; and whether two servers ever had the directory at once.
   *
   * @param options.isRestored - from a dump: it is another server's directory
   * @param options.isQuiet - nobody has written since
   */
  async lossesBy(
    workload: string,
    options: { isRestored?: boolean; isQuiet?: boolean } = {},
  ): Promise<string[]> {
    const { isRestored = false, isQuiet = false } = options;
    const place = this.#place;
    const found = await place.content(
      workload,
      isQuiet ? undefined : this.content.upTo,
    );
    const written = (await place.written.read()).map(({ id }) => id);
    const missing = await place.missingOf(workload, written);
    const isSame = found.systemIdentifier === this.content.systemIdentifier;
    const overlap = this.#run.directories.overlapOf(this.directory);
    const differences = (['upTo', 'rows', 'checksum', 'rest'] as const).filter(
      key => found[key] !== this.content[key],
    );
    return [
      ...differences.map(
        key => `${key}: ${this.content[key]}, then ${found[key]}`,
      ),
      ...(found.sequence < this.content.sequence ||
      (isQuiet && found.sequence > this.content.sequence)
        ? [`sequence: ${this.content.sequence}, then ${found.sequence}`]
        : []),
      ...(written.length === 0 ? ['the writer never wrote'] : []),
      ...missing.map(id => `row ${id}, which was acknowledged`),
      ...(isSame === isRestored
        ? [`system identifier ${found.systemIdentifier}`]
        : []),
      ...(!isRestored && (await place.directoryOf(workload)) !== this.directory
        ? ['another data directory']
        : []),
      ...(overlap > 0 ? [`two servers at once for ${overlap} ms`] : []),
    ];
  }

  /** How many servers had the directory since then. */
  get servers(): number {
    return this.#run.directories.serversOf(this.directory, this.since).length;
  }
}

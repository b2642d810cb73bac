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

import { stringify } from 'yaml';
import { Kubeseal } from '../interop/Kubeseal';
import { Backstage } from '../support/backstage';
import { GiteaRepository } from '../support/giteaRepository';
import { openTestbed, Testbed } from '../support/openTestbed';
import { createSafekeepAccount } from '../support/safekeepAccount';
import { FaultPlace } from './FaultPlace';
import { FaultTools } from './FaultTools';
import { Machine } from './Machine';

const CATALOG = 'catalog-info.yaml';

interface Started {
  testbed: Testbed;
  kubeseal: Kubeseal;
  git: GiteaRepository;
  machine: Machine;
  backstage?: Backstage;
}

/** One Backstage and one repository, with a service for each fault. */
export class FaultBed implements FaultTools {
  readonly #places: FaultPlace[] = [];
  readonly #secretNamespaces: string[] = [];
  readonly #startOfPlaces: Array<() => Promise<void>> = [];
  #started?: Started;
  #committing: Promise<unknown> = Promise.resolve();

  /**
   * A service in a namespace of its own. What `make` does to it is done before
   * the tests begin, with that of all others.
   */
  addPlace(
    name: string,
    make: (place: FaultPlace) => Promise<void> = async () => {},
    options: { watchesSecrets?: boolean } = {},
  ): FaultPlace {
    const place = new FaultPlace(this, `faults-${name}`);
    this.#places.push(place);
    if (options.watchesSecrets) {
      this.#secretNamespaces.push(place.namespace);
    }
    this.#startOfPlaces.push(() => make(place));
    return place;
  }

  async start(): Promise<void> {
    const testbed = await openTestbed();
    if (!testbed.description.machine) {
      throw new Error('Only a test bed of this machine can be broken');
    }
    const started: Started = {
      testbed,
      kubeseal: new Kubeseal(testbed.description),
      git: await GiteaRepository.create(testbed.forge, 'faults'),
      machine: new Machine(testbed),
    };
    this.#started = started;
    const clusterToken = await createSafekeepAccount(testbed);
    await this.#removeNamespaces();
    await this.commit('the services', {
      [CATALOG]: this.#places
        .map(place => stringify(place.entity))
        .join('---\n'),
    });
    await testbed.kubernetes.apply(this.#places.map(place => place.object));
    const [backstage] = await Promise.all([
      Backstage.start({
        testbed,
        clusterToken,
        catalogUrls: [started.git.pageOf(CATALOG)],
        entityRefs: [
          ...this.#places.map(({ entityRef }) => entityRef),
          'template:default/rotate-secret',
        ],
        secretNamespaces: this.#secretNamespaces,
      }),
      ...this.#startOfPlaces.map(start => start()),
    ]);
    started.backstage = backstage;
  }

  get testbed(): Testbed {
    return this.#get().testbed;
  }

  get kubernetes() {
    return this.testbed.kubernetes;
  }

  get kubeseal(): Kubeseal {
    return this.#get().kubeseal;
  }

  get git(): GiteaRepository {
    return this.#get().git;
  }

  get machine(): Machine {
    return this.#get().machine;
  }

  get backstage(): Backstage {
    const { backstage } = this.#get();
    if (!backstage) {
      throw new Error('Backstage did not start');
    }
    return backstage;
  }

  async commit(message: string, files: Record<string, string>): Promise<void> {
    const commit = this.#committing.then(() =>
      this.git.commit(
        `fix: ${message}`,
        Object.entries(files).map(([path, text]) => ({ path, text })),
      ),
    );
    this.#committing = commit.catch(() => undefined);
    await commit;
  }

  /** Sets the cluster right, whatever was broken, and takes everything away. */
  async stop(): Promise<void> {
    if (!this.#started) return;
    const { machine, backstage, git } = this.#started;
    await machine.repair();
    await backstage?.stop();
    await this.#removeNamespaces();
    await git.delete();
  }

  async #removeNamespaces(): Promise<void> {
    await Promise.all(
      this.#places.map(({ namespace }) =>
        this.kubernetes.delete({ kind: 'namespace', name: namespace }),
      ),
    );
  }

  #get(): Started {
    if (!this.#started) {
      throw new Error('The test bed was not opened');
    }
    return this.#started;
  }
}

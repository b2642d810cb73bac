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

import { CompoundEntityRef } from '@backstage/catalog-model';
import { NotFoundError, NotAllowedError } from '@backstage/errors';
import {
  ClusterStatus,
  EntityStatus,
  SafekeepApi,
  SealingCertificate,
} from '@safekeep/backstage-plugin-safekeep-common';
import { CLUSTER_EXAMPLES } from './clusterExamples';
import { EXAMPLES } from './examples';
import { MIGRATION_EXAMPLES } from './migrationExamples';

const ALL = { ...EXAMPLES, ...MIGRATION_EXAMPLES };

/** Answers with the example that the entity is named after. */
export class ExampleSafekeepApi implements SafekeepApi {
  readonly #asked = new Map<string, number>();

  async getEntityStatus(entityRef: CompoundEntityRef): Promise<EntityStatus> {
    const { name } = entityRef;
    const times = (this.#asked.get(name) ?? 0) + 1;
    this.#asked.set(name, times);
    switch (name) {
      case 'loading':
        return new Promise(() => {});
      case 'forbidden':
        throw new NotAllowedError('safekeep.status.read is required');
      case 'unknown':
        throw new NotFoundError('No such entity');
      case 'unreachable':
        throw new TypeError('Failed to fetch');
      case 'poll-fails':
        if (times > 1) {
          throw new TypeError('Failed to fetch');
        }
        return EXAMPLES['as-found']();
      default:
        if (!ALL[name]) {
          throw new NotFoundError(`No example is named ${name}`);
        }
        return ALL[name]();
    }
  }

  async getSealingCertificate(): Promise<SealingCertificate> {
    throw new NotFoundError('The examples have no certificate');
  }

  /** The example that the address names. */
  async listClusters(): Promise<ClusterStatus[]> {
    const name = new URLSearchParams(window.location.search).get('only');
    switch (name) {
      case 'loading':
        return new Promise(() => {});
      case 'forbidden':
        throw new NotAllowedError('safekeep.clusters.read is required');
      case 'unreachable':
        throw new TypeError('Failed to fetch');
      default:
        return (CLUSTER_EXAMPLES[name ?? 'all'] ?? CLUSTER_EXAMPLES.all)();
    }
  }
}

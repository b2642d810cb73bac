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
  ClusterFacts,
  ClusterStatus,
  describeCluster,
} from '@safekeep/backstage-plugin-safekeep-common';
import { CertificateObserver } from '../sealing/CertificateObserver';
import { otherControllers, SealingSurvey } from '../sealing/SealingSurvey';
import { clusterSource } from './clusterSource';
import { NamespaceFactsOptions } from './namespaceFacts';

export interface ClusterServiceOptions
  extends Omit<NamespaceFactsOptions, 'sealing'> {
  sealing: Pick<SealingSurvey, 'survey'>;
  certificates: Pick<CertificateObserver, 'readingOf' | 'elsewhere'>;
}

/**
 * Puts together what is known of the configured clusters. It names no entity,
 * no namespace of one and no secret.
 */
export class ClusterService {
  readonly #options: ClusterServiceOptions;

  static create(options: ClusterServiceOptions): ClusterService {
    return new ClusterService(options);
  }

  private constructor(options: ClusterServiceOptions) {
    this.#options = options;
  }

  /** By name. */
  async list(): Promise<ClusterStatus[]> {
    const now = new Date();
    const names = [...this.#options.clusters.names].sort();
    const facts = await Promise.all(names.map(name => this.#factsOf(name)));
    return facts.map(each => describeCluster(each, now));
  }

  async #factsOf(cluster: string): Promise<ClusterFacts> {
    const { clusters, certificates, options, sealing, store } = this.#options;
    const { controllerName, controllerNamespace, certificateFile } =
      options.controllerOf(cluster);
    const statuses = (clusters.statusesOf(cluster) ?? []).filter(
      ({ kind }) => kind === 'Deployment' || kind === 'SealedSecret',
    );
    const source = clusterSource(cluster, undefined, statuses);
    const reading = certificates.readingOf(cluster);
    const common = {
      name: cluster,
      source,
      certificateSource: reading?.source ?? source,
      certificateFrom: certificateFile
        ? ('file' as const)
        : ('controller' as const),
      controllerName,
      controllerNamespace,
      certificates: reading?.certificates ?? [],
      elsewhere: certificates.elsewhere(cluster),
    };
    if (source.state !== 'live' && source.state !== 'stale') {
      return { ...common, controller: 'not-visible', otherControllers: [] };
    }
    const { digests, controllers } = await sealing.survey(cluster);
    const isInstalled = statuses.some(
      ({ kind, state }) => kind === 'SealedSecret' && state !== 'not-installed',
    );
    return {
      ...common,
      controller: await store.readDeployment(
        cluster,
        controllerNamespace,
        controllerName,
      ),
      otherControllers: otherControllers(controllers, {
        namespace: controllerNamespace,
        name: controllerName,
      }),
      sealedSecretsInstalled: isInstalled,
      // Rows of a kind that the cluster has no more are from before.
      sealedSecrets: isInstalled ? digests : [],
    };
  }
}

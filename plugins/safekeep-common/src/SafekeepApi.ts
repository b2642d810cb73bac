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
import { ClusterStatus } from './clusterStatus';
import { EntityStatus } from './status';

/**
 * The sealing certificate that a cluster's controller hands out.
 *
 * @public
 */
export interface SealingCertificate {
  cluster: string;
  /** PEM, the newest certificate only. */
  pem: string;
  /** Of its public key, as OpenSSH prints it: `SHA256:…`. */
  fingerprint: string;
  notBefore: string;
  notAfter: string;
}

/**
 * Values of a SealedSecret that its cluster's controller shall seal anew:
 * `POST /v1/clusters/:name/re-encrypt`.
 *
 * @public
 */
export interface ReencryptionRequest {
  namespace: string;
  name: string;
  scope: 'strict' | 'namespace-wide' | 'cluster-wide';
  /** Ciphertexts by key. */
  encryptedData: Record<string, string>;
}

/**
 * The same values, sealed with the cluster's newest certificate.
 *
 * @public
 */
export interface ReencryptionResult {
  /** Ciphertexts by key: those that were asked for. */
  encryptedData: Record<string, string>;
}

/**
 * What Safekeep's backend answers.
 *
 * @public
 */
export interface SafekeepApi {
  /**
   * The state of an entity's databases and secrets.
   *
   * @throws ResponseError 403 without `safekeep.status.read`, 404 when the
   *   entity does not exist or may not be seen.
   */
  getEntityStatus(
    entityRef: CompoundEntityRef,
    options?: { signal?: AbortSignal },
  ): Promise<EntityStatus>;

  /**
   * The newest sealing certificate of a configured cluster, fetched from it at
   * this moment.
   *
   * @throws ResponseError 403 without `safekeep.change.propose`, 404 for a
   *   cluster that is not configured, 503 when it cannot be reached.
   */
  getSealingCertificate(cluster: string): Promise<SealingCertificate>;

  /**
   * All configured clusters, each with its sealed-secrets controller and its
   * sealing certificates, by name.
   *
   * @throws ResponseError 403 without `safekeep.clusters.read`.
   */
  listClusters(options?: { signal?: AbortSignal }): Promise<ClusterStatus[]>;
}

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

import { SealingCertificateFacts } from './facts';
import { WorkloadObservation } from './observations';
import { SourceStatus } from './status';

/**
 * What of a SealedSecret is counted over a whole cluster.
 *
 * @public
 */
export interface SealedSecretDigest {
  /** Whether the controller has opened what it says now. */
  state: 'synced' | 'waiting' | 'failing';
  /** Whether the controller has ever said anything about it. */
  isTold: boolean;
  processedAt?: string;
  /** How many of its keys are recorded with which certificate, by fingerprint. */
  keys: Record<string, number>;
  /** Whether all keys are recorded. */
  isRecorded: boolean;
}

/**
 * Everything that a cluster's status is computed from.
 *
 * @public
 */
export interface ClusterFacts {
  /** Its configured name. */
  name: string;
  /** How well its Deployments and SealedSecrets can be seen. */
  source: SourceStatus;
  certificateSource: SourceStatus;
  certificateFrom: 'controller' | 'file';
  /** As in {@link NamespaceFacts}. */
  controller: WorkloadObservation | undefined | 'not-visible';
  controllerName: string;
  controllerNamespace: string;
  /** Deployments other than the configured one that run a controller. */
  otherControllers: WorkloadObservation[];
  /** False when the cluster has no SealedSecret API; undefined when nobody knows. */
  sealedSecretsInstalled?: boolean;
  /** As in {@link SealingFacts}. */
  certificates: SealingCertificateFacts[];
  /** As in {@link SealingFacts}. */
  elsewhere: Record<string, string>;
  /** Undefined when the SealedSecrets cannot be seen. */
  sealedSecrets?: SealedSecretDigest[];
}

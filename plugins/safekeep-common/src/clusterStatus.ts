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

import { Reason } from './reasons';
import { HealthState, SourceStatus } from './status';

/**
 * The sealed-secrets controller of a cluster, as its Deployment says it.
 *
 * @public
 */
export interface ControllerStatus {
  /** Of the Deployment, as configured in `safekeep.sealedSecrets`. */
  name: string;
  namespace: string;
  state: HealthState;
  /** Worst first; empty only when the state is `ok`. */
  reasons: Reason[];
  /** Absent, like all that follows, when the Deployment was not found or could not be looked at. */
  image?: string;
  /** `0.40.0`, where the image's tag tells it; an image named by digest alone does not. */
  version?: string;
  desired?: number;
  ready?: number;
  /** How often it makes a new sealing key, in seconds; 0: never. */
  renewalPeriod?: {
    seconds: number;
    /** Whether its arguments say so, or it is what the controller does by default. */
    from: 'arguments' | 'default';
  };
  /** The only namespaces whose SealedSecrets it opens; absent: all of the cluster. */
  watchedNamespaces?: string[];
}

/**
 * A certificate that a cluster's controller was seen to hand out.
 *
 * @public
 */
export interface SealingKeyStatus {
  /** Of its public key, as OpenSSH prints it: `SHA256:…`. */
  fingerprint: string;
  /** ISO 8601, like all times here. */
  notBefore: string;
  notAfter: string;
  /** Whether it is the one that was handed out last: what is sealed now is sealed with it. */
  newest: boolean;
  firstSeenAt: string;
  lastSeenAt: string;
  /**
   * How many SealedSecrets, and keys of them, are recorded as sealed with it.
   * Absent when the SealedSecrets cannot be seen.
   */
  sealed?: { secrets: number; keys: number };
  /** Worst first: why it should be renewed, for instance. Empty when there is nothing to say. */
  reasons: Reason[];
}

/**
 * A certificate that SealedSecrets are recorded to be sealed with, and that
 * this cluster's controller was never seen to hand out.
 *
 * @public
 */
export interface StrayCertificateStatus {
  fingerprint: string;
  secrets: number;
  keys: number;
  /** Another configured cluster that has it. */
  cluster?: string;
}

/**
 * What became of the SealedSecrets of a cluster. Each is one of `synced`,
 * `waiting` and `failing`.
 *
 * @public
 */
export interface SealedSecretCounts {
  total: number;
  synced: number;
  /** The controller has not come to what they say now. */
  waiting: number;
  failing: number;
  /** With a key that is recorded as sealed with an older certificate; absent when the newest is not known. */
  withOlderKey?: number;
  /** With a key of which nobody recorded what it was sealed with. */
  notRecorded: number;
}

/**
 * A configured cluster with its sealed-secrets controller, as `GET
 * /v1/clusters` answers it.
 *
 * @public
 */
export interface ClusterStatus {
  /** Its configured name. */
  name: string;
  /** The worst of its sources, its controller and its keys. What fails in single SealedSecrets does not count. */
  state: HealthState;
  /** How well its Deployments and SealedSecrets can be seen. */
  source: SourceStatus;
  /** How well its newest sealing certificate can be seen. */
  certificateSource: SourceStatus;
  /** `file`: as configured; nobody asks the controller, so that a renewal does not show. */
  certificateFrom: 'controller' | 'file';
  controller: ControllerStatus;
  /** Newest first. Empty when none was ever seen, which is not the same as none. */
  keys: SealingKeyStatus[];
  /** Those with most keys first. */
  strayCertificates: StrayCertificateStatus[];
  /** Absent when the SealedSecrets cannot be seen. */
  sealedSecrets?: SealedSecretCounts;
}

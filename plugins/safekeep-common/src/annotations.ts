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

/**
 * Entity annotation: the folder of the GitOps repository that this service is
 * deployed from, as the forge shows it, for instance
 * `https://github.com/acme/deployment/tree/main/infra/k8s/base` or, at Gitea,
 * `https://gitea.example/acme/deployment/src/branch/main/infra/k8s/base`.
 *
 * @public
 */
export const ANNOTATION_GITOPS_URL = 'safekeep.io/gitops-url';

/**
 * Entity annotation of Backstage's own Kubernetes plugin: the namespace that
 * the service runs in. Without it Safekeep has nothing to look at.
 *
 * @public
 */
export const ANNOTATION_KUBERNETES_NAMESPACE =
  'backstage.io/kubernetes-namespace';

/**
 * Entity annotation of Backstage's own Kubernetes plugin: the one cluster that
 * the service runs on. Absent means every configured cluster.
 *
 * @public
 */
export const ANNOTATION_KUBERNETES_CLUSTER = 'backstage.io/kubernetes-cluster';

/**
 * Annotation of a Kubernetes Namespace: the entity refs, separated by commas,
 * of the entities (or of their owners) that may show this namespace.
 *
 * @public
 */
export const ANNOTATION_NAMESPACE_ENTITIES = 'safekeep.io/entities';

/**
 * Annotation in a SealedSecret's own metadata (never in its template): a JSON
 * object from key to {@link SealedKeyRecord}, one key a line, which is what
 * makes a value's age and its sealing certificate answerable.
 *
 * @public
 */
export const ANNOTATION_SEALED_KEYS = 'safekeep.io/sealed-keys';

/**
 * Annotation in a SealedSecret's own metadata: a JSON array of groups of keys
 * that hold the same value, for instance
 * `[["DB_PASSWORD","POSTGRES_PASSWORD"]]`. Rotating one rotates its group.
 *
 * @public
 */
export const ANNOTATION_LINKED_KEYS = 'safekeep.io/linked-keys';

/**
 * Annotation in a SealedSecret's own metadata: a JSON object from a key to the
 * keys whose values its own contained when it was sealed, for instance
 * `{"DATABASE_URL":["DB_PASSWORD"]}`. Names only; the values nobody can see.
 *
 * @public
 */
export const ANNOTATION_COMPOSED_KEYS = 'safekeep.io/composed-keys';

/**
 * Annotation in a SealedSecret's own metadata: that its values were encrypted
 * anew and are the same as before, as a {@link ReencryptionRecord} in JSON.
 * Pods that carry the checksum of the earlier ciphertext need no restart.
 *
 * @public
 */
export const ANNOTATION_REENCRYPTED = 'safekeep.io/re-encrypted';

/**
 * Prefix of the pod template annotation that makes a workload restart when a
 * secret's content changes: `checksum.safekeep.io/<secret name>`, valued with
 * the SHA-256 of the SealedSecret's encrypted data.
 *
 * @public
 */
export const ANNOTATION_CHECKSUM_PREFIX = 'checksum.safekeep.io/';

/**
 * What is recorded of one sealed key in {@link ANNOTATION_SEALED_KEYS}.
 *
 * @public
 */
export interface SealedKeyRecord {
  /** When this ciphertext was made, ISO 8601 in UTC. */
  sealedAt: string;
  /** When the value itself last changed, ISO 8601; absent when not known. */
  rotatedAt?: string;
  /** The sealing certificate's public key, as OpenSSH prints it: `SHA256:…`. */
  certificate: string;
  /**
   * What it was sealed for, as the controller must be asked to open it:
   * `namespace/name` (strict), `namespace` (namespace-wide) or nothing
   * (cluster-wide). Absent where an earlier version sealed it.
   */
  label?: string;
}

/**
 * What {@link ANNOTATION_REENCRYPTED} holds. It says something only while the
 * encrypted data still has `checksum`: any later change voids it.
 *
 * @public
 */
export interface ReencryptionRecord {
  /** Checksum of the encrypted data that the re-encryption made. */
  checksum: string;
  /** Checksums of earlier ciphertexts of the same values, the last one first. */
  from: string[];
}

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
 * How a cluster's API server is reached and with which identity.
 */
export type ClusterAccess =
  /** A bearer token, or the pod's own service account where none is given. */
  | {
      type: 'service-account';
      url: string;
      token?: string;
      caData?: string;
      caFile?: string;
      skipTLSVerify: boolean;
    }
  /** `kubectl proxy`, which adds the identity itself. */
  | { type: 'kubectl-proxy'; url: string }
  /** A context of a kubeconfig file; the default files where none is named. */
  | { type: 'kubeconfig'; context: string; file?: string }
  /** Configured in a way that Safekeep cannot use; the cluster is told as unreachable. */
  | { type: 'unsupported'; problem: string };

export interface ClusterDefinition {
  name: string;
  access: ClusterAccess;
}

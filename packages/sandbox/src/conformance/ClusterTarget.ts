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

import { ApiTarget } from './ApiTarget';

/** A whole cluster under test: an API server with its controllers, a kubelet and sealed-secrets. */
export interface ClusterTarget extends ApiTarget {
  /** An image with /bin/sh that the nodes have and need not pull. */
  image: string;
  /** A class that provisions a volume once a pod uses its claim. */
  storageClass: string;
  /** The Service of the sealed-secrets controller. */
  sealedSecrets: { namespace: string; name: string };
  /** How long a test waits for what must happen: a real kubelet takes its time. */
  patienceMs: number;
  /** Makes the server forget every resource version before now, as etcd's compaction does. */
  compact?: () => Promise<void>;
}

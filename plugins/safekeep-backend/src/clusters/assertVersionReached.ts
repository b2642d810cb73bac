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

import { ClusterTransport } from './ClusterTransport';
import { readBody } from './readJsonLines';

/**
 * Makes sure that a cluster has reached a resource version. When a backup of
 * etcd is restored, its versions go on from those of the backup. A watch from a
 * later one is taken all the same, and is silent until that number comes up
 * again, for something else.
 *
 * @throws ClusterFailure when it has not, or does not answer
 */
export async function assertVersionReached(options: {
  transport: ClusterTransport;
  path: string;
  resourceVersion: string;
  silenceMs: number;
  signal: AbortSignal;
}): Promise<void> {
  const { transport, path, resourceVersion, signal } = options;
  // Versions are not ours to compare; this is refused where it is not reached.
  const response = await transport.get({
    path,
    query: {
      limit: '1',
      resourceVersion,
      resourceVersionMatch: 'NotOlderThan',
    },
    signal,
  });
  await readBody(response.body, options);
}

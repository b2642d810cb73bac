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

import { SandboxCluster } from '../kubernetes/SandboxCluster';
import { ClusterTarget } from './ClusterTarget';
import { describeCluster } from './describeCluster';

describe('the sandbox as a cluster', () => {
  let cluster: SandboxCluster;
  let target: ClusterTarget;

  beforeAll(async () => {
    cluster = await SandboxCluster.start({
      timing: {
        podReadyMs: 50,
        podTerminationMs: 50,
        claimBindingMs: 20,
        jobDurationMs: 100,
        jobBackOffMs: 200,
        restartBackOffMs: 200,
      },
    });
    target = {
      url: cluster.url,
      token: cluster.token,
      image: 'shell:1',
      storageClass: 'local-path',
      sealedSecrets: {
        namespace: 'kube-system',
        name: 'sealed-secrets-controller',
      },
      patienceMs: 10_000,
      compact: async () => cluster.compact(),
    };
  }, 60_000);
  afterAll(async () => cluster.stop());

  describeCluster(() => target, { canCompact: true });
});

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

// The API server of the mirror's figures, in a process of its own: what it
// takes is nobody's. `main.ts COUNTS` tells its parent the kubeconfigs of a cluster
// with so many objects of each kind and of a small one to warm up with. When told,
// it changes Pods of the former.

import { Counts, countsOf } from '../kinds';
import { SyntheticCluster } from './SyntheticCluster';

const WARM_UP = 100;

/** What this process is told to do, again and again. */
export type Churn = Parameters<SyntheticCluster['churn']>[0];

/** What this process tells its parent first. */
export interface ServerReady {
  kubeconfig: string;
  warmUp: { kubeconfig: string; counts: Counts };
}

async function main(): Promise<void> {
  const counts: Counts = JSON.parse(process.argv[2]);
  const warmUpCounts = countsOf(() => WARM_UP);
  const cluster = await SyntheticCluster.start(counts);
  const warmUp = await SyntheticCluster.start(warmUpCounts);
  const ready: ServerReady = {
    kubeconfig: cluster.kubeconfig('synthetic'),
    warmUp: { kubeconfig: warmUp.kubeconfig('warm-up'), counts: warmUpCounts },
  };
  process.on('message', (churn: Churn) => {
    void cluster.churn(churn);
  });
  process.send!({ type: 'result', result: ready });
}

process.on('disconnect', () => process.exit());
main().catch(error => {
  process.stderr.write(`${error.stack}\n`);
  process.exit(1);
});

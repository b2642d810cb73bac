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

import { setTimeout as sleep } from 'node:timers/promises';
import { parseClusterArguments } from './cluster/arguments.mjs';
import { describeKubeconfig } from './cluster/describeKubeconfig.mjs';
import {
  assertCanHaveTestbed,
  findTestbed,
  startTestbed,
} from './cluster/testbed.mjs';
import { stopChildren } from './process/children.mjs';
import { runMain } from './process/errors.mjs';
import { onInterrupt } from './process/interrupt.mjs';
import { withProgress } from './process/progress.mjs';
import { prepare, ROOT } from './setup/prepare.mjs';
import { bed, lookAtMachine } from './suites/bed.mjs';
import {
  BY_HAND,
  cluster,
  CLUSTER_STAGES,
  clusterSuites,
} from './suites/cluster.mjs';
import { runInLanes } from './suites/lanes.mjs';
import { summarize } from './suites/result.mjs';

/** Whatever is to be taken back at the end, also of a run that is interrupted. */
const endings = [];

async function openCluster({ kubeconfig, found, node, environment }) {
  if (kubeconfig) {
    const described = await describeKubeconfig(kubeconfig);
    endings.push(described.end);
    return described;
  }
  if (found) {
    console.error(`On the test bed that is up (${found.file})`);
    return found;
  }
  const before = await lookAtMachine();
  const testbed = startTestbed({ root: ROOT, node, environment });
  endings.push(testbed.end);
  return { ...(await testbed.up()), before };
}

async function runSuite(suite, work) {
  const started = Date.now();
  const result = await withProgress(
    `Suite ${suite}`,
    work,
    ({ failed }) => failed === 0,
  );
  const seconds = (Date.now() - started) / 1000;
  if (result.failed > 0) console.log(result.output);
  return { suite, seconds, ...result };
}

async function runSuites(names, options) {
  const { signal } = options;
  const results = await runInLanes(
    names,
    CLUSTER_STAGES,
    suite => runSuite(suite, onLine => cluster(suite, { ...options, onLine })),
    signal,
  );
  const { before } = options.testbed;
  if (before && options.withBed && !signal.aborted) {
    results.push(
      await runSuite('bed', onLine => bed({ ...options, before, onLine })),
    );
  }
  return results;
}

await runMain(async () => {
  const suites = await clusterSuites(ROOT);
  const { help, names, only, kubeconfig, isWhole } = parseClusterArguments(
    process.argv.slice(2),
    suites,
    BY_HAND,
  );
  if (help) {
    console.log(help);
    return 0;
  }
  const found = kubeconfig ? undefined : await findTestbed();
  if (!kubeconfig && !found) assertCanHaveTestbed();

  const interrupted = onInterrupt();
  const stop = new AbortController();
  const work = async () => {
    const { node, environment } = await prepare();
    const testbed = await openCluster({
      kubeconfig,
      found,
      node,
      environment,
    });
    return runSuites(names, {
      ...{ root: ROOT, node, environment, only, testbed },
      // It ends the test bed, so it comes after everything else.
      withBed: isWhole,
      signal: stop.signal,
    });
  };
  const working = work();
  let results;
  try {
    results = await Promise.race([working, interrupted]);
  } finally {
    stop.abort();
    await stopChildren();
    // It tidies up behind the child that was stopped.
    await Promise.race([working.catch(() => {}), sleep(3000)]);
    for (const end of endings) await end();
  }
  if (results === 'interrupted') process.exit(130);
  const summary = summarize(results, {
    requireAll: process.env.SAFEKEEP_REQUIRE_ALL === '1',
  });
  console.log(`\n${summary.text}`);
  return summary.failed > 0 || summary.passed === 0 ? 1 : 0;
});

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

import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { stopChildren } from './process/children.mjs';
import { PlainError, runMain } from './process/errors.mjs';
import { onInterrupt } from './process/interrupt.mjs';
import {
  assertPortsAreFree,
  choosePorts,
  portEnvironment,
} from './process/ports.mjs';
import { prepare, ROOT } from './setup/prepare.mjs';
import { parseStartArguments, USAGE } from './start/arguments.mjs';
import { startBackstage } from './start/backstage.mjs';
import {
  assertContextExists,
  writeContextConfig,
} from './start/kubeconfigContext.mjs';
import { startSandbox } from './start/sandbox.mjs';

function addresses(ports, context) {
  const app = `http://localhost:${ports.app}`;
  const lines = [
    ['Backstage', app],
    ['  observer', `${app}/catalog/default/component/observer`],
    ['Forge', `http://localhost:${ports.forge}`],
  ];
  if (context) lines.push(['Cluster', `context ${context} of your kubeconfig`]);
  else lines.push(['Kubernetes API', `http://127.0.0.1:${ports.cluster}`]);
  return lines
    .map(([name, value]) => `  ${name.padEnd(16)}${value}`)
    .join('\n');
}

await runMain(async () => {
  const { context, help } = parseStartArguments(process.argv.slice(2));
  if (help) {
    console.log(USAGE);
    return 0;
  }
  const started = Date.now();
  const ports = choosePorts();
  await assertPortsAreFree(ports);

  const interrupted = onInterrupt();
  const logs = path.join(ROOT, '.safekeep', 'logs', String(ports.app));
  await mkdir(logs, { recursive: true });

  const bringUp = async () => {
    const { node, environment } = await prepare();
    if (context) await assertContextExists(ROOT, context);
    const options = {
      node,
      root: ROOT,
      ports,
      logs,
      environment: { ...environment, ...portEnvironment(ports) },
    };
    const sandbox = await startSandbox({ ...options, withCluster: !context });
    const configs = [path.join(ROOT, 'app-config.yaml')];
    if (context) {
      configs.push(await writeContextConfig(logs, context));
    }
    const parts = await startBackstage({ ...options, configs });
    console.log(
      `\nSafekeep is up after ${Math.round(
        (Date.now() - started) / 1000,
      )} s. Open:\n\n${addresses(
        ports,
        context,
      )}\n\nLogs: ${logs}\nCtrl-C stops everything.`,
    );
    return [sandbox, ...parts];
  };

  try {
    const parts = await Promise.race([bringUp(), interrupted]);
    if (parts === 'interrupted') return 130;
    const first = await Promise.race([
      interrupted,
      ...parts.map(async ({ name, ended, logFile }) => {
        await ended;
        return { name, logFile };
      }),
    ]);
    if (first === 'interrupted') return 0;
    throw new PlainError(
      `The ${first.name} ended by itself; see ${first.logFile}.`,
    );
  } finally {
    await stopChildren();
    // Whatever was still being prepared is not worth waiting for.
    setTimeout(() => process.exit(process.exitCode ?? 1), 500).unref();
  }
});

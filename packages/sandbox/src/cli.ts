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

import { Command, InvalidArgumentError } from 'commander';
import { startSandbox } from './Sandbox';

const STOP_WITHIN_MS = 10_000;

interface Arguments {
  clusterPort: number;
  forgePort: number;
  token: string;
  clusterToken?: string;
  dataDir?: string;
  cluster: boolean;
  exitWithParent: boolean;
}

function parsePort(text: string): number {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : Number.NaN;
  if (!(port <= 65535)) {
    throw new InvalidArgumentError('A port is a number from 0 to 65535.');
  }
  return port;
}

function parseArguments(argv: string[]): Arguments {
  const { env } = process;
  const command = new Command('safekeep-sandbox')
    .description(
      'A Kubernetes API, a Git forge and a sync between them on this machine',
    )
    .option('--cluster-port <port>', 'Kubernetes API; 0: any', parsePort, 7300)
    .option('--forge-port <port>', 'Git forge; 0: any', parsePort, 7301)
    .option(
      '--token <token>',
      'what both want',
      env.SAFEKEEP_FORGE_TOKEN || 'sandbox-token',
    )
    .option(
      '--cluster-token <token>',
      'what the cluster wants, if another',
      env.SAFEKEEP_CLUSTER_TOKEN || undefined,
    )
    .option('--data-dir <directory>', 'keep the repositories here')
    .option('--no-cluster', 'only the forge')
    .option('--exit-with-parent', 'stop when standard input ends', false)
    .exitOverride(error => process.exit(error.exitCode === 0 ? 0 : 2));
  return command.parse(argv, { from: 'user' }).opts<Arguments>();
}

/** Resolves when the process is asked to end. */
function untilAskedToStop(exitWithParent: boolean): Promise<void> {
  return new Promise(resolve => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
      process.once(signal, () => resolve());
    }
    if (exitWithParent) {
      process.stdin.resume();
      process.stdin.once('end', () => resolve());
      process.stdin.once('close', () => resolve());
      process.stdin.once('error', () => resolve());
    }
  });
}

/** What does not end by itself must not keep the process from ending. */
async function endInTime(asked: Promise<void>): Promise<void> {
  await asked;
  setTimeout(() => {
    process.stderr.write('The sandbox did not stop in time; ending it.\n');
    process.exit(1);
  }, STOP_WITHIN_MS).unref();
}

/** One sentence for a person, whatever went wrong. */
function explain(error: unknown, { clusterPort }: Arguments): string {
  const { code, port, message } = error as NodeJS.ErrnoException & {
    port?: number;
  };
  if (code === 'EADDRINUSE' || code === 'EACCES') {
    const option = port === clusterPort ? '--cluster-port' : '--forge-port';
    const why =
      code === 'EACCES' ? 'may not be opened by you' : 'is already in use';
    return `Port ${port} ${why}: stop what uses it, or choose another with ${option}.`;
  }
  return message;
}

/**
 * Runs the sandbox until it is asked to stop. Prints one line of JSON when it
 * is ready, and says on standard error what went wrong.
 */
export async function main(argv: string[]): Promise<number> {
  const args = parseArguments(argv);
  const asked = untilAskedToStop(args.exitWithParent);
  void endInTime(asked);
  try {
    const sandbox = await startSandbox({
      clusterPort: args.clusterPort,
      forgePort: args.forgePort,
      token: args.token,
      clusterToken: args.clusterToken,
      dataDir: args.dataDir,
      withCluster: args.cluster,
    });
    for (const { name, status, message } of sandbox.sync?.state() ?? []) {
      if (status === 'failed') {
        process.stderr.write(`Sync of ${name} failed: ${message}\n`);
      }
    }
    const ready = {
      ready: true,
      cluster: sandbox.cluster?.url,
      forge: sandbox.forge.url,
    };
    process.stdout.write(`${JSON.stringify(ready)}\n`);
    await asked;
    await sandbox.stop();
    return 0;
  } catch (error) {
    process.stderr.write(`${explain(error, args)}\n`);
    return 2;
  }
}

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

import { mkdtemp, mkdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { Forge } from './forge/Forge';
import { createNoSyncPage } from './forge/pages/noSyncPage';
import { SandboxCluster } from './kubernetes/SandboxCluster';
import type { SandboxTiming } from './kubernetes/SandboxTiming';
import { seedDeployment } from './seed/seedDeployment';
import { seedLedger } from './seed/seedLedger';
import { SEEDED_DATABASES } from './seed/seededDatabases';
import { seedPlatform } from './seed/seedPlatform';
import { createSyncPages } from './sync/createSyncPages';
import { Sync } from './sync/Sync';
import type { SyncTarget } from './sync/SyncTarget';

// The sandbox runs from its source, in the repository.
// eslint-disable-next-line no-restricted-syntax
const SEED_FOLDER = resolve(__dirname, '../seed');

/**
 * How {@link startSandbox} starts.
 *
 * @public
 */
export interface SandboxOptions {
  /** Port of the Kubernetes API; 0 or absent: any free port. */
  clusterPort?: number;
  /** Port of the forge; 0 or absent: any free port. */
  forgePort?: number;
  host?: string;
  /** What both want; `sandbox` by default. */
  token?: string;
  /** What the cluster wants, where it isn't `token`. */
  clusterToken?: string;
  /** Where repositories stay; by default a temporary folder that goes at the end. */
  dataDir?: string;
  /** False leaves the cluster, the sync and what needs them out. */
  withCluster?: boolean;
  /** From a push until it is applied; 2 seconds by default. */
  syncDelayMs?: number;
  /** How long what is simulated takes. */
  timing?: SandboxTiming;
}

/**
 * A running sandbox.
 *
 * @public
 */
export interface Sandbox {
  forge: Forge;
  /** Absent when started without a cluster. */
  cluster?: SandboxCluster;
  /** Absent when started without a cluster. */
  sync?: Sync;
  stop(): Promise<void>;
}

/**
 * Starts the forge, the cluster and the sync between them, seeded with the
 * services observer and ledger and the cluster's own parts, and resolves when the first sync was tried.
 *
 * @public
 */
export async function startSandbox(
  options: SandboxOptions = {},
): Promise<Sandbox> {
  const { host = '127.0.0.1', token = 'sandbox', withCluster = true } = options;
  const started: (() => Promise<void>)[] = [];
  const stop = async () => {
    for (const end of started.splice(0).reverse()) {
      await end();
    }
  };
  try {
    const directory = await openDataDirectory(options.dataDir, started);
    const forge = await Forge.start({
      port: options.forgePort,
      host,
      token,
      directory,
    });
    started.push(() => forge.stop());
    if (!withCluster) {
      await seed(forge, undefined);
      forge.addPages('/', createNoSyncPage());
      return { forge, stop };
    }
    const cluster = await SandboxCluster.start({
      port: options.clusterPort,
      host,
      token: options.clusterToken ?? token,
      timing: options.timing,
      databases: SEEDED_DATABASES,
    });
    started.push(() => cluster.stop());
    await seed(forge, cluster.sealingCertificate());
    const sync = await Sync.start({
      forge,
      target: cluster as SyncTarget,
      applications: [
        application('observer', 'deployment', 'infra/k8s/base'),
        application('ledger', 'ledger', 'k8s'),
        application('platform', 'platform', 'clusters/sandbox'),
      ],
      delayMs: options.syncDelayMs,
    });
    started.push(() => sync.stop());
    forge.addPages('/', createSyncPages(sync));
    return { forge, cluster, sync, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

function application(name: string, repository: string, path: string) {
  return { name, owner: 'tawbury', repository, branch: 'main', path };
}

async function openDataDirectory(
  dataDir: string | undefined,
  started: (() => Promise<void>)[],
): Promise<string> {
  if (dataDir !== undefined) {
    const directory = join(resolve(dataDir), 'repositories');
    await mkdir(directory, { recursive: true });
    return directory;
  }
  const directory = await mkdtemp(join(tmpdir(), 'safekeep-sandbox-'));
  started.push(() => rm(directory, { recursive: true, force: true }));
  return directory;
}

/** Repositories that a data directory already holds stay as they are. */
async function seed(
  forge: Forge,
  certificate: string | undefined,
): Promise<void> {
  const { repositories, url: forgeUrl } = forge;
  const deployment = await repositories.createRepository(
    'tawbury',
    'deployment',
  );
  if ((await deployment.git.branches()).length === 0) {
    await seedDeployment(deployment.git, {
      seedFolder: join(SEED_FOLDER, 'deployment'),
      forgeUrl,
    });
  }
  if (certificate === undefined) {
    return;
  }
  const ledger = await repositories.createRepository('tawbury', 'ledger');
  if ((await ledger.git.branches()).length === 0) {
    await seedLedger(ledger.git, {
      seedFolder: join(SEED_FOLDER, 'ledger'),
      forgeUrl,
      certificate,
    });
  }
  const platform = await repositories.createRepository('tawbury', 'platform');
  if ((await platform.git.branches()).length === 0) {
    await seedPlatform(platform.git, {
      seedFolder: join(SEED_FOLDER, 'platform'),
    });
  }
}

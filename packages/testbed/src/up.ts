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

import { existsSync } from 'node:fs';
import { cp, mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ConflictError, ForwardedError } from '@backstage/errors';
import { API_SERVER } from './addresses';
import { buildBinaries } from './building/buildBinaries';
import { startControlPlane } from './cluster/startControlPlane';
import { startNode } from './cluster/startNode';
import { CONTEXT } from './cluster/writeKubeconfig';
import {
  readDescription,
  TestbedDescription,
  writeDescription,
} from './description';
import { down } from './down';
import { buildImages } from './images/buildImages';
import { IMAGES } from './images/images';
import {
  CONTROLLER_NAME,
  CONTROLLER_NAMESPACE,
  installSealedSecrets,
} from './install/installSealedSecrets';
import { ARGO_CD_NAMESPACE, startArgoCd } from './install/startArgoCd';
import { startForge } from './install/startForge';
import { startNames } from './install/startNames';
import { startStorage } from './install/startStorage';
import { assertCommands, assertMachine } from './machine/assertMachine';
import { createNetwork, hasKubernetesRules } from './machine/network';
import { BEFORE, DESCRIPTION, LAST_LOGS, RUN, STATE } from './places';
import { Progress } from './Progress';
import { Processes } from './processes/Processes';

/**
 * Builds what is missing and starts everything, after clearing what a killed run
 * has left. What fails on the way leaves nothing running; what runs already is
 * left as it is.
 */
export async function up(progress: Progress): Promise<TestbedDescription> {
  await assertMachine();
  const running = await findRunning();
  if (running) return running;
  await assertCommands();
  const binaries = await buildBinaries(progress);
  const images = await buildImages({
    controller: join(binaries['sealed-secrets'], 'controller'),
    progress,
  });
  await progress.during('Clearing what an earlier run has left', down);
  if (await hasKubernetesRules()) {
    throw new ConflictError(
      'Another Kubernetes node runs on this machine (its iptables rules are there): the test bed would take its rules away when it ends. Stop it first.',
    );
  }
  const processes = new Processes(STATE);
  const common = { state: STATE, binaries, processes };
  await rm(LAST_LOGS, { recursive: true, force: true });
  try {
    await mkdir(STATE, { recursive: true, mode: 0o711 });
    await writeFile(BEFORE, JSON.stringify(await createNetwork()));
    const [controlPlane, forge] = await Promise.all([
      progress.during('Starting the control plane', () =>
        startControlPlane(common),
      ),
      startForge(common),
    ]);
    const withCluster = { ...common, controlPlane };
    await progress.during('Starting the node', async () => {
      await startNames(withCluster);
      await startNode({ ...withCluster, run: RUN, images });
    });
    await progress.during('Installing what runs on it', async () => {
      const { kubectl } = controlPlane;
      await installSealedSecrets(kubectl, binaries['sealed-secrets']);
      await startStorage(withCluster);
      await startArgoCd(withCluster);
      await kubectl.waitForRollout(
        `deployment/${CONTROLLER_NAME}`,
        CONTROLLER_NAMESPACE,
      );
    });
    const description: TestbedDescription = {
      kubeconfig: controlPlane.kubeconfig,
      context: CONTEXT,
      kubernetes: {
        url: API_SERVER,
        token: controlPlane.adminToken,
        certificateAuthority: controlPlane.authority.pair.certificate,
      },
      sealedSecrets: {
        controllerName: CONTROLLER_NAME,
        controllerNamespace: CONTROLLER_NAMESPACE,
        chart: join(binaries['sealed-secrets'], 'helm/sealed-secrets'),
      },
      images: {
        shell: IMAGES.shell,
        postgres: IMAGES.postgres,
        observer: IMAGES.observer,
      },
      tools: {
        kubectl: join(binaries.kubernetes, 'kubectl'),
        kubeseal: join(binaries['sealed-secrets'], 'kubeseal'),
      },
      forge,
      argoCd: { namespace: ARGO_CD_NAMESPACE },
      machine: { stateDirectory: STATE },
    };
    await writeDescription(DESCRIPTION, description);
    return description;
  } catch (error) {
    await cp(join(STATE, 'logs'), LAST_LOGS, { recursive: true, force: true });
    await down();
    throw new ForwardedError(
      `The test bed did not start, and nothing of it is left but its logs (${LAST_LOGS})`,
      error,
    );
  }
}

/** A test bed of which every process runs; parts of one are no test bed. */
async function findRunning(): Promise<TestbedDescription | undefined> {
  if (!existsSync(DESCRIPTION)) return undefined;
  const processes = new Processes(STATE);
  for (const name of await processes.names()) {
    if (!(await processes.isRunning(name))) return undefined;
  }
  return readDescription(DESCRIPTION);
}

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

import { setTimeout } from 'node:timers/promises';
import { recordAt } from '../kubernetes/json/isRecord';
import { KubernetesObject } from '../kubernetes/objects/KubernetesObject';
import { ServiceProxy } from '../kubernetes/proxy/ServiceProxy';
import { ObjectRegistry } from '../kubernetes/registry/ObjectRegistry';
import { SandboxTiming } from '../kubernetes/SandboxTiming';
import { SealingKeys } from '../unsealing/SealingKeys';
import { Corruption } from '../postgres/DataDirectory';
import { SeededDatabase } from '../postgres/DataVolumes';
import { SimulatedDatabases } from '../postgres/SimulatedDatabases';
import { Controller } from './Controller';
import { ControllerContext } from './ControllerContext';
import { GarbageCollector } from './garbage/GarbageCollector';
import { NamespaceController } from './garbage/NamespaceController';
import { EndpointSliceController } from './network/EndpointSliceController';
import { PodController } from './pods/PodController';
import { Scheduler } from './pods/Scheduler';
import { simulatedLog } from './pods/simulatedLog';
import { createControllerHttp } from './sealedSecrets/controllerHttp';
import { SealedSecretController } from './sealedSecrets/SealedSecretController';
import { SealingKeyRenewal } from './sealedSecrets/SealingKeyRenewal';
import { ClaimController } from './volumes/ClaimController';
import { DaemonSetController } from './workloads/DaemonSetController';
import { DeploymentController } from './workloads/DeploymentController';
import { JobController } from './workloads/JobController';
import { ReplicaSetController } from './workloads/ReplicaSetController';
import { StatefulSetController } from './workloads/StatefulSetController';
import { WorkQueue } from './WorkQueue';

export interface ControllerManagerOptions {
  registry: ObjectRegistry;
  keys: SealingKeys;
  proxy: ServiceProxy;
  now: () => Date;
  timing: Required<SandboxTiming>;
  sealedSecrets: { namespace: string; name: string };
  /** What databases hold when they first start. */
  databases?: SeededDatabase[];
}

/** Every controller of the cluster, fed from one queue. */
export class ControllerManager {
  static create(options: ControllerManagerOptions): ControllerManager {
    const { registry, keys, proxy, sealedSecrets } = options;
    const context = ControllerContext.create(options);
    const databases = SimulatedDatabases.create(context, options.databases);
    const controllers: Controller[] = [
      NamespaceController.create(context),
      GarbageCollector.create(context),
      DeploymentController.create(context),
      ReplicaSetController.create(context),
      StatefulSetController.create(context),
      DaemonSetController.create(context),
      JobController.create(context),
      ClaimController.create(context),
      Scheduler.create(context),
      PodController.create(context, databases),
      EndpointSliceController.create(context),
      SealedSecretController.create({
        context,
        keys,
        deployment: sealedSecrets,
      }),
      SealingKeyRenewal.create({ context, keys, deployment: sealedSecrets }),
    ];
    const queue = WorkQueue.create(controllers);
    context.lookAgain = (delayMs, controllerName, key) =>
      queue.after(delayMs, controllerName, key);
    proxy.register(
      sealedSecrets.namespace,
      sealedSecrets.name,
      createControllerHttp(keys),
    );
    const podLog = (pod: KubernetesObject, container: string) =>
      simulatedLog(pod, container, databases.complaintOf(pod));
    return new ControllerManager(
      registry,
      queue,
      sealedSecrets,
      databases,
      podLog,
    );
  }

  #unsubscribe = () => {};

  private constructor(
    private readonly registry: ObjectRegistry,
    private readonly queue: WorkQueue,
    private readonly sealedSecrets: { namespace: string; name: string },
    private readonly databases: SimulatedDatabases,
    /** What a container of a pod would have printed. */
    readonly podLog: (pod: KubernetesObject, container: string) => string,
  ) {}

  get corruptions(): readonly Corruption[] {
    return this.databases.corruptions;
  }

  /** Takes up what is there, then what happens. */
  start(): void {
    const { store, resources } = this.registry;
    for (const definition of resources.all) {
      for (const object of store.list(definition)) {
        this.queue.offer({
          type: 'ADDED',
          definition,
          resourceVersion: Number(object.metadata.resourceVersion),
          object,
        });
      }
    }
    this.#unsubscribe = store.subscribe(event => this.queue.offer(event));
  }

  /** Resolves when the sealed-secrets controller's own pod is ready. */
  async untilUnsealing(): Promise<void> {
    const { store, resources } = this.registry;
    const { namespace, name } = this.sealedSecrets;
    const deployments = resources.ofKind('apps/v1', 'Deployment');
    const isReady = () =>
      Number(
        recordAt(store.get(deployments, namespace, name), 'status')
          .readyReplicas ?? 0,
      ) > 0;
    while (!isReady()) {
      await setTimeout(5);
    }
  }

  stop(): void {
    this.#unsubscribe();
    this.queue.stop();
  }
}

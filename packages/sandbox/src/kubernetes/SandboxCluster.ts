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

import { AccessControl, AccessRule } from './access/AccessControl';
import { clusterObjects } from './bootstrap/clusterObjects';
import {
  CONTROLLER_NAME,
  sealedSecretsObjects,
} from './bootstrap/sealedSecretsObjects';
import { ControllerManager } from '../controllers/ControllerManager';
import { SealingKeys } from '../unsealing/SealingKeys';
import { Corruption } from '../postgres/DataDirectory';
import { SeededDatabase } from '../postgres/DataVolumes';
import { ApiDispatcher } from './http/ApiDispatcher';
import { ApiListener } from './http/ApiListener';
import { kubeconfigText } from './kubeconfigText';
import { KubernetesObject } from './objects/KubernetesObject';
import { ServiceProxy } from './proxy/ServiceProxy';
import { ObjectRegistry } from './registry/ObjectRegistry';
import { ResourceCatalog } from './resources/ResourceCatalog';
import { resolveTiming, SandboxTiming } from './SandboxTiming';
import { ApiStatusError } from './status/ApiStatusError';
import { ObjectStore } from './store/ObjectStore';
import { WatchSettings } from './watch/watchHandler';

export type { AccessRule } from './access/AccessControl';
export type { SandboxTiming } from './SandboxTiming';
export type { Corruption } from '../postgres/DataDirectory';
export type { SeededDatabase } from '../postgres/DataVolumes';

/** @public */
export interface SandboxClusterOptions {
  /** 0 or absent: any free port. */
  port?: number;
  host?: string;
  token?: string;
  controllerNamespace?: string;
  now?: () => Date;
  timing?: SandboxTiming;
  /** What databases hold when they first start; others are empty. */
  databases?: SeededDatabase[];
}

interface Parts {
  registry: ObjectRegistry;
  access: AccessControl;
  dispatcher: ApiDispatcher;
  listener: ApiListener;
  controllers: ControllerManager;
  keys: SealingKeys;
  watches: WatchSettings;
}

/**
 * A Kubernetes API over HTTP with the controllers that a GitOps loop needs, all
 * in memory. Pods do not run.
 *
 * @public
 */
export class SandboxCluster {
  static async start(
    options: SandboxClusterOptions = {},
  ): Promise<SandboxCluster> {
    const { token = 'sandbox', now = () => new Date() } = options;
    const controllerNamespace = options.controllerNamespace ?? 'kube-system';
    const host = options.host ?? '127.0.0.1';
    const asked = resolveTiming(options.timing);
    // The cluster's own pods are there at once; what is deployed to it takes its time.
    const timing = { ...asked, podReadyMs: 0 };
    const keys = await SealingKeys.create({ now });
    const store = ObjectStore.create({ now });
    const resources = ResourceCatalog.create();
    const registry = ObjectRegistry.create({ store, resources, now });
    const access = AccessControl.create();
    const proxy = ServiceProxy.create(registry);
    const controllers = ControllerManager.create({
      registry,
      keys,
      proxy,
      now,
      timing,
      sealedSecrets: { namespace: controllerNamespace, name: CONTROLLER_NAME },
      databases: options.databases,
    });
    const watches: WatchSettings = {
      bookmarkMs: timing.bookmarkMs,
      expiredWatches: 'event',
    };
    const dispatcher = ApiDispatcher.create({
      registry,
      access,
      proxy,
      podLog: controllers.podLog,
      watches,
      now,
      token,
      user: 'sandbox',
    });
    seed(registry, [
      ...clusterObjects(now()),
      ...(controllerNamespace === 'kube-system'
        ? []
        : [namespaceNamed(controllerNamespace)]),
      ...sealedSecretsObjects(controllerNamespace),
    ]);
    controllers.start();
    await controllers.untilUnsealing();
    timing.podReadyMs = asked.podReadyMs;
    const listener = await ApiListener.listen(dispatcher, {
      port: options.port ?? 0,
      host,
    });
    return new SandboxCluster(`http://${listener.address}`, token, {
      registry,
      access,
      dispatcher,
      listener,
      controllers,
      keys,
      watches,
    });
  }

  private constructor(
    /** `http://127.0.0.1:7300` */
    readonly url: string,
    readonly token: string,
    private readonly parts: Parts,
  ) {}

  /**
   * Server-side apply, conflicts forced: fields that this manager applied
   * before and no longer names are removed. Every object is tried; the error
   * names all that were refused.
   */
  async apply(
    objects: KubernetesObject[],
    options: {
      fieldManager: string;
      /** Only says what would be refused. */
      dryRun?: boolean;
    },
  ): Promise<void> {
    const { registry } = this.parts;
    const refusals: string[] = [];
    for (const object of namespacesFirst(objects)) {
      try {
        const definition = registry.resources.ofKind(
          object.apiVersion,
          object.kind,
        );
        registry.apply(definition, object, {
          manager: options.fieldManager,
          force: true,
          dryRun: options.dryRun,
        });
      } catch (error) {
        const { namespace, name } = object.metadata;
        const where = namespace ? `${namespace}/${name}` : name;
        const why = error instanceof Error ? error.message : String(error);
        refusals.push(`${object.kind} ${where}: ${why}`);
      }
    }
    if (refusals.length > 0) {
      throw new Error(
        `${refusals.length} of ${
          objects.length
        } objects could not be applied: ${refusals.join('; ')}`,
      );
    }
  }

  get(
    apiVersion: string,
    kind: string,
    name: string,
    namespace?: string,
  ): KubernetesObject | undefined {
    const { registry } = this.parts;
    const definition = registry.resources.ofKind(apiVersion, kind);
    return registry.store.get(
      definition,
      definition.namespaced ? namespace : undefined,
      name,
    );
  }

  /** Every namespace when none is given. */
  list(
    apiVersion: string,
    kind: string,
    namespace?: string,
  ): KubernetesObject[] {
    const { registry } = this.parts;
    const definition = registry.resources.ofKind(apiVersion, kind);
    return registry.store.list(definition, namespace);
  }

  /** With its dependents, in the background. False when there was nothing to delete. */
  async delete(
    apiVersion: string,
    kind: string,
    name: string,
    namespace?: string,
  ): Promise<boolean> {
    const { registry } = this.parts;
    const definition = registry.resources.ofKind(apiVersion, kind);
    try {
      registry.delete(
        definition,
        definition.namespaced ? namespace : undefined,
        name,
      );
      return true;
    } catch (error) {
      if (error instanceof ApiStatusError && error.code === 404) {
        return false;
      }
      throw error;
    }
  }

  /** The PEM of the newest sealing certificate. */
  sealingCertificate(): string {
    return this.parts.keys.newest.certificate;
  }

  /** Makes one more sealing key, as the controller does every 30 days; the old ones still open. */
  async renewSealingKey(): Promise<string> {
    return (await this.parts.keys.renew()).certificate;
  }

  /** Every time two PostgreSQL servers had the same data directory, which must never be. */
  databaseCorruptions(): readonly Corruption[] {
    return this.parts.controllers.corruptions;
  }

  /** Answers matching requests with 403 until {@link SandboxCluster.allow}. */
  forbid(rule: AccessRule): void {
    this.parts.access.forbid(rule);
  }

  /** Takes one rule back, or every rule when none is given. */
  allow(rule?: AccessRule): void {
    this.parts.access.allow(rule);
  }

  /**
   * Forgets the history: resource versions and continue tokens from before
   * answer 410. Watches get it as an ERROR event, or as the HTTP status.
   */
  compact(options: { expiredWatches?: 'event' | 'status' } = {}): void {
    this.parts.watches.expiredWatches = options.expiredWatches ?? 'event';
    this.parts.registry.store.compact();
  }

  /** Ends every open watch, as an API server does now and then. */
  endWatches(): void {
    this.parts.dispatcher.endWatches();
  }

  /** A kubeconfig with one context, over TLS because kubectl sends no token without it. */
  kubeconfig(name: string = 'sandbox'): string {
    return kubeconfigText({
      name,
      url: this.url.replace(/^http:/, 'https:'),
      certificate: this.parts.listener.certificate,
      token: this.token,
    });
  }

  async stop(): Promise<void> {
    this.parts.controllers.stop();
    this.parts.dispatcher.endWatches();
    await this.parts.listener.close();
  }
}

function seed(registry: ObjectRegistry, objects: KubernetesObject[]): void {
  for (const object of objects) {
    const definition = registry.resources.ofKind(
      object.apiVersion,
      object.kind,
    );
    const created = registry.create(definition, object);
    if (object.status) {
      registry.update(
        definition,
        { ...created, status: object.status },
        { subresource: 'status' },
      );
    }
  }
}

function namespaceNamed(name: string): KubernetesObject {
  return { apiVersion: 'v1', kind: 'Namespace', metadata: { name } };
}

function namespacesFirst(objects: KubernetesObject[]): KubernetesObject[] {
  const isFirst = (object: KubernetesObject) => object.kind === 'Namespace';
  return [
    ...objects.filter(isFirst),
    ...objects.filter(object => !isFirst(object)),
  ];
}

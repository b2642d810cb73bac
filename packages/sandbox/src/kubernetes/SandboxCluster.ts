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


import { NotImplementedError } from '@backstage/errors';
import { KubernetesObject } from './objects/KubernetesObject';

/**
 * How long the simulated parts of the cluster take, in milliseconds.
 *
 * @public
 */
export interface SandboxTiming {
  /** From a pod's creation until its containers are ready. */
  podReadyMs?: number;
  /** From a pod's deletion until it is gone. */
  podTerminationMs?: number;
  /** From a claim's first use until it is bound. */
  claimBindingMs?: number;
  /** How long a Job's pod runs. */
  jobDurationMs?: number;
  /** Between two bookmarks of a watch. */
  bookmarkMs?: number;
}

/**
 * What the API server refuses with 403. Absent fields match everything.
 *
 * @public
 */
export interface AccessRule {
  /** `get`, `list`, `watch`, `create`, `update`, `patch`, `delete`, … */
  verb?: string;
  /** Plural, with the subresource: `pods`, `pods/log`. */
  resource?: string;
  group?: string;
  /** Cluster-wide requests (a list over all namespaces) match only rules without it. */
  namespace?: string;
}

/** @public */
export interface SandboxClusterOptions {
  /** 0 or absent: any free port. */
  port?: number;
  host?: string;
  token?: string;
  controllerNamespace?: string;
  now?: () => Date;
  timing?: SandboxTiming;
}

/**
 * A Kubernetes API over HTTP with the controllers that a GitOps loop needs, all
 * in memory. Pods do not run.
 *
 * @public
 */
export class SandboxCluster {
  static async start(
    _options: SandboxClusterOptions = {},
  ): Promise<SandboxCluster> {
    throw new NotImplementedError('The sandbox cluster is being built');
  }

  private constructor(
    /** `http://127.0.0.1:7300` */
    readonly url: string,
    readonly token: string,
  ) {}

  /**
   * Server-side apply, conflicts forced: fields that this manager applied
   * before and no longer names are removed. Every object is tried; the error
   * names all that were refused.
   */
  async apply(
    _objects: KubernetesObject[],
    _options: { fieldManager: string },
  ): Promise<void> {
    throw new NotImplementedError('apply');
  }

  get(
    _apiVersion: string,
    _kind: string,
    _name: string,
    _namespace?: string,
  ): KubernetesObject | undefined {
    throw new NotImplementedError('get');
  }

  /** Every namespace when none is given. */
  list(
    _apiVersion: string,
    _kind: string,
    _namespace?: string,
  ): KubernetesObject[] {
    throw new NotImplementedError('list');
  }

  /** With its dependents, in the background. False when there was nothing to delete. */
  async delete(
    _apiVersion: string,
    _kind: string,
    _name: string,
    _namespace?: string,
  ): Promise<boolean> {
    throw new NotImplementedError('delete');
  }

  /** The PEM of the newest sealing certificate. */
  sealingCertificate(): string {
    throw new NotImplementedError('sealingCertificate');
  }

  /** Makes one more sealing key, as the controller does every 30 days; the old ones still open. */
  async renewSealingKey(): Promise<string> {
    throw new NotImplementedError('renewSealingKey');
  }

  /** Answers matching requests with 403 until {@link SandboxCluster.allow}. */
  forbid(_rule: AccessRule): void {
    throw new NotImplementedError('forbid');
  }

  /** Takes one rule back, or every rule when none is given. */
  allow(_rule?: AccessRule): void {
    throw new NotImplementedError('allow');
  }

  /**
   * Forgets the history: resource versions and continue tokens from before
   * answer 410. Watches get it as an ERROR event, or as the HTTP status.
   */
  compact(_options: { expiredWatches?: 'event' | 'status' } = {}): void {
    throw new NotImplementedError('compact');
  }

  async stop(): Promise<void> {
    throw new NotImplementedError('stop');
  }
}

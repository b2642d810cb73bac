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
import { readFiles } from '../forge/git/trees';
import { readCommit } from '../forge/git/commits';
import type { BareRepository } from '../forge/git/BareRepository';
import { assessHealth, type Health } from './assessHealth';
import { renderKustomization } from './kustomize/renderKustomization';
import { isClusterScoped } from './kustomize/resource';
import { planWaves, type SyncWave } from './syncOrder';
import type { ClusterObject, SyncTarget } from './SyncTarget';
import {
  isKeptFromPrune,
  isTrackedBy,
  objectKey,
  withTracking,
} from './tracking';

const FIELD_MANAGER = 'sandbox-sync';
const HEALTH_POLL_MS = 100;

/**
 * A folder of a repository that is kept applied to the cluster.
 *
 * @public
 */
export interface Application {
  name: string;
  owner: string;
  repository: string;
  branch: string;
  path: string;
}

/** What became of one object at the last sync. */
export interface SyncedObject {
  kind: string;
  namespace?: string;
  name: string;
  action: 'applied' | 'pruned' | 'kept';
  health: Health;
}

/**
 * Where an application stands.
 *
 * @public
 */
export interface ApplicationState extends Application {
  status: 'waiting' | 'syncing' | 'synced' | 'failed';
  /** Why it failed, or what it is at. */
  message: string;
  /** The commit that was last tried. */
  revision?: string;
  subject?: string;
  /** The commit that the cluster has. */
  appliedRevision?: string;
  startedAt?: string;
  finishedAt?: string;
  objects: SyncedObject[];
}

/** A sync that failed for what the cluster said, so that trying again may help. */
export class ClusterRefusedError extends Error {
  name = 'ClusterRefusedError';
}

/** Applies one {@link Application} and remembers what it applied. */
export class SyncedApplication {
  readonly #application: Application;
  readonly #git: BareRepository;
  readonly #target: SyncTarget;
  readonly #waveTimeoutMs: number;
  #applied = new Map<string, ClusterObject>();
  #gone: ClusterObject[] = [];
  #kept: ClusterObject[] = [];
  #state: Omit<ApplicationState, keyof Application | 'objects'> = {
    status: 'waiting',
    message: 'Not synced yet',
  };

  static create(options: {
    application: Application;
    git: BareRepository;
    target: SyncTarget;
    waveTimeoutMs: number;
  }): SyncedApplication {
    return new SyncedApplication(options);
  }

  private constructor(options: {
    application: Application;
    git: BareRepository;
    target: SyncTarget;
    waveTimeoutMs: number;
  }) {
    this.#application = options.application;
    this.#git = options.git;
    this.#target = options.target;
    this.#waveTimeoutMs = options.waveTimeoutMs;
  }

  state(): ApplicationState {
    const describe = (
      object: ClusterObject,
      action: SyncedObject['action'],
    ): SyncedObject => ({
      kind: object.kind,
      namespace: object.metadata.namespace,
      name: object.metadata.name,
      action,
      health: assessHealth(this.#live(object)),
    });
    return {
      ...this.#application,
      ...this.#state,
      objects: [
        ...[...this.#applied.values()].map(object =>
          describe(object, 'applied'),
        ),
        ...this.#kept.map(object => describe(object, 'kept')),
        ...this.#gone.map(object => describe(object, 'pruned')),
      ],
    };
  }

  /** Brings the cluster to the branch's newest commit. */
  async sync(signal: AbortSignal): Promise<void> {
    const { branch, path } = this.#application;
    this.#state = {
      ...this.#state,
      status: 'syncing',
      message: 'Reading the repository',
      startedAt: new Date().toISOString(),
    };
    try {
      const revision = await this.#git.getCommit(`refs/heads/${branch}`);
      const { message } = await readCommit(this.#git, revision);
      this.#say({ revision, subject: message.split('\n')[0] });
      const files = await readFiles(this.#git, { commit: revision });
      // Everything is read and rendered before anything is applied, so that a
      // mistake in the repository changes nothing in the cluster.
      const objects = renderKustomization(files, path) as ClusterObject[];
      await this.#apply(objects, signal);
      this.#say({
        status: 'synced',
        message: `${objects.length} objects applied`,
        appliedRevision: revision,
        finishedAt: new Date().toISOString(),
      });
    } catch (error) {
      this.#say({
        status: 'failed',
        message: error instanceof Error ? error.message : String(error),
        finishedAt: new Date().toISOString(),
      });
      throw error;
    }
  }

  async #apply(objects: ClusterObject[], signal: AbortSignal): Promise<void> {
    const wanted = new Set(objects.map(objectKey));
    const leaving = [...this.#applied.values()].filter(
      object => !wanted.has(objectKey(object)),
    );
    const waves = planWaves(objects, leaving);
    this.#gone = [];
    // As Argo CD: what would be refused is found out before anything is deleted.
    await this.#applyObjects(
      objects.filter(object => this.#hasPlace(object)),
      { dryRun: true },
    );
    for (const [index, { wave, prune, apply }] of waves.entries()) {
      this.#say({ message: `Applying wave ${wave}` });
      // As Argo CD: what comes doesn't wait until what goes is gone. Only the
      // next wave does.
      await this.#prune(prune);
      await this.#applyObjects(apply, { dryRun: false });
      for (const object of apply) {
        this.#applied.set(objectKey(object), object);
      }
      if (index < waves.length - 1) {
        await this.#waitForWave(waves[index], signal);
      }
    }
  }

  async #applyObjects(
    objects: ClusterObject[],
    options: { dryRun: boolean },
  ): Promise<void> {
    try {
      await this.#target.apply(
        objects.map(object => withTracking(object, this.#application.name)),
        { fieldManager: FIELD_MANAGER, ...options },
      );
    } catch (error) {
      throw new ClusterRefusedError(
        `The cluster refused ${
          options.dryRun ? 'it, and nothing was changed' : 'a part of it'
        }: ${(error as Error).message}`,
      );
    }
  }

  /** Whether the object's namespace is there already; without it no dry run can pass. */
  #hasPlace({ kind, metadata }: ClusterObject): boolean {
    const { namespace } = metadata;
    return (
      isClusterScoped(kind) ||
      namespace === undefined ||
      this.#target.get('v1', 'Namespace', namespace) !== undefined
    );
  }

  async #prune(objects: ClusterObject[]): Promise<void> {
    const { name } = this.#application;
    for (const object of objects) {
      const live = this.#live(object);
      this.#applied.delete(objectKey(object));
      this.#kept = this.#kept.filter(
        other => objectKey(other) !== objectKey(object),
      );
      if (!live || !isTrackedBy(live, name)) {
        continue;
      }
      if (isKeptFromPrune(live)) {
        this.#kept.push(object);
        continue;
      }
      const { metadata } = object;
      await this.#target.delete(
        object.apiVersion,
        object.kind,
        metadata.name,
        metadata.namespace,
      );
      this.#gone.push(object);
    }
  }

  async #waitForWave(
    { wave, apply, prune }: SyncWave,
    signal: AbortSignal,
  ): Promise<void> {
    const deadline = Date.now() + this.#waveTimeoutMs;
    for (;;) {
      const waiting = [
        ...apply.filter(
          object => assessHealth(this.#live(object)) !== 'healthy',
        ),
        ...prune.filter(
          object => this.#gone.includes(object) && this.#live(object),
        ),
      ];
      if (waiting.length === 0) {
        return;
      }
      // As Argo CD: what comes after a failed Job is not applied.
      const failed = apply.filter(
        object =>
          object.kind === 'Job' &&
          assessHealth(this.#live(object)) === 'degraded',
      );
      if (failed.length > 0) {
        throw new ClusterRefusedError(
          `Wave ${wave} failed, and later ones were not applied: ${failed
            .map(({ kind, metadata }) => `${kind} ${metadata.name}`)
            .join(', ')}`,
        );
      }
      const names = waiting
        .map(({ kind, metadata }) => `${kind} ${metadata.name}`)
        .join(', ');
      if (Date.now() > deadline) {
        throw new ClusterRefusedError(
          `Wave ${wave} was not done in ${Math.round(
            this.#waveTimeoutMs / 1000,
          )} s: ${names}`,
        );
      }
      this.#say({ message: `Wave ${wave} waits for ${names}` });
      await sleep(HEALTH_POLL_MS, undefined, { signal });
    }
  }

  #live(object: ClusterObject): ClusterObject | undefined {
    const { name, namespace } = object.metadata;
    return this.#target.get(object.apiVersion, object.kind, name, namespace);
  }

  #say(change: Partial<ApplicationState>): void {
    this.#state = { ...this.#state, ...change };
  }
}

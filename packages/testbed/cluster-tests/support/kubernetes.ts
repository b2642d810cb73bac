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

import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { run, TestbedDescription, waitFor } from '../../src';

/** As much of any object as the helpers look at. */
export interface KubernetesObject {
  apiVersion: string;
  kind: string;
  metadata: {
    name: string;
    namespace?: string;
    uid: string;
    generation?: number;
    creationTimestamp: string;
    deletionTimestamp?: string;
    labels?: Record<string, string>;
    annotations?: Record<string, string>;
    ownerReferences?: Array<{ kind: string; name: string; uid: string }>;
  };
}

/** A pod, as far as the tests look at it. */
export interface Pod extends KubernetesObject {
  spec: { containers: Array<{ name: string; image: string }> };
  status: {
    phase: string;
    podIP?: string;
    startTime?: string;
    conditions?: Array<{ type: string; status: string }>;
    containerStatuses?: Array<{
      restartCount: number;
      state: { waiting?: { reason: string; message?: string } };
    }>;
  };
}

/** One line of a watch, and when it came. */
export interface WatchLine {
  at: number;
  line: string;
}

/** Where an object is; `kind` as kubectl takes it. */
export interface ObjectReference {
  kind: string;
  name: string;
  namespace?: string;
}

/** What kubectl does, as an administrator. */
export class Kubernetes {
  readonly #kubectl: string;
  readonly #environment: NodeJS.ProcessEnv;

  constructor(
    description: Pick<TestbedDescription, 'kubeconfig' | 'context' | 'tools'>,
  ) {
    this.#kubectl = description.tools.kubectl;
    this.#environment = {
      ...process.env,
      KUBECONFIG: description.kubeconfig,
    };
  }

  /** What kubectl prints. Values go by `input`: arguments end up in errors. */
  async kubectl(
    args: string[],
    options: { input?: string } = {},
  ): Promise<string> {
    return run(this.#kubectl, args, { env: this.#environment, ...options });
  }

  async find<T extends KubernetesObject>(
    reference: ObjectReference,
  ): Promise<T | undefined> {
    const text = await this.kubectl([
      'get',
      '--ignore-not-found',
      '--output=json',
      ...argumentsOf(reference),
    ]);
    return text.trim() ? (JSON.parse(text) as T) : undefined;
  }

  /** @throws Error that names the object, when it isn't there */
  async get<T extends KubernetesObject>(
    reference: ObjectReference,
  ): Promise<T> {
    const found = await this.find<T>(reference);
    if (!found) {
      throw new Error(`There is no ${describe(reference)}`);
    }
    return found;
  }

  async list<T extends KubernetesObject>(options: {
    kind: string;
    namespace: string;
    selector?: string;
  }): Promise<T[]> {
    const { kind, namespace, selector } = options;
    const text = await this.kubectl([
      'get',
      kind,
      `--namespace=${namespace}`,
      '--output=json',
      ...(selector ? [`--selector=${selector}`] : []),
    ]);
    return (JSON.parse(text) as { items: T[] }).items;
  }

  /** Applies objects, or manifests as text. */
  async apply(manifests: string | object[]): Promise<void> {
    const input =
      typeof manifests === 'string'
        ? manifests
        : JSON.stringify({ apiVersion: 'v1', kind: 'List', items: manifests });
    await this.kubectl(['apply', '--server-side', '--filename=-'], { input });
  }

  /** Deletes an object and waits until it is gone; one that isn't there is fine. */
  async delete(reference: ObjectReference): Promise<void> {
    await this.kubectl([
      'delete',
      '--ignore-not-found',
      '--timeout=180s',
      ...argumentsOf(reference),
    ]);
  }

  /** Runs a command in a pod, or in one of a workload's (`deployment/x`). */
  async exec(
    target: { namespace: string; name: string },
    command: string[],
    options: { input?: string } = {},
  ): Promise<string> {
    return this.kubectl(
      [
        'exec',
        ...(options.input === undefined ? [] : ['--stdin']),
        `--namespace=${target.namespace}`,
        target.name,
        '--',
        ...command,
      ],
      options,
    );
  }

  /** The decoded values of a Secret; empty when there is none. */
  async secretValues(
    namespace: string,
    name: string,
  ): Promise<Record<string, string>> {
    const secret = await this.find<
      KubernetesObject & { data?: Record<string, string> }
    >({ kind: 'secret', namespace, name });
    return Object.fromEntries(
      Object.entries(secret?.data ?? {}).map(([key, value]) => [
        key,
        Buffer.from(value, 'base64').toString(),
      ]),
    );
  }

  async pods(namespace: string, selector: string): Promise<Pod[]> {
    return this.list<Pod>({ kind: 'pods', namespace, selector });
  }

  /** Waits until a workload's pods all run its newest template and are ready. */
  async waitForRollout(
    namespace: string,
    workload: string,
    timeoutMs = 180_000,
  ): Promise<void> {
    await this.kubectl([
      'rollout',
      'status',
      workload,
      `--namespace=${namespace}`,
      `--timeout=${Math.round(timeoutMs / 1000)}s`,
    ]);
  }

  async waitUntilGone(
    reference: ObjectReference,
    timeoutMs = 120_000,
  ): Promise<void> {
    await waitFor(
      `Removing ${describe(reference)}`,
      async () => (await this.find(reference)) === undefined,
      { timeoutMs },
    );
  }

  /**
   * Follows the objects of a kind: a line for each event, made of what the
   * JSONPath `show` picks from `{.type}` and `{.object}`.
   */
  watch(options: { kind: string; namespace: string; show: string }): {
    lines: WatchLine[];
    stop(): void;
  } {
    const lines: WatchLine[] = [];
    const child = spawn(
      this.#kubectl,
      [
        'get',
        options.kind,
        `--namespace=${options.namespace}`,
        '--watch',
        '--output-watch-events',
        `--output=jsonpath=${options.show}{"\\n"}`,
      ],
      { env: this.#environment, stdio: ['ignore', 'pipe', 'ignore'] },
    );
    let rest = '';
    child.stdout.on('data', chunk => {
      const whole = (rest + chunk).split('\n');
      rest = whole.pop() ?? '';
      lines.push(...whole.map(line => ({ at: Date.now(), line })));
    });
    return { lines, stop: () => child.kill() };
  }

  /** Starts a command in a pod that goes on, and is given its input at once. */
  follow(
    target: { namespace: string; name: string },
    command: string[],
    options: { input: string; onLine: (line: string) => void },
  ): { stop(): void } {
    const child = spawn(
      this.#kubectl,
      [
        'exec',
        '--stdin',
        `--namespace=${target.namespace}`,
        target.name,
        '--',
        ...command,
      ],
      { env: this.#environment, stdio: ['pipe', 'pipe', 'ignore'] },
    );
    let rest = '';
    child.stdout.on('data', chunk => {
      const whole = (rest + chunk).split('\n');
      rest = whole.pop() ?? '';
      whole.forEach(options.onLine);
    });
    child.stdin.on('error', () => {});
    child.stdin.write(options.input);
    return {
      stop: () => {
        child.stdin.end();
        child.kill();
      },
    };
  }
}

function argumentsOf({ kind, name, namespace }: ObjectReference): string[] {
  return [kind, name, ...(namespace ? [`--namespace=${namespace}`] : [])];
}

function describe({ kind, name, namespace }: ObjectReference): string {
  return `${kind} ${namespace ? `${namespace}/` : ''}${name}`;
}

export const FINGERPRINT_LENGTH = 16;

/** The values as fingerprints: to compare, also where a failure is printed. */
export function fingerprints(
  values: Record<string, string>,
): Record<string, string> {
  return Object.fromEntries(
    Object.entries(values)
      .map(([key, value]) => [
        key,
        createHash('sha256')
          .update(value)
          .digest('hex')
          .slice(0, FINGERPRINT_LENGTH),
      ])
      .sort(([a], [b]) => a.localeCompare(b)),
  );
}

/** Whether a pod is ready, and not on its way out. */
export function isReady(pod: Pod): boolean {
  return (
    pod.metadata.deletionTimestamp === undefined &&
    (pod.status.conditions ?? []).some(
      ({ type, status }) => type === 'Ready' && status === 'True',
    )
  );
}

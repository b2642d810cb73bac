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

import { ApiStatusError } from '../kubernetes/status/ApiStatusError';
import { StoreEvent } from '../kubernetes/store/ObjectStore';
import { Controller, ObjectKey } from './Controller';

const FIRST_RETRY_MS = 10;
const LAST_RETRY_MS = 5_000;

/** Runs controllers one object at a time, each object once however many events it had. */
export class WorkQueue {
  static create(controllers: Controller[]): WorkQueue {
    return new WorkQueue(controllers);
  }

  readonly #pending = new Map<string, () => void>();
  readonly #failures = new Map<string, number>();
  readonly #timers = new Set<NodeJS.Timeout>();
  #draining = false;
  #stopped = false;

  private constructor(private readonly controllers: Controller[]) {}

  offer(event: StoreEvent): void {
    for (const controller of this.controllers) {
      for (const key of controller.keysOf(event)) {
        this.#add(controller, key);
      }
    }
  }

  /** Looks at an object again later, whether or not anything happens to it. */
  after(delayMs: number, controllerName: string, key: ObjectKey): void {
    const controller = this.controllers.find(
      one => one.name === controllerName,
    );
    if (controller && !this.#stopped) {
      const timer = setTimeout(() => {
        this.#timers.delete(timer);
        this.#add(controller, key);
      }, delayMs);
      this.#timers.add(timer);
    }
  }

  stop(): void {
    this.#stopped = true;
    this.#pending.clear();
    for (const timer of this.#timers) {
      clearTimeout(timer);
    }
    this.#timers.clear();
  }

  #add(controller: Controller, key: ObjectKey): void {
    const id = `${controller.name} ${key.namespace ?? ''}/${key.name}`;
    this.#pending.set(id, () => this.#run(id, controller, key));
    if (!this.#draining && !this.#stopped) {
      this.#draining = true;
      setImmediate(() => this.#drain());
    }
  }

  #drain(): void {
    const [next] = this.#pending;
    if (!next || this.#stopped) {
      this.#draining = false;
      return;
    }
    const [id, run] = next;
    this.#pending.delete(id);
    run();
    // One object at a time, so that requests are answered in between.
    setImmediate(() => this.#drain());
  }

  #run(id: string, controller: Controller, key: ObjectKey): void {
    try {
      controller.reconcile(key);
      this.#failures.delete(id);
    } catch (error) {
      const failures = (this.#failures.get(id) ?? 0) + 1;
      this.#failures.set(id, failures);
      if (!(error instanceof ApiStatusError) && failures === 1) {
        const why = error instanceof Error ? error.stack : String(error);
        process.emitWarning(`The sandbox's ${id} failed: ${why}`);
      }
      this.after(
        Math.min(FIRST_RETRY_MS * 2 ** failures, LAST_RETRY_MS),
        controller.name,
        key,
      );
    }
  }
}

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

import { Pod } from '../../kubernetes/objects/workloads';
import { keyOf, ObjectKey } from '../Controller';

/**
 * Since when pods are at what they are at. Measured by the machine's own clock:
 * the cluster's may be set by a test.
 */
export class Stages {
  static create(lookAgain: (delayMs: number, key: ObjectKey) => void): Stages {
    return new Stages(lookAgain);
  }

  readonly #since = new Map<string, Map<string, number>>();

  private constructor(
    private readonly lookAgain: (delayMs: number, key: ObjectKey) => void,
  ) {}

  /** Whether this is the first that is heard of a stage. */
  begins(pod: Pod, stage: string): boolean {
    return !this.#of(pod).has(stage);
  }

  /** Whether a stage has lasted for so long; if not, the pod is looked at again when it has. */
  isOver(pod: Pod, stage: string, takesMs: number): boolean {
    const stages = this.#of(pod);
    const since = stages.get(stage) ?? performance.now();
    stages.set(stage, since);
    const left = since + takesMs - performance.now();
    if (left > 0) {
      this.lookAgain(Math.ceil(left), keyOf(pod));
    }
    return left <= 0;
  }

  forget(pod: Pod): void {
    this.#since.delete(pod.metadata.uid ?? '');
  }

  #of(pod: Pod): Map<string, number> {
    const uid = pod.metadata.uid ?? '';
    const stages = this.#since.get(uid) ?? new Map<string, number>();
    this.#since.set(uid, stages);
    return stages;
  }
}

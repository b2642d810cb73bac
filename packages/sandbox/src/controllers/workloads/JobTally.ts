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

import { Job, Pod } from '../../kubernetes/objects/workloads';

interface Counted {
  succeeded: Set<string>;
  failed: Set<string>;
  lastFailure?: number;
}

/** Which pods of a Job have ended, and how. Counted once each, and still when they are gone. */
export class JobTally {
  static create(): JobTally {
    return new JobTally();
  }

  readonly #counted = new Map<string, Counted>();

  private constructor() {}

  count(job: Job, pods: Pod[]): { succeeded: number; failed: number } {
    const counted = this.#of(job);
    for (const pod of pods) {
      const uid = pod.metadata.uid ?? '';
      const { phase } = pod.status ?? {};
      if (phase === 'Succeeded') {
        counted.succeeded.add(uid);
      } else if (phase === 'Failed' || pod.metadata.deletionTimestamp) {
        if (!counted.failed.has(uid) && !job.spec.suspend) {
          counted.failed.add(uid);
          counted.lastFailure = performance.now();
        }
      }
    }
    return {
      succeeded: counted.succeeded.size,
      failed: counted.failed.size,
    };
  }

  /** How long the next pod has to wait, when the first wait is so long. */
  backOff(job: Job, firstMs: number): number {
    const { failed, lastFailure } = this.#of(job);
    return lastFailure === undefined
      ? 0
      : lastFailure + firstMs * 2 ** (failed.size - 1) - performance.now();
  }

  forget(job: Job): void {
    this.#counted.delete(job.metadata.uid ?? '');
  }

  #of(job: Job): Counted {
    const uid = job.metadata.uid ?? '';
    const counted = this.#counted.get(uid) ?? {
      succeeded: new Set(),
      failed: new Set(),
    };
    this.#counted.set(uid, counted);
    return counted;
  }
}

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
  /** How long a container runs that ends: a Job's, or one whose command says so. */
  jobDurationMs?: number;
  /** Before a Job makes its second pod after one that failed; then twice as long each time. */
  jobBackOffMs?: number;
  /** Before a container is started for the third time; then twice as long each time. */
  restartBackOffMs?: number;
  /** Between two bookmarks of a watch. */
  bookmarkMs?: number;
}

const DEFAULT_TIMING: Required<SandboxTiming> = {
  podReadyMs: 1500,
  podTerminationMs: 500,
  claimBindingMs: 300,
  jobDurationMs: 2000,
  jobBackOffMs: 10_000,
  restartBackOffMs: 10_000,
  bookmarkMs: 60_000,
};

export function resolveTiming(
  timing: SandboxTiming = {},
): Required<SandboxTiming> {
  return { ...DEFAULT_TIMING, ...timing };
}

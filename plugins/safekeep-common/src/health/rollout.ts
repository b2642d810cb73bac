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

import { PodObservation, WorkloadObservation } from '../observations';

/** A workload, whatever runs its pods: an operator may, too. */
export type AnyWorkload = Omit<WorkloadObservation, 'kind'> & { kind: string };

/** Kinds whose pods are expected to run all the time. */
export function isLongRunning(workload: WorkloadObservation): boolean {
  return workload.kind !== 'CronJob' && workload.kind !== 'Job';
}

/** Whether every pod runs the newest pod template, and none of an earlier one is left. */
export function isRolledOut(workload: WorkloadObservation): boolean {
  return (
    (workload.observedGeneration ?? 0) >= workload.generation &&
    workload.updated >= workload.desired &&
    workload.total <= workload.updated
  );
}

/** The pods of a workload; those of a Deployment through its ReplicaSets. */
export function podsOf(
  workload: { kind: string; name: string },
  pods: PodObservation[],
): PodObservation[] {
  return pods.filter(({ owner }) => {
    if (owner === undefined) {
      return false;
    }
    if (workload.kind !== 'Deployment') {
      return owner === `${workload.kind}/${workload.name}`;
    }
    const prefix = `ReplicaSet/${workload.name}-`;
    // What follows is the template's hash alone, so that `observer` does not
    // take the pods of `observer-api`.
    return (
      owner.startsWith(prefix) && /^[a-z0-9]+$/.test(owner.slice(prefix.length))
    );
  });
}

/** `READY 1/1, postgres-0`, as kubectl would put it. */
export function readyEvidence(
  workload: Pick<WorkloadObservation, 'name' | 'ready' | 'desired'>,
  name: string = workload.name,
): string {
  return `READY ${workload.ready}/${workload.desired}, ${name}`;
}

/** `deployment/observer`, as kubectl takes it. */
export function workloadName(workload: { kind: string; name: string }): string {
  return `${workload.kind.toLowerCase()}/${workload.name}`;
}

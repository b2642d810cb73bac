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

import { ContainerStatus } from '../../kubernetes/objects/ContainerStatus';
import { Condition, Pod } from '../../kubernetes/objects/workloads';
import { datedConditions } from './conditions';

export interface PodObservation {
  /** Whether its network is up; its volumes are mounted by then. */
  sandboxReady: boolean;
  podIP?: string;
  initContainers: ContainerStatus[];
  containers: ContainerStatus[];
}

/** A pod's status as a kubelet makes it from the states of its containers. */
export function podStatus(pod: Pod, seen: PodObservation, now: string): object {
  const phase = phaseOf(pod, seen);
  const over = phase === 'Succeeded' || phase === 'Failed';
  const ready = readiness(phase, seen.containers);
  const conditions: Condition[] = [
    {
      type: 'PodReadyToStartContainers',
      status: seen.sandboxReady && !over ? 'True' : 'False',
    },
    { type: 'Initialized', ...initialized(phase, seen) },
    { type: 'Ready', ...ready },
    { type: 'ContainersReady', ...ready },
    { type: 'PodScheduled', status: 'True' },
  ];
  return {
    phase,
    qosClass: pod.status?.qosClass,
    conditions: datedConditions(pod, conditions, now),
    hostIP: '10.0.0.1',
    hostIPs: [{ ip: '10.0.0.1' }],
    startTime: pod.status?.startTime ?? now,
    containerStatuses: seen.containers,
    ...(seen.initContainers.length > 0
      ? { initContainerStatuses: seen.initContainers }
      : {}),
    ...(seen.podIP ? { podIP: seen.podIP, podIPs: [{ ip: seen.podIP }] } : {}),
  };
}

function phaseOf(pod: Pod, seen: PodObservation): string {
  const { restartPolicy = 'Always' } = pod.spec;
  const unfinished = seen.initContainers.filter(one => !one.ready);
  if (unfinished.length > 0) {
    return restartPolicy === 'Never' &&
      unfinished.some(({ state }) => state.terminated)
      ? 'Failed'
      : 'Pending';
  }
  // One that waits after it has run counts as stopped, not as waiting.
  const last = seen.containers.map(
    ({ state, lastState }) => state.terminated ?? lastState.terminated,
  );
  const isRunning = seen.containers.map(({ state }) => !!state.running);
  if (seen.containers.some((_, index) => !isRunning[index] && !last[index])) {
    return 'Pending';
  }
  if (isRunning.includes(true) || restartPolicy === 'Always') {
    return 'Running';
  }
  if (last.every(end => end?.exitCode === 0)) {
    return 'Succeeded';
  }
  return restartPolicy === 'Never' ? 'Failed' : 'Running';
}

function readiness(
  phase: string,
  containers: ContainerStatus[],
): Omit<Condition, 'type'> {
  if (phase === 'Succeeded') {
    return { status: 'False', reason: 'PodCompleted' };
  }
  if (phase === 'Failed') {
    return { status: 'False', reason: 'PodFailed' };
  }
  const unready = containers.filter(one => !one.ready);
  return unready.length === 0
    ? { status: 'True' }
    : {
        status: 'False',
        reason: 'ContainersNotReady',
        message: `containers with unready status: [${namesOf(unready)}]`,
      };
}

function initialized(
  phase: string,
  { initContainers }: PodObservation,
): Omit<Condition, 'type'> {
  if (phase === 'Succeeded') {
    return { status: 'True', reason: 'PodCompleted' };
  }
  const incomplete = initContainers.filter(one => !one.ready);
  return incomplete.length === 0
    ? { status: 'True' }
    : {
        status: 'False',
        reason: 'ContainersNotInitialized',
        message: `containers with incomplete status: [${namesOf(incomplete)}]`,
      };
}

function namesOf(containers: ContainerStatus[]): string {
  return containers.map(({ name }) => name).join(' ');
}

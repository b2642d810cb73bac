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

import { Condition, Container, Pod } from '../../kubernetes/objects/workloads';

export interface ContainerState {
  waiting?: { reason: string; message?: string };
  running?: { startedAt: string };
  terminated?: {
    exitCode: number;
    reason: string;
    startedAt: string;
    finishedAt: string;
  };
}

export interface PodState {
  phase: string;
  scheduled: { status: 'True' | 'False'; reason?: string; message?: string };
  ready: boolean;
  /** By container; absent while nothing is known of them. */
  containers?: Map<string, ContainerState>;
  podIP?: string;
  /** Why it is over, as `PodCompleted`. */
  reason?: string;
}

/** A pod's status as a kubelet would report it. */
export function podStatus(pod: Pod, state: PodState, now: string): object {
  const { containers, scheduled } = state;
  const condition = (type: string, status: boolean, reason?: string) =>
    dated(pod, now, {
      type,
      status: status ? 'True' : 'False',
      ...(reason && !status ? { reason } : {}),
    });
  const notReady = state.reason ?? 'ContainersNotReady';
  const conditions: Condition[] = [
    dated(pod, now, { type: 'PodScheduled', ...scheduled }),
  ];
  if (containers) {
    conditions.unshift(
      condition('PodReadyToStartContainers', state.podIP !== undefined),
      condition('Initialized', true),
      condition('Ready', state.ready, notReady),
      condition('ContainersReady', state.ready, notReady),
    );
  }
  return {
    phase: state.phase,
    qosClass: 'Burstable',
    conditions,
    ...(containers
      ? {
          hostIP: '10.0.0.1',
          startTime: pod.status?.startTime ?? now,
          containerStatuses: pod.spec.containers.map(container =>
            containerStatus(container, containers, 'main', state.ready),
          ),
          ...(pod.spec.initContainers
            ? {
                initContainerStatuses: pod.spec.initContainers.map(container =>
                  containerStatus(container, containers, 'init', true),
                ),
              }
            : {}),
        }
      : {}),
    ...(state.podIP
      ? { podIP: state.podIP, podIPs: [{ ip: state.podIP }] }
      : {}),
  };
}

function containerStatus(
  container: Container,
  states: Map<string, ContainerState>,
  role: 'main' | 'init',
  ready: boolean,
): object {
  const { name, image } = container;
  const state = states.get(name) ?? {
    waiting: { reason: 'ContainerCreating' },
  };
  const running = state.running !== undefined;
  return {
    name,
    state,
    lastState: {},
    // An init container is ready when it is done, any other while it runs.
    ready: role === 'init' ? state.terminated !== undefined : running && ready,
    started: running,
    restartCount: 0,
    image,
    imageID: '',
    ...(running ? { containerID: `simulated://${name}` } : {}),
  };
}

function dated(pod: Pod, now: string, next: Condition): Condition {
  const before = pod.status?.conditions?.find(one => one.type === next.type);
  return {
    ...next,
    lastTransitionTime:
      before?.status === next.status ? before?.lastTransitionTime : now,
  };
}

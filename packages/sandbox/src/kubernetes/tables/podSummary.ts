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

import { recordAt, recordsAt } from '../json/isRecord';
import { KubernetesObject } from '../objects/KubernetesObject';
import { since } from './coreTables';

export interface PodSummary {
  ready: string;
  status: string;
  restarts: string;
}

/** A pod in three words, as `kubectl get pods` prints it. */
export function podSummary(pod: KubernetesObject, now: Date): PodSummary {
  const status = recordAt(pod, 'status');
  const containers = recordsAt(status, 'containerStatuses');
  const ready = containers.filter(
    one => one.ready === true && isRunning(one),
  ).length;
  const total = recordsAt(pod, 'spec', 'containers').length;
  const phase = String(status.reason ?? status.phase);
  const isOver = ['Succeeded', 'Failed'].includes(phase);
  return {
    ready: `${ready}/${total}`,
    status:
      pod.metadata.deletionTimestamp && !isOver
        ? 'Terminating'
        : initialization(pod) ?? reasonOf(pod, phase),
    restarts: restartsOf(containers, now),
  };
}

/** Where the init containers are, while they are not through. */
function initialization(pod: KubernetesObject): string | undefined {
  const containers = recordsAt(pod, 'status', 'initContainerStatuses');
  const index = containers.findIndex(
    one => recordAt(one, 'state', 'terminated').exitCode !== 0,
  );
  if (index < 0) {
    return undefined;
  }
  const ended = recordAt(containers[index], 'state', 'terminated').reason;
  const waiting = recordAt(containers[index], 'state', 'waiting').reason;
  const reason = ended ?? (waiting === 'PodInitializing' ? undefined : waiting);
  return reason
    ? `Init:${reason}`
    : `Init:${index}/${recordsAt(pod, 'spec', 'initContainers').length}`;
}

/** What the first container waits for or has ended with, or the phase. */
function reasonOf(pod: KubernetesObject, phase: string): string {
  const containers = recordsAt(pod, 'status', 'containerStatuses');
  const reason = containers
    .map(
      one =>
        recordAt(one, 'state', 'waiting').reason ??
        recordAt(one, 'state', 'terminated').reason,
    )
    .find(Boolean);
  if (reason !== 'Completed' || !containers.some(isRunning)) {
    return String(reason ?? phase);
  }
  const isReady = recordsAt(pod, 'status', 'conditions').some(
    one => one.type === 'Ready' && one.status === 'True',
  );
  return isReady ? 'Running' : 'NotReady';
}

function isRunning(container: unknown): boolean {
  return 'running' in recordAt(container, 'state');
}

function restartsOf(containers: unknown[], now: Date): string {
  const count = containers.reduce<number>(
    (sum, one) => sum + Number(recordAt(one).restartCount ?? 0),
    0,
  );
  const last = containers
    .map(one => recordAt(one, 'lastState', 'terminated').finishedAt)
    .filter(time => typeof time === 'string')
    .sort()
    .pop();
  return count > 0 && last ? `${count} (${since(last, now)} ago)` : `${count}`;
}

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

import {
  ContainerState,
  ContainerStatus,
} from '../../kubernetes/objects/ContainerStatus';
import { Container, Pod } from '../../kubernetes/objects/workloads';
import { keyOf } from '../Controller';
import { ControllerContext } from '../ControllerContext';
import {
  ContainerEnd,
  SimulatedDatabases,
} from '../../postgres/SimulatedDatabases';
import { imageEvents, imageProblem } from './containerImage';
import { containerStatus, ended, initContainerStatus } from './containerStatus';
import { configFailure } from './podReferences';
import { exitCodeOf } from './simulatedProgram';
import { Stages } from './Stages';

/** Makes a pod's containers wait for this reason for good, to show what that looks like. */
export const WAITING_ANNOTATION = 'sandbox.safekeep.io/waiting';

const LONGEST_BACK_OFF_S = 300;

type Waiting = { reason: string; message?: string };

/** Brings each container of a pod one step further, from its status before. */
export class ContainerRunner {
  static create(
    context: ControllerContext,
    stages: Stages,
    databases: SimulatedDatabases,
  ): ContainerRunner {
    return new ContainerRunner(context, stages, databases);
  }

  private constructor(
    private readonly context: ControllerContext,
    private readonly stages: Stages,
    private readonly databases: SimulatedDatabases,
  ) {}

  advance(
    pod: Pod,
    sandboxReady: boolean,
  ): { initContainers: ContainerStatus[]; containers: ContainerStatus[] } {
    const { containers, initContainers = [] } = pod.spec;
    const creating = {
      reason:
        initContainers.length > 0 ? 'PodInitializing' : 'ContainerCreating',
    };
    const init = this.#initialize(pod, initContainers, sandboxReady, creating);
    const initialized = init.every(({ ready }) => ready);
    return {
      initContainers: init,
      containers: containers.map(container =>
        sandboxReady && initialized
          ? this.#advance(pod, container, creating)
          : containerStatus(container, { waiting: creating }),
      ),
    };
  }

  /** Tells of each running container that it is being stopped. */
  tellStopping(pod: Pod): void {
    for (const { name, state } of pod.status?.containerStatuses ?? []) {
      if (state.running) {
        this.#record(pod, 'Normal', 'Killing', `Stopping container ${name}`);
      }
    }
  }

  /** One after the other; each is done as soon as it can start, unless it says itself. */
  #initialize(
    pod: Pod,
    containers: Container[],
    sandboxReady: boolean,
    creating: Waiting,
  ): ContainerStatus[] {
    let blocked = !sandboxReady;
    return containers.map(container => {
      const before = pod.status?.initContainerStatuses?.find(
        one => one.name === container.name,
      );
      if (before?.ready) {
        return before;
      }
      if (blocked) {
        return before ?? initContainerStatus(container, { waiting: creating });
      }
      const now = this.#advanceInit(pod, container, before);
      blocked = !now.ready;
      return now;
    });
  }

  #advanceInit(
    pod: Pod,
    container: Container,
    before: ContainerStatus | undefined,
  ): ContainerStatus {
    if (!before?.containerID) {
      const waiting = this.#problem(pod, container);
      const state = waiting ? { waiting } : this.#startInit(pod, container, 0);
      return initContainerStatus(container, state);
    }
    const { running } = before.state;
    if (running) {
      const { startedAt } = running;
      const { restartCount } = before;
      const state = this.#runInit(pod, container, startedAt, restartCount);
      return initContainerStatus(container, state, before);
    }
    const again = this.#restart(pod, container, before, restartCount =>
      this.#startInit(pod, container, restartCount),
    );
    return initContainerStatus(container, again.state, again);
  }

  #startInit(
    pod: Pod,
    container: Container,
    restartCount: number,
  ): ContainerState {
    this.#tellStarted(pod, container);
    const now = this.context.timestamp;
    return this.#runInit(pod, container, now, restartCount);
  }

  #runInit(
    pod: Pod,
    container: Container,
    startedAt: string,
    restartCount: number,
  ): ContainerState {
    const end = this.#finish(pod, container, restartCount) ?? {
      exitCode: exitCodeOf(container) ?? 0,
    };
    if (end === 'running') {
      return { running: { startedAt } };
    }
    const now = this.context.timestamp;
    return { terminated: ended(end.exitCode, startedAt, now, end.message) };
  }

  #advance(pod: Pod, container: Container, creating: Waiting): ContainerStatus {
    const before = pod.status?.containerStatuses?.find(
      one => one.name === container.name,
    );
    if (!before?.containerID) {
      return this.#start(pod, container, creating);
    }
    if (before.state.running) {
      return this.#end(pod, container, before, before.state.running);
    }
    return this.#restart(pod, container, before, () =>
      this.#running(pod, container),
    );
  }

  #start(pod: Pod, container: Container, creating: Waiting): ContainerStatus {
    const waiting =
      this.#problem(pod, container) ??
      (this.#isOver(pod, container, 'starting', this.context.timing.podReadyMs)
        ? undefined
        : creating);
    return waiting
      ? containerStatus(container, { waiting })
      : containerStatus(container, this.#running(pod, container));
  }

  #end(
    pod: Pod,
    container: Container,
    before: ContainerStatus,
    running: { startedAt: string },
  ): ContainerStatus {
    const exitCode =
      exitCodeOf(container) ??
      (pod.spec.restartPolicy === 'Always' ? undefined : 0);
    const stage = `running ${before.restartCount}`;
    const takes = this.context.timing.jobDurationMs;
    if (exitCode === undefined || !this.#isOver(pod, container, stage, takes)) {
      return before;
    }
    const end = this.#finish(pod, container, before.restartCount) ?? {
      exitCode,
    };
    if (end === 'running') {
      return before;
    }
    const { startedAt } = running;
    const now = this.context.timestamp;
    const terminated = ended(end.exitCode, startedAt, now, end.message);
    return containerStatus(container, { terminated }, before);
  }

  /** What came of one of Safekeep's own. While it waits it looks again. */
  #finish(
    pod: Pod,
    container: Container,
    restartCount: number,
  ): ContainerEnd | 'running' | undefined {
    return this.databases.finish(pod, container, patienceMs => {
      const stage = `patience ${restartCount}`;
      if (this.#isOver(pod, container, stage, patienceMs)) {
        return false;
      }
      const { podTerminationMs } = this.context.timing;
      this.context.lookAgain(podTerminationMs, 'kubelet', keyOf(pod));
      return true;
    });
  }

  /** The first time at once, then after a pause that doubles. */
  #restart(
    pod: Pod,
    container: Container,
    before: ContainerStatus,
    start: (restartCount: number) => ContainerState,
  ): ContainerStatus {
    const { restartCount } = before;
    const end = before.state.terminated ?? before.lastState.terminated;
    const { restartPolicy } = pod.spec;
    if (
      restartPolicy === 'Never' ||
      (restartPolicy === 'OnFailure' && end?.exitCode === 0)
    ) {
      return before;
    }
    const lastState = { terminated: end };
    const stage = `back-off ${restartCount}`;
    const takes =
      restartCount === 0
        ? 0
        : this.context.timing.restartBackOffMs * 2 ** (restartCount - 1);
    const longest = LONGEST_BACK_OFF_S * 1000;
    if (this.#isOver(pod, container, stage, Math.min(takes, longest))) {
      return containerStatus(container, start(restartCount + 1), {
        restartCount: restartCount + 1,
        lastState,
      });
    }
    const seconds = Math.min(10 * 2 ** (restartCount - 1), LONGEST_BACK_OFF_S);
    const { namespace, name, uid } = pod.metadata;
    const of = `${name}_${namespace}(${uid})`;
    const pause = seconds < 60 ? `${seconds}s` : minutes(seconds);
    this.#record(
      pod,
      'Warning',
      'BackOff',
      `Back-off restarting failed container ${container.name} in pod ${of}`,
    );
    const waiting = {
      reason: 'CrashLoopBackOff',
      message: `back-off ${pause} restarting failed container=${container.name} pod=${of}`,
    };
    return containerStatus(container, { waiting }, { restartCount, lastState });
  }

  /** A client that its database refuses ends before it is ready. */
  #running(pod: Pod, container: Container): ContainerState {
    this.#tellStarted(pod, container);
    const now = this.context.timestamp;
    const end = this.databases.start(pod, container);
    return end
      ? { terminated: ended(end.exitCode, now, now, end.message) }
      : { running: { startedAt: now } };
  }

  #problem(pod: Pod, container: Container): Waiting | undefined {
    const asked = pod.metadata.annotations?.[WAITING_ANNOTATION];
    if (asked) {
      return { reason: asked };
    }
    const image = imageProblem(container);
    if (image) {
      const { reason, message } = image;
      for (const event of image.events) {
        this.#record(pod, event.type, event.reason, event.message);
      }
      return { reason, message };
    }
    const message = configFailure(this.context, pod, container);
    if (message) {
      this.#record(pod, 'Warning', 'Failed', `Error: ${message}`);
      return { reason: 'CreateContainerConfigError', message };
    }
    return undefined;
  }

  #tellStarted(pod: Pod, container: Container): void {
    const { name } = container;
    for (const { reason, message } of imageEvents(container)) {
      this.#record(pod, 'Normal', reason, message);
    }
    this.#record(pod, 'Normal', 'Created', `Created container: ${name}`);
    this.#record(pod, 'Normal', 'Started', `Started container ${name}`);
  }

  #isOver(
    pod: Pod,
    { name }: Container,
    stage: string,
    takesMs: number,
  ): boolean {
    return this.stages.isOver(pod, `${name} ${stage}`, takesMs);
  }

  #record(
    pod: Pod,
    type: 'Normal' | 'Warning',
    reason: string,
    message: string,
  ): void {
    const component = 'kubelet';
    this.context.events.record(pod, { type, reason, message, component });
  }
}

/** As Go prints a duration: `1m20s`. */
function minutes(seconds: number): string {
  return `${Math.floor(seconds / 60)}m${seconds % 60}s`;
}

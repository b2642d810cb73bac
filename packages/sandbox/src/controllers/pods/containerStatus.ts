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
  Termination,
} from '../../kubernetes/objects/ContainerStatus';
import { Container } from '../../kubernetes/objects/workloads';

/** A container in a state, after how many restarts and what end before. */
export function containerStatus(
  container: Container,
  state: ContainerState,
  before?: { restartCount: number; lastState: { terminated?: Termination } },
): ContainerStatus {
  const { name, image = '' } = container;
  const running = state.running !== undefined;
  const { restartCount, lastState } = before ?? {
    restartCount: 0,
    lastState: {},
  };
  return {
    name,
    state,
    lastState,
    ready: running,
    started: running,
    restartCount,
    image,
    imageID: '',
    ...(state.waiting && restartCount === 0
      ? {}
      : { containerID: `simulated://${name}-${restartCount}` }),
  };
}

/** An init container is ready when it is done, any other while it runs. */
export function initContainerStatus(
  container: Container,
  state: ContainerState,
  before?: Pick<ContainerStatus, 'restartCount' | 'lastState'>,
): ContainerStatus {
  return {
    ...containerStatus(container, state, before),
    ready: state.terminated?.exitCode === 0,
  };
}

export function ended(
  exitCode: number,
  startedAt: string,
  finishedAt: string,
  message?: string,
): Termination {
  const reason = exitCode === 0 ? 'Completed' : 'Error';
  return {
    exitCode,
    reason,
    startedAt,
    finishedAt,
    ...(message !== undefined && { message }),
  };
}

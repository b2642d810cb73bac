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

import { KubernetesObject } from '../support/kubernetes';

/** What a pod says of its containers, as far as it tells who had the data when. */
export interface DatabasePod extends KubernetesObject {
  status: {
    phase: string;
    initContainerStatuses?: ContainerStatus[];
    containerStatuses?: ContainerStatus[];
  };
}

interface ContainerState {
  running?: { startedAt: string };
  terminated?: { exitCode: number; finishedAt: string; message?: string };
}

interface ContainerStatus {
  name: string;
  ready: boolean;
  restartCount: number;
  state: ContainerState;
  lastState: ContainerState;
}

/** The newest that a container said when it ended. */
export function lastMessage(
  pod: DatabasePod | undefined,
  container: string,
): string | undefined {
  const { initContainerStatuses = [], containerStatuses = [] } =
    pod?.status ?? {};
  const found = [...initContainerStatuses, ...containerStatuses].find(
    ({ name }) => name === container,
  );
  return (
    found?.state.terminated?.message ?? found?.lastState.terminated?.message
  );
}

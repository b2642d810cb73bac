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

import { recordAt, recordsAt } from '../../json/isRecord';

const RESOURCES = ['cpu', 'memory'];

/** `Guaranteed` when every container's limits are its requests, `BestEffort` when none has any. */
export function qualityOfService(podSpec: unknown): string {
  const containers = [
    ...recordsAt(podSpec, 'containers'),
    ...recordsAt(podSpec, 'initContainers'),
  ].map(container => ({
    limits: recordAt(container, 'resources', 'limits'),
    requests: recordAt(container, 'resources', 'requests'),
  }));
  const asksNothing = containers.every(({ limits, requests }) =>
    RESOURCES.every(name => !(name in limits) && !(name in requests)),
  );
  if (asksNothing) {
    return 'BestEffort';
  }
  const isGuaranteed = containers.every(({ limits, requests }) =>
    RESOURCES.every(
      name =>
        name in limits && (requests[name] ?? limits[name]) === limits[name],
    ),
  );
  return isGuaranteed ? 'Guaranteed' : 'Burstable';
}

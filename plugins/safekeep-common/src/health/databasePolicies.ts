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

import { DisruptionBudgetStatus, NetworkPolicyStatus } from '../databaseFacts';
import { NetworkPolicyObservation } from '../surroundings';
import { ENGINE_PORTS } from './databaseServices';
import { isSeen } from './namespaceView';
import { selects } from './selectors';
import type { Database } from './databases';

/** Undefined when nobody could look. */
export function describeDisruptionBudgets({
  view,
  workload,
}: Database): DisruptionBudgetStatus[] | undefined {
  if (!isSeen(view, 'PodDisruptionBudget')) {
    return undefined;
  }
  return view.surroundings.PodDisruptionBudget.filter(({ selector }) =>
    selects(selector, workload.podLabels),
  ).map(({ name, minAvailable, maxUnavailable, disruptionsAllowed }) => ({
    name,
    ...(minAvailable !== undefined && { minAvailable }),
    ...(maxUnavailable !== undefined && { maxUnavailable }),
    disruptionsAllowed,
  }));
}

function allows(
  ingress: NonNullable<NetworkPolicyObservation['ingress']>,
  port: number,
): NetworkPolicyStatus['allows'] {
  // What a named port stands for only the container says: it may be this one.
  const rules = ingress.filter(
    ({ ports, namedPorts = [] }) =>
      ports === undefined ||
      namedPorts.length > 0 ||
      ports.some(({ from, to }) => from <= port && port <= to),
  );
  if (rules.length === 0) {
    return 'nobody';
  }
  return rules.every(({ limited }) => limited) ? 'some' : 'anybody';
}

/** Undefined when nobody could look; only those that say who comes in. */
export function describeNetworkPolicies({
  view,
  workload,
  recognized,
}: Database): NetworkPolicyStatus[] | undefined {
  if (!isSeen(view, 'NetworkPolicy')) {
    return undefined;
  }
  const port = ENGINE_PORTS[recognized.engine];
  return view.surroundings.NetworkPolicy.flatMap(
    ({ name, selector, ingress }) =>
      ingress && selects(selector, workload.podLabels)
        ? { name, allows: allows(ingress, port) }
        : [],
  );
}

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

import { NetworkPolicyObservation } from '@safekeep/backstage-plugin-safekeep-common';
import { count, list, placeOf, record, text } from './json';
import { projectSelector } from './projectSelector';

type IngressRule = NonNullable<NetworkPolicyObservation['ingress']>[number];

/** Whom a rule lets in at which ports; who they are is not kept. */
function projectRule(rule: unknown): IngressRule {
  const ports: { from: number; to: number }[] = [];
  const namedPorts: string[] = [];
  for (const port of list(rule, 'ports')) {
    const protocol = text(port, 'protocol') ?? 'TCP';
    const from = count(port, 'port');
    const name = text(port, 'port');
    if (protocol !== 'TCP') {
      continue;
    }
    if (name !== undefined) {
      namedPorts.push(name);
    } else {
      ports.push({
        from: from ?? 0,
        to: count(port, 'endPort') ?? from ?? 65_535,
      });
    }
  }
  return {
    ...(list(rule, 'ports').length > 0 && { ports, namedPorts }),
    limited: list(rule, 'from').length > 0,
  };
}

export function projectNetworkPolicy(
  object: unknown,
): NetworkPolicyObservation | undefined {
  const place = placeOf(object);
  if (!place) {
    return undefined;
  }
  const spec = record(object, 'spec');
  const types = list(spec, 'policyTypes');
  // The API server fills the types in; without them it is about who comes in.
  const isAboutIngress = types.length === 0 || types.includes('Ingress');
  return {
    kind: 'NetworkPolicy',
    ...place,
    selector: projectSelector(spec.podSelector),
    ...(isAboutIngress && { ingress: list(spec, 'ingress').map(projectRule) }),
  };
}

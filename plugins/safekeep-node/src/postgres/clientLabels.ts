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

import { stringEntries } from '../manifests/sealedSecretObjects';
import { mappings, valueAt } from '../manifests/yaml/readYaml';
import { PostgresServer } from './findServer';
import { isServiceOf, selects, ServiceObject } from './serviceObjects';

/**
 * The labels that a pod needs so that the network policies of the folder let it
 * reach the server, and a sentence where none of them can be met.
 *
 * @remarks
 * A label that a Service selects by is never taken: requests that are meant for
 * the service would go to the Job.
 */
export function clientLabels(
  objects: ServiceObject[],
  { podLabels, workload }: PostgresServer,
): { labels: Record<string, string>; warnings: string[] } {
  const labels: Record<string, string> = {};
  const warnings: string[] = [];
  for (const policy of objects.filter(({ kind }) => kind === 'NetworkPolicy')) {
    const { spec } = policy.value;
    const types = valueAt(spec, 'policyTypes');
    const isIngress = !Array.isArray(types) || types.includes('Ingress');
    const chosen = stringEntries(valueAt(spec, 'podSelector', 'matchLabels'));
    if (!isIngress || !selects(chosen, podLabels)) {
      continue;
    }
    const rules = mappings(valueAt(spec, 'ingress'));
    if (rules.some(rule => mappings(rule.from).length === 0)) {
      continue;
    }
    const found = rules
      .flatMap(rule => mappings(rule.from))
      .filter(peer => !peer.namespaceSelector && !peer.ipBlock)
      .map(peer => ({
        wanted: stringEntries(valueAt(peer, 'podSelector', 'matchLabels')),
        isSimple: !valueAt(peer, 'podSelector', 'matchExpressions'),
      }))
      .find(
        ({ wanted, isSimple }) =>
          isSimple &&
          !objects.some(each => isServiceOf(each, { ...labels, ...wanted })),
      );
    if (found) {
      Object.assign(labels, found.wanted);
    } else {
      warnings.push(
        `NetworkPolicy \`${policy.name}\` (\`${policy.path}\`, line ${policy.line}) restricts who may reach ${workload.kind} \`${workload.name}\`: let pods with the label \`safekeep.io/job: password-rotation\` in, or the Job ends with \`server-unreachable\`.`,
      );
    }
  }
  return { labels, warnings };
}

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

import { ControllerNames, namesOfParts } from './ControllerNames';

/** What the Helm chart is installed with. */
export interface ChartInstallation {
  controller: ControllerNames;
  chartVersion: string;
  /** Namespaces that it serves besides its own; all where there are none. */
  namespaces: string[];
}

/** Values of the chart (helm/sealed-secrets/values.yaml), as lines of YAML without a line ending at the end. */
export function chartValues(
  { controller, namespaces }: ChartInstallation,
  column: number,
): string {
  const { name, namespace } = controller;
  const served = [...new Set([namespace, ...namespaces])];
  const lines = [
    '# The chart would call it by the release; kubeseal and Safekeep look for this.',
    `fullnameOverride: ${name}`,
    ...(namespaces.length === 0
      ? [
          'rbac:',
          `  clusterRoleName: ${namesOfParts({ name, namespace }).unsealer}`,
        ]
      : [
          '# It serves these namespaces and has rights in no other.',
          'additionalNamespaces:',
          ...served.map(each => `  - ${each}`),
          'rbac:',
          '  clusterRole: false',
          '  namespacedRoles: true',
          `  namespacedRolesName: ${
            namesOfParts({ name, namespace }).unsealer
          }`,
        ]),
    'resources:',
    '  requests:',
    '    cpu: 50m',
    '    memory: 64Mi',
    '  limits:',
    '    memory: 256Mi',
  ];
  return lines.map(line => ' '.repeat(column) + line).join('\n');
}

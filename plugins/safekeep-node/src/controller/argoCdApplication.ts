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

import { renderScalar } from '../manifests/yaml/renderYaml';
import { chartValues, ChartInstallation } from './chartValues';
import { CHART_NAME, CHART_REPOSITORY } from './releases';

/** What an Application is made from besides the chart. */
export interface ArgoCdPlace {
  /** Namespace of the Application itself. */
  namespace: string;
  /** The cluster, as the repository's other Applications name it. */
  destination: { server?: string; name?: string };
}

/** An Argo CD Application that installs the Helm chart. */
export function argoCdApplication(
  installation: ChartInstallation,
  { namespace, destination }: ArgoCdPlace,
): string {
  const { controller, chartVersion } = installation;
  const [where, cluster] = destination.name
    ? ['name', destination.name]
    : ['server', destination.server ?? 'https://kubernetes.default.svc'];
  return `# No finalizer: deleting this Application leaves the controller, its keys and the
# SealedSecrets where they are.
apiVersion: argoproj.io/v1alpha1
kind: Application
metadata:
  name: ${CHART_NAME}
  namespace: ${renderScalar(namespace)}
spec:
  project: default
  source:
    repoURL: ${CHART_REPOSITORY}
    chart: ${CHART_NAME}
    targetRevision: ${chartVersion}
    helm:
      releaseName: ${CHART_NAME}
      valuesObject:
${chartValues(installation, 8)}
  destination:
    ${where}: ${renderScalar(cluster)}
    namespace: ${controller.namespace}
  syncPolicy:
    automated:
      prune: true
      selfHeal: true
    syncOptions:
      - CreateNamespace=true
      - ServerSideApply=true
`;
}

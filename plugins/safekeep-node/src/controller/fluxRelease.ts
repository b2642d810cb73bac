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

/** What a HelmRelease is made from besides the chart. */
export interface FluxPlace {
  /** Namespace of the HelmRepository and the HelmRelease. */
  namespace: string;
  /** API versions, as the repository has them already. */
  repositoryVersion: string;
  releaseVersion: string;
}

/** A Flux HelmRepository and HelmRelease that install the Helm chart. */
export function fluxRelease(
  installation: ChartInstallation,
  { namespace, repositoryVersion, releaseVersion }: FluxPlace,
): string {
  const { controller, chartVersion } = installation;
  return `apiVersion: ${renderScalar(repositoryVersion)}
kind: HelmRepository
metadata:
  name: ${CHART_NAME}
  namespace: ${renderScalar(namespace)}
spec:
  interval: 1h
  url: ${CHART_REPOSITORY}
---
apiVersion: ${renderScalar(releaseVersion)}
kind: HelmRelease
metadata:
  name: ${CHART_NAME}
  namespace: ${renderScalar(namespace)}
spec:
  interval: 1h
  releaseName: ${CHART_NAME}
  targetNamespace: ${controller.namespace}
  chart:
    spec:
      chart: ${CHART_NAME}
      version: ${chartVersion}
      sourceRef:
        kind: HelmRepository
        name: ${CHART_NAME}
  install:
    crds: Create
    createNamespace: true
  upgrade:
    crds: CreateReplace
  values:
${chartValues(installation, 4)}
`;
}

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

import { RootConfigService } from '@backstage/backend-plugin-api';
import { Config, ConfigReader } from '@backstage/config';
import { JsonObject } from '@backstage/types';
import { AccessOptions, readAccessOptions } from './status/accessOptions';

/**
 * Where a cluster's sealed-secrets controller is.
 */
export interface ControllerOptions {
  controllerName: string;
  controllerNamespace: string;
  certificateFile?: string;
}

export interface SafekeepOptions {
  access: AccessOptions;
  /** Of any cluster by its configured name. */
  controllerOf(cluster: string): ControllerOptions;
}

const DEFAULT_CONTROLLER_NAME = 'sealed-secrets-controller';
const DEFAULT_CONTROLLER_NAMESPACE = 'kube-system';

function readController(
  config: Config | undefined,
  defaults: ControllerOptions,
): ControllerOptions {
  return {
    controllerName:
      config?.getOptionalString('controllerName') ?? defaults.controllerName,
    controllerNamespace:
      config?.getOptionalString('controllerNamespace') ??
      defaults.controllerNamespace,
    certificateFile: config?.getOptionalString('certificateFile'),
  };
}

/**
 * Reads `safekeep` of the app configuration. Clusters are read apart, by
 * {@link readClusterDefinitions}.
 */
export function readSafekeepConfig(root: RootConfigService): SafekeepOptions {
  const safekeep = root.getOptionalConfig('safekeep');
  const sealedSecrets = safekeep?.getOptionalConfig('sealedSecrets');
  const everywhere = readController(sealedSecrets, {
    controllerName: DEFAULT_CONTROLLER_NAME,
    controllerNamespace: DEFAULT_CONTROLLER_NAMESPACE,
  });
  // Cluster names may hold dots, which a config path would take apart.
  const byCluster = new Map(
    Object.entries(
      sealedSecrets?.getOptional<JsonObject>('clusters') ?? {},
    ).map(([name, value]) => [
      name,
      readController(new ConfigReader(value as JsonObject), everywhere),
    ]),
  );

  return {
    access: readAccessOptions(safekeep?.getOptionalConfig('access')),
    controllerOf: cluster =>
      byCluster.get(cluster) ?? { ...everywhere, certificateFile: undefined },
  };
}

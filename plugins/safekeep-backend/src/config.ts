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
import {
  Config,
  ConfigReader,
  readDurationFromConfig,
} from '@backstage/config';
import { durationToMilliseconds, JsonObject } from '@backstage/types';
import { InputError } from '@backstage/errors';
import {
  DEFAULT_CONTROLLER_NAME,
  DEFAULT_CONTROLLER_NAMESPACE,
} from '@safekeep/backstage-plugin-safekeep-node';
import { AccessOptions, readAccessOptions } from './status/accessOptions';
import { isNamespaceName } from './status/isNamespaceAllowed';

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
  /** The namespaces whose Secret metadata is watched, of any cluster by its configured name. */
  secretNamespacesOf(cluster: string): string[];
  /** How old a value may be; undefined where no rule is configured. */
  rotateAfterMs?: number;
}

const DAY_MS = 24 * 3600 * 1000;

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

/** Ages are told in days. */
function readRotateAfter(config: Config | undefined): number | undefined {
  if (!config?.has('rotation.after')) {
    return undefined;
  }
  const milliseconds = durationToMilliseconds(
    readDurationFromConfig(config, { key: 'rotation.after' }),
  );
  if (milliseconds < DAY_MS) {
    throw new InputError(
      'safekeep.rotation.after must be at least a day, for instance { days: 90 }',
    );
  }
  return milliseconds;
}

/** By the cluster's name. */
function readSecretNamespaces(
  clusters: Config[],
): Map<string, readonly string[]> {
  const byCluster = new Map<string, string[]>();
  for (const config of clusters) {
    const cluster = config.getString('name');
    const namespaces =
      config.getOptionalStringArray('secretMetadata.namespaces') ?? [];
    const wrong = namespaces.find(namespace => !isNamespaceName(namespace));
    if (wrong !== undefined) {
      throw new InputError(
        `safekeep.clusters names ${JSON.stringify(
          wrong,
        )} in secretMetadata.namespaces of cluster ${cluster}, which is no namespace; name each by itself`,
      );
    }
    byCluster.set(cluster, [
      ...new Set([...(byCluster.get(cluster) ?? []), ...namespaces]),
    ]);
  }
  return byCluster;
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

  const secretNamespaces = readSecretNamespaces(
    safekeep?.getOptionalConfigArray('clusters') ?? [],
  );

  return {
    access: readAccessOptions(safekeep?.getOptionalConfig('access')),
    controllerOf: cluster =>
      byCluster.get(cluster) ?? { ...everywhere, certificateFile: undefined },
    secretNamespacesOf: cluster => [...(secretNamespaces.get(cluster) ?? [])],
    rotateAfterMs: readRotateAfter(safekeep),
  };
}

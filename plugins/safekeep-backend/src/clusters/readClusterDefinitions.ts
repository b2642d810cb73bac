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

import {
  LoggerService,
  RootConfigService,
} from '@backstage/backend-plugin-api';
import { Config } from '@backstage/config';
import { JsonObject } from '@backstage/types';
import { ClusterAccess, ClusterDefinition } from './ClusterDefinition';

const SUPPORTED =
  'Safekeep supports serviceAccount, localKubectlProxy and safekeep.kubeconfigContexts';

/** What Backstage's own Kubernetes plugin calls the cluster behind `kubectl proxy`. */
const LOCAL_PROXY_CLUSTER: ClusterDefinition = {
  name: 'local',
  access: { type: 'kubectl-proxy', url: 'http://localhost:8001' },
};

function readConfiguredCluster(config: Config): ClusterDefinition {
  const name = config.getString('name');
  const url = config.getString('url');
  const authProvider =
    config.getOptionalString('authProvider') ??
    config.getOptional<JsonObject>('authMetadata')?.[
      'kubernetes.io/auth-provider'
    ] ??
    'none';

  let access: ClusterAccess;
  if (authProvider === 'serviceAccount') {
    access = {
      type: 'service-account',
      url,
      token: config.getOptionalString('serviceAccountToken'),
      caData: config.getOptionalString('caData'),
      caFile: config.getOptionalString('caFile'),
      skipTLSVerify: config.getOptionalBoolean('skipTLSVerify') ?? false,
    };
  } else if (authProvider === 'localKubectlProxy') {
    access = { type: 'kubectl-proxy', url };
  } else {
    access = {
      type: 'unsupported',
      problem: `its authProvider ${authProvider} needs each viewer's own credentials or a cloud's, with which nothing can be watched. ${SUPPORTED}.`,
    };
  }
  return { name, access };
}

function readKubeconfigContext(config: Config): ClusterDefinition {
  return {
    name: config.getString('name'),
    access: {
      type: 'kubeconfig',
      context: config.getString('context'),
      file: config.getOptionalString('file'),
    },
  };
}

/**
 * Reads the clusters to watch, as Backstage's own Kubernetes plugin is
 * configured (`kubernetes.clusterLocatorMethods`), and those of
 * `safekeep.kubeconfigContexts`. The first cluster of a name wins.
 */
export function readClusterDefinitions(
  root: RootConfigService,
  options: { logger: LoggerService },
): Map<string, ClusterDefinition> {
  const definitions: ClusterDefinition[] = [];
  for (const config of root.getOptionalConfigArray(
    'safekeep.kubeconfigContexts',
  ) ?? []) {
    definitions.push(readKubeconfigContext(config));
  }
  for (const config of root.getOptionalConfigArray(
    'kubernetes.clusterLocatorMethods',
  ) ?? []) {
    const type = config.getString('type');
    if (type === 'config') {
      definitions.push(
        ...config.getConfigArray('clusters').map(readConfiguredCluster),
      );
    } else if (type === 'localKubectlProxy') {
      definitions.push(LOCAL_PROXY_CLUSTER);
    } else {
      options.logger.warn(
        `Clusters of kubernetes.clusterLocatorMethods type ${type} are not watched: Safekeep reads config and localKubectlProxy, and safekeep.kubeconfigContexts`,
      );
    }
  }

  const byName = new Map<string, ClusterDefinition>();
  for (const definition of definitions) {
    if (byName.has(definition.name)) {
      options.logger.warn(
        `Cluster ${definition.name} is configured more than once; the first is used`,
      );
    } else {
      byName.set(definition.name, definition);
    }
  }
  return byName;
}

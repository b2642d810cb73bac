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

import type { KubeConfig, User } from '@kubernetes/client-node';
import { InputError } from '@backstage/errors';
import { ClusterDefinition } from './ClusterDefinition';

const SERVICE_ACCOUNT_TOKEN_FILE =
  '/var/run/secrets/kubernetes.io/serviceaccount/token';

/** client-node re-reads the file once a minute, so that rotated tokens are taken up. */
const SERVICE_ACCOUNT_USER: User = {
  name: 'service-account',
  authProvider: {
    name: 'tokenFile',
    config: { tokenFile: SERVICE_ACCOUNT_TOKEN_FILE },
  },
};

/**
 * Makes the KubeConfig of a cluster. Each call reads the files again.
 */
export async function loadKubeConfig(
  definition: ClusterDefinition,
): Promise<KubeConfig> {
  const { name, access } = definition;
  // The package is ESM only, and this one is built as CommonJS.
  const kubernetes = await import('@kubernetes/client-node');
  const config = new kubernetes.KubeConfig();

  switch (access.type) {
    case 'service-account':
      config.loadFromClusterAndUser(
        {
          name,
          server: access.url,
          caData: access.caData,
          caFile: access.caFile,
          skipTLSVerify: access.skipTLSVerify,
        },
        access.token
          ? { name: 'token', token: access.token }
          : SERVICE_ACCOUNT_USER,
      );
      return config;
    case 'kubectl-proxy':
      // client-node wants the flag before it speaks plain HTTP.
      config.loadFromClusterAndUser(
        { name, server: access.url, skipTLSVerify: true },
        { name: 'kubectl-proxy' },
      );
      return config;
    case 'kubeconfig':
      if (access.file) {
        config.loadFromFile(access.file);
      } else {
        config.loadFromDefault();
      }
      if (!config.getContextObject(access.context)) {
        throw new InputError(`the kubeconfig has no context ${access.context}`);
      }
      config.setCurrentContext(access.context);
      return config;
    default:
      throw new InputError(access.problem);
  }
}

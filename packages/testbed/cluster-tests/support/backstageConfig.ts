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

import { Testbed } from './openTestbed';

/** What differs from the example's own app-config.yaml. */
export function backstageConfig(options: {
  testbed: Testbed;
  port: number;
  places: { database: string; workspaces: string };
  catalogUrls: string[];
  cluster: { name: string; token: string; url?: string; caFile?: string };
  /** Whose Secret metadata is watched. */
  secretNamespaces: string[];
}): object {
  const { testbed, port, places, catalogUrls, cluster, secretNamespaces } =
    options;
  const { forge, description } = testbed;
  const { controllerName, controllerNamespace } = description.sealedSecrets;
  const baseUrl = `http://127.0.0.1:${port}`;
  return {
    app: { baseUrl },
    backend: {
      baseUrl,
      listen: { host: '127.0.0.1', port },
      cors: { origin: baseUrl },
      database: {
        client: 'better-sqlite3',
        connection: { directory: places.database },
      },
      workingDirectory: places.workspaces,
    },
    integrations: {
      gitea: [
        {
          host: new URL(forge.url).host,
          baseUrl: forge.url.replace(/\/$/, ''),
          username: forge.user,
          password: forge.token,
        },
      ],
    },
    catalog: {
      locations: [
        {
          type: 'file',
          target: '../../examples/org.yaml',
          rules: [{ allow: ['User', 'Group'] }],
        },
        {
          type: 'file',
          target: '../../templates/all.yaml',
          rules: [{ allow: ['Location', 'Template'] }],
        },
        ...catalogUrls.map(target => ({ type: 'url', target })),
      ],
    },
    kubernetes: {
      clusterLocatorMethods: [
        {
          type: 'config',
          clusters: [
            {
              name: cluster.name,
              url: cluster.url ?? description.kubernetes.url,
              authProvider: 'serviceAccount',
              serviceAccountToken: cluster.token,
              caFile:
                cluster.caFile ?? description.kubernetes.certificateAuthority,
            },
          ],
        },
      ],
    },
    safekeep: {
      access: {
        repositories: [`${forge.url.replace(/\/$/, '')}/${forge.user}/`],
      },
      sealedSecrets: { controllerName, controllerNamespace },
      clusters: [
        {
          name: cluster.name,
          secretMetadata: { namespaces: secretNamespaces },
        },
      ],
    },
  };
}

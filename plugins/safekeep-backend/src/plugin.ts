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
  coreServices,
  createBackendPlugin,
} from '@backstage/backend-plugin-api';
import { ScmIntegrations } from '@backstage/integration';
import { catalogServiceRef } from '@backstage/plugin-catalog-node';
import { safekeepPermissions } from '@safekeep/backstage-plugin-safekeep-common';
import { listPullRequests } from '@safekeep/backstage-plugin-safekeep-node';
import { ClusterObserver } from './clusters/ClusterObserver';
import { fetchSealingCertificate } from './clusters/fetchSealingCertificate';
import { readClusterDefinitions } from './clusters/readClusterDefinitions';
import { readSafekeepConfig } from './config';
import { DatabaseObservationStore } from './database/DatabaseObservationStore';
import { SealingCertificateStore } from './database/SealingCertificateStore';
import { PullRequestCache } from './repositories/PullRequestCache';
import { RepositoryMirror } from './repositories/RepositoryMirror';
import { assertNamespaceServed } from './reencryption/assertNamespaceServed';
import { reencryptSecret } from './reencryption/reencryptSecret';
import { createRouter } from './router';
import { CertificateObserver } from './sealing/CertificateObserver';
import { SealingSurvey } from './sealing/SealingSurvey';
import { ClusterService } from './status/ClusterService';
import { StatusService } from './status/StatusService';

/**
 * Watches clusters and GitOps repositories, and answers with the state of each
 * service's databases and secrets.
 *
 * @public
 */
export const safekeepPlugin = createBackendPlugin({
  pluginId: 'safekeep',
  register(env) {
    env.registerInit({
      deps: {
        auditor: coreServices.auditor,
        catalog: catalogServiceRef,
        config: coreServices.rootConfig,
        database: coreServices.database,
        httpAuth: coreServices.httpAuth,
        httpRouter: coreServices.httpRouter,
        lifecycle: coreServices.lifecycle,
        logger: coreServices.logger,
        permissions: coreServices.permissions,
        permissionsRegistry: coreServices.permissionsRegistry,
        urlReader: coreServices.urlReader,
      },
      async init(deps) {
        const { config, lifecycle, logger } = deps;
        const options = readSafekeepConfig(config);
        const store = await DatabaseObservationStore.create(deps);
        const integrations = ScmIntegrations.fromConfig(config);

        const clusters = ClusterObserver.create({
          definitions: readClusterDefinitions(config, { logger }),
          store,
          logger,
          secretNamespacesOf: options.secretNamespacesOf,
        });
        const certificates = CertificateObserver.create({
          clusters: clusters.names,
          fetch: async cluster =>
            fetchSealingCertificate({
              cluster,
              transport: clusters.transportOf(cluster)!,
              controller: options.controllerOf(cluster),
            }),
          store: await SealingCertificateStore.create(deps),
          logger,
        });
        const sealing = SealingSurvey.create({ certificates, store });
        const repositories = RepositoryMirror.create({ ...deps, integrations });
        const pullRequests = PullRequestCache.create({
          list: repository => listPullRequests({ repository, integrations }),
          logger,
        });
        const status = StatusService.create({
          clusters,
          store,
          options,
          sealing,
          repositories,
          pullRequests,
        });

        deps.permissionsRegistry.addPermissions(safekeepPermissions);
        deps.httpRouter.use(
          await createRouter({
            ...deps,
            status,
            clusters: ClusterService.create({
              clusters,
              store,
              options,
              certificates,
              sealing,
            }),
            sealingCertificateOf: cluster =>
              clusters.transportOf(cluster) && certificates.fetch(cluster),
            reencrypt: (cluster, target) => {
              const transport = clusters.transportOf(cluster);
              const controller = options.controllerOf(cluster);
              return (
                transport &&
                assertNamespaceServed({
                  access: options.access,
                  store,
                  cluster,
                  namespace: target.namespace,
                }).then(() =>
                  reencryptSecret({ cluster, transport, controller }, target),
                )
              );
            },
          }),
        );

        clusters.start();
        certificates.start();
        repositories.start();
        lifecycle.addShutdownHook(async () => {
          repositories.stop();
          await Promise.all([clusters.stop(), certificates.stop()]);
        });
      },
    });
  },
});

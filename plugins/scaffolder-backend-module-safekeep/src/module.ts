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
  createBackendModule,
} from '@backstage/backend-plugin-api';
import { Config } from '@backstage/config';
import { ScmIntegrations } from '@backstage/integration';
import { scaffolderActionsExtensionPoint } from '@backstage/plugin-scaffolder-node';
import { readAllowedRepositories } from '@safekeep/backstage-plugin-safekeep-node';
import { createEditSecretAction } from './actions/createEditSecretAction';
import { createGitopsPullRequestAction } from './actions/createGitopsPullRequestAction';
import { createInstallControllerAction } from './actions/createInstallControllerAction';
import { createMigratePostgresAction } from './actions/createMigratePostgresAction';
import { createPostgresAction } from './actions/createPostgresAction';
import { createReencryptSecretsAction } from './actions/createReencryptSecretsAction';
import { createRollBackPostgresAction } from './actions/createRollBackPostgresAction';
import { createRollBackSecretAction } from './actions/createRollBackSecretAction';
import { createRotateDatabasePasswordAction } from './actions/createRotateDatabasePasswordAction';
import { createRotateSecretAction } from './actions/createRotateSecretAction';
import { createSealSecretAction } from './actions/createSealSecretAction';
import { createWriteGuideAction } from './actions/createWriteGuideAction';
import { AllowedCertificateReader } from './certificate/CertificateUrlReader';
import { createValidateSecretsAction } from './actions/createValidateSecretsAction';
import { BackendCertificateSource } from './certificate/SealingCertificateSource';
import { BackendDatabaseStateSource } from './database/BackendDatabaseStateSource';
import { BackendReencryptionSource } from './reencryption/BackendReencryptionSource';

/**
 * Adds Safekeep's actions to the scaffolder.
 *
 * @public
 */
export const scaffolderModuleSafekeep = createBackendModule({
  pluginId: 'scaffolder',
  moduleId: 'safekeep',
  register({ registerInit }) {
    registerInit({
      deps: {
        actions: scaffolderActionsExtensionPoint,
        auth: coreServices.auth,
        config: coreServices.rootConfig,
        discovery: coreServices.discovery,
        permissions: coreServices.permissions,
        urlReader: coreServices.urlReader,
      },
      async init({ actions, auth, config, discovery, permissions, urlReader }) {
        const certificateUrls = AllowedCertificateReader.create(urlReader);
        const certificates = BackendCertificateSource.create({
          auth,
          discovery,
        });
        actions.addActions(
          createSealSecretAction({ certificates, certificateUrls }),
          createEditSecretAction(),
          createRollBackSecretAction(),
          createInstallControllerAction(),
          createWriteGuideAction(),
          createRotateSecretAction({ certificates, certificateUrls }),
          createRotateDatabasePasswordAction({ certificates, certificateUrls }),
          createPostgresAction({ certificates, certificateUrls }),
          createMigratePostgresAction({
            databases: BackendDatabaseStateSource.create({ auth, discovery }),
          }),
          createRollBackPostgresAction(),
          createValidateSecretsAction({ certificates, certificateUrls }),
          createReencryptSecretsAction({
            reencryption: BackendReencryptionSource.create({
              auth,
              discovery,
              certificates,
            }),
          }),
          createGitopsPullRequestAction({
            integrations: ScmIntegrations.fromConfig(config),
            allowedRepositories: readAllowedRepositories(config),
            permissions,
            appBaseUrl: config.getOptionalString('app.baseUrl'),
            author: readAuthor(config),
          }),
        );
      },
    });
  },
});

/** Who the scaffolder's own commits are by, where that is configured. */
function readAuthor(config: Config) {
  const name = config.getOptionalString('scaffolder.defaultAuthor.name');
  const email = config.getOptionalString('scaffolder.defaultAuthor.email');
  return name && email ? { name, email } : undefined;
}

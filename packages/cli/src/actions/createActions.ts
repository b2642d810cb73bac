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

import { InputError } from '@backstage/errors';
import { ScmIntegrations } from '@backstage/integration';
import { TemplateAction } from '@backstage/plugin-scaffolder-node';
import { readAllowedRepositories } from '@safekeep/backstage-plugin-safekeep-node';
import {
  createEditSecretAction,
  createGitopsPullRequestAction,
  createInstallControllerAction,
  createMigratePostgresAction,
  createPostgresAction,
  createReencryptSecretsAction,
  createRollBackPostgresAction,
  createRollBackSecretAction,
  createRotateDatabasePasswordAction,
  createRotateSecretAction,
  createSealSecretAction,
  createValidateSecretsAction,
  createWriteGuideAction,
} from '@safekeep/backstage-plugin-scaffolder-backend-module-safekeep';
import { fetchCertificate } from '../files/fetchCertificate';
import { ControllerReencryptionSource } from './ControllerReencryptionSource';
import { readForgeConfig } from './readForgeConfig';

const certificateUrls = { readCertificate: fetchCertificate };

/**
 * Safekeep's scaffolder actions as they work without Backstage: certificates
 * are given, and the token of the forge is the caller's own.
 */
export async function createActions(options: {
  configFile?: string;
  /** Address of a sealed-secrets controller, which re-encrypts. */
  controller?: string;
}): Promise<TemplateAction[]> {
  const config = await readForgeConfig(options.configFile);
  let integrations: ScmIntegrations;
  try {
    integrations = ScmIntegrations.fromConfig(config);
  } catch (error) {
    throw new InputError(
      `The integrations are not usable: ${
        error instanceof Error ? error.message : 'unknown error'
      }`,
    );
  }
  return [
    createSealSecretAction({ certificateUrls }),
    createEditSecretAction(),
    createRollBackSecretAction(),
    createInstallControllerAction(),
    createWriteGuideAction(),
    createRotateSecretAction({ certificateUrls }),
    createRotateDatabasePasswordAction({ certificateUrls }),
    createPostgresAction({ certificateUrls }),
    createMigratePostgresAction(),
    createRollBackPostgresAction(),
    createValidateSecretsAction({ certificateUrls }),
    createReencryptSecretsAction({
      ...(options.controller !== undefined && {
        reencryption: ControllerReencryptionSource.create(options.controller),
      }),
    }),
    createGitopsPullRequestAction({
      integrations,
      allowedRepositories: options.configFile
        ? readAllowedRepositories(config)
        : undefined,
      appBaseUrl: config.getOptionalString('app.baseUrl'),
    }),
  ] as unknown as TemplateAction[];
}

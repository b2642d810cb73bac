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

/**
 * Scaffolder actions that seal and rotate secrets and open GitOps pull requests.
 *
 * @packageDocumentation
 */
export { scaffolderModuleSafekeep as default } from './module';
export { createEditSecretAction } from './actions/createEditSecretAction';
export {
  createGitopsPullRequestAction,
  type CreateGitopsPullRequestActionOptions,
} from './actions/createGitopsPullRequestAction';
export { createInstallControllerAction } from './actions/createInstallControllerAction';
export {
  createMigratePostgresAction,
  type DatabaseActionOptions,
} from './actions/createMigratePostgresAction';
export { createPostgresAction } from './actions/createPostgresAction';
export {
  createReencryptSecretsAction,
  type ReencryptSecretsActionOptions,
} from './actions/createReencryptSecretsAction';
export { createRollBackPostgresAction } from './actions/createRollBackPostgresAction';
export { createRollBackSecretAction } from './actions/createRollBackSecretAction';
export { createRotateDatabasePasswordAction } from './actions/createRotateDatabasePasswordAction';
export { createRotateSecretAction } from './actions/createRotateSecretAction';
export {
  createSealSecretAction,
  type SealingActionOptions,
} from './actions/createSealSecretAction';
export { createValidateSecretsAction } from './actions/createValidateSecretsAction';
export { createWriteGuideAction } from './actions/createWriteGuideAction';
export { type CertificateUrlReader } from './certificate/CertificateUrlReader';
export { type SealingCertificateSource } from './certificate/SealingCertificateSource';
export {
  type DatabaseStateCall,
  type DatabaseStateSource,
} from './database/DatabaseStateSource';
export { type ReencryptionPace } from './reencryption/reencryptAll';
export {
  ControllerBusyError,
  type ControllerCall,
  type ReencryptionSource,
} from './reencryption/ReencryptionSource';

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

export { readComposedKeys, type ComposedKeys } from './composedKeys';
export { checksumAnnotation, encryptedDataChecksum } from './checksum';
export {
  editKeysInManifest,
  type EditKeysOptions,
  type EditKeysResult,
} from './editKeysInManifest';
export {
  addResource,
  readKustomization,
  removeResource,
  replaceResource,
  type AddResourceOptions,
  type Kustomization,
} from './kustomization';
export { findEqualValues, linkedKeyGroups } from './linkedKeys';
export { isDetached } from './ownership';
export { readSecretReferences } from './podTemplates';
export {
  readRepositorySecrets,
  readSecretManifests,
  type RepositorySecrets,
  type SecretManifest,
} from './readSecretManifests';
export {
  resolveKustomization,
  type KustomizedFile,
  type ResolvedKustomization,
} from './resolveKustomization';
export {
  readEarlierChecksums,
  readLinkedKeys,
  readScope,
  readSealedKeys,
} from './sealedSecretAnnotations';
export {
  sealIntoManifest,
  type SealIntoManifestOptions,
  type SealIntoManifestResult,
  type SecretTemplate,
} from './sealIntoManifest';
export {
  setSecretChecksum,
  type RestartedWorkload,
  type SetSecretChecksumOptions,
  type SetSecretChecksumResult,
} from './setSecretChecksum';
export {
  validateSealedSecrets,
  type SealedSecretValidation,
} from './validateSealedSecrets';

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

export {
  findReencryptions,
  type FindReencryptionsOptions,
  type FoundReencryption,
  type FoundReencryptions,
} from './findReencryptions';
export { type MonitoringOptions } from './addMonitoring';
export {
  createPostgres,
  type CreatePostgresOptions,
  type CreatePostgresResult,
} from './createPostgres';
export { detachSecret, type DetachSecretOptions } from './detachSecret';
export { contentHash, type FileChange } from './FileChange';
export type { PlannedChange } from './PlannedChange';
export {
  reencryptSecrets,
  type ReencryptSecretsOptions,
  type ReencryptSecretsResult,
} from './reencryptSecrets';
export {
  editSecretKeys,
  type EditSecretKeysOptions,
  type EditSecretKeysResult,
} from './editSecretKeys';
export { type KeyReader } from './keyReaders';
export {
  removeSealedSecret,
  type RemoveSealedSecretOptions,
} from './removeSealedSecret';
export {
  restoreSecretValues,
  type RestoreSecretValuesOptions,
  type RestoreSecretValuesResult,
} from './restoreSecretValues';
export {
  changePasswordSlot,
  type ChangePasswordSlotOptions,
  type ChangePasswordSlotResult,
} from './changePasswordSlot';
export {
  rotateDatabasePassword,
  type RotateDatabasePasswordOptions,
  type RotateDatabasePasswordResult,
} from './rotateDatabasePassword';
export {
  rotateSecret,
  type RotateSecretOptions,
  type RotateSecretResult,
} from './rotateSecret';
export {
  sealSecret,
  type SealSecretOptions,
  type SealSecretResult,
} from './sealSecret';
export {
  chooseMigrationWay,
  migrateDatabase,
  rollBackDatabase,
  type ChosenWay,
  type MigrateDatabaseOptions,
  type MigrateDatabaseResult,
  type RollBackDatabaseOptions,
} from './migrateDatabase';

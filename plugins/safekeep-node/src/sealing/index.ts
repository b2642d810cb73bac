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
  assertCertificateIsCurrent,
  parseSealingCertificate,
  publicKeyFingerprint,
  type ParsedSealingCertificate,
} from './certificate';
export { assertCiphertext, ciphertextDamage } from './ciphertext';
export {
  explainRotateRefusal,
  readRotateAnswer,
  renderRotateRequest,
  type ReencryptionTarget,
} from './controllerRotation';
export { generateValue, type GenerateValueOptions } from './generateValue';
export { sealingLabel, type SealingScope, type SealingTarget } from './scope';
export {
  sealValue,
  SECRET_SIZE_LIMIT,
  type SealValueOptions,
} from './sealValue';

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
 * What tests of sealing and of pull requests need: a key pair with its
 * certificate, unsealing by the format alone, and a forge in miniature.
 *
 * @packageDocumentation
 */
/* eslint-disable no-restricted-imports -- this is the one door to them */
export { observerFiles } from './changes/__testUtils__/observerFiles';
export { TestForge } from './gitops/__testUtils__/TestForge';
export { type TestPull } from './gitops/__testUtils__/testForgeRest';
export {
  createSealingKeyPair,
  type SealingKeyPair,
} from './sealing/__testUtils__/sealingKeyPair';
export { unseal } from './sealing/__testUtils__/unseal';

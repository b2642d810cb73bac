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

import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  parseSealingCertificate,
  ParsedSealingCertificate,
} from '@safekeep/backstage-plugin-safekeep-node';
import {
  createSealingKeyPair,
  SealingKeyPair,
} from '@safekeep/backstage-plugin-safekeep-node/testUtils';
import { temporaryFolder } from '../temporaryFolder';

/** A sealing certificate made for one run: RSA with 4096 bits, as a controller makes them. */
export interface TestCertificate {
  file: string;
  certificate: ParsedSealingCertificate;
  keyPair: SealingKeyPair;
}

export async function makeTestCertificate(): Promise<TestCertificate> {
  const keyPair = createSealingKeyPair({ bits: 4096 });
  const file = join(await temporaryFolder(), 'certificate.pem');
  await writeFile(file, keyPair.certificate);
  return {
    file,
    certificate: parseSealingCertificate(keyPair.certificate),
    keyPair,
  };
}

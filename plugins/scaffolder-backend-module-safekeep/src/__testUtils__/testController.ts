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

import { ConflictError } from '@backstage/errors';
import {
  parseSealingCertificate,
  ReencryptionTarget,
  sealingLabel,
  sealValue,
} from '@safekeep/backstage-plugin-safekeep-node';
import {
  SealingKeyPair,
  unseal,
} from '@safekeep/backstage-plugin-safekeep-node/testUtils';
import { ReencryptionSource } from '../reencryption/ReencryptionSource';

/** A controller with these keys, the newest first. */
export class TestController implements ReencryptionSource {
  readonly asked: ReencryptionTarget[] = [];
  readonly keys: SealingKeyPair[];

  constructor(...keys: SealingKeyPair[]) {
    this.keys = keys;
  }

  async getCertificate(): Promise<string> {
    return this.keys[0].certificate;
  }

  async reencrypt({ target }: { target: ReencryptionTarget }) {
    this.asked.push(target);
    const certificate = parseSealingCertificate(this.keys[0].certificate);
    const label = sealingLabel(target);
    return Object.fromEntries(
      Object.entries(target.encryptedData).map(([key, sealed]) => [
        key,
        sealValue({ certificate, label, value: this.#open(sealed, label) }),
      ]),
    );
  }

  #open(sealed: string, label: string): Buffer {
    for (const key of this.keys) {
      try {
        return unseal(sealed, key, label);
      } catch {
        // Another key may open it.
      }
    }
    throw new ConflictError('The controller cannot re-encrypt it');
  }
}

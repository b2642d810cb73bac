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
  createPrivateKey,
  createPublicKey,
  generateKeyPair,
  KeyObject,
} from 'node:crypto';
import { promisify } from 'node:util';
import { selfSignedCertificate } from '../certificates/selfSignedCertificate';

const YEARS_VALID = 10;

/** A key pair that opens what was sealed with its certificate. */
export interface SealingKey {
  privateKey: KeyObject;
  /** PEM */
  certificate: string;
  notBefore: Date;
}

/** The controller's keys: the newest seals, every one opens. */
export class SealingKeys {
  static async create(options: {
    now: () => Date;
    modulusLength?: number;
  }): Promise<SealingKeys> {
    const { now, modulusLength = 4096 } = options;
    return new SealingKeys(now, modulusLength, [
      await generateKey(now(), modulusLength),
    ]);
  }

  private constructor(
    private readonly now: () => Date,
    private readonly modulusLength: number,
    private readonly keys: SealingKey[],
  ) {}

  get newest(): SealingKey {
    return this.keys[this.keys.length - 1];
  }

  /** Newest first, as most of what is asked was sealed with it. */
  get all(): SealingKey[] {
    return [...this.keys].reverse();
  }

  async renew(): Promise<SealingKey> {
    const key = await generateKey(this.now(), this.modulusLength);
    this.keys.push(key);
    return key;
  }
}

async function generateKey(
  notBefore: Date,
  modulusLength: number,
): Promise<SealingKey> {
  const pair = await promisify(generateKeyPair)('rsa', {
    modulusLength,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  });
  const privateKey = createPrivateKey(pair.privateKey);
  const notAfter = new Date(notBefore);
  notAfter.setUTCFullYear(notAfter.getUTCFullYear() + YEARS_VALID);
  const certificate = selfSignedCertificate({
    publicKey: createPublicKey(pair.publicKey),
    privateKey,
    notBefore,
    notAfter,
  });
  return { privateKey, certificate, notBefore };
}

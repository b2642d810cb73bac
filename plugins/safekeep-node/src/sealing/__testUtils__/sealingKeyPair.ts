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

import { generateKeyPairSync, KeyObject, sign } from 'node:crypto';

export interface SealingKeyPair {
  privateKey: KeyObject;
  /** A self-signed certificate of the public key, as the controller serves it. */
  certificate: string;
}

/** A new key pair with a certificate, made by hand since Node can only read them. */
export function createSealingKeyPair(
  options: {
    notBefore?: Date;
    notAfter?: Date;
    kind?: 'rsa' | 'ec';
    /** Of an RSA key; a controller's have 4096. */
    bits?: number;
  } = {},
): SealingKeyPair {
  const { notBefore, notAfter, kind = 'rsa', bits = 2048 } = options;
  const { publicKey, privateKey } =
    kind === 'rsa'
      ? generateKeyPairSync('rsa', { modulusLength: bits })
      : generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const algorithm =
    kind === 'rsa'
      ? sequence(objectId('2a864886f70d01010b'), der(0x05, Buffer.alloc(0)))
      : sequence(objectId('2a8648ce3d040302'));
  const content = sequence(
    der(0xa0, der(0x02, Buffer.from([2]))),
    der(0x02, Buffer.from([1])),
    algorithm,
    sequence(),
    sequence(
      time(notBefore ?? new Date('2026-01-01T00:00:00Z')),
      time(notAfter ?? new Date('2036-01-01T00:00:00Z')),
    ),
    sequence(),
    publicKey.export({ type: 'spki', format: 'der' }),
  );
  const signature = sign('sha256', content, privateKey);
  const certificate = sequence(
    content,
    algorithm,
    der(0x03, Buffer.concat([Buffer.from([0]), signature])),
  );
  const base64 = certificate.toString('base64').replace(/.{64}/g, '$&\n');
  return {
    privateKey,
    certificate: `-----BEGIN CERTIFICATE-----\n${base64}\n-----END CERTIFICATE-----\n`,
  };
}

function der(tag: number, content: Buffer): Buffer {
  const { length } = content;
  const size =
    length < 0x80
      ? Buffer.from([length])
      : Buffer.from([0x82, Math.floor(length / 256), length % 256]);
  return Buffer.concat([Buffer.from([tag]), size, content]);
}

function sequence(...parts: Buffer[]): Buffer {
  return der(0x30, Buffer.concat(parts));
}

function objectId(hex: string): Buffer {
  return der(0x06, Buffer.from(hex, 'hex'));
}

function time(date: Date): Buffer {
  const digits = date.toISOString().replace(/[-:T]|\.\d+/g, '');
  return der(0x18, Buffer.from(digits));
}

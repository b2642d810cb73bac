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

import { KeyObject, randomBytes, sign } from 'node:crypto';
import { isIPv4 } from 'node:net';
import {
  derBitString,
  derBoolean,
  derContext,
  derInteger,
  derNull,
  derObjectIdentifier,
  derOctetString,
  derSequence,
  derSet,
  derTime,
  derUtf8String,
} from './der';

export interface SelfSignedOptions {
  publicKey: KeyObject;
  privateKey: KeyObject;
  notBefore: Date;
  notAfter: Date;
  /** Empty for a sealing certificate: it is known by its key alone. */
  commonName?: string;
  /** Names and IPv4 addresses of a TLS server. */
  hosts?: string[];
}

const COMMON_NAME = '2.5.4.3';
const SUBJECT_ALT_NAME = '2.5.29.17';
const BASIC_CONSTRAINTS = '2.5.29.19';
const KEY_USAGE = '2.5.29.15';
const SHA256_WITH_RSA = '1.2.840.113549.1.1.11';
const SHA256_WITH_ECDSA = '1.2.840.10045.4.3.2';

/** A version 3 certificate that its own key signs, as PEM. */
export function selfSignedCertificate(options: SelfSignedOptions): string {
  const { publicKey, privateKey, notBefore, notAfter } = options;
  const algorithm =
    publicKey.asymmetricKeyType === 'rsa'
      ? derSequence(derObjectIdentifier(SHA256_WITH_RSA), derNull())
      : derSequence(derObjectIdentifier(SHA256_WITH_ECDSA));
  const name = distinguishedName(options.commonName);
  const body = derSequence(
    derContext(0, derInteger(Buffer.from([2]))),
    derInteger(serialNumber()),
    algorithm,
    name,
    derSequence(derTime(notBefore), derTime(notAfter)),
    name,
    publicKey.export({ type: 'spki', format: 'der' }),
    derContext(3, derSequence(...extensions(options.hosts ?? []))),
  );
  const certificate = derSequence(
    body,
    algorithm,
    derBitString(sign('sha256', body, privateKey)),
  );
  const lines = certificate.toString('base64').match(/.{1,64}/g) ?? [];
  return [
    '-----BEGIN CERTIFICATE-----',
    ...lines,
    '-----END CERTIFICATE-----',
    '',
  ].join('\n');
}

function distinguishedName(commonName: string | undefined): Buffer {
  return commonName
    ? derSequence(
        derSet(
          derSequence(
            derObjectIdentifier(COMMON_NAME),
            derUtf8String(commonName),
          ),
        ),
      )
    : derSequence();
}

/** Positive and never zero, whatever the random bytes are. */
function serialNumber(): Buffer {
  const serial = randomBytes(16);
  serial[0] = (serial[0] % 0x7f) + 1;
  return serial;
}

function extensions(hosts: string[]): Buffer[] {
  const list = [
    extension(BASIC_CONSTRAINTS, derSequence(derBoolean(true))),
    // digitalSignature, keyEncipherment and keyCertSign.
    extension(KEY_USAGE, derBitString(Buffer.from([0b10100100]), 2)),
  ];
  if (hosts.length > 0) {
    const names = hosts.map(host =>
      isIPv4(host)
        ? derContext(7, Buffer.from(host.split('.').map(Number)), false)
        : derContext(2, Buffer.from(host, 'ascii'), false),
    );
    list.push(extension(SUBJECT_ALT_NAME, derSequence(...names), false));
  }
  return list;
}

function extension(identifier: string, value: Buffer, critical = true): Buffer {
  return derSequence(
    derObjectIdentifier(identifier),
    ...(critical ? [derBoolean(true)] : []),
    derOctetString(value),
  );
}

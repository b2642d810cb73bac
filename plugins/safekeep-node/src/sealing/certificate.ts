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

import { InputError } from '@backstage/errors';
import { createHash, KeyObject, X509Certificate } from 'node:crypto';

/**
 * A sealing certificate that has been read: what values are sealed with.
 *
 * @public
 */
export interface ParsedSealingCertificate {
  publicKey: KeyObject;
  /** The public key's fingerprint as OpenSSH prints it: `SHA256:…`. */
  fingerprint: string;
  notBefore: Date;
  notAfter: Date;
  /** The certificate alone, without whatever else the input held. */
  pem: string;
}

const PEM_BLOCKS =
  /-----BEGIN CERTIFICATE-----[A-Za-z0-9+/=\s]+-----END CERTIFICATE-----/g;

/**
 * Reads the first certificate of a PEM text, as kubeseal does. Those behind it
 * must be the ones that issued it: of several keys, a value could be sealed for
 * one that nobody meant.
 *
 * @public
 */
export function parseSealingCertificate(pem: string): ParsedSealingCertificate {
  const blocks = pem.match(PEM_BLOCKS) ?? [];
  if (blocks.length === 0) {
    throw new InputError(
      'The sealing certificate holds no PEM block "-----BEGIN CERTIFICATE-----": give the text that the controller serves at /v1/cert.pem',
    );
  }
  let certificate: X509Certificate;
  let others: X509Certificate[];
  let publicKey: KeyObject;
  try {
    [certificate, ...others] = blocks.map(block => new X509Certificate(block));
    publicKey = certificate.publicKey;
  } catch {
    throw new InputError(
      'The sealing certificate cannot be read: its PEM block is damaged',
    );
  }
  if (publicKey.asymmetricKeyType !== 'rsa') {
    throw new InputError(
      `The sealing certificate has an ${publicKey.asymmetricKeyType} key: values are sealed with RSA`,
    );
  }
  assertIsChain(certificate, others);
  const notBefore = new Date(certificate.validFrom);
  const notAfter = new Date(certificate.validTo);
  if (Number.isNaN(notBefore.getTime()) || Number.isNaN(notAfter.getTime())) {
    throw new InputError(
      'The sealing certificate cannot be read: its validity is not a pair of dates',
    );
  }
  return {
    publicKey,
    fingerprint: publicKeyFingerprint(publicKey),
    notBefore,
    notAfter,
    pem: certificate.toString(),
  };
}

function assertIsChain(first: X509Certificate, others: X509Certificate[]) {
  let issued = first;
  for (const other of others) {
    const isSame = other.fingerprint256 === issued.fingerprint256;
    if (
      !isSame &&
      !(issued.checkIssued(other) && issued.verify(other.publicKey))
    ) {
      throw new InputError(
        `The sealing certificate is one of ${
          others.length + 1
        } in its text, and they are no chain: give the one that values are to be sealed with`,
      );
    }
    issued = other;
  }
}

/**
 * Refuses a certificate that is not valid at `now`. A sealed value would still
 * open, but the certificate is then most likely not the cluster's own.
 *
 * @public
 */
export function assertCertificateIsCurrent(
  certificate: ParsedSealingCertificate,
  now: Date,
): void {
  if (now.getTime() > certificate.notAfter.getTime()) {
    throw new InputError(
      `The sealing certificate ${
        certificate.fingerprint
      } expired on ${certificate.notAfter.toISOString()}: fetch the current one from the controller`,
    );
  }
  if (now.getTime() < certificate.notBefore.getTime()) {
    throw new InputError(
      `The sealing certificate ${
        certificate.fingerprint
      } is valid only from ${certificate.notBefore.toISOString()}: check the clock of this machine`,
    );
  }
}

/**
 * The fingerprint of an RSA public key as OpenSSH prints it, which is what the
 * controller names its keys by in its log.
 *
 * @public
 */
export function publicKeyFingerprint(publicKey: KeyObject): string {
  const { n, e } = publicKey.export({ format: 'jwk' });
  if (!n || !e) {
    throw new InputError('Only RSA keys have a fingerprint here');
  }
  const wire = Buffer.concat([
    wireString(Buffer.from('ssh-rsa')),
    wireInteger(Buffer.from(e, 'base64url')),
    wireInteger(Buffer.from(n, 'base64url')),
  ]);
  const digest = createHash('sha256').update(wire).digest('base64');
  return `SHA256:${digest.replace(/=+$/, '')}`;
}

function wireString(bytes: Buffer): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(bytes.length);
  return Buffer.concat([length, bytes]);
}

/** SSH integers are signed: a leading bit that is set needs a zero before it. */
function wireInteger(bytes: Buffer): Buffer {
  return wireString(
    bytes[0] >= 0x80 ? Buffer.concat([Buffer.alloc(1), bytes]) : bytes,
  );
}

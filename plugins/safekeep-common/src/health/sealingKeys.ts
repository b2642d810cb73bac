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

import { SealingCertificateFacts, SealingFacts } from '../facts';
import { SealedSecretObservation } from '../observations';
import { SecretKeyStatus } from '../status';
import { ownEntry } from './ownEntry';

/**
 * What a certificate is to its cluster: the one that the controller hands out
 * now, one of before, or one that it was never seen to have. Undefined when
 * nobody can tell.
 */
export function relationOf(
  fingerprint: string | undefined,
  sealing: Pick<SealingFacts, 'certificates' | 'isCurrent'> | undefined,
): SecretKeyStatus['sealedWith'] {
  const [newest] = sealing?.certificates ?? [];
  if (fingerprint === undefined || !sealing || !newest) {
    return undefined;
  }
  if (newest.fingerprint === fingerprint) {
    // It may have been renewed since it was last asked for.
    return sealing.isCurrent ? 'newest' : undefined;
  }
  return sealing.certificates.some(each => each.fingerprint === fingerprint)
    ? 'older'
    : 'other';
}

/** The keys of a SealedSecret that are recorded as sealed with an older certificate. */
export function olderKeys(
  sealed: Pick<SealedSecretObservation, 'keys' | 'sealedKeys'>,
  sealing: SealingFacts | undefined,
): string[] {
  return sealed.keys.filter(
    key =>
      relationOf(ownEntry(sealed.sealedKeys, key)?.certificate, sealing) ===
      'older',
  );
}

/**
 * Whether a certificate is younger than the one that is handed out now: the
 * controller had its private key, and has it no more.
 */
export function isLost(
  certificate: SealingCertificateFacts,
  [current]: SealingCertificateFacts[],
): boolean {
  return Date.parse(certificate.notBefore) > Date.parse(current.notBefore);
}

/** What the controller opens values for; the label that they are sealed with. */
export function labelOf({
  scope,
  namespace,
  name,
}: Pick<SealedSecretObservation, 'scope' | 'namespace' | 'name'>): string {
  switch (scope) {
    case 'strict':
      return `${namespace}/${name}`;
    case 'namespace-wide':
      return namespace;
    default:
      return '';
  }
}

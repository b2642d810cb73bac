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

import { ClusterFacts, SealedSecretDigest } from '../clusterFacts';
import {
  ClusterStatus,
  SealedSecretCounts,
  SealingKeyStatus,
  StrayCertificateStatus,
} from '../clusterStatus';
import { SealingCertificateFacts } from '../facts';
import { SealedSecretObservation } from '../observations';
import { reason } from '../reasons';
import { HealthState } from '../status';
import { describeController, renewalPeriodOf } from './controllers';
import { Finding } from './findings';
import { ownEntry } from './ownEntry';
import { isProcessed } from './processing';
import { isLost } from './sealingKeys';
import { compareText, severityRank, worstState } from './severity';
import { isLive, wasSeen } from './sources';

const DAY_MS = 24 * 60 * 60 * 1000;
/** A renewal waits for its turn, and for the next look at the certificate. */
const RENEWAL_GRACE_MS = DAY_MS;
const EXPIRY_NOTICE_MS = 30 * DAY_MS;

type Cause = Pick<Finding, 'state' | 'reason'>;

/**
 * What of a SealedSecret is counted over its cluster.
 *
 * @public
 */
export function digestSealedSecret(
  sealed: SealedSecretObservation,
): SealedSecretDigest {
  const keys: Record<string, number> = {};
  let recorded = 0;
  for (const key of sealed.keys) {
    const certificate = ownEntry(sealed.sealedKeys, key)?.certificate;
    if (certificate !== undefined) {
      keys[certificate] = (ownEntry(keys, certificate) ?? 0) + 1;
      recorded += 1;
    }
  }
  const isTold = sealed.synced !== undefined;
  const done = sealed.synced ? 'synced' : 'failing';
  return {
    state: isTold && isProcessed(sealed) ? done : 'waiting',
    isTold,
    ...(sealed.processedAt && { processedAt: sealed.processedAt }),
    keys,
    isRecorded: recorded === sealed.keys.length,
  };
}

function usesOf(
  fingerprint: string,
  digests: SealedSecretDigest[],
): { secrets: number; keys: number } {
  const uses = digests.flatMap(({ keys }) => ownEntry(keys, fingerprint) ?? []);
  return {
    secrets: uses.length,
    keys: uses.reduce((sum, count) => sum + count, 0),
  };
}

function dateOf(time: string): string {
  return time.slice(0, 10);
}

/** A period as a person says it: in days where it is whole days. */
function sayPeriod(seconds: number): string {
  const hours = seconds / 3600;
  return hours % 24 === 0
    ? `${hours / 24} d`
    : `${Math.round(hours * 10) / 10} h`;
}

function causesOfKey(
  certificate: SealingCertificateFacts,
  facts: ClusterFacts,
  now: number,
): Cause[] {
  const { certificates, controller } = facts;
  const isNewest = certificate === certificates[0];
  const causes: Cause[] = [];
  if (!isNewest) {
    return isLost(certificate, certificates)
      ? [
          {
            state: 'attention',
            reason: reason('sealing-key-lost', {
              lastSeen: certificate.lastSeenAt,
            }),
          },
        ]
      : [];
  }
  const untilExpiry = Date.parse(certificate.notAfter) - now;
  if (untilExpiry < EXPIRY_NOTICE_MS) {
    causes.push({
      state: untilExpiry < 0 ? 'failing' : 'attention',
      reason: reason(
        untilExpiry < 0
          ? 'sealing-certificate-expired'
          : 'sealing-certificate-expiring',
        { date: dateOf(certificate.notAfter) },
      ),
    });
  }
  if (typeof controller === 'object') {
    const { seconds } = renewalPeriodOf(controller);
    const age = now - Date.parse(certificate.notBefore);
    if (seconds > 0 && age > seconds * 1000 + RENEWAL_GRACE_MS) {
      causes.push({
        state: 'attention',
        reason: reason('sealing-key-not-renewed', {
          date: dateOf(certificate.notBefore),
          period: sayPeriod(seconds),
        }),
      });
    }
  }
  return causes;
}

function describeKeys(
  facts: ClusterFacts,
  now: number,
): { keys: SealingKeyStatus[]; states: HealthState[] } {
  const states: HealthState[] = [];
  const keys = facts.certificates.map((certificate, index) => {
    const causes = causesOfKey(certificate, facts, now).sort(
      (a, b) => severityRank(a.state) - severityRank(b.state),
    );
    states.push(...causes.map(({ state }) => state));
    return {
      ...certificate,
      newest: index === 0,
      ...(facts.sealedSecrets && {
        sealed: usesOf(certificate.fingerprint, facts.sealedSecrets),
      }),
      reasons: causes.map(cause => cause.reason),
    };
  });
  return {
    keys: keys.sort(
      (a, b) =>
        Number(b.newest) - Number(a.newest) ||
        Date.parse(b.notBefore) - Date.parse(a.notBefore) ||
        compareText(a.fingerprint, b.fingerprint),
    ),
    states,
  };
}

function strayCertificates({
  certificates,
  sealedSecrets,
  elsewhere,
}: ClusterFacts): StrayCertificateStatus[] {
  const known = new Set(certificates.map(({ fingerprint }) => fingerprint));
  // Without any certificate of the cluster's own nobody can tell which are not.
  if (known.size === 0 || !sealedSecrets) {
    return [];
  }
  const recorded = new Set(
    sealedSecrets.flatMap(({ keys }) => Object.keys(keys)),
  );
  return [...recorded]
    .filter(fingerprint => !known.has(fingerprint))
    .map(fingerprint => {
      const cluster = ownEntry(elsewhere, fingerprint);
      return {
        fingerprint,
        ...usesOf(fingerprint, sealedSecrets),
        ...(cluster !== undefined && { cluster }),
      };
    })
    .sort(
      (a, b) => b.keys - a.keys || compareText(a.fingerprint, b.fingerprint),
    );
}

function countSealedSecrets(
  { certificates: [newest, ...older] }: ClusterFacts,
  digests: SealedSecretDigest[],
): SealedSecretCounts {
  const inState = (wanted: SealedSecretDigest['state']) =>
    digests.filter(({ state }) => state === wanted).length;
  const isOlder = ({ keys }: SealedSecretDigest) =>
    older.some(({ fingerprint }) => ownEntry(keys, fingerprint) !== undefined);
  return {
    total: digests.length,
    synced: inState('synced'),
    waiting: inState('waiting'),
    failing: inState('failing'),
    ...(newest && { withOlderKey: digests.filter(isOlder).length }),
    notRecorded: digests.filter(({ isRecorded }) => !isRecorded).length,
  };
}

/**
 * What was seen of a cluster, as its state.
 *
 * @param now - to tell how old a key is
 *
 * @public
 */
export function describeCluster(facts: ClusterFacts, now: Date): ClusterStatus {
  const { source, certificateSource } = facts;
  const controller = describeController(facts);
  const { keys, states } = describeKeys(facts, now.getTime());
  const digests = wasSeen(source) ? facts.sealedSecrets : undefined;
  return {
    name: facts.name,
    state: worstState([
      controller.state,
      ...states,
      ...[source, certificateSource].map(
        (each): HealthState => (isLive(each) ? 'ok' : 'unknown'),
      ),
    ]),
    source,
    certificateSource,
    certificateFrom: facts.certificateFrom,
    controller,
    keys,
    strayCertificates: strayCertificates(facts),
    ...(digests && { sealedSecrets: countSealedSecrets(facts, digests) }),
  };
}

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

import { SealingFacts } from '../facts';
import { SealedSecretObservation } from '../observations';
import { Reason, ReasonCode, reason } from '../reasons';
import { ownEntry } from './ownEntry';
import { isLost, labelOf } from './sealingKeys';
import { undecryptableKeys } from './sealedSecretMessages';

/** Why the controller cannot open a key, without the key. */
interface Cause {
  code: ReasonCode;
  parameters: Record<string, string>;
}

interface Case {
  sealed: SealedSecretObservation;
  cluster: string;
  sealing: SealingFacts | undefined;
  /** Whether some keys open, so that name, namespace and scope are right. */
  othersOpen: boolean;
}

type Scope = SealedSecretObservation['scope'];

/** Of which scope a label is; the inverse of {@link labelOf}. */
function scopeOfLabel(label: string): Scope {
  if (label === '') {
    return 'cluster-wide';
  }
  return label.includes('/') ? 'strict' : 'namespace-wide';
}

/** Bytes that no private key can open. */
function byDamage(key: string, { sealed }: Case): Cause | undefined {
  switch (ownEntry(sealed.damagedKeys ?? {}, key)) {
    case 'not-sealed':
    case 'not-base64':
      return { code: 'sealed-secret-not-sealed', parameters: {} };
    case 'cut-off':
      return { code: 'sealed-secret-cut-off', parameters: {} };
    default:
      return undefined;
  }
}

/** What was recorded when it was sealed, against what it is now. */
function byLabel(key: string, { sealed }: Case): Cause | undefined {
  const label = ownEntry(sealed.sealedKeys, key)?.label;
  if (label === undefined || label === labelOf(sealed)) {
    return undefined;
  }
  const sealedScope = scopeOfLabel(label);
  // The label as it would be with the scope that it was sealed for.
  const isSamePlace = label === labelOf({ ...sealed, scope: sealedScope });
  return isSamePlace
    ? {
        code: 'sealed-secret-scope-changed',
        parameters: { sealedScope, scope: sealed.scope },
      }
    : {
        code: 'sealed-secret-moved',
        parameters: { from: label || 'any namespace' },
      };
}

/**
 * What kubeseal left in the template, where nothing was recorded. Tools that
 * move and rename manifests do not change it.
 */
function byTemplate(key: string, { sealed, othersOpen }: Case): Cause[] {
  const { template, namespace, name, scope } = sealed;
  const isRecorded =
    ownEntry(sealed.sealedKeys, key)?.label !== undefined || othersOpen;
  if (!template || isRecorded) {
    return [];
  }
  if (template.scope !== undefined && template.scope !== scope) {
    return [
      {
        code: 'sealed-secret-scope-changed',
        parameters: { sealedScope: template.scope, scope },
      },
    ];
  }
  const before = labelOf({
    scope,
    namespace: template.namespace ?? namespace,
    name: template.name ?? name,
  });
  return before === labelOf(sealed)
    ? []
    : [{ code: 'sealed-secret-moved', parameters: { from: before } }];
}

/** Whether the controller was seen to open something of this certificate, after or when it failed here. */
function wasOpenedSince(fingerprint: string, { sealed, sealing }: Case) {
  const opened = ownEntry(sealing?.cluster?.opened ?? {}, fingerprint);
  return (
    opened !== undefined &&
    !(Date.parse(opened) < Date.parse(sealed.processedAt ?? ''))
  );
}

function byCertificate(key: string, of: Case): Cause | undefined {
  const { sealed, sealing, cluster, othersOpen } = of;
  const record = ownEntry(sealed.sealedKeys, key);
  const certificate = record?.certificate;
  if (certificate === undefined || !sealing) {
    return undefined;
  }
  const { certificates, isCurrent, elsewhere } = sealing;
  const known = certificates.find(each => each.fingerprint === certificate);
  const [current] = certificates;
  const hasPrivateKey =
    (isCurrent && known !== undefined && known === current) ||
    wasOpenedSince(certificate, of);
  if (hasPrivateKey) {
    if (record?.label !== undefined) {
      return { code: 'sealed-secret-value-altered', parameters: {} };
    }
    return othersOpen
      ? undefined
      : { code: 'sealed-secret-made-for-another', parameters: {} };
  }
  if (known) {
    if (isCurrent && isLost(known, certificates)) {
      return {
        code: 'sealed-secret-key-lost',
        parameters: { certificate, lastSeen: known.lastSeenAt },
      };
    }
    return record?.label === undefined
      ? undefined
      : { code: 'sealed-secret-key-gone', parameters: { certificate } };
  }
  const other = ownEntry(elsewhere, certificate);
  if (other !== undefined) {
    return {
      code: 'sealed-secret-other-cluster',
      parameters: { other, cluster },
    };
  }
  return current && !sealing.cluster?.otherControllers.length
    ? {
        code: 'sealed-secret-unknown-certificate',
        parameters: {
          certificate,
          since: certificates.map(({ firstSeenAt }) => firstSeenAt).sort()[0],
        },
      }
    : undefined;
}

function causeOf(key: string, of: Case): Cause {
  const controllers = of.sealing?.cluster?.otherControllers ?? [];
  const found =
    byDamage(key, of) ??
    byLabel(key, of) ??
    byTemplate(key, of)[0] ??
    byCertificate(key, of);
  if (found) {
    return found;
  }
  if (of.othersOpen) {
    return { code: 'sealed-secret-some-keys-closed', parameters: {} };
  }
  return controllers.length > 0
    ? {
        code: 'sealed-secret-two-controllers',
        parameters: { controllers: controllers.join(', ') },
      }
    : { code: 'sealed-secret-wrong-key', parameters: {} };
}

function sayKeys(keys: string[], sealed: SealedSecretObservation): string {
  return `${keys.length} of ${sealed.keys.length} keys (${keys.join(', ')})`;
}

/**
 * What `no key could decrypt secret` comes from, as far as it can be told
 * without opening anything: from what was recorded at sealing, what the template
 * still says, the shape of the values, and the certificates of this and other
 * clusters. One reason for each cause; where nothing tells, the list of what
 * remains possible.
 */
export function explainClosedKeys(
  sealed: SealedSecretObservation,
  context: { cluster: string; sealing: SealingFacts | undefined },
): Reason[] {
  const named = undecryptableKeys(sealed.message ?? '').filter(key =>
    sealed.keys.includes(key),
  );
  const closed =
    named.length > 0
      ? // Of several errors the message may name each with its own keys.
        sealed.keys.filter(
          key =>
            named.includes(key) ||
            ownEntry(sealed.damagedKeys ?? {}, key) !== undefined,
        )
      : sealed.keys;
  const of: Case = {
    sealed,
    ...context,
    othersOpen: closed.length < sealed.keys.length,
  };
  const causes = new Map<string, { cause: Cause; keys: string[] }>();
  for (const key of [...closed].sort()) {
    const cause = causeOf(key, of);
    const id = JSON.stringify(cause);
    const known = causes.get(id);
    if (known) {
      known.keys.push(key);
    } else {
      causes.set(id, { cause, keys: [key] });
    }
  }
  const { namespace, name, message = '' } = sealed;
  if (causes.size === 0) {
    return [
      reason('sealed-secret-wrong-key', {
        namespace,
        name,
        keys: 'it',
        message,
      }),
    ];
  }
  return [...causes.values()].map(({ cause, keys }) =>
    reason(cause.code, {
      namespace,
      name,
      keys:
        named.length > 0 || cause.code !== 'sealed-secret-wrong-key'
          ? sayKeys(keys, sealed)
          : 'it',
      message,
      ...cause.parameters,
    }),
  );
}

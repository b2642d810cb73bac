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

import { Reason, ReasonCode, reason } from '../reasons';

const LONGEST_MESSAGE = 300;

function shorten(message: string): string {
  const line = message.replace(/\s+/g, ' ').trim();
  return line.length > LONGEST_MESSAGE
    ? `${line.slice(0, LONGEST_MESSAGE)}…`
    : line;
}

/**
 * What the messages of the controller, its log and kubeseal say, the most
 * telling first: when several errors come in one message, the first that
 * matches is the one to solve first. Their texts are those of sealed-secrets
 * 0.40 (pkg/controller, pkg/crypto, pkg/kubeseal).
 */
const MEANINGS: [RegExp, ReasonCode][] = [
  [/already exists and is not managed/i, 'sealed-secret-in-the-way'],
  [/\btype: Invalid value\b/i, 'sealed-secret-type-changed'],
  [/immutable/i, 'sealed-secret-immutable'],
  [
    /\bnamespaces? "[^"]*" not found|namespace doesn['’]t exist/i,
    'sealed-secret-namespace-missing',
  ],
  [/\bis forbidden\b/i, 'sealed-secret-controller-forbidden'],
  [
    /cannot use the field 'encryptedData' and the deprecated field 'data'/i,
    'sealed-secret-both-fields',
  ],
  [/using deprecated 'data' field/i, 'sealed-secret-deprecated-data'],
  [
    /key registry has no keys|private key is not an RSA key|cannot get certificate/i,
    'controller-without-keys',
  ],
  [
    /no key could decrypt|unable to decrypt sealed secret/i,
    'sealed-secret-wrong-key',
  ],
  [/illegal base64|data is too short/i, 'sealed-secret-invalid-data'],
  [/\btemplate: /i, 'sealed-secret-invalid-template'],
  [/giving up/i, 'sealed-secret-given-up'],
  [/update suppressed/i, 'sealed-secret-change-ignored'],
  [/Multistream YAML/i, 'sealed-secret-several-documents'],
  [
    /expired certificate|expected RSA public key|failed to read any certificates/i,
    'sealing-certificate-unusable',
  ],
  [
    /cannot get sealed secret service|cannot fetch certificate|no endpoints available|i\/o timeout/i,
    'controller-unreachable',
  ],
  [/cannot (?:validate sealed secret|re-encrypt secret)/i, 'controller-busy'],
  [
    /secret\.data is empty|missing metadata\.name|namespace mismatch|no secrets found|must declare a namespace/i,
    'sealed-secret-input-invalid',
  ],
];

/**
 * The keys that `no key could decrypt secret (DB_PASSWORD, DB_USER)` is about;
 * none where the message names none.
 */
export function undecryptableKeys(message: string): string[] {
  const keys: string[] = [];
  for (const [, list] of message.matchAll(
    /no key could decrypt secret \(([^)]*)\)/gi,
  )) {
    keys.push(...list.split(',').map(key => key.trim()));
  }
  return [...new Set(keys.filter(Boolean))];
}

function describeKeys(message: string, keys: string[]): string {
  const closed = undecryptableKeys(message);
  if (closed.length === 0) {
    return 'it';
  }
  return keys.length > 0
    ? `${closed.length} of ${keys.length} keys (${closed.join(', ')})`
    : closed.join(', ');
}

/**
 * Turns the message of a SealedSecret's `Synced` condition into a reason.
 *
 * @public
 */
export function explainSealedSecretMessage(
  message: string | undefined,
  sealedSecret: { namespace: string; name: string; keys?: string[] },
): Reason {
  const said = shorten(message ?? '');
  const code =
    MEANINGS.find(([pattern]) => pattern.test(said))?.[1] ??
    'sealed-secret-failed';
  const { namespace, name, keys = [] } = sealedSecret;
  return reason(code, {
    namespace,
    name,
    keys: describeKeys(message ?? '', keys),
    message: said || 'no message',
  });
}

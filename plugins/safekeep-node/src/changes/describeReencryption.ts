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

import { renderChangedSecrets } from '../gitops/changedSecrets';
import { ParsedSealingCertificate } from '../sealing';
import { listKeys } from './describeChange';
import { FileChange } from './FileChange';
import { FoundReencryption } from './findReencryptions';

interface ReencryptionDescription {
  targets: FoundReencryption[];
  current: number;
  certificate: ParsedSealingCertificate;
  changes: FileChange[];
  warnings: string[];
}

/** A forge takes some 64 KiB of text, and a person reads less. */
const SHOWN = 50;

/** Title, description and warnings of a re-encryption. */
export function describeReencryption(change: ReencryptionDescription): {
  title: string;
  description: string;
  warnings: string[];
} {
  const { targets, certificate, warnings } = change;
  const { fingerprint } = certificate;
  const [first] = targets;
  if (!first) {
    return {
      title: 'Re-encrypt nothing',
      description: `${sealedSecrets(
        change.current,
      )} sealed with the newest certificate already, \`${fingerprint}\`.\n`,
      warnings,
    };
  }
  const what =
    targets.length === 1 ? first.name : `${targets.length} SealedSecrets`;
  const sections = [
    `Encrypts the values of ${
      targets.length === 1
        ? `\`${first.name}\` in namespace \`${first.namespace}\``
        : `${targets.length} SealedSecrets`
    } for the cluster’s newest sealing certificate, \`${fingerprint}\`. The values are the same as before: the controller opened and sealed them, and nobody has seen them.`,
    `### What changes\n\n${shortened(targets.map(describeTarget))}`,
    'Only ciphertexts and what Safekeep records of them change; template, labels and all else stay as they are.',
    `### What happens on merge\n\nThe sync applies the SealedSecret${
      targets.length === 1 ? '' : 's'
    }. The controller opens the new ciphertexts, finds the values that are in the Secret, and leaves it as it is. No workload restarts, and none needs to: checksums in pod templates stay, and Safekeep knows that they stand for the same values.`,
    ...(warnings.length > 0
      ? [`### Before you merge\n\n${shortened(warnings)}`]
      : []),
    `### How to verify\n\n\`SYNCED\` is \`True\`:\n\n\`\`\`sh\n${commands(
      targets,
    )}\n\`\`\``,
    '### How to go back\n\nRevert this pull request: the controller opens the earlier ciphertexts for as long as it has their private key.',
    'This is no rotation. The earlier ciphertexts stay in the history of the repository and open with the earlier private key: a value that was exposed, or whose private key was, must be rotated.',
    ...(targets.length > 1
      ? [
          renderChangedSecrets(
            targets.map(({ namespace, name }) => `${namespace}/${name}`),
          ),
        ]
      : []),
  ];
  return {
    title: `Re-encrypt ${what} with the newest sealing key`,
    description: `${sections.join('\n\n')}\n`,
    warnings,
  };
}

function sealedSecrets(count: number): string {
  return count === 1 ? '1 SealedSecret is' : `${count} SealedSecrets are`;
}

function describeTarget(target: FoundReencryption): string {
  const { namespace, name, path, encryptedData, certificates } = target;
  const from =
    certificates.length > 0
      ? `, sealed before with ${certificates
          .map(each => `\`${each}\``)
          .join(', ')}`
      : '';
  const kept =
    target.otherKeys.length > 0
      ? `; ${listKeys(target.otherKeys)} had the newest already`
      : '';
  return `\`${namespace}/${name}\` (\`${path}\`): ${listKeys(
    Object.keys(encryptedData),
  )}${from}${kept}`;
}

function shortened(lines: string[]): string {
  const shown = lines.slice(0, SHOWN).map(line => `- ${line}`);
  const rest = lines.length - SHOWN;
  return [...shown, ...(rest > 0 ? [`- and ${rest} more`] : [])].join('\n');
}

function commands(targets: FoundReencryption[]): string {
  const byNamespace = new Map<string, string[]>();
  for (const { namespace, name } of targets.slice(0, SHOWN)) {
    byNamespace.set(namespace, [...(byNamespace.get(namespace) ?? []), name]);
  }
  return [...byNamespace]
    .map(
      ([namespace, names]) =>
        `kubectl -n ${namespace} get sealedsecret ${names.join(' ')}`,
    )
    .join('\n');
}

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

import { RestartedWorkload } from '../manifests/setSecretChecksum';
import { ParsedSealingCertificate, SealingScope } from '../sealing';
import { describeChange, listKeys, titleKeys } from './describeChange';
import { FileChange } from './FileChange';
import { SealPlace } from './findSealPlace';

interface SealDescription {
  namespace: string;
  name: string;
  certificate: ParsedSealingCertificate;
  removePlain?: boolean;
  valueFiles?: Readonly<Record<string, string>>;
  place: SealPlace;
  changes: FileChange[];
  keys: string[];
  scope: SealingScope;
  leftSealed: string[];
  composed: Readonly<Record<string, string[]>>;
  immutable: boolean;
  restarted: RestartedWorkload[];
  warnings: string[];
}

/** Title, description and warnings of a change that seals. */
export function describeSeal(seal: SealDescription): {
  title: string;
  description: string;
  warnings: string[];
} {
  const { namespace, name, place, keys, changes, restarted } = seal;
  const warnings = [
    ...conversionWarnings(seal),
    ...fileWarnings(seal),
    ...composedWarnings(seal),
    ...seal.warnings,
  ];
  const isWhole = place.plainPath !== undefined || !place.exists;
  return {
    title: isWhole ? `Seal ${name}` : `Seal ${titleKeys(keys)} of ${name}`,
    description: describeChange({
      namespace,
      name,
      purpose: purposeOf(seal),
      changes,
      remarks: remarksOf(seal),
      restarted,
      onMerge: `The sync applies the SealedSecret, and the controller makes Secret \`${name}\` from it.`,
      goBack: place.plainPath
        ? 'Revert this pull request: the Secret is then applied from the plain file again.'
        : 'Revert this pull request.',
      warnings,
    }),
    warnings,
  };
}

function purposeOf({ namespace, name, place, keys }: SealDescription): string {
  const secret = `\`${name}\` in namespace \`${namespace}\``;
  if (place.plainPath !== undefined) {
    return `Seals ${secret}, so that the repository holds its values as ciphertext only.`;
  }
  return `Seals ${listKeys(
    keys,
  )} of ${secret}. Only its cluster can open the values.`;
}

function remarksOf(seal: SealDescription): Record<string, string> {
  const { place, keys, scope, certificate } = seal;
  const { sealedPath, plainPath } = place;
  const plainChange = seal.changes.find(({ path }) => path === plainPath);
  const plainRemark =
    plainChange?.action === 'delete'
      ? 'deleted; it held the values in plain text'
      : 'no longer holds the plain Secret';
  return {
    ...Object.fromEntries(
      seal.changes
        .filter(({ path }) => /(^|\/)kustomization(\.ya?ml)?$/i.test(path))
        .map(({ path }) => [path, `lists \`${sealedPath}\``]),
    ),
    [sealedPath]: `${place.exists ? '' : 'new; '}${listKeys(
      keys,
    )} sealed (${scope}) with certificate \`${certificate.fingerprint}\``,
    ...(plainPath !== undefined && { [plainPath]: plainRemark }),
  };
}

/**
 * The annotations let the controller write a Secret that it does not own, and
 * keep Argo CD and Flux from deleting it. With the Secret's first content from
 * the controller they are gone, and so are the marks that the sync knows it by.
 */
function handOverWarning(namespace: string, name: string): string {
  const annotations = [
    'sealedsecrets.bitnami.com/managed=true',
    'argocd.argoproj.io/sync-options=Prune=false',
    'kustomize.toolkit.fluxcd.io/prune=disabled',
  ].join(' ');
  return `On merge the sync deletes Secret \`${name}\` and the controller makes it again. For that moment, longer where the controller is busy, no pod that reads it can start; and where the deletion takes longer than the controller tries (as with Flux, which applies before it deletes), it gives up and there is none. Run this before the merge, and the controller takes over the Secret that is there: \`kubectl -n ${namespace} annotate secret ${name} ${annotations}\`.`;
}

/** Where a file came from, the change does not know: it may be the repository. */
function fileWarnings({ valueFiles = {} }: SealDescription): string[] {
  return Object.entries(valueFiles).map(
    ([key, path]) =>
      `\`${key}\` was read from the file \`${path}\`. If that file is in the repository, it is there in plain, and in the history: take it out, and replace the value.`,
  );
}

/** Said now, since nobody sees it once they are sealed. */
function composedWarnings({ composed }: SealDescription): string[] {
  return Object.entries(composed).map(
    ([key, parts]) =>
      `\`${key}\` contains the value of ${listKeys(
        parts,
      )}. That is recorded, and a rotation asks for it: it does not follow by itself.`,
  );
}

function conversionWarnings(seal: SealDescription): string[] {
  const { namespace, name, place, leftSealed, immutable } = seal;
  if (place.plainPath === undefined) {
    return [];
  }
  const warnings = [
    seal.removePlain === false
      ? `\`${place.plainPath}\` stays in the repository in plain text: rotate these values, whoever can read the repository has them.`
      : 'The history of the repository still holds the plain values, and so does the diff of this pull request: rotate them after the merge.',
    handOverWarning(namespace, name),
  ];
  if (leftSealed.length > 0) {
    warnings.push(
      `${listKeys(
        leftSealed,
      )}: sealed already and left as sealed; what the plain file held for them is dropped.`,
    );
  }
  if (immutable) {
    warnings.push(
      `Secret \`${name}\` is immutable: the cluster keeps the earlier one until it is deleted there.`,
    );
  }
  return warnings;
}

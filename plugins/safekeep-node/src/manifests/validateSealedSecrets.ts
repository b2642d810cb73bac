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
import { RepositorySecret } from '@safekeep/backstage-plugin-safekeep-common';
import { ParsedSealingCertificate } from '../sealing';
import { assertSealedSecret } from './assertSealedSecret';
import { readRepositorySecrets } from './readSecretManifests';

/** @public */
export interface SealedSecretValidation {
  /** How many SealedSecrets were looked at. */
  checked: number;
  /** Why something would not work after a merge, each with file and line. */
  problems: string[];
  /** What works and is worth a look. */
  warnings: string[];
}

/**
 * Looks at all SealedSecrets of a folder as the controller would, without a
 * cluster: whether it could make a Secret of each.
 *
 * @remarks
 * Only the private key tells whether a value opens. What shows without it is
 * checked: the YAML, the fields, the shape of each ciphertext, templates, scope,
 * type and size, names that are used twice, and with a certificate what was
 * recorded to be sealed with another.
 *
 * @public
 */
export function validateSealedSecrets(
  files: Map<string, string>,
  options: { folder?: string; certificate?: ParsedSealingCertificate } = {},
): SealedSecretValidation {
  const { certificate } = options;
  const { secrets, unread, unresolved } = readRepositorySecrets(
    files,
    options.folder,
  );
  const sealed = secrets.filter(({ kind }) => kind === 'SealedSecret');
  const problems = [
    ...unread.map(({ path, reason }) =>
      reason.startsWith(path) ? reason : `${path}: ${reason}`,
    ),
    ...usedTwice(sealed),
  ];
  const warnings = unresolved.map(
    entry =>
      `The kustomization takes in ${entry}, which is not among the files: what it holds was not checked`,
  );
  for (const { path, line, name, namespace } of sealed) {
    if (namespace === undefined) {
      problems.push(
        `${path}, line ${line}: SealedSecret ${name} has no namespace, and no kustomization gives it one: the controller opens it in no other than the one that it was sealed for`,
      );
      continue;
    }
    try {
      const { sealedKeys } = assertSealedSecret(files.get(path)!, {
        path,
        namespace,
        name,
        certificate,
      });
      const others = Object.entries(sealedKeys)
        .filter(([, record]) => record.certificate !== certificate?.fingerprint)
        .map(([key]) => key);
      if (certificate && others.length > 0) {
        warnings.push(
          `${path}, line ${line}: ${others.join(
            ', ',
          )} of SealedSecret ${namespace}/${name} ${
            others.length > 1 ? 'were' : 'was'
          } sealed with another certificate than ${
            certificate.fingerprint
          }: an earlier one of this cluster, or another cluster’s`,
        );
      }
    } catch (error) {
      if (!(error instanceof InputError)) {
        throw error;
      }
      problems.push(error.message);
    }
  }
  return { checked: sealed.length, problems: [...new Set(problems)], warnings };
}

/** Of two that are applied, whichever comes last stays. */
function usedTwice(sealed: RepositorySecret[]): string[] {
  const byName = new Map<string, RepositorySecret[]>();
  for (const secret of sealed.filter(({ referenced }) => referenced)) {
    const id = `${secret.namespace ?? ''}/${secret.name}`;
    byName.set(id, [...(byName.get(id) ?? []), secret]);
  }
  return [...byName]
    .filter(([, all]) => new Set(all.map(({ path }) => path)).size > 1)
    .map(
      ([id, all]) =>
        `SealedSecret ${id} is written more than once: ${all
          .map(({ path, line }) => `${path}, line ${line}`)
          .join('; ')}`,
    );
}

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

import { RestoreKeysResult } from '../manifests/restoreKeysInManifest';
import { RestartedWorkload } from '../manifests/setSecretChecksum';
import { describeChange, listKeys, titleKeys } from './describeChange';
import { DATABASE_PASSWORD } from './describeRotation';
import { FileChange } from './FileChange';

interface RestoreDescription {
  namespace: string;
  name: string;
  path: string;
  changes: FileChange[];
  restored: RestoreKeysResult;
  restartConsumers?: boolean;
  restarted: RestartedWorkload[];
  warnings: string[];
}

/** Title, description and warnings of a change that brings earlier values back. */
export function describeRestore(restore: RestoreDescription): {
  title: string;
  description: string;
  warnings: string[];
} {
  const { namespace, name, path, restored, restarted } = restore;
  const { restoredKeys } = restored;
  const warnings = [...restoreWarnings(restore), ...restore.warnings];
  return {
    title: `Restore ${titleKeys(restoredKeys)} of ${name}`,
    description: describeChange({
      namespace,
      name,
      purpose: `Gives ${listKeys(
        restoredKeys,
      )} of \`${name}\` in namespace \`${namespace}\` the values of an earlier commit back. Nobody has seen them: the ciphertexts are taken from the history as they stand there.`,
      changes: restore.changes,
      remarks: {
        [path]: `the earlier ciphertext of ${listKeys(
          restoredKeys,
        )}; all else is unchanged`,
      },
      restarted,
      onMerge: `The sync applies the SealedSecret, and the controller puts the earlier values into Secret \`${name}\`.`,
      goBack:
        'Revert this pull request: the ciphertexts of today, and with them the values of today, come back.',
      warnings,
    }),
    warnings,
  };
}

function restoreWarnings({
  restored,
  restartConsumers,
}: RestoreDescription): string[] {
  const { restoredKeys, returnedKeys, certificates } = restored;
  const passwords = restoredKeys.filter(key => DATABASE_PASSWORD.test(key));
  const warnings = [
    `An earlier value was right when it was in use. If ${listKeys(
      restoredKeys,
    )} changed because a value was exposed, this brings the exposed one back; if it was withdrawn where it is checked, it is refused there.`,
    `The controller opens these ciphertexts only while it has the private key of then${
      certificates.length > 0
        ? ` (${certificates.map(each => `\`${each}\``).join(', ')})`
        : ''
    }. If it does not, \`SYNCED\` is \`False\`, and the Secret keeps the values of today.`,
  ];
  if (passwords.length > 0) {
    warnings.push(
      `${listKeys(
        passwords,
      )}: this changes the Secret, not the database. If the role’s password was changed since, new connections are refused until \`ALTER ROLE … PASSWORD\` sets the earlier one.`,
    );
  }
  if (returnedKeys.length > 0) {
    warnings.push(
      `${listKeys(returnedKeys)}: removed since, and there again with this.`,
    );
  }
  if (restartConsumers === false) {
    warnings.push(
      'Pods keep the values of today in their environment until they are restarted.',
    );
  }
  return warnings;
}

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
import { ComposedVariable } from '../manifests/composedVariables';
import { ParsedSealingCertificate } from '../sealing';
import { describeChange, listKeys, titleKeys } from './describeChange';
import { FileChange } from './FileChange';

interface RotationDescription {
  namespace: string;
  name: string;
  certificate: ParsedSealingCertificate;
  restartConsumers?: boolean;
  path: string;
  changes: FileChange[];
  groups: string[][];
  generatedKeys: string[];
  otherKeys: string[];
  /** Templates of the SealedSecret that are rendered from rotated keys. */
  follows: string[];
  /** Where manifests compose something from rotated keys. */
  readers: ComposedVariable[];
  /** Keys known to contain a rotated value, that keep the earlier one. */
  stale: string[];
  compose?: Readonly<Record<string, string>>;
  /** The folder whose files were looked through. */
  folder: string;
  restarted: RestartedWorkload[];
  warnings: string[];
}

/** Keys whose value a database knows too. */
export const DATABASE_PASSWORD =
  /(^|_)(POSTGRES|POSTGRESQL|PG|DB|DATABASE|MYSQL|MARIADB|MONGO|MONGODB)(_[A-Z]+)*_?PASS(WORD|WD)?$/i;

/** Keys whose value often contains another one's. */
const CONNECTION = /(^|[-_.])(URL|URI|DSN|CONNECTION(_?STRING)?|PGPASS)$/i;

/** What is said of keys that may hold another one's value inside theirs. */
export function connectionWarnings(otherKeys: string[]): string[] {
  const connections = otherKeys.filter(key => CONNECTION.test(key));
  return connections.length > 0
    ? [
        `${listKeys(
          connections,
        )} may contain a rotated value and does not change: seal it anew if it does.`,
      ]
    : [];
}

/** Title, description and warnings of a rotation. */
export function describeRotation(rotation: RotationDescription): {
  title: string;
  description: string;
  warnings: string[];
} {
  const { namespace, name, path, groups, restarted } = rotation;
  const keys = groups.flat();
  const warnings = [...rotationWarnings(rotation, keys), ...rotation.warnings];
  return {
    title: `Rotate ${titleKeys(keys)} of ${name}`,
    description: describeChange({
      namespace,
      name,
      purpose: `Gives ${listKeys(
        keys,
      )} of \`${name}\` in namespace \`${namespace}\` new values.${sharing(
        groups,
      )} ${originOf(rotation, keys)}`,
      changes: rotation.changes,
      remarks: {
        [path]: `${listKeys(keys)} sealed anew with certificate \`${
          rotation.certificate.fingerprint
        }\`; the ciphertext of the other keys is unchanged`,
      },
      restarted,
      onMerge: `The sync applies the SealedSecret, and the controller puts the new values into Secret \`${name}\`. ${searched(
        rotation,
      )}`,
      goBack:
        'Revert this pull request: the earlier ciphertext, and with it the earlier values, come back.',
      warnings,
    }),
    warnings,
  };
}

/** How far was looked, so that nobody takes it for the whole repository. */
function searched({ folder, restartConsumers }: RotationDescription): string {
  return restartConsumers === false
    ? ''
    : `What reads it was looked for in ${
        folder ? `folder \`${folder}\`` : 'the GitOps folder'
      } alone; an overlay elsewhere is not restarted by this.`;
}

function sharing(groups: string[][]): string {
  return groups
    .filter(group => group.length > 1)
    .map(group => ` ${listKeys(group)} share one value and change together.`)
    .join('');
}

function originOf(
  { generatedKeys }: RotationDescription,
  keys: string[],
): string {
  if (generatedKeys.length === 0) {
    return 'The values were given by the person who asked for this.';
  }
  return generatedKeys.length === keys.length
    ? 'The values are random; nobody has seen them.'
    : `The values of ${listKeys(
        generatedKeys,
      )} are random, and nobody has seen them; the others were given.`;
}

function rotationWarnings(
  rotation: RotationDescription,
  keys: string[],
): string[] {
  const warnings: string[] = [];
  const passwords = keys.filter(key => DATABASE_PASSWORD.test(key));
  if (passwords.length > 0) {
    warnings.push(
      `${listKeys(
        passwords,
      )}: this changes the Secret, not the database. PostgreSQL reads \`POSTGRES_PASSWORD\` only while its data directory is empty, so that new connections are refused until the role has the new password: \`ALTER ROLE … PASSWORD\` must follow the merge. “Rotate database password” changes both.`,
    );
  }
  const { stale, follows, readers } = rotation;
  const composed = Object.keys(rotation.compose ?? {});
  if (stale.length > 0) {
    warnings.push(
      `${listKeys(
        stale,
      )}: contained a rotated value when it was sealed, and keeps the earlier one. What connects with it is refused until it is sealed anew.`,
    );
  }
  if (composed.length > 0) {
    warnings.push(
      `${listKeys(
        composed,
      )}: rendered by the controller from now on, and follows by itself. Its template is readable in Git; its earlier ciphertext stays in the history.`,
    );
  }
  if (follows.length > 0) {
    warnings.push(
      `${listKeys(
        follows,
      )}: rendered by the controller from a rotated key, and follows by itself.`,
    );
  }
  for (const { kind, name, path, line, key } of readers) {
    warnings.push(
      `${kind} \`${name}\` composes a text from \`${key}\` (\`${path}\`, line ${line}), which follows with its restart.`,
    );
  }
  warnings.push(
    ...connectionWarnings(
      rotation.otherKeys.filter(
        key => !stale.includes(key) && !follows.includes(key),
      ),
    ),
  );
  if (rotation.restartConsumers === false) {
    warnings.push(
      'Pods keep the earlier values in their environment until they are restarted.',
    );
  }
  return warnings;
}

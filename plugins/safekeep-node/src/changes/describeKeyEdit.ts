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
import {
  checksumRemark,
  describeChange,
  listKeys,
  titleKeys,
} from './describeChange';
import { FileChange } from './FileChange';
import { describeReader, KeyReader, ReadersOfKeys } from './keyReaders';

interface KeyEditDescription {
  namespace: string;
  name: string;
  path: string;
  changes: FileChange[];
  remove: string[];
  rename: ReadonlyMap<string, string>;
  restartConsumers?: boolean;
  renamedInTemplate: string[];
  /** Readers that follow the rename in this change. */
  updated: KeyReader[];
  /** Readers that are left without their key. */
  left: KeyReader[];
  readers: ReadersOfKeys;
  restarted: RestartedWorkload[];
  warnings: string[];
}

/** Title, description and warnings of a change of a SealedSecret's keys. */
export function describeKeyEdit(edit: KeyEditDescription): {
  title: string;
  description: string;
  warnings: string[];
} {
  const { namespace, name, path, remove, rename, updated, restarted } = edit;
  const warnings = [...keyWarnings(edit), ...edit.warnings];
  const renamed = [...rename].map(([from, to]) => `\`${from}\` to \`${to}\``);
  const remarks: [string, string][] = restarted.map(workload => [
    workload.path,
    checksumRemark(name),
  ]);
  for (const file of new Set(updated.map(reader => reader.path))) {
    const keys = updated.filter(reader => reader.path === file);
    const earlier = new Map(remarks).get(file);
    remarks.push([
      file,
      `reads ${listKeys([
        ...new Set(keys.map(({ key }) => rename.get(key) ?? key)),
      ])} by the new name${earlier ? `; ${earlier}` : ''}`,
    ]);
  }
  const done = [
    ...(remove.length > 0 ? [`${listKeys(remove)} removed`] : []),
    ...(renamed.length > 0 ? [`${renamed.join(', ')} renamed`] : []),
    ...(edit.renamedInTemplate.length > 0
      ? [
          `the template of ${listKeys(
            edit.renamedInTemplate,
          )} reads the new name`,
        ]
      : []),
  ];
  return {
    title: titleOf(edit),
    description: describeChange({
      namespace,
      name,
      purpose: `${[
        ...(remove.length > 0 ? [`Removes ${listKeys(remove)}`] : []),
        ...(renamed.length > 0
          ? [
              `${remove.length > 0 ? 'renames' : 'Renames'} ${renamed.join(
                ', ',
              )}`,
            ]
          : []),
      ].join(
        ' and ',
      )} in \`${name}\` of namespace \`${namespace}\`. No value was needed for it, and none changes.`,
      changes: edit.changes,
      remarks: {
        ...Object.fromEntries(remarks),
        [path]: `${done.join('; ')}; the ciphertexts are the same`,
      },
      restarted,
      onMerge: `The sync applies the SealedSecret, and the controller gives Secret \`${name}\` the keys as they are then. A pod that starts before it has waits and starts by itself; one of before that starts again after it may lack a key until it is replaced.`,
      goBack:
        'Revert this pull request: the keys come back with the values that they had.',
      warnings,
    }),
    warnings,
  };
}

function titleOf({ name, remove, rename }: KeyEditDescription): string {
  if (remove.length === 0) {
    const [[from, to], ...others] = rename;
    return others.length === 0
      ? `Rename ${from} to ${to} in ${name}`
      : `Rename ${titleKeys([...rename.keys()])} in ${name}`;
  }
  return rename.size === 0
    ? `Remove ${titleKeys(remove)} from ${name}`
    : `Change the keys of ${name}`;
}

function keyWarnings(edit: KeyEditDescription): string[] {
  const { left, updated, readers, remove, rename } = edit;
  const warnings = left.map(
    reader =>
      `${describeReader(
        reader,
      )} and is not changed with it: its pods do not start without that key unless it is optional.`,
  );
  for (const as of ['environment', 'files'] as const) {
    const whole = readers.whole.filter(reader => reader.as === as);
    if (whole.length > 0) {
      const objects = [
        ...new Set(whole.map(({ kind, name }) => `${kind} \`${name}\``)),
      ].join(', ');
      const what = as === 'environment' ? 'variable' : 'file';
      warnings.push(
        `${objects} read all keys as ${
          as === 'environment' ? 'environment variables' : 'files'
        }: ${[
          ...remove.map(key => `the ${what} \`${key}\` is gone`),
          ...[...rename].map(
            ([from, to]) => `the ${what} \`${from}\` is called \`${to}\``,
          ),
        ].join(
          ', ',
        )}. Whether the program reads it, the manifests do not tell.`,
      );
    }
  }
  const jobs = new Set(
    updated.filter(({ kind }) => kind === 'Job').map(({ name }) => name),
  );
  for (const job of jobs) {
    warnings.push(
      `Job \`${job}\` cannot be changed while it is in the cluster: delete it there before the merge, unless the sync replaces it.`,
    );
  }
  warnings.push(
    ...readers.unread.map(
      reason => `Look whether this reads a changed key: ${reason}.`,
    ),
  );
  if (remove.length > 0) {
    warnings.push(
      `The history of the repository still holds the ciphertext of ${listKeys(
        remove,
      )}, which the cluster’s controller can open: where the value must not be used any more, withdraw it where it is valid.`,
    );
  }
  if (edit.restartConsumers === false) {
    warnings.push(
      'Pods keep the earlier keys in their environment until they are restarted.',
    );
  }
  return warnings;
}

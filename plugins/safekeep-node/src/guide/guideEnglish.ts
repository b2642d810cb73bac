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

import { GuideCommands } from './guideCommands';
import { GuideFacts } from './GuideFacts';
import { code, secretTable, shell } from './markdown';

export const ENGLISH_HEADING = 'Sealed secrets';

/** The guide in English, in Markdown. */
export function guideEnglish(
  facts: GuideFacts,
  commands: GuideCommands,
): string {
  const { controller, plain, unread } = facts;
  const { merge, raw } = commands;
  return [
    '_Written by Safekeep for this folder. It is replaced when it is written anew: put notes of your own above or below it._',
    '## What is here',
    'Each SealedSecret becomes a Secret of the same name and namespace. Only the cluster’s controller can open it. Values are nowhere in this table.',
    secretTable(facts, ['Namespace', 'Name', 'File', 'Keys', 'Scope']),
    `The controller is ${code(controller.name)} in namespace ${code(
      controller.namespace,
    )}. kubeseal looks for \`sealed-secrets-controller\` in \`kube-system\` unless it is told otherwise, so that each command here names it.`,
    ...(plain.length > 0
      ? [
          `**Still plain in Git:** ${plain
            .map(({ name, file }) => `${code(name)} (${code(file)})`)
            .join(
              ', ',
            )}. Use “Seal a secret”, merge, and then rotate the values: Git’s history keeps the old ones.`,
        ]
      : []),
    ...(unread.length > 0
      ? [
          `These files could not be read and may hold more: ${unread
            .map(code)
            .join(', ')}.`,
        ]
      : []),
    '## Change a value',
    'In Backstage, on the service’s page:',
    [
      '- **Seal a secret**: gives a key a value, a new key or one that is there; turns a plain Secret into a sealed one.',
      '- **Rotate secret**: generates new values, changes keys that hold the same value together, and restarts who reads them.',
      '- **Edit the keys of a secret**: renames and removes keys, without knowing a value.',
      '- **Re-encrypt secrets**: brings what is sealed to the controller’s newest key.',
    ].join('\n'),
    'Each opens a pull request that changes nothing but what was asked. They keep comments and the record of when each key was sealed; kubeseal, below, keeps neither.',
    '### By hand',
    'With bash or zsh, in the folder of this file. The value is typed unseen: on the command line it would stand in the shell’s history and in the list of processes.',
    ...(merge
      ? [
          `This puts one key into the file and leaves the other keys as they are (here ${code(
            merge.key,
          )} of ${code(
            merge.secret.name,
          )}; take names and file from the table). Without \`--merge-into\`, redirecting into the file would drop all other keys.`,
          shell(merge.command),
          'The controller says whether it can open all of the file. Nothing is printed when it can:',
          shell(merge.validate),
        ]
      : []),
    ...(raw
      ? [
          `${
            merge
              ? `Files like ${code(raw.secret.file)}, which`
              : 'The files here'
          } hold more than one object or take their namespace from a kustomization, so that kubeseal cannot change them. It prints the ciphertext instead; put that behind ${code(
            `${raw.key}:`,
          )} below \`spec.encryptedData\` of ${code(raw.secret.name)}:`,
          shell(raw.command),
        ]
      : []),
    'A ciphertext is bound to the name and namespace above: under others the controller cannot open it.',
    'Then propose it. Nobody pushes to the main branch:',
    shell(commands.propose),
    'Where the cluster cannot be reached, seal with `--cert sealing-certificate.pem` in place of the two options that name the controller. The certificate is public, and renewed every 30 days: fetch it anew each time, and do not commit it.',
    shell(commands.certificate),
    '## After the merge',
    'The sync applies the SealedSecret, and the controller writes the Secret. `SYNCED` must be `True`:',
    shell(commands.look),
    [
      '- **Pods keep the earlier value** in their environment until they restart. Safekeep’s pull requests restart them by a checksum; by hand, restart them yourself.',
      '- **A database does not take a new password from its Secret.** PostgreSQL reads `POSTGRES_PASSWORD` only when its data directory is empty. Change the role too (`ALTER ROLE`), or clients are locked out.',
      '- **Git’s history keeps** every value that was ever plain in it, and every earlier ciphertext, which the cluster can still open. What was exposed needs a new value where it is valid, and not only a new file.',
      '- **Re-encrypting is no rotation**: the values stay what they are.',
    ].join('\n'),
    '## Keep the private keys',
    `The controller’s keys are Secrets of namespace ${code(
      controller.namespace,
    )}. **They are private keys and open everything in this folder and in its history: they never belong in Git**, not even in a private repository. Without them, a new cluster opens nothing of this. It makes one every 30 days and keeps the earlier ones, so that the copy must be renewed too. Keep it where few can read it and not in this cluster:`,
    shell(commands.backUp),
    'To bring them back, in a new cluster before the controller starts, or else with a restart, since it reads keys only at its start:',
    shell(commands.restore),
    '## When it does not work',
    [
      '- `no key could decrypt secret`: the name, the namespace or the scope is another than it was sealed for, it was sealed with another cluster’s certificate, or the key is gone. Seal it anew for the names above.',
      '- `already exists and is not managed by SealedSecret`: somebody made that Secret by hand. Delete it, or let the controller take it over with the annotation `sealedsecrets.bitnami.com/managed: "true"` on the Secret.',
      '- No condition at all: the controller does not run, or does not serve that namespace. Its log says more:',
    ].join('\n'),
    shell(commands.controllerLog),
  ].join('\n\n');
}

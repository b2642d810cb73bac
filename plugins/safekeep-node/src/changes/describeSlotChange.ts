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

import {
  passwordSlotKeys,
  PasswordSlots,
} from '@safekeep/backstage-plugin-safekeep-common';
import { RestartedWorkload } from '../manifests/setSecretChecksum';
import { describeChange, listKeys } from './describeChange';
import { jobCommands } from './describePasswordChange';
import { FileChange } from './FileChange';

interface SlotChangeDescription {
  step: 'prepare' | 'switch' | 'retire';
  namespace: string;
  name: string;
  path: string;
  database: string;
  slots: PasswordSlots;
  job?: { name: string; path: string };
  changes: FileChange[];
  restarted: RestartedWorkload[];
  warnings: string[];
}

interface StepText {
  title: string;
  purpose: string;
  sealed: string;
  onMerge: string;
  goBack: string;
  warnings: string[];
}

/** Title, description and warnings of one of the three steps. */
export function describeSlotChange(change: SlotChangeDescription): {
  title: string;
  description: string;
  warnings: string[];
} {
  const { namespace, name, path, job, restarted, changes } = change;
  const texts = { prepare, switch: switched, retire }[change.step](change);
  const warnings = [...texts.warnings, ...change.warnings];
  return {
    title: texts.title,
    description: describeChange({
      namespace,
      name,
      purpose: texts.purpose,
      changes,
      remarks: {
        [path]: texts.sealed,
        ...(job && {
          [job.path]: `Job \`${job.name}\`; it takes the place of the one of the step before`,
        }),
      },
      restarted,
      onMerge: texts.onMerge,
      ...(job && { verifyAlso: jobCommands(namespace, job.name) }),
      goBack: texts.goBack,
      warnings,
    }),
    warnings,
  };
}

function prepare({ name, slots, job, database }: SlotChangeDescription) {
  const { active, other, owner } = slots;
  const keys = passwordSlotKeys(slots, other);
  const text: StepText = {
    title: `Prepare role ${other} for ${slots.passwordKey} of ${name}`,
    purpose: `The first of three steps that change the database password \`${slots.passwordKey}\` of \`${name}\` without a refused login: makes role \`${other}\` ready, a member of \`${owner}\`, with a random password that nobody has seen. What uses the database goes on as \`${active}\`.`,
    sealed: `new keys ${listKeys([
      keys.user,
      keys.password,
      keys.verifier,
    ])}; the ciphertext of the others is unchanged`,
    onMerge: `The sync applies the SealedSecret, and Job \`${job?.name}\` logs in to \`${database}\` as the administrator, makes \`${other}\` a role that logs in with the new password and acts as \`${owner}\`, and tries it.`,
    goBack: `Revert this pull request: nothing uses \`${other}\` yet. The role stays in the database, and nobody knows its password.`,
    warnings: [
      `Nothing changes for what uses the database. The next step is \`switch\`: take it when the Job’s verdict is \`changed\` or \`unchanged\` (it is on the service’s page).`,
    ],
  };
  return text;
}

function switched({ name, slots }: SlotChangeDescription) {
  const { active, other, passwordKey, userKey } = slots;
  const from = passwordSlotKeys(slots, active);
  const text: StepText = {
    title: `Switch ${passwordKey} of ${name} to role ${active}`,
    purpose: `The second of three steps: what uses the database logs in as \`${active}\` from now on. Both roles are let in meanwhile, so that no login is refused.`,
    sealed: `\`${userKey}\` and \`${passwordKey}\` have the ciphertexts of \`${from.user}\` and \`${from.password}\`; no value was needed`,
    onMerge: `The sync applies the SealedSecret, and the controller puts the role’s name and password into Secret \`${name}\`.`,
    goBack: `Revert this pull request: \`${other}\` is let in until it is retired.`,
    warnings: [
      `Merge it when the Job of the step before has the verdict \`changed\` or \`unchanged\`: until then \`${active}\` cannot log in.`,
      `Pods that restart before the controller came to the SealedSecret still log in as \`${other}\`, which is let in, too. The next step is \`retire\`: take it when all that uses the database has restarted.`,
    ],
  };
  return text;
}

function retire({ name, slots, job, database }: SlotChangeDescription) {
  const { active, other, owner, passwordKey } = slots;
  const text: StepText = {
    title: `Retire role ${other} of ${name}`,
    purpose: `The last of three steps: role \`${other}\`, which nothing uses any more, can log in no more. What uses the database goes on as \`${active}\`.`,
    sealed: `without the keys that only the rotation needed; \`${passwordKey}\` keeps its ciphertext`,
    onMerge: `Job \`${job?.name}\` logs in to \`${database}\` as the administrator and takes login and password from \`${other}\`. Where a session of it is still connected, it takes nothing and says so.`,
    goBack: `There is nothing to go back to: prepare the other role again, and switch to it. Reverting this brings the keys back, not the login of \`${other}\`.`,
    warnings:
      other === owner
        ? [
            `\`${other}\` owns the data and stays as the role whose members log in. Where it is the administrator as well (\`POSTGRES_USER\`), it keeps its login, and the verdict is \`retired\` with \`owner-kept\`: rotate its password in place then, which hurts nobody as nothing else uses it.`,
          ]
        : [],
  };
  return text;
}

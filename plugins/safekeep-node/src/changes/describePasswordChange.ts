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
import { VariableSource } from '../manifests/containerVariables';
import { ParsedSealingCertificate } from '../sealing';
import { checksumRemark, describeChange, listKeys } from './describeChange';
import { connectionWarnings } from './describeRotation';
import { FileChange } from './FileChange';

interface PasswordChangeDescription {
  namespace: string;
  name: string;
  path: string;
  jobPath: string;
  job: string;
  database: string;
  keys: string[];
  helpers: { previous: string; earlier: string; verifier: string };
  role: VariableSource;
  isGiven: boolean;
  certificate: ParsedSealingCertificate;
  changes: FileChange[];
  otherKeys: string[];
  restarted: RestartedWorkload[];
  syncWave: number | undefined;
  warnings: string[];
}

/** Title, description and warnings of a change of a role's password in place. */
export function describePasswordChange(change: PasswordChangeDescription): {
  title: string;
  description: string;
  warnings: string[];
} {
  const { namespace, name, path, jobPath, job, database, helpers } = change;
  const { keys, restarted, certificate } = change;
  const role =
    'value' in change.role
      ? `role \`${change.role.value}\``
      : `the role that \`${change.role.key}\` names`;
  const warnings = [
    windowWarning(change),
    ...orderWarnings(change),
    ...connectionWarnings(change.otherKeys),
    ...change.warnings,
  ];
  return {
    title: `Rotate the database password ${keys[0]} of ${name}`,
    description: describeChange({
      namespace,
      name,
      purpose: `Gives ${role} of the PostgreSQL server \`${database}\` a new password, and ${listKeys(
        keys,
      )} of \`${name}\` in namespace \`${namespace}\` with it. ${
        change.isGiven
          ? 'The password was given by the person who asked for this.'
          : 'The password is random; nobody has seen it.'
      }`,
      changes: change.changes,
      remarks: {
        ...Object.fromEntries(
          restarted.map(workload => [
            workload.path,
            `${checksumRemark(name)}${
              change.syncWave === undefined
                ? ''
                : ', and a sync wave behind the Job'
            }`,
          ]),
        ),
        [path]: `${listKeys(keys)} sealed anew with certificate \`${
          certificate.fingerprint
        }\`; beside it \`${
          helpers.previous
        }\`, the earlier ciphertext under another key, and \`${
          helpers.verifier
        }\`, all that the server is told of the new password`,
        [jobPath]: `Job \`${job}\`, which changes the role; it takes the place of the one of the rotation before`,
      },
      restarted,
      onMerge: `The sync applies the SealedSecret, and the controller puts the new value into Secret \`${name}\`. Job \`${job}\` waits for it, logs in to \`${database}\` with the earlier password, gives the role the new one, and logs in with that; where the new one is valid already, it changes nothing. Its verdict is on the service’s page. The database itself is not restarted.`,
      verifyAlso: jobCommands(namespace, job),
      goBack: goBack(job, namespace),
      warnings,
    }),
    warnings,
  };
}

/** Commands that show how a rotation's Job ended. */
export function jobCommands(namespace: string, job: string): string[] {
  return [
    `kubectl -n ${namespace} wait --for=condition=complete --timeout=10m job/${job}`,
    `kubectl -n ${namespace} get pods -l job-name=${job} -o jsonpath='{.items[*].status.containerStatuses[*].state.terminated.message}'`,
  ];
}

function windowWarning({ restarted }: PasswordChangeDescription): string {
  const consumers = restarted.map(({ kind, name }) => `${kind} \`${name}\``);
  return `From the moment the role is changed until ${
    consumers.length > 0 ? consumers.join(', ') : 'what uses it'
  } runs with the new password, new connections with the earlier one are refused; those that are open stay. Merge it when that may be. Two roles that take turns (strategy \`two-slot\`) have no such moment.`;
}

function orderWarnings({
  syncWave,
  restarted,
}: PasswordChangeDescription): string[] {
  if (syncWave === undefined) {
    return [
      'Flux applies all of it at once: the consumers restart while the Job still changes the role, and are refused until it has. To have them wait, put the SealedSecret and the database, the Job, and the consumers into three Kustomizations with `dependsOn`, each with `wait: true`.',
    ];
  }
  return [
    `With Argo CD the Job is in sync wave ${syncWave}${
      restarted.length > 0 ? ` and the consumers are in ${syncWave + 1}` : ''
    }: where it fails, they keep running with the earlier password, which is still valid then. Whatever else applies the repository starts them at once, and they are refused until the Job has changed the role.`,
  ];
}

function goBack(job: string, namespace: string): string {
  return [
    'Until the Job has changed the role: revert this pull request, and the earlier value is back.',
    `Afterwards a revert alone does harm: Git has the earlier value again and the database keeps the new one. Rotate again instead. Where it was reverted already, revert the revert: the Job finds the new password valid.`,
    `To have the Job try again after the cause is gone: \`kubectl -n ${namespace} delete job ${job}\`; then sync. Argo CD repeats a failed sync a few times only.`,
  ].join(' ');
}

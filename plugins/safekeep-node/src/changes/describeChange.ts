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
import { FileChange } from './FileChange';

export interface ChangeDescription {
  namespace: string;
  name: string;
  /** One sentence: what this does, and why. */
  purpose: string;
  changes: FileChange[];
  /**
   * What is said of a file, by path. Without, those of workloads say that they
   * have a new checksum, and others what was done to them.
   */
  remarks: Record<string, string>;
  restarted: RestartedWorkload[];
  onMerge: string;
  /** How to see that it worked, where that is not the SealedSecret's own state. */
  verify?: string;
  /** Commands that show the outcome, besides those for the secret and the rollouts. */
  verifyAlso?: string[];
  goBack: string;
  warnings: string[];
}

/** What is said of a file whose workloads restart. */
export function checksumRemark(name: string): string {
  return `the checksum of \`${name}\` in the pod template`;
}

/** The text of a pull request, in Markdown. */
export function describeChange(change: ChangeDescription): string {
  const { namespace, name, restarted, warnings } = change;
  const remarks: Record<string, string> = {
    ...Object.fromEntries(
      restarted.map(({ path }) => [path, checksumRemark(name)]),
    ),
    ...change.remarks,
  };
  const files = change.changes.map(
    ({ path, action }) => `- \`${path}\`: ${remarks[path] ?? `${action}d`}`,
  );
  const scheduled = restarted.filter(({ kind }) => kind === 'CronJob');
  const running = restarted.filter(({ kind }) => kind !== 'CronJob');
  const restarts = [
    running.length > 0
      ? `These restart with the new content: ${listWorkloads(running)}.`
      : 'No workload restarts.',
    ...(scheduled.length > 0
      ? [`From its next run on this reads it: ${listWorkloads(scheduled)}.`]
      : []),
  ].join(' ');
  const sections = [
    change.purpose,
    `### What changes\n\n${files.join('\n')}`,
    `### What happens on merge\n\n${change.onMerge} ${restarts}`,
    ...(warnings.length > 0
      ? [
          `### Before you merge\n\n${warnings
            .map(warning => `- ${warning}`)
            .join('\n')}`,
        ]
      : []),
    `### How to verify\n\n${
      change.verify ??
      verification(namespace, name, restarted, change.verifyAlso)
    }`,
    `### How to go back\n\n${change.goBack}`,
  ];
  return `${sections.join('\n\n')}\n`;
}

/** What is to be done about a SealedSecret that is large. */
export function sizeWarnings(
  name: string,
  { needsServerSideApply }: { needsServerSideApply: boolean },
): string[] {
  return needsServerSideApply
    ? [
        `SealedSecret \`${name}\` is too large for the copy that \`kubectl apply\` and Argo CD keep in an annotation: the sync must apply it server-side (for Argo CD, \`argocd.argoproj.io/sync-options: ServerSideApply=true\` among its annotations).`,
      ]
    : [];
}

export function listKeys(keys: string[]): string {
  return keys.map(key => `\`${key}\``).join(', ');
}

/** Keys in a title: named while they fit, else counted. */
export function titleKeys(keys: string[]): string {
  return keys.length <= 3 ? keys.join(', ') : `${keys.length} keys`;
}

function listWorkloads(workloads: RestartedWorkload[]): string {
  return workloads.map(({ kind, name }) => `${kind} \`${name}\``).join(', ');
}

function verification(
  namespace: string,
  name: string,
  restarted: RestartedWorkload[],
  further: string[] = [],
): string {
  const commands = [
    `kubectl -n ${namespace} get sealedsecret ${name}`,
    ...further,
  ];
  for (const workload of restarted) {
    // A CronJob has no rollout, and that of an Argo Rollout kubectl does not know.
    if (workload.kind !== 'CronJob' && workload.kind !== 'Rollout') {
      commands.push(
        `kubectl -n ${namespace} rollout status ${workload.kind.toLowerCase()}/${
          workload.name
        }`,
      );
    }
  }
  return `\`SYNCED\` is \`True\` and the rollouts finish:\n\n\`\`\`sh\n${commands.join(
    '\n',
  )}\n\`\`\``;
}

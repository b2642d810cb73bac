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

import { describeChange } from './describeChange';
import { detachedCheck } from './detachSecret';
import { FileChange } from './FileChange';

/** Title, description and warnings of a change that removes a SealedSecret. */
export function describeRemoval(removal: {
  namespace: string;
  name: string;
  path: string;
  changes: FileChange[];
  /** Kustomizations that list its file no longer. */
  kustomizations: string[];
}): { title: string; description: string; warnings: string[] } {
  const { namespace, name, path, changes, kustomizations } = removal;
  const isFileDeleted = changes.some(
    change => change.path === path && change.action === 'delete',
  );
  const warnings = [
    `Merge this only when the Secret has no owner in the cluster: ${detachedCheck(
      namespace,
      name,
    )} If it prints one, the Secret is deleted with its SealedSecret: wait for the sync of the step before.`,
    `From then on nothing makes Secret \`${name}\` again: who deletes it, or the namespace, loses the values, and a new cluster does not get them. Whoever is to look after it from now on (an ExternalSecret, a person) takes it over in the cluster. Do not commit it in plain.`,
  ];
  return {
    title: `Remove the SealedSecret of ${name}`,
    description: describeChange({
      namespace,
      name,
      purpose: `Takes SealedSecret \`${name}\` of namespace \`${namespace}\` out of the repository. Its Secret stays in the cluster with the values that it has.`,
      changes,
      remarks: {
        ...Object.fromEntries(
          kustomizations.map(file => [file, `no longer lists \`${path}\``]),
        ),
        [path]: isFileDeleted
          ? 'deleted; its ciphertexts stay in the history'
          : 'no longer holds the SealedSecret; all else is unchanged',
      },
      restarted: [],
      onMerge: `The sync deletes the SealedSecret where it prunes; where it does not, \`kubectl -n ${namespace} delete sealedsecret ${name}\` does. The Secret stays, and what reads it goes on.`,
      verify: `The Secret is there, and its SealedSecret is not:\n\n\`\`\`sh\nkubectl -n ${namespace} get secret,sealedsecret ${name} --ignore-not-found\n\`\`\``,
      goBack: `Revert this pull request: the controller takes the Secret over again, since it says \`sealedsecrets.bitnami.com/managed\`, and gives it the values that are sealed. Sealing it anew does the same.`,
      warnings,
    }),
    warnings,
  };
}

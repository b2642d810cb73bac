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

import { GuideFacts, GuideSecret } from './GuideFacts';

/** The commands of the guide, each as one block of a shell. */
export interface GuideCommands {
  certificate: string;
  /** Seals a value into a file; undefined where no file is kubeseal's to read. */
  merge?: {
    secret: GuideSecret;
    key: string;
    command: string;
    validate: string;
  };
  /** Prints a ciphertext; undefined where every file is kubeseal's to read. */
  raw?: { secret: GuideSecret; key: string; command: string };
  propose: string;
  look: string;
  controllerLog: string;
  backUp: string;
  restore: string;
}

/** A word for a POSIX shell. */
export function shellWord(text: string): string {
  return /^[A-Za-z0-9_./:=@%+,-]+$/.test(text)
    ? text
    : `'${text.replace(/'/g, `'\\''`)}'`;
}

/** The commands for one repository, with a SealedSecret of its own as the example. */
export function guideCommands(facts: GuideFacts): GuideCommands {
  const { controller, secrets } = facts;
  const where = `--controller-name ${controller.name} --controller-namespace ${controller.namespace}`;
  const whole = secrets.find(({ isWhole }) => isWhole);
  const part = secrets.find(({ isWhole }) => !isWhole);
  const shown = whole ?? secrets[0];
  const branch = `change-${shown.name}`;
  const file = shellWord(shown.file);
  const key = keyOf(shown);
  const keySelector = `--selector sealedsecrets.bitnami.com/sealed-secrets-key`;
  return {
    certificate: `kubeseal ${where} --fetch-cert > sealing-certificate.pem`,
    ...(whole && {
      merge: {
        secret: whole,
        key: keyOf(whole),
        command: [
          'read -rs VALUE',
          `printf '%s' "$VALUE" |`,
          `  kubectl create secret generic ${whole.name} --namespace ${whole.namespace} \\`,
          `    --from-file=${keyOf(
            whole,
          )}=/dev/stdin --dry-run=client --output yaml |`,
          `  kubeseal ${where} \\`,
          `    ${scopeOption(whole)}--format yaml --merge-into ${shellWord(
            whole.file,
          )}`,
          'unset VALUE',
        ].join('\n'),
        validate: `kubeseal ${where} --validate < ${shellWord(whole.file)}`,
      },
    }),
    ...(part && {
      raw: {
        secret: part,
        key: keyOf(part),
        command: [
          'read -rs VALUE',
          `printf '%s' "$VALUE" |`,
          `  kubeseal ${where} \\`,
          `    --raw ${scopeOption(part)}--namespace ${part.namespace} --name ${
            part.name
          }`,
          'unset VALUE',
        ].join('\n'),
      },
    }),
    propose: [
      `git switch --create ${branch}`,
      `git add ${file}`,
      `git commit --message 'chore: change ${key} of ${shown.name}'`,
      `git push --set-upstream origin ${branch}`,
    ].join('\n'),
    look: [
      `kubectl --namespace ${shown.namespace} get sealedsecret`,
      `kubectl --namespace ${shown.namespace} describe sealedsecret ${shown.name}`,
    ].join('\n'),
    controllerLog: `kubectl --namespace ${controller.namespace} logs deployment/${controller.name}`,
    backUp: [
      `kubectl --namespace ${controller.namespace} get secret ${keySelector} --output yaml |`,
      '  gpg --symmetric --cipher-algo AES256 --output "$HOME/sealing-keys.yaml.gpg"',
    ].join('\n'),
    restore: [
      'gpg --decrypt "$HOME/sealing-keys.yaml.gpg" | kubectl apply --filename -',
      `kubectl --namespace ${controller.namespace} rollout restart deployment/${controller.name}`,
    ].join('\n'),
  };
}

function keyOf({ keys }: GuideSecret): string {
  return keys[0] ?? 'NEW_KEY';
}

function scopeOption({ scope }: GuideSecret): string {
  return scope === 'strict' ? '' : `--scope ${scope} `;
}

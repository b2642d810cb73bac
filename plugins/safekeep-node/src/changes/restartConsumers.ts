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
import { readReloaderMark } from '@safekeep/backstage-plugin-safekeep-common';
import {
  RestartedWorkload,
  setSecretChecksum,
} from '../manifests/setSecretChecksum';
import { ChangeSet } from './ChangeSet';
import { ServiceFiles } from './locateSecret';

export interface Restarts {
  restarted: RestartedWorkload[];
  /** Each a sentence on a workload that is not restarted, and why. */
  warnings: string[];
}

/**
 * Gives a secret's checksum to the workloads that read it, in the files that
 * are applied. A file that cannot be edited is told, not left out silently.
 */
export function restartConsumers(
  changeSet: ChangeSet,
  service: ServiceFiles,
  secret: {
    namespace: string;
    name: string;
    checksum: string;
    /** A workload that is left alone: it gains nothing from a restart. */
    except?: { kind: string; name: string };
    /** Annotations of the Secret itself. */
    annotations?: Record<string, string>;
  },
): Restarts {
  const result: Restarts = { restarted: [], warnings: [] };
  const reloaderMark = readReloaderMark(secret.annotations ?? {});
  for (const path of service.paths) {
    const file = service.applied.get(path);
    const isApplied = !service.kustomization || file !== undefined;
    const isElsewhere =
      file?.namespace !== undefined && file.namespace !== secret.namespace;
    if (!isApplied || isElsewhere || !changeSet.files.has(path)) {
      continue;
    }
    try {
      const { text, workloads, skipped, reloaded, jobs } = setSecretChecksum(
        changeSet.read(path),
        {
          path,
          secret: secret.name,
          checksum: secret.checksum,
          ...(secret.except && { except: secret.except }),
          reloaderMark,
          ...(file?.namespace === undefined && {
            namespace: secret.namespace,
          }),
        },
      );
      changeSet.write(path, text);
      result.restarted.push(...workloads);
      for (const { kind, name } of reloaded) {
        result.warnings.push(
          `${kind} \`${name}\` is restarted by Reloader when the Secret changes, as its annotations ask. It gets no checksum, which would restart it a second time.`,
        );
      }
      for (const { kind, name } of jobs) {
        result.warnings.push(
          `${kind} \`${name}\` is not restarted: a Job runs once. What runs of it has the earlier content; its next run reads the new one.`,
        );
      }
      for (const { kind, name } of skipped) {
        result.warnings.push(
          `${kind} \`${name}\` is not restarted: it is a database on a volume whose strategy would start the new pod beside the old one, and two servers on one volume damage it. It keeps the earlier environment; to restart it safely, give it the strategy \`Recreate\` first.`,
        );
      }
    } catch (error) {
      if (!(error instanceof InputError)) {
        throw error;
      }
      result.warnings.push(
        `\`${path}\` mentions the secret and could not be edited, so that its pods keep the earlier values until they are restarted: ${error.message}.`,
      );
    }
  }
  for (const { kustomization, entry, reason } of service.unresolved) {
    if (reason !== 'cycle') {
      result.warnings.push(
        `\`${kustomization}\` refers to \`${entry}\`, which was not read: what reads the secret there is not restarted by this.`,
      );
    }
  }
  return result;
}

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

import { RepositorySecret } from '../observations';
import { reason } from '../reasons';
import { Finding } from './findings';
import { NamespaceView } from './namespaceView';
import { hasNewPassword } from './passwordRestarts';
import { restartProgress } from './restarts';
import { workloadName } from './rollout';
import { SecretSubject } from './secretSubjects';
import { unsealingFindings } from './unsealing';

export function pendingConsumers(subject: SecretSubject): Set<string> {
  const { sealed, view, consumers } = subject;
  const pending = new Set<string>();
  if (sealed && view) {
    for (const consumer of consumers) {
      if (
        restartProgress(consumer, sealed, view.pods) === 'pending' &&
        !hasNewPassword(consumer, sealed, view)
      ) {
        pending.add(workloadName(consumer));
      }
    }
  }
  return pending;
}

type Comparison = Pick<Finding, 'state' | 'reason'>;

/**
 * Git has no file of it. Only when every file could be read does that mean that
 * there is none.
 */
function absentFromGit(
  { sealed, plainFile, repository }: SecretSubject,
  notVisible: string[],
): Comparison | undefined {
  if (repository && notVisible.length > 0 && !plainFile) {
    return {
      state: 'unknown',
      reason: reason('repository-file-not-visible', {
        path: notVisible.join(', '),
      }),
    };
  }
  if (sealed) {
    return { state: 'attention', reason: reason('sealed-secret-not-in-git') };
  }
  return plainFile
    ? undefined
    : { state: 'attention', reason: reason('secret-unmanaged') };
}

/** Git has a SealedSecret of which the cluster has nothing. */
export function absentFromCluster(
  { path, referenced }: RepositorySecret,
  { cluster, facts }: NamespaceView,
): Comparison {
  if (facts.sealedSecretsInstalled === false) {
    return {
      state: 'failing',
      reason: reason('cluster-without-sealed-secrets', { cluster }),
    };
  }
  return {
    state: 'attention',
    reason: referenced
      ? reason('secret-not-applied')
      : reason('secret-not-listed', { path }),
  };
}

/** What only Git and the cluster together say. */
function compare(subject: SecretSubject): Comparison | undefined {
  const { sealed, sealedFile, repository, view } = subject;
  if (!view || !repository) {
    return undefined;
  }
  if (!sealedFile) {
    return absentFromGit(subject, repository.notVisible ?? []);
  }
  if (!sealed) {
    return absentFromCluster(sealedFile, view);
  }
  const { checksum, path, referenced } = sealedFile;
  if (checksum === undefined || checksum === sealed.checksum) {
    return undefined;
  }
  return {
    state: 'attention',
    reason: referenced
      ? reason('secret-out-of-sync')
      : reason('secret-not-listed', { path }),
  };
}

function exposure(subject: SecretSubject): Finding | undefined {
  const { plainFile, sealedFile, repository } = subject;
  if (!plainFile || !repository) {
    return undefined;
  }
  const { path, keys } = plainFile;
  return {
    state: 'attention',
    reason: sealedFile
      ? reason('secret-plain-beside-sealed', { path })
      : reason('secret-plain-in-git', { path, count: String(keys.length) }),
    sources: [repository.source],
  };
}

/** All that keeps a secret from being `ok`. */
export function secretFindings(
  subject: SecretSubject,
  repositoryMissing: boolean,
): Finding[] {
  const { sealed, view, repository } = subject;
  const findings: Finding[] = [];
  const plain = exposure(subject);
  if (plain) {
    findings.push(plain);
  }
  if (subject.clusterSources.length === 0) {
    findings.push({
      state: 'unknown',
      reason: reason('cluster-missing'),
      sources: [],
    });
  }
  if (repositoryMissing) {
    findings.push({
      state: 'unknown',
      reason: reason('repository-missing'),
      sources: [],
    });
  }
  const comparison = compare(subject);
  if (comparison && view && repository) {
    findings.push({
      ...comparison,
      sources: [view.source, repository.source],
    });
  }
  if (view && sealed) {
    findings.push(...unsealingFindings(sealed, view));
    const pending = pendingConsumers(subject);
    if (pending.size > 0) {
      findings.push({
        state: 'attention',
        reason: reason('restart-pending', {
          consumers: [...pending].join(', '),
        }),
        sources: [view.source],
      });
    }
  }
  return findings;
}

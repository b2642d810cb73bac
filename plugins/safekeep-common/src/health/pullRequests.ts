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

import { PullRequestFacts } from '../facts';
import { SealedSecretObservation } from '../observations';
import {
  PullRequestStage,
  PullRequestStatus,
  ReplacedPullRequest,
  SourceStatus,
} from '../status';
import { ownEntry } from './ownEntry';
import { comesWithJob } from './helperKeys';
import { hasNewPassword } from './passwordRestarts';
import { isCurrentRun, passwordRuns } from './passwordRuns';
import { isProcessed } from './processing';
import { isReloadedFor, restartProgress } from './restarts';
import { SecretSubject } from './secretSubjects';
import { compareText } from './severity';
import { isLive } from './sources';

/** What a branch of ours says: `safekeep/<verb>-<secret>-<change id>`. */
function parseBranch(
  branch: string,
): { verb: string; secret: string } | undefined {
  const match = /^safekeep\/([a-z]+)-(.+)-[0-9A-Za-z]+$/.exec(branch);
  return match ? { verb: match[1], secret: match[2] } : undefined;
}

/**
 * Whether the change that was merged last brings a Job with it: of two roles
 * the branch says so; in place, a verifier that is as new as its password.
 */
function needsJob(sealed: SealedSecretObservation, verb: string) {
  return (
    verb === 'prepare' ||
    verb === 'retire' ||
    (verb === 'rotate' && sealed.keys.some(key => comesWithJob(key, sealed)))
  );
}

/** Whether the repository was read after the merge: before, it still shows the content that the change replaces. */
function wasReadSince(
  mergedAt: string | undefined,
  { repository }: SecretSubject,
): boolean {
  if (!repository || !isLive(repository.source)) {
    return false;
  }
  const read = Date.parse(repository.source.observedAt ?? '');
  return read >= Date.parse(mergedAt ?? '');
}

function isRestarted({ view, sealed, consumers }: SecretSubject, verb: string) {
  if (!view || !sealed) {
    return false;
  }
  // A pull request restarts what carries the checksum, and what Reloader
  // restarts. Any other consumer, such
  // as a database that must not roll, is told of on the secret's own row.
  // Nor does one whose password a Job has changed need it.
  const restarting = consumers.filter(
    consumer => !hasNewPassword(consumer, sealed, view),
  );
  const marked = restarting.filter(
    consumer =>
      ownEntry(consumer.checksums, sealed.name) !== undefined ||
      isReloadedFor(consumer, sealed),
  );
  const progress = (marked.length > 0 ? marked : restarting).map(consumer =>
    restartProgress(consumer, sealed, view.pods),
  );
  // New values, another role, and earlier values that come back, are only through when every
  // consumer shows it; a change that keeps the values restarts nothing.
  return ['rotate', 'switch', 'restore'].includes(verb)
    ? progress.every(state => state === 'done')
    : !progress.includes('pending');
}

/**
 * Whether each Job that gives the secret's values to a database has said that
 * it did. One that is not there yet is not through.
 */
function isPasswordChanged({ view, sealed }: SecretSubject, verb: string) {
  if (!view || !sealed) {
    return false;
  }
  const runs = passwordRuns(view).filter(run => isCurrentRun(run, sealed));
  return runs.length > 0
    ? runs.every(({ rotation, state }) =>
        state === 'done'
          ? true
          : // A Job that was made again counts, not the one before it.
            runs.some(
              other =>
                other.state === 'done' &&
                other.rotation.rotatedAt === rotation.rotatedAt,
            ),
      )
    : !needsJob(sealed, verb);
}

const STAGES: PullRequestStage[] = [
  'opened',
  'merged',
  'synced',
  'unsealed',
  'restarted',
];

function stageOfMerged(
  { mergedAt }: PullRequestFacts,
  verb: string,
  subject: SecretSubject,
): PullRequestStage {
  const { view, sealed, sealedFile } = subject;
  if (!wasReadSince(mergedAt, subject) || !view || !isLive(view.source)) {
    return 'merged';
  }
  if (verb === 'remove') {
    // It is gone from both, and nothing restarts for it.
    return sealed || sealedFile ? 'merged' : 'restarted';
  }
  if (
    !sealed ||
    sealedFile?.checksum === undefined ||
    sealedFile.checksum !== sealed.checksum ||
    // The ciphertexts do not tell whether that change has arrived.
    (verb === 'detach' && !sealed.detached)
  ) {
    return 'merged';
  }
  if (!isProcessed(sealed) || !sealed.synced) {
    return 'synced';
  }
  return isRestarted(subject, verb) && isPasswordChanged(subject, verb)
    ? 'restarted'
    : 'unsealed';
}

/** With several clusters, as far as the slowest has come. */
function earliest(stages: PullRequestStage[]): PullRequestStage {
  return STAGES.find(stage => stages.includes(stage)) ?? 'merged';
}

function isMergedAfter(a: PullRequestFacts, b: PullRequestFacts): boolean {
  const order =
    compareText(a.mergedAt ?? '', b.mergedAt ?? '') || a.number - b.number;
  return a.merged && order > 0;
}

/** The secrets that it says it changes: `namespace/name`, or a name alone. */
function namedSecrets({ branch, secrets }: PullRequestFacts): string[] {
  const named = parseBranch(branch)?.secret;
  return secrets ?? (named === undefined ? [] : [named]);
}

/** Whether both are, or may be, one secret: a branch says no namespace. */
function isSameSecret(a: string, b: string): boolean {
  const name = (secret: string) => secret.slice(secret.indexOf('/') + 1);
  return a.includes('/') && b.includes('/') ? a === b : name(a) === name(b);
}

/**
 * Leaves out what later merges for the same secrets have replaced: the clusters
 * show how far the last one has come, and nothing tells it of those before.
 */
function withoutReplaced(pullRequests: PullRequestFacts[]): PullRequestFacts[] {
  return pullRequests.filter(facts => {
    const secrets = namedSecrets(facts);
    const later = pullRequests
      .filter(other => isMergedAfter(other, facts))
      .flatMap(namedSecrets);
    return !(
      facts.merged &&
      secrets.length > 0 &&
      secrets.every(secret => later.some(other => isSameSecret(other, secret)))
    );
  });
}

function newestFirst(a: PullRequestFacts, b: PullRequestFacts): number {
  return (
    compareText(b.createdAt, a.createdAt) ||
    b.number - a.number ||
    compareText(a.url, b.url)
  );
}

/** What is told of a pull request whatever became of it. */
function recordOf(facts: PullRequestFacts): ReplacedPullRequest {
  const { number, title, url, createdAt, mergedAt, author, commit } = facts;
  return {
    number,
    title,
    url,
    createdAt,
    ...(mergedAt && { mergedAt }),
    ...(author && { author }),
    ...(commit && { commit }),
  };
}

/** Those whose secrets were all changed later, newest first. */
export function replacedPullRequests(
  pullRequests: PullRequestFacts[],
): ReplacedPullRequest[] {
  const shown = withoutReplaced(pullRequests);
  return pullRequests
    .filter(facts => !shown.includes(facts))
    .sort(newestFirst)
    .map(recordOf);
}

/**
 * Where each pull request stands, newest first. What happens after the merge is
 * derived from what the repository and the clusters have now: a stage is only
 * reached when it can be seen.
 *
 * @param databases - names of the databases that were seen
 */
export function describePullRequests(
  pullRequests: PullRequestFacts[],
  subjects: SecretSubject[],
  clusters: SourceStatus[],
  databases: string[] = [],
): PullRequestStatus[] {
  // A cluster that the entity may not show does not hold it up; one that nobody
  // can see now might.
  const blind = clusters.some(
    ({ state }) => state !== 'live' && state !== 'forbidden',
  );
  return withoutReplaced(pullRequests)
    .sort(newestFirst)
    .map(facts => {
      const branch = parseBranch(facts.branch);
      const named = namedSecrets(facts);
      const changed = subjects.filter(({ namespace, name }) =>
        named.some(secret => isSameSecret(secret, `${namespace}/${name}`)),
      );
      const database =
        changed.length === 0
          ? databases.find(name => named.includes(name))
          : undefined;
      return {
        ...recordOf(facts),
        stage: facts.merged
          ? earliest(
              (blind ? [] : changed).map(subject =>
                stageOfMerged(facts, branch?.verb ?? '', subject),
              ),
            )
          : 'opened',
        ...(branch && !facts.secrets && { secret: branch.secret }),
        secrets: [...new Set(changed.map(({ name }) => name))],
        ...(database && { database }),
      };
    });
}

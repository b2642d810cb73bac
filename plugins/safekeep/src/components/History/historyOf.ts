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
  DatabaseStatus,
  EntityStatus,
  ReplacedPullRequest,
  SecretStatus,
} from '@safekeep/backstage-plugin-safekeep-common';

/** Something that happened to an entity's databases or secrets. */
export interface HistoryLine {
  /** ISO 8601. */
  at: string;
  /** Tells lines apart. */
  id: string;
  what:
    | { kind: 'opened' | 'merged'; title: string }
    | { kind: 'sealed' | 'rotated'; secret: string; keys: string[] }
    | {
        kind: 'move-begun' | 'counted-before' | 'counted-after';
        database: string;
      }
    | { kind: 'ended'; pod: string; exit: string }
    | { kind: 'warning'; reason: string; about: string; count: number };
  who?: string;
  pullRequest?: { number: number; url: string };
  commit?: { id: string; url: string };
}

/** At GitHub and at Gitea a commit's page stands beside the pull requests'. */
function commitUrl({ url }: ReplacedPullRequest, commit: string): string {
  return url.replace(/\/pulls?\/\d+$/, `/commit/${commit}`);
}

function ofPullRequest(pull: ReplacedPullRequest): HistoryLine[] {
  const { number, title, url, createdAt, mergedAt, author, commit } = pull;
  const pullRequest = { number, url };
  return [
    {
      at: createdAt,
      id: `opened ${url}`,
      what: { kind: 'opened', title },
      ...(author && { who: author }),
      pullRequest,
    },
    ...(mergedAt
      ? [
          {
            at: mergedAt,
            id: `merged ${url}`,
            what: { kind: 'merged' as const, title },
            pullRequest,
            ...(commit && {
              commit: { id: commit, url: commitUrl(pull, commit) },
            }),
          },
        ]
      : []),
  ];
}

/** Keys of one moment are one line. */
function ofSecret({ name, namespace, keys }: SecretStatus): HistoryLine[] {
  const lines = new Map<string, HistoryLine>();
  for (const key of keys) {
    const at = key.rotatedAt ?? key.sealedAt;
    const kind = key.rotatedAt ? 'rotated' : 'sealed';
    if (at) {
      const id = [kind, namespace, name, at].join(' ');
      const found = lines.get(id)?.what;
      if (found && 'keys' in found) {
        found.keys.push(key.name);
      } else {
        lines.set(id, {
          at,
          id,
          what: { kind, secret: name, keys: [key.name] },
        });
      }
    }
  }
  return [...lines.values()];
}

function ofDatabase(database: DatabaseStatus): HistoryLine[] {
  const { name, namespace, migration, pods, events = [] } = database;
  const line = (
    at: string,
    what: HistoryLine['what'],
    ...id: string[]
  ): HistoryLine => ({
    at,
    id: [what.kind, namespace, name, at, ...id].join(' '),
    what,
  });
  return [
    ...(migration
      ? [line(migration.startedAt, { kind: 'move-begun', database: name })]
      : []),
    ...(migration?.before
      ? [
          line(migration.before.takenAt, {
            kind: 'counted-before',
            database: name,
          }),
        ]
      : []),
    ...(migration?.after
      ? [
          line(migration.after.takenAt, {
            kind: 'counted-after',
            database: name,
          }),
        ]
      : []),
    ...pods.flatMap(({ name: pod, lastExit }) =>
      lastExit?.finishedAt
        ? [
            line(
              lastExit.finishedAt,
              {
                kind: 'ended',
                pod,
                exit: [lastExit.exitCode, lastExit.reason]
                  .filter(part => part !== undefined)
                  .join(' '),
              },
              pod,
            ),
          ]
        : [],
    ),
    ...events.flatMap(({ lastAt, reason, about, count }) =>
      lastAt
        ? [
            line(
              lastAt,
              { kind: 'warning', reason, about, count },
              reason,
              about,
            ),
          ]
        : [],
    ),
  ];
}

/** What is known to have happened, newest first. */
export function historyOf(status: EntityStatus): HistoryLine[] {
  return [
    ...status.pullRequests.flatMap(ofPullRequest),
    ...(status.replacedPullRequests ?? []).flatMap(ofPullRequest),
    ...status.secrets.flatMap(ofSecret),
    ...status.databases.flatMap(ofDatabase),
  ].sort((a, b) => Date.parse(b.at) - Date.parse(a.at));
}

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

import { ServerContainer } from '../observations';
import { Reason, reason } from '../reasons';
import { DatabaseImage } from './databaseImages';
import { workloadName } from './rollout';
import { compareText } from './severity';
import type { Database } from './databases';

/** The volume that the official image declares until 17: it shadows a claim mounted above. */
const IMAGE_VOLUME = '/var/lib/postgresql/data';

function isBelow(path: string, folder: string): boolean {
  return path === folder || path.startsWith(`${folder.replace(/\/$/, '')}/`);
}

type Mount = ServerContainer['mounts'][number];

/** The mount that the data directory is in: the innermost one. */
function mountOf({ pgdata, mounts }: ServerContainer): Mount | undefined {
  return mounts
    .filter(({ path }) => pgdata !== undefined && isBelow(pgdata, path))
    .sort((a, b) => b.path.length - a.path.length)[0];
}

/** Where in its claim a server has its data; undefined where nobody can tell. */
export function directoryInClaim(
  server: ServerContainer | undefined,
): string | undefined {
  const mount = server && mountOf(server);
  if (!mount || server?.pgdata === undefined) {
    return undefined;
  }
  const below = server.pgdata.slice(mount.path.length);
  return `${mount.subPath ?? ''}/${below}`
    .split('/')
    .filter(part => part !== '')
    .join('/');
}

/**
 * Whether two servers that have a claim in common keep their data apart, in
 * folders of it that are known and not the same.
 */
export function haveOwnFolders(
  one: ServerContainer | undefined,
  other: ServerContainer | undefined,
): boolean {
  const folder = directoryInClaim(one);
  const otherFolder = directoryInClaim(other);
  return (
    folder !== undefined &&
    otherFolder !== undefined &&
    folder !== otherFolder &&
    !isBelow(`/${folder}`, `/${otherFolder}`) &&
    !isBelow(`/${otherFolder}`, `/${folder}`)
  );
}

/** A data directory that is in no claim, though there is one: it goes with the container. */
export function dataOutsideReason({
  workload,
  recognized,
}: Database): Reason | undefined {
  const { server } = workload;
  if (server?.pgdata === undefined || server.mounts.length === 0) {
    return undefined;
  }
  const mount = mountOf(server);
  const isOfficial = server.variant === 'alpine' || server.variant === 'debian';
  const isShadowed =
    mount !== undefined &&
    isOfficial &&
    isBefore18(recognized) &&
    isBelow(server.pgdata, IMAGE_VOLUME) &&
    !isBelow(mount.path, IMAGE_VOLUME);
  return mount === undefined || isShadowed
    ? reason('data-outside-claim', {
        directory: server.pgdata,
        path: server.mounts.map(({ path }) => path).join(', '),
      })
    : undefined;
}

/** Of a version that the tag does not tell nothing is said. */
function isBefore18({ version }: DatabaseImage): boolean {
  return version !== undefined && Number.parseInt(version, 10) < 18;
}

/**
 * A server on a claim that was another one's, which is at zero, and had its data
 * in another directory of it: it starts an empty database beside the one that is
 * there. Two that both run each have their own.
 */
export function otherDirectoryReason(
  { workload, view, claims }: Database,
  all: Database[],
): Reason | undefined {
  const directory = directoryInClaim(workload.server);
  if (directory === undefined || workload.desired < 1) {
    return undefined;
  }
  const names = new Set(claims.map(({ name }) => name));
  for (const other of all) {
    const otherDirectory = directoryInClaim(other.workload.server);
    const shared = other.claims.find(({ name }) => names.has(name));
    if (
      other.view === view &&
      other.workload !== workload &&
      other.workload.desired < 1 &&
      shared &&
      otherDirectory !== undefined &&
      otherDirectory !== directory
    ) {
      return reason('data-directory-differs', {
        claim: shared.name,
        directory: `/${directory}`,
        other: workloadName(other.workload),
        otherDirectory: `/${otherDirectory}`,
      });
    }
  }
  return undefined;
}

/**
 * A claim from before that nothing mounts any more, beside a newer one of a
 * StatefulSet's: the data may have stayed in it. Not asked of a database that
 * Safekeep has moved: there it is meant so, and was compared.
 */
export function claimLeftBehindReason({
  workload,
  view,
  claims,
}: Database): Reason | undefined {
  if (workload.kind !== 'StatefulSet' || workload.migration) {
    return undefined;
  }
  const used = new Set([
    ...view.workloads.flatMap(one => one.claims),
    ...view.pods.flatMap(one => one.claims ?? []),
  ]);
  const own = view.claims.filter(({ name }) =>
    claims.some(claim => claim.name === name),
  );
  const oldest = own
    .map(({ createdAt }) => createdAt ?? '')
    .sort(compareText)[0];
  const left = view.claims.filter(
    ({ name, phase, createdAt, deleting }) =>
      phase === 'Bound' &&
      !deleting &&
      !used.has(name) &&
      createdAt !== undefined &&
      oldest !== undefined &&
      createdAt < oldest &&
      isOfDatabase(name, workload.name),
  );
  return left.length > 0
    ? reason('claim-left-behind', {
        claim: left.map(({ name }) => name).join(', '),
        own: own.map(({ name }) => name).join(', '),
      })
    : undefined;
}

/** By its name; a dump or a backup has its own copy of the data, and is meant to be alone. */
function isOfDatabase(claim: string, workload: string): boolean {
  const words = claim.split('-');
  const tells = ['postgres', 'postgresql', 'pg', 'pgdata', 'db', 'database'];
  return (
    !words.some(word =>
      ['dump', 'dumps', 'backup', 'backups'].includes(word),
    ) &&
    (claim.includes(workload) || words.some(word => tells.includes(word)))
  );
}

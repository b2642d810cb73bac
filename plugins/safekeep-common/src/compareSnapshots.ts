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
  Comparison,
  compareTables,
  DatabasePair,
  databasePairs,
  someOf,
  sum,
} from './compareTables';
import { DatabaseMigration } from './databaseMigration';
import { DatabaseSnapshot, SnapshotDatabase } from './databaseSnapshot';
import { reason, Reason } from './reasons';
import { VerificationLine } from './status';

function line(
  id: VerificationLine['id'],
  [before, after]: [string | number, string | number],
  result: VerificationLine['result'] = 'pass',
  why?: Reason,
): VerificationLine {
  return {
    id,
    result,
    before: String(before),
    after: String(after),
    ...(why && { reason: why }),
  };
}

function majorOf({ versionNumber }: DatabaseSnapshot): number {
  return Math.floor(versionNumber / 10_000);
}

function compareVersion(
  { before, after, sameMajor }: Comparison,
  option: DatabaseMigration['option'],
): VerificationLine {
  const shown: [string, string] = [before.version, after.version];
  if (before.versionNumber === after.versionNumber) {
    return line('version', shown);
  }
  const isNewer = after.versionNumber > before.versionNumber;
  const isChosen = option === 'dump-and-restore' && isNewer;
  let result: VerificationLine['result'] = isChosen ? 'pass' : 'warn';
  if (!sameMajor && !isChosen) {
    result = 'fail';
  }
  return line(
    'version',
    shown,
    result,
    reason('verified-version-changed', {
      before: before.version,
      after: after.version,
    }),
  );
}

/**
 * By the identifier that initdb gives a data directory: with the claim it has to
 * be the same, after a restore it cannot be.
 */
function compareServer(
  { before, after }: Comparison,
  option: DatabaseMigration['option'],
): VerificationLine {
  const shown: [string, string] = [
    before.systemIdentifier,
    after.systemIdentifier,
  ];
  const isSame = before.systemIdentifier === after.systemIdentifier;
  if (option === 'dump-and-restore') {
    return isSame
      ? line('system-identifier', shown, 'fail', reason('verified-same-server'))
      : line('system-identifier', shown);
  }
  if (!isSame) {
    return line(
      'system-identifier',
      shown,
      'fail',
      reason('verified-other-server'),
    );
  }
  const since = after.serverStartedAt;
  return since !== undefined && Date.parse(before.takenAt) >= Date.parse(since)
    ? line(
        'system-identifier',
        shown,
        'fail',
        reason('verified-not-before', { before: before.takenAt, since }),
      )
    : line('system-identifier', shown);
}

function compareDataChecksums({ before, after }: Comparison): VerificationLine {
  const shown = ({ dataChecksums }: DatabaseSnapshot) =>
    dataChecksums ? 'on' : 'off';
  const isLost = before.dataChecksums && !after.dataChecksums;
  return line(
    'data-checksums',
    [shown(before), shown(after)],
    isLost ? 'warn' : 'pass',
    isLost ? reason('verified-data-checksums-off') : undefined,
  );
}

function compareDatabases({ before, after }: Comparison): VerificationLine {
  const names = ({ databases }: DatabaseSnapshot) =>
    databases.map(({ name }) => name);
  const missing = names(before).filter(name => !names(after).includes(name));
  // An empty one comes with an image.
  const added = after.databases
    .filter(({ name, tables }) => tables > 0 && !names(before).includes(name))
    .map(({ name }) => name);
  const shown: [number, number] = [
    before.databases.length,
    after.databases.length,
  ];
  if (missing.length > 0) {
    return line(
      'databases',
      shown,
      'fail',
      reason('verified-databases-missing', { databases: someOf(missing) }),
    );
  }
  return added.length > 0
    ? line(
        'databases',
        shown,
        'warn',
        reason('verified-databases-added', { databases: someOf(added) }),
      )
    : line('databases', shown);
}

function compareEncoding(pairs: DatabasePair[]): VerificationLine {
  const shown = (index: 0 | 1): string => {
    const all = pairs.map(
      pair => `${pair[index].encoding} ${pair[index].collation}`,
    );
    return [...new Set(all)].join(', ');
  };
  const encoding = pairs.filter(([a, b]) => a.encoding !== b.encoding);
  const collation = pairs.filter(([a, b]) => a.collation !== b.collation);
  const names = (changed: DatabasePair[]) =>
    someOf(changed.map(([{ name }]) => name));
  if (encoding.length > 0) {
    return line(
      'encoding',
      [shown(0), shown(1)],
      'fail',
      reason('verified-encoding-changed', { databases: names(encoding) }),
    );
  }
  return collation.length > 0
    ? line(
        'encoding',
        [shown(0), shown(1)],
        'warn',
        reason('verified-collation-changed', { databases: names(collation) }),
      )
    : line('encoding', [shown(0), shown(1)]);
}

function compareObjects(
  { before, after, quiesced, sameMajor }: Comparison,
  pairs: DatabasePair[],
): VerificationLine {
  const shown: [number, number] = [
    sum(before.databases, ({ objects }) => objects),
    sum(after.databases, ({ objects }) => objects),
  ];
  const isLost = pairs.length < before.databases.length;
  if (!isLost && pairs.every(([a, b]) => a.objectsDigest === b.objectsDigest)) {
    return line('objects', shown);
  }
  const isFewer = isLost || pairs.some(([a, b]) => b.objects < a.objects);
  if (isFewer && sameMajor) {
    return line(
      'objects',
      shown,
      'fail',
      reason('verified-objects-missing', {
        before: String(shown[0]),
        after: String(shown[1]),
      }),
    );
  }
  return line(
    'objects',
    shown,
    quiesced && sameMajor ? 'fail' : 'warn',
    reason('verified-objects-differ'),
  );
}

function compareExtensions({ before, after }: Comparison): VerificationLine {
  const all = ({ databases }: DatabaseSnapshot) =>
    databases.flatMap(({ name, extensions }) =>
      extensions.map(extension => {
        const [title, ...version] = extension.split(' ');
        return { of: `${name}: ${title}`, version: version.join(' ') };
      }),
    );
  const later = all(after);
  const shown: [number, number] = [all(before).length, later.length];
  const find = (of: string) => later.find(each => each.of === of);
  const missing = all(before).filter(({ of }) => !find(of));
  const changed = all(before).filter(
    ({ of, version }) => find(of) && find(of)?.version !== version,
  );
  const names = (extensions: { of: string }[]) =>
    someOf(extensions.map(({ of }) => of));
  if (missing.length > 0) {
    return line(
      'extensions',
      shown,
      'fail',
      reason('verified-extensions-missing', { extensions: names(missing) }),
    );
  }
  return changed.length > 0
    ? line(
        'extensions',
        shown,
        'warn',
        reason('verified-extensions-changed', { extensions: names(changed) }),
      )
    : line('extensions', shown);
}

function compareRoles({
  before,
  after,
  sameMajor,
}: Comparison): VerificationLine {
  const shown: [number, number] = [before.roles, after.roles];
  if (after.roles < before.roles) {
    return line(
      'roles',
      shown,
      'fail',
      reason('verified-roles-missing', {
        before: String(before.roles),
        after: String(after.roles),
      }),
    );
  }
  return before.rolesDigest === after.rolesDigest
    ? line('roles', shown)
    : line(
        'roles',
        shown,
        sameMajor && before.roles === after.roles ? 'fail' : 'warn',
        reason('verified-roles-differ'),
      );
}

function compareInvalid(
  { before, after }: Comparison,
  id: 'invalid-indexes' | 'invalid-constraints',
): VerificationLine {
  const count = (database: SnapshotDatabase) =>
    id === 'invalid-indexes'
      ? database.invalidIndexes
      : database.invalidConstraints;
  const shown: [number, number] = [
    sum(before.databases, count),
    sum(after.databases, count),
  ];
  if (shown[1] === 0) {
    return line(id, shown);
  }
  const parameters = { before: String(shown[0]), after: String(shown[1]) };
  if (shown[1] <= shown[0]) {
    return line(
      id,
      shown,
      'warn',
      reason('verified-invalid-as-before', parameters),
    );
  }
  const code =
    id === 'invalid-indexes'
      ? 'verified-indexes-invalid'
      : 'verified-constraints-invalid';
  return line(id, shown, 'fail', reason(code, parameters));
}

/**
 * What a database holds after it has moved against what it held before, line by
 * line, in an order in which a person would ask.
 *
 * @param quiesced - whether no client wrote between the two; where one did,
 *   growth is expected, and checksums tell nothing
 *
 * @public
 */
export function compareSnapshots(
  before: DatabaseSnapshot,
  after: DatabaseSnapshot,
  options: { option: DatabaseMigration['option']; quiesced: boolean },
): VerificationLine[] {
  const comparison: Comparison = {
    before,
    after,
    quiesced: options.quiesced,
    sameMajor: majorOf(before) === majorOf(after),
  };
  const pairs = databasePairs(comparison);
  return [
    compareVersion(comparison, options.option),
    compareServer(comparison, options.option),
    compareDataChecksums(comparison),
    compareDatabases(comparison),
    compareEncoding(pairs),
    ...compareTables(comparison),
    compareObjects(comparison, pairs),
    compareExtensions(comparison),
    compareRoles(comparison),
    compareInvalid(comparison, 'invalid-indexes'),
    compareInvalid(comparison, 'invalid-constraints'),
  ];
}

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

import { ConflictError, InputError } from '@backstage/errors';
import {
  DatabaseMigration,
  GUARD_CONTAINER,
} from '@safekeep/backstage-plugin-safekeep-common';
import { changeKeys } from '../../manifests/yaml/changeKeys';
import {
  findYamlObject,
  mappings,
  valueAt,
} from '../../manifests/yaml/readYaml';
import { removeItem } from '../../manifests/yaml/setValue';
import { RELEASED_LOCK } from '../../postgres/guardContainer';
import { ServiceObject } from '../../postgres/serviceObjects';
import { ChangeSet } from '../ChangeSet';
import { Move } from './Move';
import { setField } from './setField';

const POD = ['spec', 'template', 'spec'];

/** Has the guard take the lock of a server that was killed for what it is: left behind. */
export function releaseLock(
  move: Move,
  migration: DatabaseMigration,
  lockSince: number | undefined,
): ServiceObject {
  if (
    lockSince === undefined ||
    !Number.isSafeInteger(lockSince) ||
    lockSince <= 0
  ) {
    throw new InputError(
      'releasedLock says which lock is given up: when its server started, in seconds since 1970, as the guard’s message has it (lockSince)',
    );
  }
  const object = guardedBy(move, migration);
  const { path, line, kind, name, value } = object;
  const containers = mappings(valueAt(value, ...POD, 'initContainers'));
  const index = containers.findIndex(each => each.name === GUARD_CONTAINER);
  if (index === -1) {
    throw new ConflictError(
      `${path}, line ${line}: ${kind} ${name} has no guard, so that there is no lock to give up`,
    );
  }
  const env = mappings(containers[index].env);
  const at = env.findIndex(each => each.name === RELEASED_LOCK);
  const place = [...POD, 'initContainers', index, 'env'];
  const released = String(lockSince);
  if (at === -1) {
    setField(move.changeSet, object, [...place, env.length], {
      name: RELEASED_LOCK,
      value: released,
    });
  } else {
    setField(move.changeSet, object, [...place, at, 'value'], released);
  }
  return object;
}

function guardedBy(move: Move, { stage }: DatabaseMigration): ServiceObject {
  if (stage === 'roll-back') {
    return move.deployment.source;
  }
  if (stage !== 'switch' || !move.statefulSet) {
    throw new ConflictError(
      `The migration is at stage ${stage}, where no guard waits for a lock`,
    );
  }
  return move.statefulSet;
}

/** Takes the guard out of a workload's pods; whether there was one. */
export function dropGuard(
  changeSet: ChangeSet,
  { path, position }: ServiceObject,
): boolean {
  const text = changeSet.read(path);
  const object = findYamlObject(text, { path, position });
  const containers = mappings(valueAt(object?.value, ...POD, 'initContainers'));
  const index = containers.findIndex(each => each.name === GUARD_CONTAINER);
  if (index === -1) {
    return false;
  }
  changeSet.write(
    path,
    containers.length === 1
      ? changeKeys(text, {
          path,
          position,
          mapping: POD,
          remove: ['initContainers'],
        })
      : removeItem(text, {
          path,
          position,
          at: [...POD, 'initContainers', index],
        }),
  );
  return true;
}

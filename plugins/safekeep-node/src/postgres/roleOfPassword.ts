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
import { VariableSource, variablesOf } from '../manifests/containerVariables';
import { containersOf, readableValues } from './containers';
import { PostgresServer } from './findServer';
import { ServiceObject } from './serviceObjects';

/** Variables whose password is always that of `postgres`. */
const OF_POSTGRES =
  /^(POSTGRESQL|POSTGRES)_(POSTGRES_PASSWORD|ADMIN_PASSWORD)$/;

/** What the official image and those like it call the password of their first role. */
const INITIAL_PASSWORD = /^(POSTGRES|POSTGRESQL)_PASSWORD$/;

/** The names that go with a password's: `DB_USER` with `DB_PASSWORD`. */
export function userNamesOf(password: string): string[] {
  const match = /^(.*?)(pass(?:word|wd)?)$/i.exec(password);
  if (!match) {
    return [];
  }
  const [, stem, word] = match;
  return ['user', 'username', 'login', 'role'].map(name => {
    if (word === word.toUpperCase()) {
      return stem + name.toUpperCase();
    }
    const isCapital = word[0] === word[0].toUpperCase();
    return stem + (isCapital ? name[0].toUpperCase() : name[0]) + name.slice(1);
  });
}

/**
 * Which role a password is of: by the key beside it, by what stands beside the
 * variable that reads it, or as the image takes it.
 *
 * @throws InputError where nothing tells
 */
export function roleOfPassword(
  objects: ServiceObject[],
  options: {
    secret: string;
    /** Keys that hold the one password. */
    keys: string[];
    server: PostgresServer;
  },
): VariableSource {
  const { secret, keys, server } = options;
  const known = readableValues(objects);
  const present = known.secretKeys.get(secret) ?? [];
  for (const key of keys) {
    const beside = userNamesOf(key).find(name => present.includes(name));
    if (beside !== undefined) {
      return { secret, key: beside };
    }
  }
  for (const object of objects) {
    for (const container of containersOf(object)) {
      const variables = variablesOf(container, known);
      for (const [name, source] of variables) {
        const isRead =
          'secret' in source &&
          source.secret === secret &&
          keys.includes(source.key);
        if (!isRead) {
          continue;
        }
        if (OF_POSTGRES.test(name)) {
          return { value: 'postgres' };
        }
        const beside = userNamesOf(name)
          .map(user => variables.get(user))
          .find(found => found !== undefined);
        if (beside) {
          return beside;
        }
        if (object === server.workload && INITIAL_PASSWORD.test(name)) {
          return { value: 'postgres' };
        }
      }
    }
  }
  throw new InputError(
    `Nothing tells which role of the database ${keys.join(
      ' and ',
    )} of ${secret} is the password of: neither a key beside it such as ${
      userNamesOf(keys[0])[0] ?? 'DB_USER'
    } nor a variable of what reads it. Say it with role`,
  );
}

/** The role that may change others, and where its password is. */
export interface Administrator {
  role: VariableSource;
  password: { secret: string; key: string };
}

/**
 * The first role of the server, which is its superuser; undefined where its
 * password does not come from a Secret by name.
 */
export function findAdministrator({
  variables,
}: Pick<PostgresServer, 'variables'>): Administrator | undefined {
  for (const [name, source] of variables) {
    if (!('secret' in source)) {
      continue;
    }
    if (OF_POSTGRES.test(name)) {
      return { role: { value: 'postgres' }, password: source };
    }
  }
  for (const [name, source] of variables) {
    if ('secret' in source && INITIAL_PASSWORD.test(name)) {
      const role = ['_USER', '_USERNAME']
        .map(end => variables.get(name.replace(/_PASSWORD$/, end)))
        .find(found => found !== undefined);
      return { role: role ?? { value: 'postgres' }, password: source };
    }
  }
  return undefined;
}

/**
 * As {@link findAdministrator}.
 *
 * @throws InputError where there is none
 */
export function administratorOf(server: PostgresServer): Administrator {
  const found = findAdministrator(server);
  if (found) {
    return found;
  }
  const { workload } = server;
  throw new InputError(
    `${workload.path}, line ${workload.line}: ${workload.kind} ${workload.name} has no POSTGRES_PASSWORD from a key of a Secret, so that nothing tells how to log in as the administrator, who makes the two roles. Rotate the password in place instead`,
  );
}

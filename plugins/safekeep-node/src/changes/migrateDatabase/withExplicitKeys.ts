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

import { JsonObject } from '@backstage/types';
import { mappings, valueAt } from '../../manifests/yaml/readYaml';
import { readableValues } from '../../postgres/containers';
import { ServiceObject } from '../../postgres/serviceObjects';

/** A variable's name as the API has allowed it always. */
const VARIABLE = /^[-._a-zA-Z][-._a-zA-Z0-9]*$/;

/** What the images of PostgreSQL and its client library read. */
const OF_POSTGRES = /^(POSTGRES|POSTGRESQL|PG)/;

/**
 * The server with the keys that it reads of a secret, instead of all that are in
 * it; where the files tell which keys there are.
 */
export function withExplicitKeys(
  container: JsonObject,
  objects: ServiceObject[],
  warnings: string[],
): JsonObject {
  const sources = mappings(container.envFrom);
  const { secretKeys } = readableValues(objects);
  const env = [...mappings(container.env)];
  const stays: JsonObject[] = [];
  for (const source of sources) {
    const secret = valueAt(source, 'secretRef', 'name');
    const keys =
      typeof secret === 'string' ? secretKeys.get(secret) : undefined;
    const prefix = typeof source.prefix === 'string' ? source.prefix : '';
    if (typeof secret !== 'string' || !keys || keys.length === 0) {
      stays.push(source);
      if (typeof secret === 'string') {
        warnings.push(
          `The server reads all keys of Secret \`${secret}\` as variables, and the files do not tell which keys it has: it stays that way.`,
        );
      }
      continue;
    }
    for (const key of keys) {
      const name = prefix + key;
      const isRead =
        VARIABLE.test(name) &&
        (OF_POSTGRES.test(name) || JSON.stringify(container).includes(name));
      if (isRead && !env.some(each => each.name === name)) {
        env.push({
          name,
          valueFrom: {
            secretKeyRef: {
              name: secret,
              key,
              ...(valueAt(source, 'secretRef', 'optional') === true && {
                optional: true,
              }),
            },
          },
        });
      }
    }
  }
  const { envFrom: _, ...rest } = container;
  return {
    ...rest,
    ...(stays.length > 0 && { envFrom: stays }),
    ...(env.length > 0 && { env }),
  };
}

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

import { variablesOf } from '../manifests/containerVariables';
import { containersOf, readableValues } from '../postgres/containers';
import { PostgresServer } from '../postgres/findServer';
import { ServiceObject } from '../postgres/serviceObjects';

/**
 * What is said of containers that run beside the server and read the password
 * too. The server's own pod is not restarted: the server reads its password
 * only while its data directory is empty, and a restart ends all connections.
 */
export function sidecarWarnings(
  objects: ServiceObject[],
  { workload, container }: PostgresServer,
  secret: string,
  keys: string[],
): string[] {
  const known = readableValues(objects);
  return containersOf(workload)
    .filter(each => each !== container)
    .filter(each =>
      [...variablesOf(each, known).values()].some(
        source =>
          'secret' in source &&
          source.secret === secret &&
          keys.includes(source.key),
      ),
    )
    .map(
      ({ name }) =>
        `Container \`${String(name)}\` of ${workload.kind} \`${
          workload.name
        }\` reads the password too and keeps the earlier one: the database is not restarted. Restart it when that suits.`,
    );
}

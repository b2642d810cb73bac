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
import { RestartedWorkload } from '../manifests/setSecretChecksum';
import { setSyncWave, syncWaveOf } from '../manifests/syncWave';
import { PostgresServer } from '../postgres/findServer';
import { ServiceObject } from '../postgres/serviceObjects';
import { ChangeSet } from './ChangeSet';

/**
 * Which wave the Job of a rotation is in: behind the server and the
 * SealedSecret. Undefined where Flux applies the repository.
 */
export function waveOfJob(
  files: ReadonlyMap<string, string>,
  objects: ServiceObject[],
  { server, secret }: { server: PostgresServer; secret: string },
): number | undefined {
  for (const text of files.values()) {
    if (text.includes('.toolkit.fluxcd.io/')) {
      return undefined;
    }
  }
  // Behind the Secret and the server, in one sync with them. Before them (a
  // PreSync hook, wave -1) a cluster that is set up from Git would wait for a
  // login at a server that is only applied afterwards.
  const before = [
    server.workload,
    server.serviceObject,
    ...objects.filter(
      ({ kind, name }) => kind === 'SealedSecret' && name === secret,
    ),
  ];
  return Math.max(...before.map(({ value }) => syncWaveOf(value))) + 1;
}

/**
 * Puts what reads a password behind the Job that changes it, so that it keeps
 * running with the earlier one where the Job fails.
 *
 * @returns sentences on what could not be put there
 */
export function orderConsumers(
  changeSet: ChangeSet,
  objects: ServiceObject[],
  consumers: RestartedWorkload[],
  jobWave: number,
): string[] {
  const warnings: string[] = [];
  for (const { kind, name, path } of consumers) {
    const object = objects.find(
      each => each.kind === kind && each.name === name && each.path === path,
    );
    if (!object || syncWaveOf(object.value) > jobWave) {
      continue;
    }
    const { position } = object;
    try {
      changeSet.write(
        path,
        setSyncWave(changeSet.read(path), {
          path,
          position,
          wave: jobWave + 1,
        }),
      );
    } catch (error) {
      if (!(error instanceof InputError)) {
        throw error;
      }
      warnings.push(
        `${kind} \`${name}\` could not be put behind the Job, so that it restarts before the role is changed: ${error.message}.`,
      );
    }
  }
  return warnings;
}

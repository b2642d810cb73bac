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
import {
  DatabaseMigration,
  GUARD_CONTAINER,
} from '@safekeep/backstage-plugin-safekeep-common';
import { mappings, valueAt } from '../manifests/yaml/readYaml';
import { GUARD_SCRIPT } from './guardScript';
import { DataVolume } from './readDatabaseManifests';

/** Variable of the guard: when the server started whose lock a person gave up. */
export const RELEASED_LOCK = 'SAFEKEEP_RELEASED_LOCK';

export interface GuardOptions {
  /** Each pass is for one id: 1 to 63 letters, digits and dashes. */
  id: string;
  /** What `PG_VERSION` must hold. */
  major: string;
  data: DataVolume;
  /** The container that it stands before: it runs the same image as the same user. */
  server: JsonObject;
}

/**
 * The id that a guard of this move passes with. It is new for each start, also of
 * the same files: where the earlier pull request was reverted, a server without a
 * guard has had the data since.
 */
export function guardIdOf({ id, startedAt }: DatabaseMigration): string {
  return `${id}-${Math.floor(Date.parse(startedAt) / 1000)}`;
}

/** The init container that lets a server start only where no other has its data. */
export function guardContainer({
  id,
  major,
  data,
  server,
}: GuardOptions): JsonObject {
  const { image, imagePullPolicy, securityContext } = server;
  return {
    name: GUARD_CONTAINER,
    image,
    ...(imagePullPolicy !== undefined && { imagePullPolicy }),
    command: ['/bin/sh', '-c'],
    args: [GUARD_SCRIPT],
    env: [
      { name: 'PGDATA', value: data.pgdata },
      { name: 'SAFEKEEP_GUARD', value: id },
      { name: 'SAFEKEEP_MAJOR', value: major },
      { name: 'SAFEKEEP_PATIENCE', value: '120' },
      { name: 'SAFEKEEP_VERDICT', value: '/dev/termination-log' },
    ],
    resources: {
      requests: { cpu: '50m', memory: '16Mi' },
      // Its commands are short, and what slows them down is time without a server.
      limits: { cpu: '500m', memory: '32Mi' },
    },
    ...(securityContext !== undefined && {
      securityContext: structuredClone(securityContext),
    }),
    volumeMounts: [
      {
        name: data.volume,
        mountPath: data.mountPath,
        ...(data.subPath !== undefined && { subPath: data.subPath }),
      },
    ],
  };
}

/** The init containers of a pod without a guard. */
export function withoutGuard(podSpec: JsonObject): JsonObject[] {
  return mappings(valueAt(podSpec, 'initContainers')).filter(
    ({ name }) => name !== GUARD_CONTAINER,
  );
}

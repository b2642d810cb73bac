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
import { isJsonObject, mappings, valueAt } from '../../manifests/yaml/readYaml';
import { DatabaseManifests } from '../../postgres/readDatabaseManifests';
import { ImageFacts } from '../../postgres/imageFacts';
import { withoutGuard } from '../../postgres/guardContainer';

/**
 * A pod as the restricted pod security standard wants it, where that is certain
 * to leave the data readable: the official image gave all of it to its own user
 * whenever it started as root, so that it can run as that user from now on.
 */
export function hardened(
  pod: JsonObject,
  at: number,
  { facts: earlier, source }: DatabaseManifests,
  /** Of the image that it will run. */
  facts: ImageFacts,
  warnings: string[],
): JsonObject {
  const containers = mappings(pod.containers);
  const server = containers[at];
  const before = userOf(pod, server);
  const { uid, gid, variant } = facts;
  const isOfficial = variant === 'alpine' || variant === 'debian';
  const obstacle = [
    [!isOfficial || uid === undefined, 'its image is not the official one'],
    [server.command !== undefined, 'it does not start the image’s own way'],
    [
      before !== undefined && before !== 0 && before !== earlier.uid,
      `it runs as user ${before}, which is not the image’s own`,
    ],
    [
      containers.length > 1 || withoutGuard(pod).length > 0,
      'other containers are in its pod, which may need more',
    ],
    [
      valueAt(server, 'securityContext', 'privileged') === true,
      'it runs privileged',
    ],
  ].find(([stands]) => stands)?.[1];
  if (obstacle) {
    warnings.push(
      `Who the server runs as stays as it is, since ${obstacle}: whether the data could be read otherwise, the files of \`${source.path}\` do not tell.`,
    );
    return pod;
  }
  const {
    runAsUser: _user,
    runAsGroup: _group,
    runAsNonRoot: _nonRoot,
    ...own
  } = objectOf(server.securityContext);
  return {
    ...pod,
    securityContext: {
      ...objectOf(pod.securityContext),
      runAsNonRoot: true,
      runAsUser: uid,
      runAsGroup: gid,
      fsGroup: gid,
      fsGroupChangePolicy: 'OnRootMismatch',
      seccompProfile: { type: 'RuntimeDefault' },
    },
    containers: [
      {
        ...server,
        securityContext: {
          ...own,
          allowPrivilegeEscalation: false,
          capabilities: { drop: ['ALL'] },
        },
      },
    ],
  };
}

function userOf(pod: JsonObject, container: JsonObject): number | undefined {
  const user =
    valueAt(container, 'securityContext', 'runAsUser') ??
    valueAt(pod, 'securityContext', 'runAsUser');
  return typeof user === 'number' ? user : undefined;
}

function objectOf(value: JsonObject[string]): JsonObject {
  return isJsonObject(value) ? value : {};
}

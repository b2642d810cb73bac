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
  recognizeDatabaseImage,
  ServerContainer,
  WorkloadObservation,
} from '@safekeep/backstage-plugin-safekeep-common';
import { imageFacts } from '@safekeep/backstage-plugin-safekeep-node';
import { count, defined, distinct, list, record, text } from './json';
import { runsClient } from './runsClient';

const PROBES = ['startup', 'readiness', 'liveness'];

type Mount = ServerContainer['mounts'][number];

/** Where the container mounts claims; other volumes keep no data. */
function mountsOf(podSpec: unknown, container: unknown, templates: string[]) {
  const claims = new Map<string, string>();
  for (const volume of list(podSpec, 'volumes')) {
    const claim = text(record(volume, 'persistentVolumeClaim'), 'claimName');
    const name = text(volume, 'name');
    if (claim !== undefined && name !== undefined) {
      claims.set(name, claim);
    }
  }
  return list(container, 'volumeMounts').flatMap((mount): Mount[] => {
    const volume = text(mount, 'name') ?? '';
    const path = text(mount, 'mountPath');
    const claim = claims.get(volume);
    if (
      path === undefined ||
      (claim === undefined && !templates.includes(volume))
    ) {
      return [];
    }
    const subPath = text(mount, 'subPath') ?? text(mount, 'subPathExpr');
    return [
      {
        ...(claim === undefined ? { template: volume } : { claim }),
        path,
        ...(subPath !== undefined && { subPath }),
      },
    ];
  });
}

/** `PGDATA` as it is set, or as the image has it; undefined where nobody can tell. */
function pgdataOf(container: unknown, image: string): string | undefined {
  const variable = list(container, 'env').find(
    candidate => text(candidate, 'name') === 'PGDATA',
  );
  if (variable === undefined) {
    return imageFacts(image).defaultPgdata;
  }
  const value = text(variable, 'value');
  // A reference to another variable is only known inside the container.
  return value?.includes('$(') ? undefined : value;
}

/**
 * What is kept of the first container that runs a database server; where a
 * database's image is only there for clients, that.
 */
export function projectServer(
  template: unknown,
  spec: unknown,
): Pick<WorkloadObservation, 'server' | 'clientsOnly'> {
  const podSpec = record(template, 'spec');
  const containers = list(podSpec, 'containers').filter(candidate =>
    recognizeDatabaseImage(text(candidate, 'image') ?? ''),
  );
  const container = containers.find(candidate => !runsClient(candidate));
  if (!container) {
    return containers.length > 0 ? { clientsOnly: true } : {};
  }
  const templates = distinct(
    list(spec, 'volumeClaimTemplates').map(one =>
      text(record(one, 'metadata'), 'name'),
    ),
  );
  const image = text(container, 'image') ?? '';
  const isPostgres = recognizeDatabaseImage(image)?.engine === 'postgresql';
  const facts = isPostgres ? imageFacts(image) : undefined;
  const own = record(container, 'securityContext');
  const shared = record(podSpec, 'securityContext');
  return {
    server: defined<ServerContainer>({
      name: text(container, 'name') ?? '',
      image,
      pgdata: isPostgres ? pgdataOf(container, image) : undefined,
      mounts: mountsOf(podSpec, container, templates),
      probes: PROBES.filter(
        probe => Object.keys(record(container, `${probe}Probe`)).length > 0,
      ),
      runAsUser: count(own, 'runAsUser') ?? count(shared, 'runAsUser'),
      fsGroup: count(shared, 'fsGroup'),
      variant: facts && facts.variant !== 'unknown' ? facts.variant : undefined,
      imageUser: facts?.uid,
    }),
  };
}

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
import { JsonObject } from '@backstage/types';
import {
  databaseEngineName,
  recognizeDatabaseImage,
} from '@safekeep/backstage-plugin-safekeep-common';
import { VariableSource, variablesOf } from '../manifests/containerVariables';
import { stringEntries } from '../manifests/sealedSecretObjects';
import { mappings, valueAt } from '../manifests/yaml/readYaml';
import { readableValues } from './containers';
import { isServiceOf, ServiceObject } from './serviceObjects';

/** A PostgreSQL server as the repository describes it. */
export interface PostgresServer {
  workload: ServiceObject;
  /** The container that serves. */
  container: JsonObject;
  image: string;
  variables: Map<string, VariableSource>;
  podLabels: Record<string, string>;
  /** The Service to reach it by. */
  host: string;
  port: number;
  serviceObject: ServiceObject;
  /** Which database to log in to. */
  database: VariableSource;
}

const POSTGRES_PORT = 5432;

/** Kind in lower case and name of the workload, such as `statefulset/postgres`. */
export function databaseOf({
  workload,
}: Pick<PostgresServer, 'workload'>): string {
  return `${workload.kind.toLowerCase()}/${workload.name}`;
}

/**
 * The PostgreSQL server of a service, and the Service that leads to it.
 *
 * @param wanted - kind in lower case and name, such as `statefulset/postgres`;
 *   by default the only one, or the only one that reads the secret
 * @throws InputError where there is none, or more than one
 */
export function findServer(
  objects: ServiceObject[],
  options: { folder: string; secret: string; wanted?: string },
): PostgresServer {
  const { container, workload, image } = findWorkload(objects, options);
  if (workload.isRenamed) {
    throw new InputError(
      `${workload.path}, line ${workload.line}: a kustomization puts a prefix or suffix around the name of ${workload.kind} ${workload.name}, so that its Service’s name is not told by its file`,
    );
  }
  const service = leadingTo(objects, workload, container);
  if (!service) {
    throw new InputError(
      `${workload.path}, line ${workload.line}: no Service of the folder leads to port ${POSTGRES_PORT} of ${workload.kind} ${workload.name}, so that no Job could reach it`,
    );
  }
  const variables = variablesOf(container, readableValues(objects));
  return {
    workload,
    container,
    image,
    variables,
    podLabels: podLabelsOf(workload),
    ...service,
    database: ['POSTGRES_DB', 'POSTGRESQL_DATABASE', 'POSTGRES_DATABASE']
      .map(name => variables.get(name))
      .find(source => source !== undefined) ?? { value: 'postgres' },
  };
}

interface Candidate {
  workload: ServiceObject;
  container: JsonObject;
  image: string;
  engine: string;
}

function findWorkload(
  objects: ServiceObject[],
  {
    folder,
    secret,
    wanted,
  }: { folder: string; secret: string; wanted?: string },
): Candidate {
  const all = objects.flatMap(serverIn);
  const place = ({ workload }: Candidate) =>
    `${workload.kind} ${workload.name} (${workload.path}, line ${workload.line})`;
  if (wanted) {
    const named = all.find(each => databaseOf(each) === wanted.toLowerCase());
    if (!named) {
      throw new InputError(
        `Folder ${JSON.stringify(
          folder || '.',
        )} holds no database ${wanted}: it holds ${
          all.map(databaseOf).join(', ') || 'none'
        }`,
      );
    }
    return assertPostgres(named, place(named));
  }
  const postgres = all.filter(({ engine }) => engine === 'postgresql');
  // What only runs the image, such as a client, has no Service.
  const served = postgres.filter(({ workload, container }) =>
    leadingTo(objects, workload, container),
  );
  const serving = served.length > 0 ? served : postgres;
  const reading = serving.filter(({ workload }) =>
    JSON.stringify(workload.value).includes(JSON.stringify(secret)),
  );
  const found = serving.length > 1 && reading.length === 1 ? reading : serving;
  if (found.length > 1) {
    throw new InputError(
      `The folder holds more than one PostgreSQL server: ${found
        .map(place)
        .join(', ')}. Say which with database, such as ${databaseOf(found[0])}`,
    );
  }
  if (found.length === 0) {
    if (all.length > 0) {
      return assertPostgres(all[0], place(all[0]));
    }
    throw new InputError(
      `Folder ${JSON.stringify(
        folder || '.',
      )} holds no Deployment or StatefulSet with an image of PostgreSQL, so that nothing tells which server has this password. Where the database is elsewhere, change its role there, and rotate the key with safekeep:secret:rotate`,
    );
  }
  return found[0];
}

function assertPostgres(candidate: Candidate, place: string): Candidate {
  if (candidate.engine !== 'postgresql') {
    throw new InputError(
      `${place} is ${databaseEngineName(
        candidate.engine as 'mysql',
      )}: only passwords of PostgreSQL can be changed this way. Change the user there, and rotate the key with safekeep:secret:rotate`,
    );
  }
  return candidate;
}

function serverIn(workload: ServiceObject): Candidate[] {
  if (!['Deployment', 'StatefulSet'].includes(workload.kind)) {
    return [];
  }
  const containers = mappings(
    valueAt(workload.value, 'spec', 'template', 'spec', 'containers'),
  );
  for (const container of containers) {
    const { image } = container;
    const recognized =
      typeof image === 'string' ? recognizeDatabaseImage(image) : undefined;
    if (recognized) {
      return [
        {
          workload,
          container,
          image: String(image),
          engine: recognized.engine,
        },
      ];
    }
  }
  return [];
}

/** The Service to reach it by; one with an address of its own comes before one that only names the pods. */
function leadingTo(
  objects: ServiceObject[],
  workload: ServiceObject,
  container: JsonObject,
): Pick<PostgresServer, 'host' | 'port' | 'serviceObject'> | undefined {
  const labels = podLabelsOf(workload);
  const services = objects
    .filter(object => isServiceOf(object, labels))
    .sort((a, b) => Number(isHeadless(a)) - Number(isHeadless(b)));
  for (const service of services) {
    const port = portOf(service, container);
    if (port !== undefined) {
      return { host: service.name, port, serviceObject: service };
    }
  }
  return undefined;
}

function podLabelsOf({ value }: ServiceObject): Record<string, string> {
  return stringEntries(
    valueAt(value, 'spec', 'template', 'metadata', 'labels'),
  );
}

function isHeadless({ value }: ServiceObject): boolean {
  return valueAt(value, 'spec', 'clusterIP') === 'None';
}

function portOf(
  service: ServiceObject,
  container: JsonObject,
): number | undefined {
  const named = mappings(container.ports).filter(
    ({ containerPort }) => containerPort === POSTGRES_PORT,
  );
  for (const entry of mappings(valueAt(service.value, 'spec', 'ports'))) {
    const { port } = entry;
    const target = entry.targetPort ?? port;
    const fits =
      target === POSTGRES_PORT || named.some(({ name }) => name === target);
    if (typeof port === 'number' && fits) {
      return isHeadless(service) ? POSTGRES_PORT : port;
    }
  }
  return undefined;
}

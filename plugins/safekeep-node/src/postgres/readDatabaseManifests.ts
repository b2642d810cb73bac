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
import { ServiceFiles } from '../changes/locateSecret';
import {
  applyKustomizeChanges,
  KustomizeChanges,
  readKustomizeChanges,
} from '../manifests/kustomizeChanges';
import { podTemplatePath } from '../manifests/podTemplates';
import { resolveKustomization } from '../manifests/resolveKustomization';
import { mappings, valueAt } from '../manifests/yaml/readYaml';
import { databaseOf, findServer, PostgresServer } from './findServer';
import { ImageFacts, imageFacts } from './imageFacts';
import { ServiceObject } from './serviceObjects';

/** Where a server keeps its data. */
export interface DataVolume {
  /** `PGDATA` in the container. */
  pgdata: string;
  /** Name of the pod's volume. */
  volume: string;
  mountPath: string;
  subPath?: string;
  claim: string;
}

/** A PostgreSQL server as the repository applies it, with all that is beside it. */
export interface DatabaseManifests {
  /** Every object, with what kustomizations change in workloads. */
  objects: ServiceObject[];
  changes: KustomizeChanges;
  /** As it is applied. */
  server: PostgresServer;
  /** As its own file has it. */
  source: ServiceObject;
  facts: ImageFacts;
  data: DataVolume;
}

/**
 * Reads a server's workload as kustomize will make it, and refuses one whose
 * data is not where it would be moved from.
 *
 * @param database - such as `deployment/postgres`
 * @throws InputError with file and line
 */
export function readDatabaseManifests(
  files: Map<string, string>,
  service: ServiceFiles,
  {
    sources,
    database,
  }: {
    /** Every object of the database's namespace, as its file has it. */
    sources: ServiceObject[];
    database: string;
  },
): DatabaseManifests {
  assertNotRendered(files, service, sources, database);
  const changes = readKustomizeChanges(
    files,
    resolveKustomization(files, service.folder)?.kustomizations ?? [],
  );
  const objects = sources.map(object =>
    podTemplatePath(object.value)
      ? { ...object, value: applyKustomizeChanges(object, changes) }
      : object,
  );
  const server = findServer(objects, {
    folder: service.folder,
    secret: '',
    wanted: database,
  });
  const named = sources.filter(
    each => databaseOf({ workload: each }) === database,
  );
  if (named.length > 1) {
    throw new InputError(
      `${named
        .map(({ path, line }) => `${path}, line ${line}`)
        .join(
          ' and ',
        )} both hold ${database}: say which folder is applied with folder`,
    );
  }
  const facts = imageFacts(server.image);
  return {
    objects,
    changes,
    server,
    source: named[0],
    facts,
    data: findData(server, facts),
  };
}

/** Helm's and others' sources are not what is applied. */
function assertNotRendered(
  files: ReadonlyMap<string, string>,
  service: ServiceFiles,
  objects: ServiceObject[],
  database: string,
): void {
  const found = objects.find(
    each => databaseOf({ workload: each }) === database,
  );
  const manager =
    found &&
    valueAt(found.value, 'metadata', 'labels', 'app.kubernetes.io/managed-by');
  if (found && manager === 'Helm') {
    throw new InputError(
      `${found.path}, line ${found.line}: ${found.kind} ${found.name} is labelled as managed by Helm: whatever is changed here, the chart writes over. Change the chart’s values, or take the database out of the chart first`,
    );
  }
  if (found) {
    return;
  }
  for (const path of service.paths) {
    const text = files.get(path) ?? '';
    const [, name] = database.split('/');
    if (/^\s*helmCharts:/m.test(text)) {
      throw new InputError(
        `${path} renders a Helm chart: what of it is ${database} is not told by the files. Only a workload that is written in the repository can be moved`,
      );
    }
    if (/\{\{-? *[.$a-z]/i.test(text) && text.includes(name)) {
      throw new InputError(
        `${path} is a template of a Helm chart, not a manifest: only a workload that is written in the repository can be moved`,
      );
    }
  }
  const [lost] = service.unresolved;
  if (lost) {
    throw new InputError(
      `No file holds ${database}, and ${lost.kustomization} refers to ${lost.entry}, which is not among the files: read a folder that holds both`,
    );
  }
}

function findData(server: PostgresServer, facts: ImageFacts): DataVolume {
  const { workload, container } = server;
  const { path, line, kind, name } = workload;
  const place = `${path}, line ${line}: ${kind} ${name}`;
  const pgdata = pgdataOf(server, facts, place);
  const mount = mappings(container.volumeMounts)
    .filter(({ mountPath }) => {
      const root = String(mountPath).replace(/\/+$/, '');
      return pgdata === root || pgdata.startsWith(`${root}/`);
    })
    .sort((a, b) => String(b.mountPath).length - String(a.mountPath).length)[0];
  const shadow = shadowedBy(mount, pgdata, facts);
  if (!mount || shadow) {
    const others = mappings(container.volumeMounts)
      .map(({ mountPath }) => String(mountPath))
      .join(', ');
    throw new InputError(
      shadow
        ? `${place} mounts its volume at ${mount.mountPath}, but the image keeps ${pgdata} on a volume of its own at ${shadow}: the data is in the container, and is lost with it. Dump it from the running server before anything else`
        : `${place} has no volume at its data directory ${pgdata}${
            others ? ` (it mounts ${others})` : ''
          }: the data is in the container, and is lost with it. Dump it from the running server, and restore it into a new database (safekeep:postgres:create)`,
    );
  }
  if (mount.readOnly === true || mount.subPathExpr !== undefined) {
    throw new InputError(
      `${place} mounts its data ${
        mount.readOnly ? 'read-only' : 'by subPathExpr'
      }: it cannot be told where its data is`,
    );
  }
  const pod = valueAt(workload.value, 'spec', 'template', 'spec');
  const volume = mappings(valueAt(pod, 'volumes')).find(
    each => each.name === mount.name,
  );
  const claim = valueAt(volume, 'persistentVolumeClaim', 'claimName');
  const own = mappings(valueAt(workload.value, 'spec', 'volumeClaimTemplates'));
  const template = own.find(
    each => valueAt(each, 'metadata', 'name') === mount.name,
  );
  const found = template ? `${String(mount.name)}-${name}-0` : claim;
  if (typeof found !== 'string') {
    const type = Object.keys(volume ?? {}).find(key => key !== 'name');
    throw new InputError(
      `${place} keeps its data in ${
        type ? `a volume of type ${type}` : 'a volume that it does not define'
      }, not in a claim: ${
        type === 'emptyDir'
          ? 'the data is gone as soon as the pod is. Dump it from the running server, and restore it into a new database (safekeep:postgres:create)'
          : 'there is no claim that a StatefulSet could take over'
      }`,
    );
  }
  const { subPath } = mount;
  return {
    pgdata,
    volume: String(mount.name),
    mountPath: String(mount.mountPath),
    ...(typeof subPath === 'string' && { subPath }),
    claim: found,
  };
}

function pgdataOf(
  { container, variables }: PostgresServer,
  facts: ImageFacts,
  place: string,
): string {
  const source = variables.get('PGDATA');
  if (source && 'value' in source) {
    return source.value.replace(/\/+$/, '');
  }
  const isSet = mappings(container.env).some(({ name }) => name === 'PGDATA');
  if (source || isSet || facts.defaultPgdata === undefined) {
    throw new InputError(
      `${place}: where image ${String(
        container.image,
      )} keeps its data is not told by its name: write PGDATA as a plain variable of the container`,
    );
  }
  return facts.defaultPgdata;
}

/**
 * The folder of the image's own volume, where that hides the mounted one: before
 * 18 it is at `…/data`, and a claim that is mounted one above is not used.
 */
function shadowedBy(
  mount: JsonObject | undefined,
  pgdata: string,
  { variant, major, mountPath }: ImageFacts,
): string | undefined {
  const isOfficial = variant === 'alpine' || variant === 'debian';
  if (!mount || !isOfficial || major === undefined || major >= 18) {
    return undefined;
  }
  const root = String(mount.mountPath).replace(/\/+$/, '');
  const isAbove = mountPath.startsWith(`${root}/`);
  return isAbove && (pgdata === mountPath || pgdata.startsWith(`${mountPath}/`))
    ? mountPath
    : undefined;
}

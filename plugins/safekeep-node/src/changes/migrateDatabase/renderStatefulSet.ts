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
  ANNOTATION_DATABASE_MIGRATION,
  ANNOTATION_REPLICAS_BEFORE,
  DatabaseMigration,
  renderDatabaseMigration,
} from '@safekeep/backstage-plugin-safekeep-common';
import { stringify } from 'yaml';
import { stringEntries } from '../../manifests/sealedSecretObjects';
import { renderLike } from '../../manifests/yaml/renderLike';
import { mappings, valueAt, yamlObjectAt } from '../../manifests/yaml/readYaml';
import {
  guardContainer,
  guardIdOf,
  withoutGuard,
} from '../../postgres/guardContainer';
import { imageFacts } from '../../postgres/imageFacts';
import { selects } from '../../postgres/serviceObjects';
import { DEPLOYMENT_ONLY } from './copyPatches';
import { hardened } from './hardened';
import { majorOf, MigrateDatabaseOptions, Move } from './Move';
import { withSafeProbes } from './safeProbes';
import { withExplicitKeys } from './withExplicitKeys';

/** Annotations that a cluster's controllers and kubectl write, which belong to one object alone. */
const NOT_CARRIED =
  /^(deployment\.kubernetes\.io\/|kubectl\.kubernetes\.io\/last-applied)/;

/** A clean shutdown writes a checkpoint, which takes its time. */
const GRACE_SECONDS = 120;

export interface RenderedStatefulSet {
  /** Of a file: the StatefulSet, and its headless Service where there is none yet. */
  text: string;
  warnings: string[];
}

/** The StatefulSet that takes the Deployment's place, written as the Deployment is. */
export function renderStatefulSet(
  move: Move,
  migration: DatabaseMigration,
  options: Pick<
    MigrateDatabaseOptions,
    'newStorage' | 'newStorageClass' | 'newImage'
  >,
): RenderedStatefulSet {
  const { deployment, changeSet } = move;
  const { source, server } = deployment;
  const { name, value } = source;
  const warnings: string[] = [];
  const reuses = migration.option === 'reuse-claim';

  const templateLabels = stringEntries(
    valueAt(value, 'spec', 'template', 'metadata', 'labels'),
  );
  // What the Services select stays; a label that is there keeps its value.
  const labels = {
    ...templateLabels,
    'app.kubernetes.io/name':
      templateLabels['app.kubernetes.io/name'] ?? 'postgresql',
    'app.kubernetes.io/instance':
      templateLabels['app.kubernetes.io/instance'] ?? name,
  };
  const selector = {
    ...stringEntries(valueAt(value, 'spec', 'selector', 'matchLabels')),
    'app.kubernetes.io/name': labels['app.kubernetes.io/name'],
    'app.kubernetes.io/instance': labels['app.kubernetes.io/instance'],
  };
  const service = stringEntries(
    valueAt(server.serviceObject.value, 'spec', 'selector'),
  );
  const applied = { ...server.podLabels, ...labels };
  if (!selects(service, applied) || !selects(selector, applied)) {
    const { path, line } = server.serviceObject;
    throw new InputError(
      `${path}, line ${line}: Service ${server.serviceObject.name} would not select the StatefulSet’s pod`,
    );
  }

  let pod = structuredClone(
    valueAt(value, 'spec', 'template', 'spec') as JsonObject,
  );
  const at = mappings(pod.containers).findIndex(
    each => each.name === server.container.name,
  );
  const facts = options.newImage
    ? imageFacts(options.newImage)
    : deployment.facts;
  pod = hardened(pod, at, deployment, facts, warnings);
  let container = mappings(pod.containers)[at];
  container = withExplicitKeys(container, deployment.objects, warnings);
  container = withSafeProbes(container);
  container = withSharedMemory(container);
  let template: JsonObject | undefined;
  if (!reuses) {
    ({ container, template } = withNewClaim(move, container, options));
  }
  const guard = reuses
    ? [
        guardContainer({
          id: guardIdOf(migration),
          major: majorOf(deployment),
          data: deployment.data,
          server: container,
        }),
      ]
    : [];
  const initContainers = [...guard, ...withoutGuard(pod)];
  const containers = [...mappings(pod.containers)];
  containers[at] = container;
  const { terminationGracePeriodSeconds: grace } = pod;
  const volumes = mappings(pod.volumes).filter(
    each => reuses || each.name !== deployment.data.volume,
  );
  if (!mounts(mappings(mappings(pod.containers)[at].volumeMounts))) {
    volumes.push({
      name: 'shm',
      emptyDir: { medium: 'Memory', sizeLimit: '256Mi' },
    });
  }
  const { initContainers: _, containers: __, volumes: ___, ...rest } = pod;
  const podSpec: JsonObject = {
    ...rest,
    terminationGracePeriodSeconds: Math.max(Number(grace ?? 0), GRACE_SECONDS),
    ...(initContainers.length > 0 && { initContainers }),
    containers,
    volumes,
  };

  const metadata = valueAt(value, 'metadata') as JsonObject;
  const annotations = Object.fromEntries(
    Object.entries(stringEntries(metadata.annotations)).filter(
      ([key]) =>
        !NOT_CARRIED.test(key) &&
        key !== ANNOTATION_DATABASE_MIGRATION &&
        key !== ANNOTATION_REPLICAS_BEFORE,
    ),
  );
  const {
    template: podTemplate,
    selector: _selector,
    replicas: _replicas,
    ...spec
  } = value.spec as JsonObject;
  const kept = Object.fromEntries(
    Object.entries(spec).filter(
      ([key]) => !DEPLOYMENT_ONLY.includes(key as 'strategy'),
    ),
  );
  const headless = `${name}-headless`;
  const statefulSet: JsonObject = {
    apiVersion: 'apps/v1',
    kind: 'StatefulSet',
    metadata: {
      ...metadata,
      annotations: {
        ...annotations,
        [ANNOTATION_DATABASE_MIGRATION]: renderDatabaseMigration(migration),
      },
    },
    spec: {
      serviceName: headless,
      replicas: 1,
      // Ordered, a pod that its guard holds would never be replaced, not even by a
      // template that lets it pass. With one pod nothing else differs.
      podManagementPolicy: 'Parallel',
      updateStrategy: { type: 'RollingUpdate' },
      persistentVolumeClaimRetentionPolicy: {
        whenDeleted: 'Retain',
        whenScaled: 'Retain',
      },
      ...kept,
      selector: { matchLabels: selector },
      template: {
        ...(podTemplate as JsonObject),
        metadata: {
          ...(valueAt(podTemplate, 'metadata') as JsonObject),
          labels,
        },
        spec: podSpec,
      },
      ...(template && { volumeClaimTemplates: [template] }),
    },
  };
  const original = yamlObjectAt(changeSet.read(source.path), source);
  const documents = [renderLike(original, statefulSet)];
  const isThere = move.sources.some(
    each =>
      each.kind === 'Service' &&
      each.name === headless &&
      each.path !== move.statefulSet?.path,
  );
  if (!isThere) {
    documents.push(
      stringify(headlessService(headless, metadata, selector), {
        lineWidth: 0,
      }),
    );
  }
  return { text: documents.join('---\n'), warnings };
}

function headlessService(
  name: string,
  { namespace, labels }: JsonObject,
  selector: JsonObject,
): JsonObject {
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: {
      name,
      ...(namespace !== undefined && { namespace }),
      ...(labels !== undefined && { labels }),
    },
    spec: {
      clusterIP: 'None',
      publishNotReadyAddresses: true,
      selector,
      ports: [{ name: 'postgres', port: 5432, targetPort: 5432 }],
    },
  };
}

function mounts(list: JsonObject[]): boolean {
  return list.some(({ mountPath }) => mountPath === '/dev/shm');
}

/** A container has 64 MiB there, which parallel queries exceed. */
function withSharedMemory(container: JsonObject): JsonObject {
  const volumeMounts = mappings(container.volumeMounts);
  return mounts(volumeMounts)
    ? container
    : {
        ...container,
        volumeMounts: [...volumeMounts, { name: 'shm', mountPath: '/dev/shm' }],
      };
}

function withNewClaim(
  move: Move,
  container: JsonObject,
  {
    newStorage,
    newStorageClass,
    newImage,
  }: Pick<
    MigrateDatabaseOptions,
    'newStorage' | 'newStorageClass' | 'newImage'
  >,
): { container: JsonObject; template: JsonObject } {
  const { data, facts } = move.deployment;
  const image = newImage ?? String(container.image);
  const wanted = imageFacts(newImage ?? move.deployment.server.image);
  // A folder of its own: `lost+found` would keep initdb from the volume's root.
  const isMoved =
    data.pgdata === data.mountPath ||
    Number(wanted.major ?? 0) >= 18 !== Number(facts.major ?? 0) >= 18;
  const place = isMoved
    ? { pgdata: wanted.pgdata, mountPath: wanted.mountPath }
    : data;
  const env = mappings(container.env).filter(({ name }) => name !== 'PGDATA');
  return {
    container: {
      ...container,
      image,
      env: [...env, { name: 'PGDATA', value: place.pgdata }],
      volumeMounts: mappings(container.volumeMounts).map(each =>
        each.name === data.volume && each.mountPath === data.mountPath
          ? { ...each, mountPath: place.mountPath }
          : each,
      ),
    },
    template: {
      metadata: { name: data.volume },
      spec: claimSpec(move, { newStorage, newStorageClass }),
    },
  };
}

/** What the new claim asks for: as the earlier one, where nothing else is said. */
export function claimSpec(
  { sources, deployment }: Move,
  {
    newStorage,
    newStorageClass,
  }: {
    newStorage?: string;
    newStorageClass?: string;
  },
): JsonObject {
  const { claim } = deployment.data;
  const before = sources.find(
    ({ kind, name }) => kind === 'PersistentVolumeClaim' && name === claim,
  );
  const storage =
    newStorage ??
    valueAt(before?.value, 'spec', 'resources', 'requests', 'storage');
  const storageClassName =
    newStorageClass ?? valueAt(before?.value, 'spec', 'storageClassName');
  if (typeof storage !== 'string') {
    throw new InputError(
      `The files do not hold the claim ${claim}, so that how large it is is not known: say it with newStorage, such as 10Gi`,
    );
  }
  return {
    accessModes: ['ReadWriteOnce'],
    ...(storageClassName !== undefined && { storageClassName }),
    resources: { requests: { storage } },
  };
}

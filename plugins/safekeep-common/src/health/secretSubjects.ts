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

import { RepositoryFacts } from '../facts';
import {
  RepositorySecret,
  SealedSecretObservation,
  WorkloadObservation,
} from '../observations';
import { SourceStatus } from '../status';
import { NamespaceView } from './namespaceView';
import { compareText } from './severity';
import { wasSeen } from './sources';

/**
 * Everything seen of one secret of one namespace.
 */
export interface SecretSubject {
  namespace: string;
  name: string;
  /** The cluster that has it, or would have it. */
  cluster?: string;
  /** Where it was looked for in a cluster; undefined when no cluster could be read. */
  view?: NamespaceView;
  /** The clusters that would have to be live to know its state. */
  clusterSources: SourceStatus[];
  sealed?: SealedSecretObservation;
  consumers: WorkloadObservation[];
  /** Undefined when the entity names no repository, or it has not been read. */
  repository?: RepositoryFacts;
  sealedFile?: RepositorySecret;
  plainFile?: RepositorySecret;
}

/** Secrets that the cluster or Helm fills by itself; nobody seals them. */
function isMadeByOthers(file: RepositorySecret): boolean {
  return (
    (file.type === 'kubernetes.io/service-account-token' &&
      file.keys.length === 0) ||
    file.type === 'helm.sh/release.v1'
  );
}

/** A file that is applied first, then in the order of the repository. */
function pickFile(
  files: RepositorySecret[],
  kind: RepositorySecret['kind'],
): RepositorySecret | undefined {
  return [...files]
    .filter(file => file.kind === kind)
    .sort(
      (a, b) =>
        Number(b.referenced) - Number(a.referenced) ||
        compareText(a.path, b.path) ||
        a.line - b.line,
    )[0];
}

function isDeployedTo({ workloads, claims, sealedSecrets }: NamespaceView) {
  return workloads.length + claims.length + sealedSecrets.length > 0;
}

/**
 * Where the files of the repository belong. Several clusters may have the
 * namespace: those that run something of it; else those that could be read;
 * else none can be named, unless there is only one.
 */
function placesForFiles(views: NamespaceView[]): NamespaceView[] {
  const seen = views.filter(view => view.seen);
  const deployed = seen.filter(isDeployedTo);
  return deployed.length > 0 ? deployed : seen;
}

function readersOf(view: NamespaceView, name: string): WorkloadObservation[] {
  return view.workloads.filter(({ secretReferences }) =>
    secretReferences.some(({ secret }) => secret === name),
  );
}

function namesInCluster(view: NamespaceView): string[] {
  return [
    ...view.sealedSecrets.map(({ name }) => name),
    ...view.workloads.flatMap(({ secretReferences }) =>
      secretReferences.map(({ secret }) => secret),
    ),
  ];
}

function groupByNamespace(
  views: NamespaceView[],
): Map<string, NamespaceView[]> {
  const groups = new Map<string, NamespaceView[]>();
  for (const view of views) {
    groups.set(view.namespace, [...(groups.get(view.namespace) ?? []), view]);
  }
  return groups;
}

function filesByName(
  files: RepositorySecret[],
): Map<string, RepositorySecret[]> {
  const byName = new Map<string, RepositorySecret[]>();
  for (const file of files) {
    byName.set(file.name, [...(byName.get(file.name) ?? []), file]);
  }
  return byName;
}

/**
 * The secrets of an entity: those that its workloads read, the SealedSecrets of
 * its clusters, and what its repository has for the same namespaces. A file
 * that says no namespace belongs to each.
 */
export function secretSubjects(
  views: NamespaceView[],
  repository: RepositoryFacts | undefined,
): SecretSubject[] {
  const read =
    repository && wasSeen(repository.source) ? repository : undefined;
  const files = (read?.secrets ?? []).filter(file => !isMadeByOthers(file));
  const groups = groupByNamespace(views);
  if (groups.size === 0) {
    for (const file of files) {
      groups.set(file.namespace ?? '', []);
    }
  }

  const subjects: SecretSubject[] = [];
  for (const [namespace, group] of groups) {
    const named = filesByName(
      files.filter(file => (file.namespace ?? namespace) === namespace),
    );
    const add = (
      name: string,
      clusterSources: SourceStatus[],
      view: NamespaceView | undefined,
    ) => {
      const ofName = named.get(name) ?? [];
      const cluster =
        clusterSources.length === 1 ? clusterSources[0].name : undefined;
      subjects.push({
        namespace,
        name,
        cluster,
        view,
        clusterSources,
        sealed: view?.sealedSecrets.find(sealed => sealed.name === name),
        consumers: view ? readersOf(view, name) : [],
        repository: read,
        sealedFile: pickFile(ofName, 'SealedSecret'),
        plainFile: pickFile(ofName, 'Secret'),
      });
    };

    const places = placesForFiles(group);
    for (const view of group.filter(({ seen }) => seen)) {
      const names = new Set([
        ...namesInCluster(view),
        ...(places.includes(view) ? named.keys() : []),
      ]);
      for (const name of [...names].sort(compareText)) {
        add(name, [view.source], view);
      }
    }
    if (places.length === 0) {
      for (const name of [...named.keys()].sort(compareText)) {
        add(
          name,
          group.map(({ source }) => source),
          undefined,
        );
      }
    }
  }
  return subjects;
}

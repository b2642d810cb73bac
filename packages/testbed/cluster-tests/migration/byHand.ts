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

import { FileChange } from '@safekeep/backstage-plugin-safekeep-node';
import {
  DEPLOYMENT,
  MigrationPlace,
  POSTGRES_PATH,
  STATEFUL_SET,
} from './MigrationPlace';

/**
 * The document's StatefulSet (step B1) on the claim that is there: what its
 * Deployment runs, under another kind.
 */
export function statefulSetByHand(files: Map<string, string>): string {
  const [deployment] = documentsOf(files, 'Deployment');
  return deployment
    .replace('kind: Deployment', 'kind: StatefulSet')
    .replace('  replicas: 1\n', '  replicas: 1\n  serviceName: postgres\n');
}

/** The document's steps B1 to B4 as one change: the Deployment out, the StatefulSet in. */
export function naiveFolder(files: Map<string, string>): FileChange[] {
  const [deployment] = documentsOf(files, 'Deployment');
  return [
    {
      path: POSTGRES_PATH,
      action: 'update',
      content: files
        .get(POSTGRES_PATH)!
        .replace(deployment, statefulSetByHand(files)),
    },
  ];
}

function documentsOf(files: Map<string, string>, kind: string): string[] {
  return files
    .get(POSTGRES_PATH)!
    .split(/^---\n/m)
    .filter(text => new RegExp(`^kind: ${kind}$`, 'm').test(text));
}

/**
 * Has the old server stop late, as it does with clients that are given time to
 * leave, and after much was written.
 */
export function slowToStop(text: string): string {
  return text.replace(
    /^( *)livenessProbe:$/m,
    '$1lifecycle:\n$1  preStop:\n$1    exec:\n$1      command: [sleep, "8"]\n$&',
  );
}

/**
 * What a person types: the Deployment to zero, wait for its pod's end, then the
 * StatefulSet. Argo CD must not be applying by itself.
 */
export async function migrateByHand(
  place: MigrationPlace,
  statefulSet: object,
): Promise<void> {
  const { kubernetes, namespace } = place;
  await kubernetes.kubectl([
    'scale',
    DEPLOYMENT,
    `--namespace=${namespace}`,
    '--replicas=0',
  ]);
  await kubernetes.kubectl([
    'wait',
    'pods',
    `--namespace=${namespace}`,
    '--selector=app=postgres',
    '--for=delete',
    '--timeout=120s',
  ]);
  await kubernetes.apply([statefulSet]);
  await kubernetes.waitForRollout(namespace, STATEFUL_SET);
}

/** The way back of {@link migrateByHand}. */
export async function goBackByHand(place: MigrationPlace): Promise<void> {
  const { kubernetes, namespace } = place;
  await kubernetes.delete({ kind: 'statefulset', namespace, name: 'postgres' });
  await place.waitUntilGone('app=postgres');
  await kubernetes.kubectl([
    'scale',
    DEPLOYMENT,
    `--namespace=${namespace}`,
    '--replicas=1',
  ]);
  await kubernetes.waitForRollout(namespace, DEPLOYMENT);
}

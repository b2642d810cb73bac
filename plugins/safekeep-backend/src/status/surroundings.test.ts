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

import { mockServices } from '@backstage/backend-test-utils';
import {
  Observation,
  SURROUNDING_KINDS,
} from '@safekeep/backstage-plugin-safekeep-common';
import { ResourceState, ResourceStatus } from '../clusters/ResourceStatus';
import {
  SURROUNDING_RESOURCES,
  WATCHED_RESOURCES,
} from '../clusters/watchedResources';
import { ObservationStore } from '../database/ObservationStore';
import { readSafekeepConfig } from '../config';
import { namespaceFacts } from './namespaceFacts';
import { visibilityOf } from './surroundings';

const NAMESPACE = 'shop';

const claim: Observation = {
  kind: 'PersistentVolumeClaim',
  namespace: NAMESPACE,
  name: 'data',
  phase: 'Bound',
  volume: 'pv-1',
};
const service: Observation = {
  kind: 'Service',
  namespace: NAMESPACE,
  name: 'postgres',
  type: 'ClusterIP',
  headless: false,
  selector: {},
  ports: [],
};
const set: Observation = {
  kind: 'StatefulSet',
  namespace: NAMESPACE,
  name: 'postgres',
  generation: 1,
  desired: 1,
  ready: 1,
  updated: 1,
  total: 1,
  images: [],
  claims: [],
  secretReferences: [],
  checksums: {},
  appliedBy: { tool: 'argo-cd', name: 'shop', certain: true },
};

function volume(name: string, namespace: string): Observation {
  return {
    kind: 'PersistentVolume',
    namespace: '',
    name,
    phase: 'Bound',
    reclaimPolicy: 'Delete',
    claim: { namespace, name: 'data' },
  };
}

const failure = (namespace: string) => ({
  kind: 'StatefulSet',
  namespace,
  name: 'postgres',
  why: 'immutable' as const,
});

/** Whatever the store is asked for, by kind: it has more than concerns the namespace. */
const OUTSIDE: Observation[] = [
  volume('pv-1', NAMESPACE),
  volume('pv-2', 'other'),
  {
    kind: 'StorageClass',
    namespace: '',
    name: 'local-path',
    provisioner: 'p',
    bindingMode: 'Immediate',
    reclaimPolicy: 'Delete',
  },
  {
    kind: 'Application',
    namespace: 'argocd',
    name: 'shop',
    failures: [failure('other'), failure(NAMESPACE)],
  },
];

function statusesWith(
  states: Partial<Record<string, ResourceState>>,
): ResourceStatus[] {
  return WATCHED_RESOURCES.map(({ kind }) => ({
    kind,
    state: states[kind] ?? 'live',
    since: new Date(0),
    lastSeen: new Date(0),
  }));
}

async function factsWith(states: Partial<Record<string, ResourceState>> = {}) {
  const asked: [string, string[] | undefined][] = [];
  const { facts } = await namespaceFacts(
    {
      entityRef: 'component:default/shop',
      claims: new Set(['component:default/shop']),
    },
    'prod',
    NAMESPACE,
    {
      clusters: {
        names: ['prod'],
        statusesOf: () => statusesWith(states),
        secretMetadataStatusOf: () => undefined,
      },
      store: {
        readNamespace: async () => [claim, service, set],
        readDeployment: async () => undefined,
        readNamed: async (_: string, kind: string, names?: string[]) => {
          asked.push([kind, names]);
          return OUTSIDE.filter(one => one.kind === kind);
        },
      } as unknown as ObservationStore,
      options: readSafekeepConfig(
        mockServices.rootConfig({
          data: {
            safekeep: {
              access: {
                grants: [
                  {
                    entities: ['component:default/shop'],
                    clusters: ['prod'],
                    namespaces: [NAMESPACE],
                  },
                ],
              },
            },
          },
        }),
      ),
      sealing: { read: async () => undefined },
    },
  );
  return { facts, asked };
}

describe('what surrounds a namespace’s databases', () => {
  it('is watched kind by kind, and every one can be missing', () => {
    expect(SURROUNDING_RESOURCES.map(({ kind }) => kind)).toEqual([
      ...SURROUNDING_KINDS,
    ]);
    expect(SURROUNDING_RESOURCES.every(({ optional }) => optional)).toBe(true);
  });

  it.each(['forbidden', 'unreachable', 'starting', 'stale'] as const)(
    'does not blind the rest where it is %s',
    async state => {
      const all = Object.fromEntries(
        SURROUNDING_KINDS.map(kind => [kind, state]),
      );
      const { facts } = await factsWith(all);
      expect(facts.source.state).toBe('live');
      expect(facts.observations).toEqual([claim, set]);
      const told = state === 'forbidden' ? 'forbidden' : 'not-visible';
      expect(new Set(Object.values(facts.surroundings!))).toEqual(
        new Set([told]),
      );
    },
  );

  it('is seen where the cluster does not have it: there is none', () => {
    expect(
      visibilityOf(statusesWith({ Cluster: 'not-installed' }), 'live').Cluster,
    ).toBe('seen');
  });

  it('is as it was last seen as long as the rest is', () => {
    const stale = statusesWith({ Event: 'stale' });
    expect(visibilityOf(stale, 'stale').Event).toBe('seen');
    expect(visibilityOf(stale, 'live').Event).toBe('not-visible');
  });

  it('is of volumes and Applications no more than concerns the namespace', async () => {
    const { facts, asked } = await factsWith();
    expect(asked).toEqual([
      ['PersistentVolume', ['pv-1']],
      ['StorageClass', undefined],
      ['Application', ['shop']],
      ['Kustomization', ['shop']],
    ]);
    const named = facts.observations.map(({ kind, name }) => `${kind}/${name}`);
    expect(named).toContain('PersistentVolume/pv-1');
    expect(named).not.toContain('PersistentVolume/pv-2');
    expect(
      facts.observations.find(({ kind }) => kind === 'Application'),
    ).toMatchObject({ failures: [failure(NAMESPACE)] });
  });
});

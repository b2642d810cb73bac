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
import { Entity } from '@backstage/catalog-model';
import {
  EntityStatus,
  Observation,
  RepositorySecret,
} from '@safekeep/backstage-plugin-safekeep-common';
import { ResourceState } from '../clusters/ResourceStatus';
import { ObservedKind, WATCHED_RESOURCES } from '../clusters/watchedResources';
import { readSafekeepConfig } from '../config';
import { ObservationStore } from '../database/ObservationStore';
import { PullRequestCache } from '../repositories/PullRequestCache';
import { RepositoryMirror } from '../repositories/RepositoryMirror';
import { StatusService } from './StatusService';

/** In everything of the other team's: none of it may ever be answered. */
const CANARY = 'other-team-7f3a91';

const REPOSITORY = 'https://forge/acme/deployment/tree/main/k8s';

function sealedSecret(namespace: string, name: string): Observation {
  return {
    kind: 'SealedSecret',
    namespace,
    name,
    generation: 1,
    synced: true,
    scope: 'strict',
    keys: [`${name}-key`],
    checksum: 'c',
    sealedKeys: {},
    linkedKeys: [],
  };
}

function file(namespace: string | undefined, name: string): RepositorySecret {
  return {
    kind: 'Secret',
    namespace,
    name,
    path: `${name}.yaml`,
    line: 1,
    keys: [`${name}-key`],
    referenced: true,
    sealedKeys: {},
    linkedKeys: [],
  };
}

const NAMESPACES: Record<string, Observation[]> = {
  shop: [
    {
      kind: 'Namespace',
      namespace: 'shop',
      name: 'shop',
      entities: ['component:default/shop'],
    },
    sealedSecret('shop', 'shop-secret'),
  ],
  'team-a': [
    {
      kind: 'Namespace',
      namespace: 'team-a',
      name: 'team-a',
      entities: ['group:default/team-a'],
    },
    sealedSecret('team-a', 'team-secret'),
  ],
  other: [
    {
      kind: 'Namespace',
      namespace: 'other',
      name: 'other',
      entities: ['component:default/other'],
    },
    sealedSecret('other', CANARY),
  ],
  granted: [
    { kind: 'Namespace', namespace: 'granted', name: 'granted', entities: [] },
    sealedSecret('granted', 'granted-secret'),
  ],
};

const store = {
  readNamespace: async (_: string, namespace: string) =>
    Object.hasOwn(NAMESPACES, namespace) ? NAMESPACES[namespace] : [],
  readDeployment: async () => undefined,
  readNamed: async () => [],
} as unknown as ObservationStore;

interface World {
  states?: Partial<Record<ObservedKind, ResourceState>>;
  files?: RepositorySecret[];
}

function service(world: World = {}) {
  const statuses = WATCHED_RESOURCES.map(({ kind }) => ({
    kind,
    state: world.states?.[kind] ?? ('live' as const),
    since: new Date(0),
    lastSeen: new Date(0),
  }));
  const read = jest.fn(async () => ({
    contents: { secrets: world.files ?? [], notVisible: [] },
    seenAt: new Date(0),
  }));
  const describe = StatusService.create({
    clusters: {
      names: ['prod', 'test'],
      statusesOf: name =>
        new Map([
          ['prod', statuses],
          ['test', statuses],
        ]).get(name),
      secretMetadataStatusOf: () => undefined,
    },
    store,
    sealing: { read: async () => undefined },
    options: readSafekeepConfig(
      mockServices.rootConfig({
        data: {
          safekeep: {
            access: {
              repositories: ['https://forge/acme/'],
              grants: [
                {
                  entities: ['group:default/team-a'],
                  clusters: ['prod'],
                  namespaces: ['granted'],
                },
              ],
            },
          },
        },
      }),
    ),
    repositories: { read } as unknown as RepositoryMirror,
    pullRequests: PullRequestCache.create({
      logger: mockServices.logger.mock(),
      list: async () => [
        ...['shop-secret', CANARY].map((secret, number) => ({
          number,
          title: `Rotate ${secret}`,
          url: `https://forge/${number}`,
          branch: `safekeep/rotate-${secret}-0123456789`,
          merged: false,
          createdAt: '2026-11-22T10:00:00Z',
        })),
        {
          number: 2,
          title: 'Re-encrypt 2 SealedSecrets',
          url: 'https://forge/2',
          branch: 'safekeep/reencrypt-ALL-0123456789',
          secrets: ['shop/shop-secret', `other/${CANARY}`],
          merged: false,
          createdAt: '2026-11-21T10:00:00Z',
        },
      ],
    }),
  });
  return { describe, read };
}

function entity(
  namespace: string | undefined,
  options: {
    name?: string;
    cluster?: string;
    url?: string;
    owner?: string;
  } = {},
): Entity {
  return {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'Component',
    metadata: {
      name: options.name ?? 'shop',
      annotations: {
        ...(namespace !== undefined && {
          'backstage.io/kubernetes-namespace': namespace,
        }),
        ...(options.cluster !== '' && {
          'backstage.io/kubernetes-cluster': options.cluster ?? 'prod',
        }),
        ...(options.url && { 'safekeep.io/gitops-url': options.url }),
      },
    },
    // What the file says of its owner is not what the catalog says.
    spec: { owner: 'group:default/other' },
    relations: options.owner
      ? [{ type: 'ownedBy', targetRef: options.owner }]
      : [],
  };
}

function show(one: Entity, world?: World): Promise<EntityStatus> {
  return service(world).describe.describe(one, { mayPropose: true });
}

function sourcesOf(status: EntityStatus) {
  return status.sources.map(({ name, state, reason }) => [
    name,
    state,
    reason?.code,
  ]);
}

const DENIED = [['prod', 'forbidden', 'namespace-not-allowed']];
const LIVE = [['prod', 'live', undefined]];

describe('access', () => {
  it.each([
    ['named by the Namespace', entity('shop'), LIVE, ['shop-secret']],
    [
      'its owner is named by the Namespace',
      entity('team-a', { owner: 'group:default/team-a' }),
      LIVE,
      ['team-secret'],
    ],
    [
      'its owner is granted',
      entity('granted', { owner: 'Group:default/Team-A' }),
      LIVE,
      ['granted-secret'],
    ],
    ['not named', entity('team-a'), DENIED, []],
    [
      'granted on another cluster only',
      entity('granted', { owner: 'group:default/team-a', cluster: 'test' }),
      [['test', 'forbidden', 'namespace-not-allowed']],
      [],
    ],
    ["another tenant's namespace", entity('other'), DENIED, []],
    ['no such namespace', entity('nowhere'), DENIED, []],
    [
      'another entity of the same name',
      entity('shop', { name: 'shop2' }),
      DENIED,
      [],
    ],
    ['a path', entity('../other'), DENIED, []],
    ['an encoded path', entity('..%2fother'), DENIED, []],
    ['a list', entity('shop,other'), DENIED, []],
    ['a wildcard', entity('*'), DENIED, []],
    ['upper case', entity('Other'), DENIED, []],
    ['a prototype key', entity('__proto__'), DENIED, []],
    ['another prototype key', entity('constructor'), DENIED, []],
    ['very long', entity('a'.repeat(10_000)), DENIED, []],
    [
      'a cluster that is not configured',
      entity('shop', { cluster: '__proto__' }),
      [['__proto__', 'unreachable', 'cluster-unknown']],
      [],
    ],
    ['no namespace', entity(undefined), [], []],
  ])('%s', async (_, one, sources, secrets) => {
    const status = await show(one);
    expect(sourcesOf(status)).toEqual(sources);
    expect(status.secrets.map(({ name }) => name)).toEqual(secrets);
    expect(JSON.stringify(status)).not.toContain(CANARY);
    // Where there is something, no controller is: it is failing, not unknown.
    expect(status.state).toBe(secrets.length > 0 ? 'failing' : 'unknown');
  });

  it('answers a namespace that is forbidden like one that is not there', async () => {
    const blank = (status: EntityStatus, name: string) =>
      JSON.stringify(status).replaceAll(name, 'NAMESPACE');
    expect(blank(await show(entity('other')), 'other')).toBe(
      blank(await show(entity('nowhere')), 'nowhere'),
    );
  });

  it('is told apart from not having looked', async () => {
    for (const [state, expected] of [
      ['starting', ['prod', 'starting', 'cluster-starting']],
      ['unreachable', ['prod', 'unreachable', 'cluster-unreachable']],
      ['forbidden', ['prod', 'forbidden', 'namespace-not-allowed']],
    ] as const) {
      const world = { states: { Namespace: state } };
      for (const namespace of ['shop', 'other', 'nowhere']) {
        const status = await show(entity(namespace), world);
        expect(sourcesOf(status)).toEqual([expected]);
        expect(status.secrets).toEqual([]);
      }
    }
    // A grant needs no Namespace.
    const granted = entity('granted', { owner: 'group:default/team-a' });
    expect(
      sourcesOf(await show(granted, { states: { Namespace: 'forbidden' } })),
    ).toEqual(LIVE);
  });

  it('shows a cluster no better than its worst kind', async () => {
    for (const [states, expected] of [
      [{ Job: 'forbidden' }, ['prod', 'forbidden', 'cluster-forbidden']],
      [{ Pod: 'unreachable' }, ['prod', 'unreachable', 'cluster-unreachable']],
      [
        { Pod: 'starting', Job: 'stale' },
        ['prod', 'starting', 'cluster-starting'],
      ],
      [{ Pod: 'stale' }, ['prod', 'stale', 'cluster-stale']],
    ] as const) {
      const status = await show(entity('shop'), { states });
      expect(sourcesOf(status)).toEqual([expected]);
      expect(status.state).not.toBe('ok');
    }
    const without = await show(entity('shop'), {
      states: { SealedSecret: 'not-installed' },
    });
    expect(sourcesOf(without)).toEqual(LIVE);
    expect(without.secrets).toEqual([]);
  });

  it('takes every cluster where the entity names none, but only those that name it', async () => {
    const any = await show(entity('shop', { cluster: '' }));
    expect(sourcesOf(any)).toEqual([...LIVE, ['test', 'live', undefined]]);
    const one = await show(
      entity('granted', { cluster: '', owner: 'group:default/team-a' }),
    );
    expect(sourcesOf(one)).toEqual(LIVE);
    expect(sourcesOf(await show(entity('other', { cluster: '' })))).toEqual([
      ...DENIED,
      ['test', 'forbidden', 'namespace-not-allowed'],
    ]);
  });

  it('shows of a repository what belongs to namespaces that the entity may show', async () => {
    const { describe, read } = service({
      files: [
        file('shop', 'shop-secret'),
        file('other', CANARY),
        file(undefined, 'nowhere-in-particular'),
      ],
    });
    const status = await describe.describe(
      entity('shop', { url: REPOSITORY }),
      { mayPropose: true },
    );
    expect(
      status.secrets.map(({ name, location }) => [name, location?.path]),
    ).toEqual([['shop-secret', 'shop-secret.yaml']]);
    // Nor is another team's pull request shown.
    expect(status.pullRequests.map(({ title }) => title)).toEqual([
      'Rotate shop-secret',
      'Re-encrypt 2 SealedSecrets',
    ]);
    expect(JSON.stringify(status)).not.toContain(CANARY);
    // What belongs to no namespace is not shown, and not passed over either.
    expect(
      status.checks.find(({ id }) => id === 'secrets-sealed-in-git')?.evidence,
    ).toContain('nowhere-in-particular.yaml: not visible');
    expect(read).toHaveBeenCalledWith(REPOSITORY);
  });

  it.each([
    ['of another owner', 'https://forge/acme-inc/deployment'],
    ['of another host', 'https://evil/acme/deployment'],
    ['by a path upwards', 'https://forge/acme/../secret/deployment'],
    ['by an encoded path upwards', 'https://forge/acme/%2e%2e/secret/x'],
    ['with credentials', 'https://user:hunter2@forge/acme/deployment'],
    ['of the machine itself', 'file:///etc/passwd'],
    ['that is no URL', 'acme/deployment'],
    ['with a query', 'https://forge/acme/deployment?x=1'],
  ])('does not read a repository %s', async (_, url) => {
    const { describe, read } = service();
    const status = await describe.describe(entity('shop', { url }), {
      mayPropose: true,
    });
    expect(status.sources.at(-1)).toMatchObject({
      kind: 'repository',
      state: 'forbidden',
      reason: { code: 'repository-not-allowed' },
    });
    expect(read).not.toHaveBeenCalled();
    expect(JSON.stringify(status)).not.toContain('hunter2');
  });

  it('does not read a repository for a namespace that it may not show', async () => {
    const { describe, read } = service();
    const status = await describe.describe(
      entity('other', { url: REPOSITORY }),
      {
        mayPropose: true,
      },
    );
    expect(status.sources.at(-1)).toMatchObject({
      kind: 'repository',
      state: 'forbidden',
      reason: { code: 'namespace-not-allowed' },
    });
    expect(read).not.toHaveBeenCalled();
  });
});

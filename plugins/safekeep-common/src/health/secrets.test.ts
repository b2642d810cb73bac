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

import { RepositoryFacts, StatusFacts } from '../facts';
import { Observation, RepositorySecret } from '../observations';
import { ReasonCode } from '../reasons';
import { HealthState, SecretManagement, SourceState } from '../status';
import { describeEntity } from './describeEntity';
import {
  controller,
  healthyFacts,
  KEYS,
  namespaceFacts,
  observerDeployment,
  plainFile,
  postgresStatefulSet,
  REPOSITORY,
  repositoryFacts,
  sealedFile,
  sealedSecret,
} from './__fixtures__/observer';

function secretsOf(
  observations: Observation[],
  files: RepositorySecret[],
  options: Partial<StatusFacts> = {},
) {
  return describeEntity(
    healthyFacts({
      namespaces: [namespaceFacts(observations)],
      repository: repositoryFacts(files),
      ...options,
    }),
  ).secrets;
}

const reader = observerDeployment();
const sealed = sealedSecret();

describe('secrets', () => {
  it.each<
    [
      string,
      Observation[],
      RepositorySecret[],
      SecretManagement,
      HealthState,
      ReasonCode[],
    ]
  >([
    [
      'plain in Git',
      [reader],
      [plainFile()],
      'plain',
      'attention',
      ['secret-plain-in-git'],
    ],
    [
      'plain in Git, although nothing lists or reads it',
      [],
      [plainFile({ referenced: false })],
      'plain',
      'attention',
      ['secret-plain-in-git'],
    ],
    [
      'sealed, in Git and in the cluster',
      [reader, sealed],
      [sealedFile()],
      'sealed',
      'ok',
      [],
    ],
    [
      'sealed, and plain beside it',
      [reader, sealed],
      [sealedFile(), plainFile({ referenced: false })],
      'sealed',
      'attention',
      ['secret-plain-beside-sealed'],
    ],
    [
      'sealed in the cluster, plain in Git',
      [sealed],
      [plainFile()],
      'sealed',
      'attention',
      ['secret-plain-in-git', 'sealed-secret-not-in-git'],
    ],
    [
      'sealed by hand',
      [sealed],
      [],
      'sealed',
      'attention',
      ['sealed-secret-not-in-git'],
    ],
    ['only read', [reader], [], 'unmanaged', 'attention', ['secret-unmanaged']],
    [
      'sealed in Git alone',
      [reader],
      [sealedFile()],
      'sealed',
      'attention',
      ['secret-not-applied'],
    ],
    [
      'sealed in a file that is not listed',
      [],
      [sealedFile(sealed, { referenced: false })],
      'sealed',
      'attention',
      ['secret-not-listed'],
    ],
    [
      'listed in one file, not in another',
      [sealed],
      [
        sealedFile(sealed, {
          referenced: false,
          path: 'a.yaml',
          checksum: 'z',
        }),
        sealedFile(sealed, { path: 'b.yaml' }),
      ],
      'sealed',
      'ok',
      [],
    ],
    [
      'not as Git has it',
      [sealed],
      [sealedFile(sealed, { checksum: 'zzzz' })],
      'sealed',
      'attention',
      ['secret-out-of-sync'],
    ],
    [
      'not as a file has it that is not listed',
      [sealed],
      [sealedFile(sealed, { checksum: 'zzzz', referenced: false })],
      'sealed',
      'attention',
      ['secret-not-listed'],
    ],
    [
      'that the controller has said nothing of',
      [sealedSecret({ synced: undefined, observedGeneration: undefined })],
      [sealedFile()],
      'sealed',
      'attention',
      ['sealed-secret-unprocessed'],
    ],
    [
      'whose newest change waits',
      [sealedSecret({ generation: 3, observedGeneration: 2 })],
      [sealedFile()],
      'sealed',
      'attention',
      ['sealed-secret-pending'],
    ],
    [
      'whose earlier content failed, and the newest waits',
      [
        sealedSecret({
          generation: 3,
          observedGeneration: 2,
          synced: false,
          message: 'no key could decrypt secret (A)',
        }),
      ],
      [sealedFile()],
      'sealed',
      'attention',
      ['sealed-secret-pending'],
    ],
    [
      'that an old controller opened, without saying which generation',
      [sealedSecret({ observedGeneration: undefined })],
      [sealedFile()],
      'sealed',
      'ok',
      [],
    ],
    [
      'that an old controller opened, of an unknown generation',
      [sealedSecret({ generation: 2, observedGeneration: undefined })],
      [sealedFile()],
      'sealed',
      'attention',
      ['sealed-secret-pending'],
    ],
    [
      'that cannot be opened',
      [
        sealedSecret({
          synced: false,
          message: 'no key could decrypt secret (DB_USER)',
        }),
      ],
      [sealedFile()],
      'sealed',
      'failing',
      ['sealed-secret-some-keys-closed'],
    ],
    [
      'that cannot be opened, and is not as Git has it: the worst first',
      [
        sealedSecret({
          synced: false,
          message: 'Resource "x" already exists and is not managed',
        }),
      ],
      [sealedFile(sealed, { checksum: 'zzzz' })],
      'sealed',
      'failing',
      ['sealed-secret-in-the-way', 'secret-out-of-sync'],
    ],
    [
      'whose reader runs with an earlier content',
      [
        observerDeployment({ checksums: { 'observer-secrets': 'old' } }),
        sealed,
      ],
      [sealedFile()],
      'sealed',
      'attention',
      ['restart-pending'],
    ],
  ])('%s', (_, observations, files, management, state, codes) => {
    const [secret, ...others] = secretsOf(observations, files);
    expect(others).toEqual([]);
    expect(secret).toMatchObject({ name: 'observer-secrets', management });
    expect(secret.reasons.map(({ code }) => code)).toEqual(codes);
    expect(secret.state).toBe(state);
    expect(secret.lastState).toBeUndefined();
  });

  it('names the workloads that wait for a restart as kubectl does', () => {
    const checksums = { 'observer-secrets': 'old' };
    const [secret] = secretsOf(
      [
        postgresStatefulSet({ checksums }),
        observerDeployment({ checksums }),
        sealed,
      ],
      [sealedFile()],
    );
    expect(secret.reasons[0].why).toBe(
      'Still running with the earlier values: deployment/observer, statefulset/postgres.',
    );
    expect(secret.consumers).toEqual([
      { kind: 'Deployment', name: 'observer', restartPending: true },
      { kind: 'StatefulSet', name: 'postgres', restartPending: true },
    ]);
  });

  it('leaves out what others make', () => {
    expect(
      secretsOf(
        [],
        [
          plainFile({
            name: 'reader-token',
            type: 'kubernetes.io/service-account-token',
            keys: [],
          }),
          plainFile({
            name: 'sh.helm.release.v1.observer.v1',
            type: 'helm.sh/release.v1',
          }),
        ],
      ),
    ).toEqual([]);
  });

  it('keeps a token that somebody wrote into Git', () => {
    const type = 'kubernetes.io/service-account-token';
    expect(secretsOf([], [plainFile({ type, keys: ['token'] })])).toHaveLength(
      1,
    );
  });

  it('takes only what belongs to the namespace', () => {
    expect(
      secretsOf(
        [],
        [
          plainFile({ name: 'elsewhere', namespace: 'observer-dev' }),
          plainFile({ name: 'anywhere', namespace: undefined }),
        ],
      ).map(({ name }) => name),
    ).toEqual(['anywhere']);
  });

  it('has a name like that of an inherited property', () => {
    const named = { name: 'constructor', keys: ['toString'] };
    const strange = sealedSecret({ ...named, sealedKeys: {} });
    const [secret] = secretsOf(
      [
        observerDeployment({ secretReferences: [{ secret: 'constructor' }] }),
        strange,
      ],
      [sealedFile(strange)],
    );
    expect(secret).toMatchObject({
      state: 'ok',
      keys: [{ name: 'toString', linkedTo: [] }],
    });
  });

  it('has its keys from the workloads where nothing else tells them', () => {
    const [secret] = secretsOf(
      [
        observerDeployment({
          secretReferences: [{ secret: 'hand-made', keys: ['B', 'A'] }],
        }),
      ],
      [],
    );
    expect(secret.keys.map(({ name }) => name)).toEqual(['A', 'B']);
  });

  it('cannot be applied where the cluster has no SealedSecret API', () => {
    const [secret] = secretsOf([reader], [sealedFile()], {
      namespaces: [namespaceFacts([reader], { sealedSecretsInstalled: false })],
    });
    expect(secret).toMatchObject({
      state: 'failing',
      reasons: [{ code: 'cluster-without-sealed-secrets' }],
    });
  });

  describe('when not every file of the repository could be read', () => {
    const partly = (files: RepositorySecret[]) => ({
      repository: repositoryFacts(files, { notVisible: ['broken.yaml'] }),
    });

    it('does not call a secret unmanaged', () => {
      const [secret] = secretsOf([reader], [], partly([]));
      expect(secret).toMatchObject({
        management: 'unknown',
        state: 'unknown',
        reasons: [{ code: 'repository-file-not-visible' }],
      });
      expect(secret.reasons[0].why).toContain('broken.yaml');
    });

    it('does not say that a SealedSecret is not in Git', () => {
      const [secret] = secretsOf([sealed], [], partly([]));
      expect(secret).toMatchObject({ management: 'sealed', state: 'unknown' });
    });

    it('still says what it has seen', () => {
      const [secret] = secretsOf([reader], [], partly([plainFile()]));
      expect(secret).toMatchObject({
        state: 'attention',
        reasons: [{ code: 'secret-plain-in-git' }],
      });
    });
  });

  describe('offers an action', () => {
    const formData = {
      entityRef: 'component:default/observer',
      cluster: 'sandbox',
      namespace: 'observer-prod',
      name: 'observer-secrets',
      repository: REPOSITORY,
    };

    it('to seal what is plain', () => {
      expect(secretsOf([reader], [plainFile()])[0].action).toEqual({
        template: 'seal-secret',
        formData: {
          ...formData,
          path: 'secrets/observer-secrets.yaml',
          keys: KEYS,
        },
      });
    });

    it('to rotate what is sealed, well or not', () => {
      const rotate = {
        template: 'rotate-secret',
        formData: { ...formData, path: 'sealed-secrets/observer-secrets.yaml' },
      };
      for (const observations of [
        [sealed],
        [],
        [sealedSecret({ synced: false })],
      ]) {
        expect(secretsOf(observations, [sealedFile()])[0].action).toEqual(
          rotate,
        );
      }
    });

    it.each<[string, Partial<StatusFacts>]>([
      ['to nobody who may not propose', { mayPropose: false }],
      [
        'in no repository that is not live',
        { repository: repositoryFacts([plainFile()], { state: 'stale' }) },
      ],
      [
        'in no namespace that the entity may not show',
        { namespaces: [namespaceFacts([], { state: 'forbidden' })] },
      ],
      ['for no cluster that is not known', { namespaces: [] }],
    ])('%s', (_, options) => {
      const [secret] = secretsOf([], [plainFile()], options);
      expect(secret.name).toBe('observer-secrets');
      expect(secret.action).toBeUndefined();
    });

    it('for a cluster that cannot be seen at the moment', () => {
      const [secret] = secretsOf([], [plainFile()], {
        namespaces: [namespaceFacts([], { state: 'unreachable' })],
      });
      expect(secret.action?.template).toBe('seal-secret');
    });

    it('not for what nothing in Git makes', () => {
      expect(secretsOf([reader], [])[0].action).toBeUndefined();
    });
  });

  describe('when a source cannot be seen', () => {
    const unseen: SourceState[] = ['starting', 'forbidden', 'unreachable'];

    it.each(unseen)('tells what Git alone tells: cluster %s', state => {
      const namespaces = [namespaceFacts([], { state })];
      expect(
        secretsOf([], [sealedFile(), plainFile({ name: 'plain' })], {
          namespaces,
        }).map(secret => ({
          name: secret.name,
          state: secret.state,
          lastState: secret.lastState,
          codes: secret.reasons.map(({ code }) => code).slice(0, 1),
          keys: secret.keys.length,
        })),
      ).toEqual([
        {
          name: 'plain',
          state: 'attention',
          lastState: undefined,
          codes: ['secret-plain-in-git'],
          keys: 7,
        },
        {
          name: 'observer-secrets',
          state: 'unknown',
          lastState: undefined,
          codes: [
            {
              starting: 'cluster-starting',
              forbidden: 'namespace-not-allowed',
              unreachable: 'cluster-unreachable',
            }[state as string],
          ],
          keys: 7,
        },
      ]);
    });

    it.each(unseen)('tells what the cluster alone tells: Git %s', state => {
      const [readOnly, good] = secretsOf(
        [
          observerDeployment({ secretReferences: [{ secret: 'a-read' }] }),
          sealed,
        ],
        [],
        { repository: repositoryFacts([], { state }) },
      );
      expect(readOnly).toMatchObject({
        management: 'unknown',
        state: 'unknown',
      });
      expect(good).toMatchObject({ management: 'sealed', state: 'unknown' });
    });

    it('keeps the last state beside unknown while the cluster is stale', () => {
      const namespaces = [
        namespaceFacts([sealedSecret({ synced: false })], { state: 'stale' }),
      ];
      const [secret] = secretsOf([], [sealedFile()], { namespaces });
      expect(secret).toMatchObject({ state: 'unknown', lastState: 'failing' });
      expect(secret.reasons.map(({ code }) => code)).toEqual([
        'cluster-stale',
        'sealed-secret-failed',
      ]);
    });

    it('keeps the last state of what was fine', () => {
      const namespaces = [namespaceFacts([sealed], { state: 'stale' })];
      const [secret] = secretsOf([], [sealedFile()], { namespaces });
      expect(secret).toMatchObject({ state: 'unknown', lastState: 'ok' });
    });

    it('does not take a stale Git for what it is now', () => {
      const [secret] = secretsOf([], [], {
        repository: repositoryFacts([plainFile()], { state: 'stale' }),
      });
      expect(secret).toMatchObject({
        state: 'unknown',
        lastState: 'attention',
        reasons: [
          { code: 'repository-stale' },
          { code: 'secret-plain-in-git' },
        ],
      });
    });

    it('knows little of an entity without a repository', () => {
      const [secret] = secretsOf([sealed], [], { repository: undefined });
      expect(secret).toMatchObject({
        management: 'sealed',
        state: 'unknown',
        reasons: [{ code: 'repository-missing' }],
      });
    });

    it('knows little of an entity without a cluster', () => {
      const [secret] = secretsOf([], [sealedFile()], { namespaces: [] });
      expect(secret).toMatchObject({
        namespace: 'observer-prod',
        state: 'unknown',
        reasons: [{ code: 'cluster-missing' }],
      });
      expect(secret.cluster).toBeUndefined();
    });
  });

  describe('of an entity on several clusters', () => {
    const on = (
      name: string,
      observations: Observation[],
      state: SourceState = 'live',
    ) => {
      const facts = namespaceFacts(observations, {
        controller: controller(),
        state,
      });
      return { ...facts, source: { ...facts.source, name } };
    };
    const placesOf = (namespaces: StatusFacts['namespaces']) =>
      secretsOf([], [sealedFile()], { namespaces }).map(
        ({ cluster, state }) => [cluster, state],
      );

    it('are told of each that runs something of it', () => {
      expect(placesOf([on('eu', [sealed]), on('us', [sealed])])).toEqual([
        ['eu', 'ok'],
        ['us', 'ok'],
      ]);
      expect(placesOf([on('eu', [sealed]), on('us', [reader])])).toEqual([
        ['us', 'attention'],
        ['eu', 'ok'],
      ]);
    });

    it('are not missed on one that runs nothing of it', () => {
      expect(placesOf([on('eu', [sealed]), on('us', [])])).toEqual([
        ['eu', 'ok'],
      ]);
    });

    it('are told once where no cluster can be seen', () => {
      expect(
        placesOf([on('eu', [], 'unreachable'), on('us', [], 'starting')]),
      ).toEqual([[undefined, 'unknown']]);
    });
  });

  it('links to the line at each forge', () => {
    const linkOf = (url: string) => {
      const repository: RepositoryFacts = {
        ...repositoryFacts([plainFile({ path: 'a b/c.yaml', line: 4 })]),
        url,
      };
      return secretsOf([], [], { repository })[0].location?.url;
    };
    expect(linkOf('https://github.com/acme/d/tree/main/k8s/')).toBe(
      'https://github.com/acme/d/blob/main/k8s/a%20b/c.yaml#L4',
    );
    expect(linkOf('https://gitlab.com/acme/d/-/tree/main/k8s')).toBe(
      'https://gitlab.com/acme/d/-/blob/main/k8s/a%20b/c.yaml#L4',
    );
    expect(linkOf('https://gitea.io/acme/d/src/branch/main/k8s')).toBe(
      'https://gitea.io/acme/d/src/branch/main/k8s/a%20b/c.yaml#L4',
    );
    expect(linkOf('https://host.io/git/acme/d/src/branch/main/tree/x')).toBe(
      'https://host.io/git/acme/d/src/branch/main/tree/x/a%20b/c.yaml#L4',
    );
    expect(linkOf('https://github.com/tree/d/tree/main/tree/src')).toBe(
      'https://github.com/tree/d/blob/main/tree/src/a%20b/c.yaml#L4',
    );
    expect(linkOf('https://bitbucket.org/acme/d/src/main/k8s')).toBe(
      'https://bitbucket.org/acme/d/src/main/k8s/a%20b/c.yaml#lines-4',
    );
    expect(linkOf('https://github.com/acme/d')).toBe(
      'https://github.com/acme/d/blob/HEAD/a%20b/c.yaml#L4',
    );
  });
});

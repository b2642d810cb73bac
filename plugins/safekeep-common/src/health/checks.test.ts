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

import { NamespaceFacts, StatusFacts } from '../facts';
import { Observation } from '../observations';
import { CheckStatus, SourceState } from '../status';
import { describeEntity } from './describeEntity';
import {
  claim,
  controller,
  healthyFacts,
  namespaceFacts,
  observerDeployment,
  plainFile,
  postgresDeployment,
  postgresPod,
  postgresStatefulSet,
  repositoryFacts,
  sealedFile,
  sealedSecret,
  workload,
} from './__fixtures__/observer';

function checksOf(options: Partial<StatusFacts> = {}): CheckStatus[] {
  return describeEntity(healthyFacts(options)).checks;
}

function checkOf(id: CheckStatus['id'], options: Partial<StatusFacts>) {
  return checksOf(options).find(check => check.id === id);
}

function seeing(
  observations: Observation[],
  options: Partial<NamespaceFacts> = {},
): Partial<StatusFacts> {
  return { namespaces: [namespaceFacts(observations, options)] };
}

const postgres = [postgresStatefulSet(), postgresPod(), claim()];

describe('checks', () => {
  it('are all ok when Phase 2 is done, with evidence as kubectl words it', () => {
    expect(checksOf()).toEqual([
      {
        id: 'controller-running',
        state: 'ok',
        evidence: 'READY 1/1, sealed-secrets-controller',
      },
      {
        id: 'secrets-sealed-in-git',
        state: 'ok',
        evidence: 'sealed, sealed-secrets/observer-secrets.yaml',
      },
      {
        id: 'secrets-unsealed',
        state: 'ok',
        evidence: 'SYNCED True, observer-secrets',
      },
      {
        id: 'database-in-stateful-set',
        state: 'ok',
        evidence: 'READY 1/1, postgres-0',
      },
      {
        id: 'claims-bound',
        state: 'ok',
        evidence: 'Bound, 10Gi, local-path, observer-db-pvc',
      },
      { id: 'consumers-ready', state: 'ok', evidence: 'READY 1/1, observer' },
    ]);
  });

  it('are left out where they do not apply', () => {
    const idsOf = (options: Partial<StatusFacts>) =>
      checksOf(options).map(({ id }) => id);
    expect(idsOf({ ...seeing([]), repository: repositoryFacts([]) })).toEqual(
      [],
    );
    expect(
      idsOf({
        ...seeing([sealedSecret()]),
      }),
    ).toEqual([
      'controller-running',
      'secrets-sealed-in-git',
      'secrets-unsealed',
    ]);
    expect(
      idsOf({
        ...seeing([postgresStatefulSet({ secretReferences: [] }), claim()]),
        repository: repositoryFacts([]),
      }),
    ).toEqual(['database-in-stateful-set', 'claims-bound']);
  });

  it.each<
    [
      CheckStatus['id'],
      string,
      Partial<StatusFacts>,
      CheckStatus['state'],
      string,
      string,
    ]
  >([
    [
      'controller-running',
      'is not ready',
      seeing([sealedSecret()], { controller: controller({ ready: 0 }) }),
      'failing',
      'READY 0/1, sealed-secrets-controller',
      'controller-not-ready',
    ],
    [
      'controller-running',
      'is ready in part',
      seeing([sealedSecret()], {
        controller: controller({ desired: 2, ready: 1 }),
      }),
      'attention',
      'READY 1/2, sealed-secrets-controller',
      'controller-not-ready',
    ],
    [
      'controller-running',
      'is scaled to zero',
      seeing([sealedSecret()], { controller: controller({ desired: 0 }) }),
      'failing',
      'READY 0/0, sealed-secrets-controller',
      'controller-scaled-to-zero',
    ],
    [
      'controller-running',
      'is not there',
      seeing([sealedSecret()], { controller: undefined }),
      'failing',
      'deployments.apps "sealed-secrets-controller" not found',
      'controller-not-found',
    ],
    [
      'controller-running',
      'may not be looked at',
      seeing([sealedSecret()], { controller: 'not-visible' }),
      'unknown',
      'kube-system/sealed-secrets-controller: not visible',
      'check-not-visible',
    ],
    [
      'controller-running',
      'was never installed',
      seeing([observerDeployment()], { sealedSecretsInstalled: false }),
      'failing',
      'no resource type "sealedsecrets"',
      'cluster-without-sealed-secrets',
    ],
    [
      'secrets-sealed-in-git',
      'one of several is plain',
      {
        repository: repositoryFacts([
          sealedFile(),
          plainFile({ name: 'other', path: 'secrets/other.yaml' }),
        ]),
      },
      'attention',
      'plain, secrets/other.yaml; sealed, sealed-secrets/observer-secrets.yaml',
      'secret-plain-in-git',
    ],
    [
      'secrets-sealed-in-git',
      'nothing in Git makes it',
      { repository: repositoryFacts([]), ...seeing([observerDeployment()]) },
      'attention',
      'not in Git, observer-secrets',
      'secret-unmanaged',
    ],
    [
      'secrets-sealed-in-git',
      'the SealedSecret is not in Git',
      { repository: repositoryFacts([]) },
      'attention',
      'not in Git, observer-secrets',
      'sealed-secret-not-in-git',
    ],
    [
      'secrets-sealed-in-git',
      'a file could not be read',
      {
        repository: repositoryFacts([sealedFile()], { notVisible: ['x.yaml'] }),
      },
      'unknown',
      'x.yaml: not visible; sealed, sealed-secrets/observer-secrets.yaml',
      'check-not-visible',
    ],
    [
      'secrets-sealed-in-git',
      'no repository is named',
      { repository: undefined },
      'unknown',
      'no repository is known',
      'check-not-visible',
    ],
    [
      'secrets-unsealed',
      'cannot be opened',
      seeing([
        sealedSecret({ synced: false, message: 'no key could decrypt secret' }),
      ]),
      'failing',
      'SYNCED False, observer-secrets',
      'sealed-secret-wrong-key',
    ],
    [
      'secrets-unsealed',
      'the controller has said nothing',
      seeing([sealedSecret({ synced: undefined })]),
      'attention',
      'SYNCED <none>, observer-secrets',
      'sealed-secret-unprocessed',
    ],
    [
      'secrets-unsealed',
      'it is not applied',
      seeing([]),
      'attention',
      'sealedsecrets.bitnami.com "observer-secrets" not found',
      'secret-not-applied',
    ],
    [
      'secrets-unsealed',
      'there is nothing to unseal it',
      seeing([], { sealedSecretsInstalled: false }),
      'failing',
      'sealedsecrets.bitnami.com "observer-secrets" not found',
      'cluster-without-sealed-secrets',
    ],
    [
      'database-in-stateful-set',
      'is a Deployment',
      seeing([postgresDeployment(), claim()]),
      'failing',
      'READY 1/1, deployment/postgres',
      'database-in-deployment',
    ],
    [
      'database-in-stateful-set',
      'is a cache in a Deployment',
      seeing([workload({ name: 'cache', images: ['redis:7'] })]),
      'attention',
      'READY 1/1, deployment/cache',
      'database-without-claim',
    ],
    [
      'database-in-stateful-set',
      'is down',
      seeing([postgresStatefulSet({ ready: 0 }), claim()]),
      'failing',
      'READY 0/1, postgres',
      'database-not-ready',
    ],
    [
      'database-in-stateful-set',
      'is scaled to zero',
      seeing([postgresStatefulSet({ desired: 0 }), claim()]),
      'attention',
      'READY 0/0, postgres',
      'database-scaled-to-zero',
    ],
    [
      'claims-bound',
      'one waits',
      seeing([
        postgresStatefulSet({ claims: ['a', 'b'] }),
        claim({ name: 'a' }),
        claim({ name: 'b', phase: 'Pending', capacity: undefined }),
      ]),
      'failing',
      'Pending, local-path, b; Bound, 10Gi, local-path, a',
      'claim-pending',
    ],
    [
      'claims-bound',
      'one is gone',
      seeing([postgresStatefulSet()]),
      'failing',
      'persistentvolumeclaims "observer-db-pvc" not found',
      'claim-not-found',
    ],
    [
      'claims-bound',
      'there is none',
      seeing([postgresStatefulSet({ claims: [] })]),
      'failing',
      'no claim, statefulset/postgres',
      'database-without-claim',
    ],
    [
      'consumers-ready',
      'one is down',
      seeing([...postgres, observerDeployment({ ready: 0 })]),
      'failing',
      'READY 0/1, observer',
      'consumers-not-ready',
    ],
    [
      'consumers-ready',
      'one is ready in part',
      seeing([...postgres, observerDeployment({ desired: 3, ready: 2 })]),
      'attention',
      'READY 2/3, observer',
      'consumers-not-ready',
    ],
    [
      'consumers-ready',
      'one is scaled to zero',
      seeing([...postgres, observerDeployment({ desired: 0 })]),
      'attention',
      'READY 0/0, observer',
      'consumers-not-ready',
    ],
  ])('%s: %s', (id, _, options, state, evidence, code) => {
    const check = checkOf(id, options);
    expect(check).toMatchObject({ state, evidence });
    expect(check?.reason?.code).toBe(code);
  });

  it('names every consumer that is not ready', () => {
    const check = checkOf(
      'consumers-ready',
      seeing([
        observerDeployment({ name: 'b', desired: 2, ready: 1 }),
        observerDeployment({ name: 'a', ready: 0 }),
        observerDeployment({ name: 'c' }),
      ]),
    );
    expect(check?.reason?.why).toBe('Not ready: a (0/1), b (1/2).');
  });

  it('counts what it does not list', () => {
    const check = checkOf('secrets-sealed-in-git', {
      repository: repositoryFacts(
        [...'abcdefg'].map(name => plainFile({ name, path: `${name}.yaml` })),
      ),
      ...seeing([]),
    });
    expect(check?.evidence).toBe(
      'plain, a.yaml; plain, b.yaml; plain, c.yaml; plain, d.yaml; plain, e.yaml and 2 more',
    );
  });

  it.each<SourceState>(['starting', 'forbidden', 'unreachable'])(
    'are not dropped because nothing can be seen: %s',
    state => {
      const checks = checksOf({
        namespaces: [
          // What a source that may not be shown happens to carry is not told.
          namespaceFacts([...postgres, observerDeployment()], { state }),
        ],
        repository: repositoryFacts([], { state }),
      });
      expect(checks.map(({ id }) => id)).toEqual([
        'controller-running',
        'secrets-sealed-in-git',
        'secrets-unsealed',
        'database-in-stateful-set',
        'claims-bound',
        'consumers-ready',
      ]);
      for (const check of checks) {
        expect(check).toMatchObject({
          state: 'unknown',
          reason: { code: 'check-not-visible' },
        });
        expect(check.evidence).toMatch(/: not visible$/);
        expect(check.evidence).not.toMatch(/postgres|READY/);
      }
    },
  );

  it('tell what was last seen of a stale cluster, without calling it ok', () => {
    const [facts] = healthyFacts().namespaces;
    const checks = checksOf({
      namespaces: [{ ...facts, source: { ...facts.source, state: 'stale' } }],
    });
    expect(checks.map(({ state, evidence }) => [state, evidence])).toEqual([
      ['unknown', 'last seen: READY 1/1, sealed-secrets-controller'],
      ['unknown', 'last seen: sealed, sealed-secrets/observer-secrets.yaml'],
      ['unknown', 'last seen: SYNCED True, observer-secrets'],
      ['unknown', 'last seen: READY 1/1, postgres-0'],
      ['unknown', 'last seen: Bound, 10Gi, local-path, observer-db-pvc'],
      ['unknown', 'last seen: READY 1/1, observer'],
    ]);
  });

  it('are not ok while a second cluster cannot be seen, whatever it last had', () => {
    const [eu] = healthyFacts().namespaces;
    const us = namespaceFacts([], { state: 'stale' });
    const checks = checksOf({
      namespaces: [eu, { ...us, source: { ...us.source, name: 'us' } }],
    });
    expect(checks).toHaveLength(6);
    for (const { state, evidence } of checks) {
      expect(state).toBe('unknown');
      expect(evidence).toMatch(
        /^us(?:\/observer-prod: not visible now|: last seen: READY 1\/1, sealed-secrets-controller); /,
      );
    }
  });

  it('say which cluster they speak of when there are several', () => {
    const [eu] = healthyFacts().namespaces;
    const us = namespaceFacts([
      postgresStatefulSet({ ready: 0 }),
      claim(),
      sealedSecret(),
    ]);
    const check = checkOf('database-in-stateful-set', {
      namespaces: [
        { ...eu, source: { ...eu.source, name: 'eu' } },
        { ...us, source: { ...us.source, name: 'us' } },
      ],
    });
    expect(check?.evidence).toBe(
      'us: READY 0/1, postgres; eu: READY 1/1, postgres-0',
    );
  });
});

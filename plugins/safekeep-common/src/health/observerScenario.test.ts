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
  ClaimObservation,
  PodObservation,
  RepositorySecret,
  SealedSecretObservation,
  WorkloadObservation,
} from '../observations';
import { PullRequestFacts, StatusFacts } from '../facts';
import { EntityStatus } from '../status';
import { describeEntity } from './describeEntity';
import {
  claim,
  KEYS,
  namespaceFacts,
  observerDeployment,
  observerPod,
  plainFile,
  postgresDeployment,
  pod,
  REPOSITORY,
  repositoryFacts,
  sealedFile,
  sealedSecret,
} from './__fixtures__/observer';

const SEAL: PullRequestFacts = {
  number: 40,
  title: 'Seal observer-secrets',
  url: 'http://localhost:7301/tawbury/deployment/pull/40',
  branch: 'safekeep/seal-observer-secrets-1f2e3d4c5b',
  merged: false,
  createdAt: '2026-02-05T09:00:00Z',
};
const ROTATE: PullRequestFacts = {
  number: 41,
  title: 'Rotate POSTGRES_PASSWORD of observer-secrets',
  url: 'http://localhost:7301/tawbury/deployment/pull/41',
  branch: 'safekeep/rotate-observer-secrets-a1b2c3d4e5',
  merged: false,
  createdAt: '2026-02-05T10:00:00Z',
};

function merged(pullRequest: PullRequestFacts, mergedAt: string) {
  return { ...pullRequest, merged: true, mergedAt };
}

const postgresPod = pod({
  name: 'postgres-7c9d8f6b5-k4k4k',
  owner: 'ReplicaSet/postgres-7c9d8f6b5',
});

const SEALED = sealedSecret();

const ROTATED_AT = '2026-02-05T10:00:00Z';
/** After the rotation: other ciphertext for the two linked keys. */
const ROTATED = sealedSecret({
  generation: 2,
  checksum: 'bbbb',
  sealedKeys: {
    ...SEALED.sealedKeys,
    ...Object.fromEntries(
      ['DB_PASSWORD', 'POSTGRES_PASSWORD'].map(key => [
        key,
        {
          ...SEALED.sealedKeys[key],
          sealedAt: ROTATED_AT,
          rotatedAt: ROTATED_AT,
        },
      ]),
    ),
  },
});

interface World {
  cluster: (
    | WorkloadObservation
    | PodObservation
    | ClaimObservation
    | SealedSecretObservation
  )[];
  git: RepositorySecret[];
  readAt: string;
  pullRequests: PullRequestFacts[];
}

function look(world: World): EntityStatus {
  const repository = repositoryFacts(world.git);
  const facts: StatusFacts = {
    entityRef: 'component:default/observer',
    namespaces: [namespaceFacts(world.cluster)],
    repository: {
      ...repository,
      source: { ...repository.source, observedAt: world.readAt },
    },
    pullRequests: world.pullRequests,
    mayPropose: true,
  };
  return describeEntity(facts);
}

function brief(status: EntityStatus) {
  const [secret] = status.secrets;
  return {
    overall: status.state,
    secret: `${secret.management} ${secret.state}`,
    why: secret.reasons.map(({ code }) => code),
    action: secret.action?.template,
    restarting: secret.consumers
      .filter(({ restartPending }) => restartPending)
      .map(({ name }) => name),
    pullRequests: status.pullRequests.map(
      ({ number, stage }) => `#${number} ${stage}`,
    ),
    checks: Object.fromEntries(
      status.checks.map(({ id, state }) => [id, state]),
    ),
  };
}

describe('the observer service, from how Phase 2 finds it to a rotated password', () => {
  const before = [
    postgresDeployment(),
    postgresPod,
    claim(),
    observerDeployment(),
    observerPod(),
  ];
  const found: World = {
    cluster: before,
    git: [plainFile()],
    readAt: '2026-02-05T08:59:00Z',
    pullRequests: [],
  };
  const sealOpened: World = { ...found, pullRequests: [SEAL] };
  // The forge knows of the merge before the repository is read again.
  const sealMergedUnread: World = {
    ...sealOpened,
    pullRequests: [merged(SEAL, '2026-02-05T09:10:00Z')],
  };
  const sealMerged: World = {
    ...sealMergedUnread,
    git: [sealedFile(SEALED)],
    readAt: '2026-02-05T09:10:05Z',
  };
  const sealSynced: World = {
    ...sealMerged,
    cluster: [
      ...before,
      { ...SEALED, observedGeneration: undefined, synced: undefined },
    ],
  };
  const sealUnsealed: World = {
    ...sealMerged,
    cluster: [...before, SEALED],
  };
  const rotateOpened: World = {
    ...sealUnsealed,
    readAt: '2026-02-05T10:00:00Z',
    pullRequests: [ROTATE, ...sealUnsealed.pullRequests],
  };
  const rotateMerged: World = {
    cluster: [...before, SEALED],
    git: [sealedFile(ROTATED)],
    readAt: '2026-02-05T10:30:05Z',
    pullRequests: [
      merged(ROTATE, '2026-02-05T10:30:00Z'),
      merged(SEAL, '2026-02-05T09:10:00Z'),
    ],
  };
  const rotateSynced: World = {
    ...rotateMerged,
    cluster: [
      ...before,
      // The condition still speaks of the first generation.
      { ...ROTATED, observedGeneration: 1 },
    ],
  };
  const rotateUnsealed: World = {
    ...rotateMerged,
    cluster: [...before, ROTATED],
  };
  const annotated = { checksums: { 'observer-secrets': 'bbbb' } };
  const rotateRestarting: World = {
    ...rotateMerged,
    cluster: [
      postgresDeployment({ ...annotated, generation: 2 }),
      {
        ...postgresPod,
        owner: 'ReplicaSet/postgres-55f7c8d9f',
        startedAt: '2026-02-05T10:30:20Z',
      },
      claim(),
      // Its new pod is made, the old one is still there.
      observerDeployment({ ...annotated, generation: 2, total: 2 }),
      observerPod(),
      ROTATED,
    ],
  };
  const rotated: World = {
    ...rotateRestarting,
    cluster: [
      ...rotateRestarting.cluster.filter(({ name }) => name !== 'observer'),
      observerDeployment({ ...annotated, generation: 2 }),
    ],
  };

  it('finds a database in a Deployment and a secret in plain text', () => {
    const status = look(found);
    expect(brief(status)).toEqual({
      overall: 'failing',
      secret: 'plain attention',
      why: ['secret-plain-in-git'],
      action: 'seal-secret',
      restarting: [],
      pullRequests: [],
      checks: {
        'controller-running': 'ok',
        'secrets-sealed-in-git': 'attention',
        'database-in-stateful-set': 'failing',
        'claims-bound': 'ok',
        'consumers-ready': 'ok',
      },
    });
    const migrate = {
      template: 'migrate-postgres',
      formData: {
        entityRef: 'component:default/observer',
        cluster: 'sandbox',
        namespace: 'observer-prod',
        repository: REPOSITORY,
        database: 'deployment/postgres',
      },
    };
    expect(status.databases).toEqual([
      {
        cluster: 'sandbox',
        namespace: 'observer-prod',
        name: 'postgres',
        state: 'failing',
        passwordRotations: [],
        reasons: [
          {
            code: 'database-in-deployment',
            parameters: { engine: 'PostgreSQL', claim: 'observer-db-pvc' },
            why: 'A Deployment lets a second pod write to claim observer-db-pvc at the same time.',
            whatToDo:
              'Move it to a StatefulSet that keeps the claim, in a guarded pull request.',
            action: migrate,
          },
        ],
        observedAt: '2026-02-05T12:00:00Z',
        workload: { kind: 'Deployment', desired: 1, ready: 1 },
        engine: 'postgresql',
        version: '15',
        image: 'postgres:15-alpine',
        claims: [
          {
            name: 'observer-db-pvc',
            phase: 'Bound',
            storageClass: 'local-path',
            capacity: '10Gi',
          },
        ],
        secrets: ['observer-secrets'],
        pods: [
          {
            name: 'postgres-7c9d8f6b5-k4k4k',
            phase: 'Running',
            ready: true,
            restarts: 0,
            startedAt: '2026-02-01T00:00:00Z',
          },
        ],
        floatingTag: true,
        endOfLife: {
          major: '15',
          date: '2027-11-11',
          source: 'https://www.postgresql.org/support/versioning/',
        },
        // Nobody looked at Services, events and the like: they are absent.
        backups: [],
        advice: [
          expect.objectContaining({
            reason: expect.objectContaining({
              code: 'database-without-backup',
            }),
          }),
        ],
        notReadable: [],
        action: migrate,
      },
    ]);
    expect(status.secrets[0]).toEqual(
      expect.objectContaining({
        cluster: 'sandbox',
        observedAt: '2026-02-05T08:59:00Z',
        location: {
          repository: REPOSITORY,
          path: 'secrets/observer-secrets.yaml',
          line: 1,
          url: 'http://localhost:7301/tawbury/deployment/blob/main/infra/k8s/base/secrets/observer-secrets.yaml#L1',
        },
        action: {
          template: 'seal-secret',
          formData: {
            entityRef: 'component:default/observer',
            cluster: 'sandbox',
            namespace: 'observer-prod',
            name: 'observer-secrets',
            repository: REPOSITORY,
            path: 'secrets/observer-secrets.yaml',
            keys: KEYS,
          },
        },
      }),
    );
  });

  it('follows the sealing', () => {
    expect(brief(look(sealOpened))).toMatchObject({
      secret: 'plain attention',
      pullRequests: ['#40 opened'],
    });
    expect(brief(look(sealMergedUnread))).toMatchObject({
      secret: 'plain attention',
      pullRequests: ['#40 merged'],
    });
    expect(brief(look(sealMerged))).toMatchObject({
      secret: 'sealed attention',
      why: ['secret-not-applied'],
      pullRequests: ['#40 merged'],
      checks: {
        'secrets-sealed-in-git': 'ok',
        'secrets-unsealed': 'attention',
      },
    });
    expect(brief(look(sealSynced))).toMatchObject({
      secret: 'sealed attention',
      why: ['sealed-secret-unprocessed'],
      pullRequests: ['#40 synced'],
    });
    // The values are the same as before, so that nothing has to restart.
    expect(brief(look(sealUnsealed))).toMatchObject({
      secret: 'sealed ok',
      why: [],
      action: 'rotate-secret',
      restarting: [],
      pullRequests: ['#40 restarted'],
      checks: { 'secrets-sealed-in-git': 'ok', 'secrets-unsealed': 'ok' },
    });
  });

  it('follows the rotation', () => {
    expect(brief(look(rotateOpened))).toMatchObject({
      secret: 'sealed ok',
      pullRequests: ['#41 opened', '#40 restarted'],
    });
    expect(brief(look(rotateMerged))).toMatchObject({
      secret: 'sealed attention',
      why: ['secret-out-of-sync'],
      restarting: [],
      pullRequests: ['#41 merged'],
    });
    // Their pods are older than the new password.
    expect(brief(look(rotateSynced))).toMatchObject({
      why: ['sealed-secret-pending', 'restart-pending'],
      restarting: ['observer', 'postgres'],
      pullRequests: ['#41 synced'],
    });
    expect(brief(look(rotateUnsealed))).toMatchObject({
      why: ['restart-pending'],
      restarting: ['observer', 'postgres'],
      pullRequests: ['#41 unsealed'],
      checks: { 'secrets-unsealed': 'ok' },
    });
    expect(brief(look(rotateRestarting))).toMatchObject({
      secret: 'sealed attention',
      why: ['restart-pending'],
      restarting: ['observer'],
      pullRequests: ['#41 unsealed'],
    });
    expect(brief(look(rotated))).toMatchObject({
      secret: 'sealed ok',
      why: [],
      action: 'rotate-secret',
      restarting: [],
      pullRequests: ['#41 restarted'],
    });
  });

  it('shows the age of the new values, and that the database may not know them', () => {
    const status = look(rotated);
    expect(status.secrets[0].keys.filter(({ rotatedAt }) => rotatedAt)).toEqual(
      [
        expect.objectContaining({
          name: 'DB_PASSWORD',
          sealedAt: ROTATED_AT,
          rotatedAt: ROTATED_AT,
          linkedTo: ['POSTGRES_PASSWORD'],
        }),
        expect.objectContaining({
          name: 'POSTGRES_PASSWORD',
          linkedTo: ['DB_PASSWORD'],
        }),
      ],
    );
    expect(status.databases[0].reasons.map(({ code }) => code)).toEqual([
      'database-in-deployment',
      'database-password-unconfirmed',
    ]);
    expect(status.databases[0].reasons[1].parameters).toEqual({
      secret: 'observer-secrets',
      date: ROTATED_AT,
    });
  });

  it('shows the old values until the cluster has the new ones', () => {
    expect(
      look(rotateMerged).secrets[0].keys.some(({ rotatedAt }) => rotatedAt),
    ).toBe(false);
  });
});

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
  mockCredentials,
  mockServices,
  startTestBackend,
  TestDatabases,
} from '@backstage/backend-test-utils';
import { Entity } from '@backstage/catalog-model';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import { EntityStatus } from '@safekeep/backstage-plugin-safekeep-common';
import { JsonObject } from '@backstage/types';
import { Server } from 'http';
import { Knex } from 'knex';
import request from 'supertest';
import { eventually } from './__testUtils__/eventually';
import { FakeApiServer, status } from './__testUtils__/FakeApiServer';
import { SEALING_CERTIFICATE } from './__testUtils__/sealingCertificate';
import safekeepPlugin from './index';

jest.setTimeout(120_000);

const CANARY = 'canary-7f3a91';
const DEPLOYMENTS = '/apis/apps/v1/deployments';
const SEALED = '/apis/bitnami.com/v1alpha1/sealedsecrets';
const SERVICE = '/api/v1/namespaces/kube-system/services';
const NAME = 'sealed-secrets-controller';
const REPOSITORY = 'https://forge.example/acme/deployment/tree/main/k8s';

const OBSERVER: Entity = {
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'Component',
  metadata: {
    name: 'observer',
    annotations: {
      'backstage.io/kubernetes-namespace': 'observer-prod',
      'backstage.io/kubernetes-cluster': 'fake',
      'safekeep.io/gitops-url': REPOSITORY,
    },
  },
};

const LAST_APPLIED = {
  'kubectl.kubernetes.io/last-applied-configuration': `{"x":"${CANARY}"}`,
};

function fill(api: FakeApiServer): void {
  api.put('/api/v1/namespaces', {
    metadata: {
      name: 'observer-prod',
      annotations: {
        ...LAST_APPLIED,
        'safekeep.io/entities': 'component:default/observer',
      },
    },
  });
  api.put(DEPLOYMENTS, {
    metadata: {
      name: 'postgres',
      namespace: 'observer-prod',
      generation: 1,
      annotations: LAST_APPLIED,
      managedFields: [{ manager: CANARY }],
    },
    spec: {
      replicas: 1,
      template: {
        spec: {
          containers: [
            {
              image: 'postgres:15-alpine',
              args: [CANARY],
              env: [{ name: 'POSTGRES_PASSWORD', value: CANARY }],
              envFrom: [{ secretRef: { name: 'observer-secrets' } }],
            },
          ],
          volumes: [
            { persistentVolumeClaim: { claimName: 'observer-db-pvc' } },
          ],
        },
      },
    },
    status: {
      observedGeneration: 1,
      replicas: 1,
      readyReplicas: 1,
      updatedReplicas: 1,
    },
  });
  api.put(DEPLOYMENTS, {
    metadata: { name: NAME, namespace: 'kube-system', generation: 1 },
    spec: { replicas: 1, template: {} },
    status: { observedGeneration: 1, replicas: 1, readyReplicas: 1 },
  });
  api.put(SEALED, {
    metadata: {
      name: 'observer-secrets',
      namespace: 'observer-prod',
      generation: 1,
      annotations: LAST_APPLIED,
    },
    spec: {
      encryptedData: { DB_PASSWORD: CANARY },
      template: { data: { config: CANARY } },
    },
    status: {
      observedGeneration: 1,
      conditions: [{ type: 'Synced', status: 'True' }],
    },
  });
}

/** A Job that changes a password, and its pods, which say whatever they like. */
function fillRotation(api: FakeApiServer): void {
  const rotatedAt = '2026-11-22T10:00:00Z';
  api.put(SEALED, {
    metadata: {
      name: 'observer-secrets',
      namespace: 'observer-prod',
      generation: 1,
      annotations: {
        'safekeep.io/sealed-keys': JSON.stringify({
          DB_PASSWORD: {
            sealedAt: rotatedAt,
            rotatedAt,
            certificate: 'SHA256:x',
          },
        }),
      },
    },
    // Of the other nothing is recorded.
    spec: { encryptedData: { DB_PASSWORD: CANARY, TOKEN: CANARY } },
    status: { conditions: [{ type: 'Synced', status: 'True' }] },
  });
  const labels = { 'safekeep.io/job': 'password-rotation' };
  const annotations = {
    'safekeep.io/password-rotation': JSON.stringify({
      strategy: 'in-place',
      step: 'change',
      secret: 'observer-secrets',
      keys: ['DB_PASSWORD'],
      database: 'deployment/postgres',
      rotatedAt,
      password: CANARY,
    }),
  };
  api.put('/apis/batch/v1/jobs', {
    metadata: {
      name: 'rotate',
      namespace: 'observer-prod',
      labels,
      annotations,
    },
    spec: { template: { spec: { containers: [{ args: [CANARY] }] } } },
    status: {
      failed: 2,
      conditions: [{ type: 'Failed', status: 'True', message: CANARY }],
    },
  });
  const says = [
    CANARY,
    JSON.stringify({
      safekeep: 'password-rotation',
      verdict: 'failed',
      login: 'previous',
      detail: CANARY,
      password: CANARY,
    }),
  ];
  for (const [index, message] of says.entries()) {
    api.put('/api/v1/pods', {
      metadata: {
        name: `rotate-${index}`,
        namespace: 'observer-prod',
        labels,
        annotations,
        ownerReferences: [{ kind: 'Job', name: 'rotate', controller: true }],
      },
      status: {
        phase: 'Failed',
        containerStatuses: [
          {
            restartCount: 0,
            state: {
              terminated: { exitCode: 1, message, reason: CANARY },
            },
          },
        ],
      },
    });
  }
}

/** A plain Secret, a file that is no YAML (whose parse error would quote it), and a text. */
const FILES: Record<string, string> = {
  'kustomization.yaml':
    'namespace: observer-prod\nresources: [plain.yaml, broken.yaml]\n',
  'plain.yaml': `apiVersion: v1\nkind: Secret\nmetadata:\n  name: api-token\nstringData:\n  TOKEN: ${CANARY}\n`,
  'broken.yaml': `kind: Secret\nstringData: {{ ${CANARY} }\n  ${CANARY}: [\n`,
  'notes.txt': CANARY,
};

const databases = TestDatabases.create({ ids: ['SQLITE_3'] });

describe('safekeepPlugin', () => {
  let api: FakeApiServer;
  let knex: Knex;
  let started: Array<() => Promise<unknown>>;
  const log: string[] = [];

  const record = (...parts: unknown[]) => {
    log.push(
      parts
        .map(part =>
          part instanceof Error
            ? `${part.stack} ${JSON.stringify(part.cause)}`
            : JSON.stringify(part),
        )
        .join(' '),
    );
  };

  beforeAll(async () => {
    await import('@kubernetes/client-node');
  });

  beforeEach(async () => {
    api = await FakeApiServer.start();
    knex = await databases.init('SQLITE_3');
    started = [() => api.stop()];
    log.length = 0;
  });

  afterEach(async () => {
    for (const stop of started.reverse()) {
      await stop();
    }
  });

  async function start(url = api.url, safekeep: JsonObject = {}) {
    const logger = mockServices.rootLogger.mock({
      error: record,
      warn: record,
      info: record,
      debug: record,
    });
    logger.child.mockReturnValue(logger);
    const urlReader = mockServices.urlReader.mock({
      readTree: async (_, options) => ({
        etag: 'commit',
        files: async () =>
          Object.entries(FILES)
            .filter(([path, text]) =>
              options?.filter?.(path, { size: text.length }),
            )
            .map(([path, text]) => ({
              path,
              content: async () => Buffer.from(text),
            })),
        archive: jest.fn(),
        dir: jest.fn(),
      }),
    });
    const backend = await startTestBackend({
      features: [
        safekeepPlugin,
        catalogServiceMock.factory({ entities: [OBSERVER] }),
        mockServices.database.factory({ knex }),
        logger.factory,
        urlReader.factory,
        mockServices.rootConfig.factory({
          data: {
            kubernetes: {
              clusterLocatorMethods: [
                {
                  type: 'config',
                  clusters: [
                    {
                      name: 'fake',
                      url,
                      authProvider: 'serviceAccount',
                      serviceAccountToken: 'token',
                      skipTLSVerify: true,
                    },
                    { name: 'cloud', url, authProvider: 'google' },
                  ],
                },
              ],
            },
            safekeep: {
              access: { repositories: ['https://forge.example/acme/'] },
              ...safekeep,
            },
          },
        }),
      ],
    });
    started.push(() => backend.stop());
    return backend;
  }

  async function read(server: Server): Promise<EntityStatus> {
    const response = await request(server).get(
      '/api/safekeep/v1/entities/component/default/observer/status',
    );
    expect(response.status).toBe(200);
    return response.body;
  }

  function clusterOf(one: EntityStatus) {
    return one.sources.find(({ kind }) => kind === 'cluster');
  }

  it('shows what is there, follows it, and keeps no value on the way', async () => {
    fill(api);
    fillRotation(api);
    const { server } = await start();
    const first = await eventually(async () => {
      const found = await read(server);
      expect(found.sources.slice(0, 2)).toMatchObject([
        { state: 'live' },
        { state: 'live' },
      ]);
      return found;
    });
    expect(first.databases).toMatchObject([
      {
        name: 'postgres',
        engine: 'postgresql',
        version: '15',
        // What the pods said beside the words that are known is nowhere below.
        passwordRotations: [
          {
            state: 'failed',
            job: 'rotate',
            verdict: { verdict: 'failed', login: 'previous' },
          },
        ],
      },
    ]);
    expect(first.databases[0].reasons.map(({ code }) => code)).toContain(
      'database-in-deployment',
    );
    expect(
      first.secrets.map(({ name, management }) => [name, management]).sort(),
    ).toEqual([
      ['api-token', 'plain'],
      ['observer-secrets', 'sealed'],
    ]);
    expect(
      first.checks.find(({ id }) => id === 'secrets-sealed-in-git')?.evidence,
    ).toContain('broken.yaml: not visible');

    // No integration is configured for the forge, so that there may be some.
    expect(first.pullRequests).toEqual([]);
    expect(first.sources[2]).toMatchObject({
      name: `${REPOSITORY} (pull requests)`,
      state: 'unreachable',
      reason: {
        why: expect.stringContaining(
          'No integration is configured for forge.example',
        ),
      },
    });

    api.delete(DEPLOYMENTS, 'postgres', 'observer-prod');
    // The certificate is asked for now and then, whoever reads.
    const listed = () =>
      api.requests.filter(({ pathname }) => !pathname.startsWith(SERVICE));
    // What is around a database is listed in its own time.
    const requests = await eventually(async () => {
      const before = listed().length;
      await new Promise(resolve => setTimeout(resolve, 300));
      expect(listed()).toHaveLength(before);
      return before;
    });
    await eventually(async () => {
      expect((await read(server)).databases).toEqual([]);
    });
    const clusters = await request(server).get('/api/safekeep/v1/clusters');
    expect(clusters.body).toMatchObject([
      { name: 'cloud', state: 'unknown', keys: [] },
      { name: 'fake', sealedSecrets: { total: 1, synced: 1, notRecorded: 1 } },
    ]);
    // What it names is for those who run the platform.
    expect(clusters.text).not.toMatch(/observer/);
    expect(listed()).toHaveLength(requests);

    expect(log.join()).toContain('Deployment of cluster fake: live');
    const dump = JSON.stringify([
      await knex('observations').select(),
      await knex('observed_resources').select(),
      await knex('sealing_certificates').select(),
      clusters.body,
      first,
      log,
    ]);
    expect(dump).toContain('observer-secrets');
    expect(dump).not.toContain(CANARY);
    expect(dump).not.toContain(Buffer.from(CANARY).toString('base64'));
  });

  describe('with the metadata of Secrets', () => {
    const SECRETS = '/api/v1/namespaces/observer-prod/secrets';
    const watched = {
      clusters: [
        {
          name: 'fake',
          secretMetadata: { namespaces: ['observer-prod'] },
        },
      ],
    };

    function putSecret(keys: string[], fields: object = {}): void {
      api.put(SECRETS, {
        kind: 'Secret',
        apiVersion: 'v1',
        data: { DB_PASSWORD: CANARY },
        metadata: {
          name: 'observer-secrets',
          namespace: 'observer-prod',
          annotations: LAST_APPLIED,
          labels: { note: CANARY },
          ownerReferences: [
            { kind: 'SealedSecret', name: 'x', uid: '7c1', controller: true },
          ],
          managedFields: [
            {
              manager: 'controller',
              time: '2026-11-23T07:00:00Z',
              fieldsType: 'FieldsV1',
              fieldsV1: {
                'f:data': Object.fromEntries(keys.map(key => [`f:${key}`, {}])),
                'f:metadata': {
                  'f:ownerReferences': { 'k:{"uid":"7c1"}': {} },
                },
              },
            },
          ],
          ...fields,
        },
      });
    }

    async function secretsIn(server: Server) {
      const found = await read(server);
      return {
        found,
        source: found.sources.find(({ kind }) => kind === 'secret-metadata'),
        secret: found.secrets.find(({ name }) => name === 'observer-secrets')!,
      };
    }

    async function expectNothingLeaked(...more: unknown[]): Promise<void> {
      const dump = JSON.stringify([
        await knex('observations').select(),
        await knex('observed_resources').select(),
        log,
        more,
      ]);
      expect(dump).toContain('observer-secrets');
      expect(dump).not.toContain(CANARY);
      expect(dump).not.toContain(Buffer.from(CANARY).toString('base64'));
    }

    beforeEach(() => {
      fill(api);
      api.put(SEALED, {
        metadata: {
          name: 'observer-secrets',
          namespace: 'observer-prod',
          uid: '7c1',
          generation: 1,
        },
        spec: { encryptedData: { DB_PASSWORD: CANARY } },
        status: {
          observedGeneration: 1,
          conditions: [
            {
              type: 'Synced',
              status: 'True',
              lastUpdateTime: '2026-11-23T07:00:01Z',
            },
          ],
        },
      });
    });

    it('asks for none where nobody asked for it, and says so', async () => {
      putSecret(['DB_PASSWORD', 'TOKEN']);
      const { server } = await start();
      await eventually(async () => {
        expect(clusterOf(await read(server))?.state).toBe('live');
      });
      const { source, secret } = await secretsIn(server);
      expect([source, secret.drift]).toEqual([undefined, 'not-watched']);
      expect(api.requests.some(url => url.pathname.includes('secrets'))).toBe(
        true,
      );
      expect(api.count(SECRETS)).toBe(0);
      expect(api.count('/api/v1/secrets')).toBe(0);
    });

    it('shows drift, follows it, and keeps no value on the way', async () => {
      putSecret(['DB_PASSWORD', 'TOKEN']);
      const { server } = await start(api.url, watched);
      await eventually(async () => {
        const { source, secret } = await secretsIn(server);
        expect(source?.state).toBe('live');
        expect(secret.drift).toBe('found');
        expect(secret.reasons.map(({ code }) => code)).toContain(
          'secret-keys-added',
        );
      });
      putSecret(['DB_PASSWORD']);
      await eventually(async () => {
        expect((await secretsIn(server)).secret.drift).toBe('none');
      });
      // A watch that is taken up again asks for the version first.
      api.hangUp(SECRETS, 'reset');
      await eventually(() =>
        expect(api.count(SECRETS, 'check')).toBeGreaterThan(0),
      );
      api.delete(SECRETS, 'observer-secrets', 'observer-prod');
      const gone = await eventually(async () => {
        const { found, secret } = await secretsIn(server);
        expect(secret.reasons.map(({ code }) => code)).toContain(
          'secret-missing',
        );
        return found;
      });

      const forms = api.requests.flatMap((url, index) =>
        url.pathname === SECRETS ? api.accepted[index] : [],
      );
      expect(forms.length).toBeGreaterThan(3);
      for (const form of forms) {
        expect(form).toMatch(
          /^application\/json;as=PartialObjectMetadata(List)?;g=meta\.k8s\.io;v=v1$/,
        );
      }
      await expectNothingLeaked(gone);
    });

    it('takes nothing of a whole Secret, listed or in a watch', async () => {
      putSecret(['DB_PASSWORD']);
      api.ignoresAccept = true;
      const { server } = await start(api.url, watched);
      const refused = await eventually(async () => {
        const { found, source, secret } = await secretsIn(server);
        expect(source).toMatchObject({
          state: 'unreachable',
          reason: { why: expect.stringContaining('metadata alone') },
        });
        expect([secret.state, secret.drift]).toEqual(['unknown', 'not-known']);
        return found;
      });
      expect(api.count(SECRETS)).toBe(1);
      await expectNothingLeaked(refused);
    });

    it('lets go of what it knew when a watch sends a whole Secret', async () => {
      putSecret(['DB_PASSWORD']);
      const { server } = await start(api.url, watched);
      await eventually(async () => {
        expect((await secretsIn(server)).secret.drift).toBe('none');
      });
      api.ignoresAccept = true;
      api.hangUp(SECRETS, 'end');
      putSecret(['DB_PASSWORD', 'TOKEN']);
      const refused = await eventually(async () => {
        const { found, source, secret } = await secretsIn(server);
        expect(source?.state).toBe('stale');
        expect(secret.drift).toBe('not-known');
        return found;
      }, 20_000);
      await expectNothingLeaked(refused);
    });

    it('says that it may not look, and shows the rest', async () => {
      api.fail(SECRETS, status(403), { times: Infinity });
      const { server } = await start(api.url, watched);
      await eventually(async () => {
        const { found, source, secret } = await secretsIn(server);
        expect(source?.reason?.code).toBe('secret-metadata-forbidden');
        expect(clusterOf(found)?.state).toBe('live');
        expect(secret.reasons.map(({ code }) => code)).toContain(
          'secret-metadata-forbidden',
        );
        expect([secret.state, secret.drift]).toEqual(['unknown', 'not-known']);
      }, 20_000);
    });

    it('forgets what it no longer watches', async () => {
      putSecret(['DB_PASSWORD']);
      const backend = await start(api.url, watched);
      await eventually(async () => {
        expect((await secretsIn(backend.server)).secret.drift).toBe('none');
      });
      await backend.stop();
      expect(await knex('observations').where({ kind: 'Secret' })).toHaveLength(
        1,
      );
      const { server } = await start();
      await eventually(async () => {
        expect((await secretsIn(server)).secret.drift).toBe('not-watched');
        expect(await knex('observations').where({ kind: 'Secret' })).toEqual(
          [],
        );
      });
    });
  });

  it('serves the last known state after a restart, marked stale until it is live', async () => {
    fill(api);
    const backend = await start();
    await eventually(async () => {
      expect(clusterOf(await read(backend.server))?.state).toBe('live');
    });
    await backend.stop();

    // Nobody listens there.
    const { server } = await start('http://127.0.0.1:1');
    const stale = await read(server);
    expect(clusterOf(stale)).toMatchObject({
      state: 'stale',
      observedAt: expect.any(String),
      reason: { code: 'cluster-stale' },
    });
    expect(stale.databases).toMatchObject([
      { name: 'postgres', state: 'unknown' },
    ]);
    await eventually(async () => {
      expect(clusterOf(await read(server))?.reason?.why).toContain(
        'the connection is refused',
      );
    });
  });

  it('starts while its clusters are down, and comes up with them', async () => {
    fill(api);
    for (const path of ['/api/v1/pods', '/api/v1/namespaces']) {
      api.fail(path, status(500), { times: Infinity });
    }
    const { server } = await start();
    await eventually(async () => {
      expect(clusterOf(await read(server))).toMatchObject({
        state: 'unreachable',
        reason: { code: 'cluster-unreachable' },
      });
    });
    api.recover();
    await eventually(async () => {
      expect(clusterOf(await read(server))?.state).toBe('live');
    }, 20_000);
  });

  it('gets the sealing certificate through the API server at this moment', async () => {
    const { server } = await start();
    const get = (cluster = 'fake') =>
      request(server).get(
        `/api/safekeep/v1/clusters/${cluster}/sealing-certificate`,
      );
    const service = (ports: object[]) =>
      api.serve(`${SERVICE}/${NAME}`, JSON.stringify({ spec: { ports } }));

    service([{ name: 'http', port: 8080 }]);
    api.serve(
      `${SERVICE}/http:${NAME}:http/proxy/v1/cert.pem`,
      SEALING_CERTIFICATE,
    );
    expect((await get()).body).toEqual({
      cluster: 'fake',
      pem: expect.stringContaining('BEGIN CERTIFICATE'),
      fingerprint: expect.stringMatching(/^SHA256:/),
      notBefore: expect.stringMatching(/Z$/),
      notAfter: expect.stringMatching(/Z$/),
    });

    service([{ port: 8080 }]);
    api.serve(
      `${SERVICE}/http:${NAME}:8080/proxy/v1/cert.pem`,
      `not a certificate ${CANARY}`,
    );
    const refusals: Array<[number, RegExp]> = [];
    const refused = async () => {
      const response = await get();
      refusals.push([response.status, response.body.error.message]);
      expect(response.text).not.toContain(CANARY);
    };
    await refused();
    api.fail(`${SERVICE}/${NAME}`, status(404));
    await refused();
    api.fail(`${SERVICE}/${NAME}`, status(403));
    await refused();
    api.fail(`${SERVICE}/${NAME}`, status(500));
    await refused();
    expect(refusals).toEqual([
      [503, expect.stringContaining('is none')],
      [503, expect.stringContaining('has no Service')],
      [503, expect.stringContaining('does not let Safekeep reach')],
      [503, expect.stringContaining('it answers 500')],
    ]);

    expect((await get('cloud')).body.error.message).toMatch(
      /authProvider google/,
    );
    expect((await get('other')).status).toBe(404);
    expect(
      (await get().set('Authorization', mockCredentials.none.header())).status,
    ).toBe(401);
  });
});

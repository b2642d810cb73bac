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
  mockServices,
  startTestBackend,
  TestBackend,
} from '@backstage/backend-test-utils';
import { Entity } from '@backstage/catalog-model';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import {
  ClusterStatus,
  EntityStatus,
} from '@safekeep/backstage-plugin-safekeep-common';
import { Sandbox, startSandbox } from '@safekeep/sandbox';
import { UrlReaders } from '@backstage/backend-defaults/urlReader';
import { ConfigReader } from '@backstage/config';
import { ScmIntegrations } from '@backstage/integration';
import { JsonObject } from '@backstage/types';
import {
  changeBranch,
  parseSealingCertificate,
  proposePullRequest,
  sealingLabel,
  sealSecret,
  sealValue,
} from '@safekeep/backstage-plugin-safekeep-node';
import request from 'supertest';
import { eventually } from './__testUtils__/eventually';
import safekeepPlugin from './index';
import { readRepositoryFolder } from './repositories/readRepositoryFolder';

jest.setTimeout(180_000);

function component(name: string, namespace: string, url: string): Entity {
  return {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'Component',
    metadata: {
      name,
      annotations: {
        'backstage.io/kubernetes-namespace': namespace,
        'backstage.io/kubernetes-cluster': 'sandbox',
        'safekeep.io/gitops-url': url,
      },
    },
  };
}

describe('safekeepPlugin on the sandbox', () => {
  let sandbox: Sandbox;
  let backend: TestBackend;

  function configuration(): JsonObject {
    const forge = sandbox.forge.url;
    const { host } = new URL(forge);
    return {
      backend: {
        database: { client: 'better-sqlite3', connection: ':memory:' },
      },
      integrations: {
        github: [{ host, apiBaseUrl: `${forge}/api/v3`, token: 'sandbox' }],
      },
      kubernetes: {
        clusterLocatorMethods: [
          {
            type: 'config',
            clusters: [
              {
                name: 'sandbox',
                url: sandbox.cluster!.url,
                authProvider: 'serviceAccount',
                serviceAccountToken: sandbox.cluster!.token,
                skipTLSVerify: true,
              },
            ],
          },
        ],
      },
      safekeep: { access: { repositories: [`${forge}/tawbury/`] } },
    };
  }

  async function start(): Promise<TestBackend> {
    const forge = sandbox.forge.url;
    return await startTestBackend({
      features: [
        safekeepPlugin,
        catalogServiceMock.factory({
          entities: [
            component(
              'observer',
              'observer-prod',
              `${forge}/tawbury/deployment/tree/main/infra/k8s/base`,
            ),
            component(
              'ledger',
              'ledger-prod',
              `${forge}/tawbury/ledger/tree/main/k8s`,
            ),
            component(
              'thief',
              'observer-prod',
              `${forge}/tawbury/deployment/tree/main/infra/k8s/base`,
            ),
          ],
        }),
        mockServices.rootConfig.factory({ data: configuration() }),
        mockServices.urlReader.factory(),
        mockServices.database.factory(),
      ],
    });
  }

  beforeAll(async () => {
    await import('@kubernetes/client-node');
    sandbox = await startSandbox({
      syncDelayMs: 200,
      timing: { podReadyMs: 50, podTerminationMs: 50, claimBindingMs: 50 },
    });
    backend = await start();
  });

  afterAll(async () => {
    await backend?.stop();
    await sandbox?.stop();
  });

  async function read(
    name: string,
    { server } = backend,
  ): Promise<EntityStatus> {
    const response = await request(server).get(
      `/api/safekeep/v1/entities/component/default/${name}/status`,
    );
    expect(response.status).toBe(200);
    return response.body;
  }

  async function live(name: string): Promise<EntityStatus> {
    return await eventually(async () => {
      const found = await read(name);
      expect(found.sources.map(({ state }) => state)).toEqual(['live', 'live']);
      return found;
    }, 30_000);
  }

  it('says of observer that its database is a Deployment and its secret is plain', async () => {
    await live('observer');
    await eventually(async () => {
      const status = await live('observer');
      expect(status.databases).toMatchObject([
        {
          name: 'postgres',
          engine: 'postgresql',
          workload: { kind: 'Deployment', desired: 1, ready: 1 },
          claims: [{ name: 'observer-db-pvc', phase: 'Bound' }],
        },
      ]);
      expect(status.databases[0].reasons.map(({ code }) => code)).toContain(
        'database-in-deployment',
      );
      const plain = status.secrets.find(
        ({ name }) => name === 'observer-secrets',
      );
      expect(plain).toMatchObject({
        management: 'plain',
        state: 'attention',
        location: { path: 'secrets/observer-secrets.yaml' },
        action: { template: 'seal-secret' },
      });
      expect(plain!.keys).toHaveLength(7);
    }, 30_000);
  });

  it('says of ledger that all is well', async () => {
    await eventually(async () => {
      const status = await live('ledger');
      expect(status.secrets.map(({ management }) => management)).toContain(
        'sealed',
      );
      expect([status.state, status.databases, status.secrets]).toMatchObject([
        'ok',
        [{ workload: { kind: 'StatefulSet' }, reasons: [] }],
        expect.anything(),
      ]);
    }, 60_000);
  });

  it('shows nothing of it to an entity that the Namespace does not name', async () => {
    const status = await read('thief');
    expect(status.sources.map(({ reason }) => reason?.code)).toEqual([
      'namespace-not-allowed',
      'namespace-not-allowed',
    ]);
    expect([status.databases, status.secrets]).toEqual([[], []]);
    expect(JSON.stringify(status)).not.toContain('observer-secrets');
  });

  it("gets the controller's own certificate", async () => {
    const response = await request(backend.server).get(
      '/api/safekeep/v1/clusters/sandbox/sealing-certificate',
    );
    expect(response.status).toBe(200);
    expect(response.body.pem.trim()).toBe(
      sandbox.cluster!.sealingCertificate().trim(),
    );
  });

  async function clusters(): Promise<ClusterStatus[]> {
    const response = await request(backend.server).get(
      '/api/safekeep/v1/clusters',
    );
    expect(response.status).toBe(200);
    return response.body;
  }

  it('lists the cluster with its controller and its sealing key', async () => {
    const [cluster, ...others] = await eventually(async () => {
      const found = await clusters();
      expect(found[0].certificateSource.state).toBe('live');
      return found;
    }, 30_000);
    expect(others).toEqual([]);
    expect(cluster).toMatchObject({
      name: 'sandbox',
      source: { state: 'live' },
      controller: {
        name: 'sealed-secrets-controller',
        namespace: 'kube-system',
        version: '0.36.6',
        desired: 1,
        ready: 1,
        reasons: [{ code: 'controller-version-oracle' }],
        renewalPeriod: { seconds: 2_592_000, from: 'default' },
      },
      keys: [{ newest: true, reasons: [], sealed: { secrets: 1 } }],
      strayCertificates: [],
      sealedSecrets: { total: 1, synced: 1, failing: 0, withOlderKey: 0 },
    });
    expect(JSON.stringify(cluster)).not.toContain('ledger');
  });

  it('tells keys that were sealed before the controller had its newest one', async () => {
    const before = await live('ledger');
    expect(
      before.secrets.flatMap(({ keys }) => keys.map(key => key.sealedWith)),
    ).toEqual(before.secrets.flatMap(({ keys }) => keys.map(() => 'newest')));
    expect(before.secrets.some(({ advice }) => advice)).toBe(false);
    await sandbox.cluster!.renewSealingKey();
    // To be given the certificate is to see it.
    await request(backend.server).get(
      '/api/safekeep/v1/clusters/sandbox/sealing-certificate',
    );
    const { state, secrets } = await live('ledger');
    expect(state).toBe('ok');
    expect(secrets).toMatchObject([
      {
        name: 'ledger-db',
        state: 'ok',
        reasons: [],
        advice: {
          reason: { code: 'sealed-with-older-key' },
          action: {
            template: 're-encrypt-secrets',
            formData: { name: 'ledger-db', cluster: 'sandbox' },
          },
        },
      },
    ]);
    for (const { sealedWith } of secrets[0].keys) {
      expect(sealedWith).toBe('older');
    }
    const [cluster] = await clusters();
    expect(cluster.keys.map(({ newest, sealed }) => [newest, sealed])).toEqual([
      [true, { secrets: 0, keys: 0 }],
      [false, { secrets: 1, keys: secrets[0].keys.length }],
    ]);
  });

  it('tells a backlog from a failure while the controller is away', async () => {
    const cluster = sandbox.cluster!;
    const name = 'sealed-secrets-controller';
    const scale = async (replicas: number) => {
      const deployment = cluster.get(
        'apps/v1',
        'Deployment',
        name,
        'kube-system',
      )!;
      await cluster.apply(
        [
          {
            apiVersion: 'apps/v1',
            kind: 'Deployment',
            metadata: { name, namespace: 'kube-system' },
            spec: { ...(deployment.spec as object), replicas },
          },
        ],
        { fieldManager: 'test' },
      );
    };
    const place = { namespace: 'ledger-prod', name: 'waits' };
    const manifest = {
      apiVersion: 'bitnami.com/v1alpha1',
      kind: 'SealedSecret',
      metadata: place,
      spec: {
        encryptedData: {
          A: sealValue({
            certificate: parseSealingCertificate(cluster.sealingCertificate()),
            label: sealingLabel({ ...place, scope: 'strict' }),
            value: Buffer.from('value'),
          }),
        },
      },
    };
    await scale(0);
    try {
      await eventually(async () => {
        expect((await clusters())[0].controller.ready).toBe(0);
      }, 30_000);
      await cluster.apply([manifest], { fieldManager: 'test' });
      const { secrets } = await eventually(async () => {
        const status = await live('ledger');
        expect(status.secrets.map(each => each.name)).toContain('waits');
        return status;
      }, 30_000);
      expect(secrets.find(each => each.name === 'waits')).toMatchObject({
        state: 'attention',
        reasons: expect.arrayContaining([
          expect.objectContaining({ code: 'sealed-secret-controller-away' }),
        ]),
      });
      // At most every ten seconds all SealedSecrets of a cluster are read.
      await eventually(async () => {
        const [{ state, controller, sealedSecrets }] = await clusters();
        expect([state, controller.reasons[0].code, sealedSecrets]).toEqual([
          'failing',
          'controller-scaled-to-zero',
          expect.objectContaining({ total: 2, synced: 1, waiting: 1 }),
        ]);
      }, 30_000);
    } finally {
      await scale(1);
    }
    await eventually(async () => {
      const { secrets: now } = await live('ledger');
      expect(
        now
          .find(each => each.name === 'waits')
          ?.reasons.map(({ code }) => code),
      ).toEqual(['sealed-secret-not-in-git']);
    }, 60_000);
    await cluster.delete(
      'bitnami.com/v1alpha1',
      'SealedSecret',
      'waits',
      'ledger-prod',
    );
  });

  it('has the controller re-encrypt, for namespaces of an entity, and says when it cannot', async () => {
    const target = { namespace: 'observer-prod', name: 'db', scope: 'strict' };
    const seal = (scope: 'strict' | 'cluster-wide') =>
      sealValue({
        certificate: parseSealingCertificate(
          sandbox.cluster!.sealingCertificate(),
        ),
        label: sealingLabel({ ...target, scope }),
        value: Buffer.from('canary-4711'),
      });
    const A = seal('strict');
    const wide = seal('cluster-wide');
    await sandbox.cluster!.renewSealingKey();
    const ask = (body: object) =>
      request(backend.server)
        .post('/api/safekeep/v1/clusters/sandbox/re-encrypt')
        .send(body);

    const made = await ask({ ...target, encryptedData: { A } });
    expect([made.status, Object.keys(made.body.encryptedData)]).toEqual([
      200,
      ['A'],
    ]);
    expect(made.body.encryptedData.A).toMatch(/^Ag[A-Za-z0-9+/=]+$/);
    expect(made.body.encryptedData.A).not.toBe(A);
    expect(made.text).not.toContain('canary');

    const wrongScope = await ask({ ...target, encryptedData: { A: wide } });
    expect(wrongScope.status).toBe(409);
    expect(wrongScope.body.error.message).toContain(
      'or for another scope than strict',
    );
    const elsewhere = await ask({
      ...target,
      namespace: 'kube-system',
      encryptedData: { A },
    });
    expect([elsewhere.status, elsewhere.body.error.message]).toEqual([
      403,
      expect.stringContaining('belongs to no entity'),
    ]);
    const answers = await Promise.all(
      Array.from({ length: 8 }, () => ask({ ...target, encryptedData: { A } })),
    );
    const busy = answers.find(({ status }) => status === 429);
    expect(busy?.headers['retry-after']).toBe('1');
  });

  it('tells what its account may not read, and shows no half of it', async () => {
    sandbox.cluster!.forbid({ resource: 'deployments' });
    const other = await start();
    try {
      await eventually(async () => {
        const status = await read('observer', other);
        expect(status.sources[0]).toMatchObject({
          state: 'forbidden',
          reason: {
            code: 'cluster-forbidden',
            parameters: { resource: 'Deployments' },
          },
        });
        expect(status.databases).toEqual([]);
        expect(status.state).not.toBe('ok');
      }, 30_000);
      expect((await read('observer')).sources[0].state).toBe('live');
    } finally {
      sandbox.cluster!.allow();
      await other.stop();
    }
  });

  it('follows a change from the pull request to the restart', async () => {
    const forge = sandbox.forge.url;
    const repository = `${forge}/tawbury/deployment/tree/main/infra/k8s/base`;
    const config = new ConfigReader(configuration());
    const folder = await readRepositoryFolder({
      urlReader: UrlReaders.default({
        config,
        logger: mockServices.logger.mock(),
      }),
      integrations: ScmIntegrations.fromConfig(config),
      url: repository,
    });
    const change = sealSecret(folder!.files, {
      certificate: parseSealingCertificate(
        sandbox.cluster!.sealingCertificate(),
      ),
      namespace: 'observer-prod',
      name: 'observer-secrets',
      now: new Date(),
    });
    const { number } = await proposePullRequest({
      ...change,
      repository,
      body: change.description,
      branch: changeBranch({
        verb: 'seal',
        name: 'observer-secrets',
        changeId: change.changeId,
      }),
      integrations: ScmIntegrations.fromConfig(config),
    });

    const stages = new Set<string>();
    const until = async (stage: string) =>
      await eventually(async () => {
        const status = await live('observer');
        for (const pullRequest of status.pullRequests) {
          stages.add(pullRequest.stage);
        }
        expect(stages).toContain(stage);
        return status;
      }, 60_000);
    await until('opened');

    const merged = await fetch(
      `${forge}/api/v3/repos/tawbury/deployment/pulls/${number}/merge`,
      { method: 'PUT', headers: { authorization: 'token sandbox' } },
    );
    expect(merged.status).toBe(200);
    const done = await until('restarted');
    expect(done.secrets).toMatchObject([
      {
        name: 'observer-secrets',
        management: 'sealed',
        state: 'ok',
        reasons: [],
        action: { template: 'rotate-secret' },
      },
    ]);
  });
});

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
  mockErrorHandler,
  mockServices,
} from '@backstage/backend-test-utils';
import { Entity } from '@backstage/catalog-model';
import { ServiceUnavailableError } from '@backstage/errors';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import {
  ClusterStatus,
  describeEntity,
  EntityStatus,
} from '@safekeep/backstage-plugin-safekeep-common';
import express from 'express';
import request from 'supertest';
import { ControllerBusyError } from './reencryption/ControllerBusyError';
import { createRouter, RouterOptions } from './router';

const STATUS = '/v1/entities/Component/default/observer/status';
const CERTIFICATE = '/v1/clusters/prod/sealing-certificate';
const REENCRYPT = '/v1/clusters/prod/re-encrypt';

/** Has the shape of one; nobody can open it. */
const CIPHERTEXT = Buffer.from([0, 2, ...new Array(30).fill(7)]).toString(
  'base64',
);
const TARGET = {
  namespace: 'prod',
  name: 'db',
  scope: 'namespace-wide',
  encryptedData: { A: CIPHERTEXT },
};

const ENTITY: Entity = {
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'Component',
  metadata: { name: 'observer', namespace: 'default' },
};

const ANSWER: EntityStatus = describeEntity({
  entityRef: 'component:default/observer',
  namespaces: [],
  pullRequests: [],
  mayPropose: false,
});

const PEM = {
  cluster: 'prod',
  pem: 'PEM',
  fingerprint: 'SHA256:x',
  notBefore: '2026-01-01T00:00:00.000Z',
  notAfter: '2036-01-01T00:00:00.000Z',
};

describe('router', () => {
  const describeStatus = jest.fn<
    Promise<EntityStatus>,
    Parameters<RouterOptions['status']['describe']>
  >();
  const listClusters = jest.fn(async (): Promise<ClusterStatus[]> => []);
  const auditor = mockServices.auditor.mock();
  const auditEvent = { success: jest.fn(), fail: jest.fn() };
  const authorize = jest.fn();

  function allow(...permissions: string[]): void {
    authorize.mockImplementation(
      async ([{ permission }]: [{ permission: { name: string } }]) => [
        {
          result: permissions.includes(permission.name)
            ? AuthorizeResult.ALLOW
            : AuthorizeResult.DENY,
        },
      ],
    );
  }

  async function app(options: Partial<RouterOptions> = {}) {
    return express()
      .use(
        await createRouter({
          auditor,
          catalog: catalogServiceMock({ entities: [ENTITY] }),
          httpAuth: mockServices.httpAuth(),
          permissions: mockServices.permissions.mock({ authorize }),
          status: { describe: describeStatus },
          clusters: { list: listClusters },
          sealingCertificateOf: cluster =>
            cluster === 'prod' ? Promise.resolve(PEM) : undefined,
          reencrypt: (cluster, { encryptedData }) =>
            cluster === 'prod' ? Promise.resolve({ encryptedData }) : undefined,
          ...options,
        }),
      )
      .use(mockErrorHandler());
  }

  beforeEach(() => {
    jest.clearAllMocks();
    auditor.createEvent.mockResolvedValue(auditEvent);
    describeStatus.mockResolvedValue(ANSWER);
    allow('safekeep.status.read', 'safekeep.change.propose');
  });

  it('answers each caller as the permissions say', async () => {
    const none = mockCredentials.none.header();
    const user = mockCredentials.user.header();
    const service = mockCredentials.service.header();
    const bad = mockCredentials.user.invalidHeader();
    const matrix: Array<[string, string | undefined, string[], number]> = [
      [STATUS, none, ['safekeep.status.read'], 401],
      [STATUS, bad, ['safekeep.status.read'], 401],
      [STATUS, user, [], 403],
      [STATUS, user, ['safekeep.change.propose'], 403],
      [STATUS, user, ['safekeep.status.read'], 200],
      [STATUS, service, ['safekeep.status.read'], 200],
      [
        STATUS.replace('observer', 'other'),
        user,
        ['safekeep.status.read'],
        404,
      ],
      [STATUS.replace('observer', 'other'), user, [], 403],
      [CERTIFICATE, none, ['safekeep.change.propose'], 401],
      [CERTIFICATE, bad, ['safekeep.change.propose'], 401],
      [CERTIFICATE, user, [], 403],
      [CERTIFICATE, user, ['safekeep.status.read'], 403],
      [CERTIFICATE, user, ['safekeep.change.propose'], 200],
      [CERTIFICATE, service, ['safekeep.change.propose'], 200],
      [
        CERTIFICATE.replace('prod', '__proto__'),
        user,
        ['safekeep.change.propose'],
        404,
      ],
      [CERTIFICATE.replace('prod', 'other'), user, [], 403],
      [REENCRYPT, none, ['safekeep.change.propose'], 401],
      [REENCRYPT, bad, ['safekeep.change.propose'], 401],
      [REENCRYPT, user, [], 403],
      [REENCRYPT, user, ['safekeep.status.read'], 403],
      [REENCRYPT, user, ['safekeep.change.propose'], 200],
      [REENCRYPT, service, ['safekeep.change.propose'], 200],
      [
        REENCRYPT.replace('prod', '__proto__'),
        user,
        ['safekeep.change.propose'],
        404,
      ],
    ];
    const server = await app();
    for (const [path, header, permissions, expected] of matrix) {
      allow(...permissions);
      const response = await (path.endsWith('re-encrypt')
        ? request(server).post(path).send(TARGET)
        : request(server).get(path)
      ).set('Authorization', header ?? '');
      expect([path, permissions, response.status]).toEqual([
        path,
        permissions,
        expected,
      ]);
      const audited = expected === 200 ? auditEvent.success : auditEvent.fail;
      expect(audited).toHaveBeenCalled();
      jest.clearAllMocks();
      auditor.createEvent.mockResolvedValue(auditEvent);
    }
  });

  it('reads the entity as the viewer, and offers changes to whoever may propose them', async () => {
    const catalog = catalogServiceMock.mock({
      getEntityByRef: jest.fn().mockResolvedValue(ENTITY),
    });
    const server = await app({ catalog });
    await request(server).get(STATUS);
    expect(catalog.getEntityByRef).toHaveBeenCalledWith(
      'component:default/observer',
      { credentials: mockCredentials.user() },
    );
    expect(describeStatus).toHaveBeenLastCalledWith(ENTITY, {
      mayPropose: true,
    });
    expect(auditor.createEvent).toHaveBeenCalledWith(
      expect.objectContaining({
        eventId: 'status-read',
        meta: { entityRef: 'component:default/observer' },
      }),
    );

    allow('safekeep.status.read');
    await request(server).get(STATUS);
    expect(describeStatus).toHaveBeenLastCalledWith(ENTITY, {
      mayPropose: false,
    });
  });

  it('answers 304 to who has it already, and lets nobody else keep it', async () => {
    const server = await app();
    const first = await request(server).get(STATUS);
    expect(first.body).toEqual(JSON.parse(JSON.stringify(ANSWER)));
    expect(first.headers['cache-control']).toBe('private, no-cache');
    expect(first.headers['access-control-expose-headers']).toContain('ETag');

    const again = () =>
      request(server).get(STATUS).set('If-None-Match', first.headers.etag);
    const same = await again();
    expect([same.status, same.text]).toEqual([304, '']);

    describeStatus.mockResolvedValue({ ...ANSWER, state: 'failing' });
    expect((await again()).status).toBe(200);
    // Whoever lost the permission does not learn that nothing changed.
    allow();
    expect((await again()).status).toBe(403);

    allow('safekeep.change.propose');
    const certificate = await request(server).get(CERTIFICATE);
    expect(certificate.body).toEqual(PEM);
    expect(certificate.headers['cache-control']).toBe('no-store');
  });

  it('lists clusters to who may see them, and to nobody else', async () => {
    const server = await app();
    allow('safekeep.status.read', 'safekeep.change.propose');
    const refused = await request(server).get('/v1/clusters');
    expect([refused.status, refused.body.error.message]).toEqual([
      403,
      'This needs the permission safekeep.clusters.read',
    ]);
    expect(listClusters).not.toHaveBeenCalled();
    expect(auditEvent.fail).toHaveBeenCalled();

    allow('safekeep.clusters.read');
    const answer = await request(server).get('/v1/clusters');
    expect([answer.status, answer.body]).toEqual([200, []]);
    expect(answer.headers['cache-control']).toBe('private, no-cache');
    expect(auditor.createEvent).toHaveBeenLastCalledWith(
      expect.objectContaining({ eventId: 'clusters-read', meta: {} }),
    );
  });

  it('says why a certificate cannot be had', async () => {
    const server = await app({
      sealingCertificateOf: () =>
        Promise.reject(
          new ServiceUnavailableError('Cluster prod does not answer'),
        ),
    });
    const response = await request(server).get(CERTIFICATE);
    expect(response.status).toBe(503);
    expect(response.body.error).toMatchObject({
      name: 'ServiceUnavailableError',
      message: 'Cluster prod does not answer',
    });
  });

  it('re-encrypts what is asked, and tells when to come back', async () => {
    const reencrypt = jest.fn<
      ReturnType<RouterOptions['reencrypt']>,
      Parameters<RouterOptions['reencrypt']>
    >(async () => ({ encryptedData: { A: 'new' } }));
    const server = await app({ reencrypt });
    const response = await request(server).post(REENCRYPT).send(TARGET);
    expect(response.body).toEqual({ encryptedData: { A: 'new' } });
    expect(response.headers['cache-control']).toBe('no-store');
    expect(reencrypt).toHaveBeenCalledWith('prod', TARGET);
    expect(auditor.createEvent).toHaveBeenCalledWith(
      expect.objectContaining({
        eventId: 'secret-re-encrypt',
        meta: { cluster: 'prod' },
      }),
    );

    reencrypt.mockRejectedValue(new ControllerBusyError('Too often', 1500));
    const busy = await request(server).post(REENCRYPT).send(TARGET);
    expect([busy.status, busy.headers['retry-after']]).toEqual([429, '2']);
  });

  it.each<[string, string | object]>([
    ['no JSON', 'canary-4711'],
    ['a name that is none', { ...TARGET, name: '../x' }],
    ['a namespace that is none', { ...TARGET, namespace: undefined }],
    ['a scope that is none', { ...TARGET, scope: 'galactic' }],
    ['no key', { ...TARGET, encryptedData: {} }],
    ['a key that is none', { ...TARGET, encryptedData: { 'a b': CIPHERTEXT } }],
    ['a plain value', { ...TARGET, encryptedData: { A: 'canary-4711' } }],
    ['a number', { ...TARGET, encryptedData: { A: 4711 } }],
    ['a list', [TARGET]],
  ])(
    'refuses %s without asking the controller, and repeats none of it',
    async (_, body) => {
      const reencrypt = jest.fn();
      const response = await request(await app({ reencrypt }))
        .post(REENCRYPT)
        .set('Content-Type', 'application/json')
        .send(typeof body === 'string' ? body : JSON.stringify(body));
      expect(response.status).toBe(400);
      expect(response.body.error.name).toBe('InputError');
      expect(response.text).not.toContain('4711');
      expect(reencrypt).not.toHaveBeenCalled();
    },
  );

  it('refuses more than a SealedSecret can have', async () => {
    const response = await request(await app())
      .post(REENCRYPT)
      .send({ ...TARGET, encryptedData: { A: 'A'.repeat(3_000_000) } });
    expect(response.status).toBe(413);
    expect(response.text).not.toContain('AAAA');
  });
});

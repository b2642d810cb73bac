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
  parseSealingCertificate,
  sealValue,
} from '@safekeep/backstage-plugin-safekeep-node';
import { createSealingKeyPair } from '@safekeep/backstage-plugin-safekeep-node/testUtils';
import { FakeApiServer, reset, status } from '../__testUtils__/FakeApiServer';
import { KubeConfigTransport } from '../clusters/ClusterTransport';
import { reencryptSecret } from './reencryptSecret';

const SERVICE = '/api/v1/namespaces/kube-system/services/sealed-secrets';
const PROXY =
  '/api/v1/namespaces/kube-system/services/http:sealed-secrets:8080/proxy/v1/rotate';
const CANARY = 'canary-4711';

// client-node takes its time to load where everything is compiled first.
jest.setTimeout(60_000);

describe('reencryptSecret', () => {
  const certificate = parseSealingCertificate(
    createSealingKeyPair().certificate,
  );
  const seal = (value: string) =>
    sealValue({ certificate, label: 'prod/db', value: Buffer.from(value) });
  const target = {
    namespace: 'prod',
    name: 'db',
    scope: 'strict' as const,
    encryptedData: { A: seal('one') },
  };
  let api: FakeApiServer;

  beforeEach(async () => {
    api = await FakeApiServer.start();
    api.serve(SERVICE, '{"spec":{"ports":[{"port":8080}]}}');
  });
  afterEach(() => api.stop());

  function transport() {
    return KubeConfigTransport.create({
      name: 'prod',
      access: {
        type: 'service-account',
        url: api.url,
        token: 'token',
        skipTLSVerify: true,
      },
    });
  }

  function reencrypted() {
    return reencryptSecret(
      {
        cluster: 'prod',
        transport: transport(),
        controller: {
          controllerName: 'sealed-secrets',
          controllerNamespace: 'kube-system',
        },
      },
      target,
    );
  }

  it('posts the least that the controller needs, and passes its ciphertexts on', async () => {
    const made = seal('one');
    let posted: Promise<unknown[]> | undefined;
    api.fail(PROXY, (request, response) => {
      expect(request.method).toBe('POST');
      posted = request.toArray();
      response.end(
        JSON.stringify({
          kind: 'SealedSecret',
          metadata: { name: 'db', namespace: 'prod' },
          spec: { encryptedData: { A: made, EXTRA: made } },
        }),
      );
    });
    await expect(reencrypted()).resolves.toEqual({
      encryptedData: { A: made },
    });
    const metadata = { name: 'db', namespace: 'prod' };
    expect(
      JSON.parse(Buffer.concat((await posted!) as Buffer[]).toString()),
    ).toEqual({
      apiVersion: 'bitnami.com/v1alpha1',
      kind: 'SealedSecret',
      metadata,
      spec: { encryptedData: target.encryptedData, template: { metadata } },
    });
  });

  it('never passes on what is no ciphertext', async () => {
    api.fail(PROXY, (_, response) => {
      response.end(
        JSON.stringify({
          kind: 'SealedSecret',
          metadata: { name: 'db', namespace: 'prod' },
          spec: { encryptedData: { A: btoa(CANARY) } },
        }),
      );
    });
    const error = await reencrypted().catch(failure => failure);
    expect(error.name).toBe('ConflictError');
    expect(`${error.stack}${error.cause}`).not.toMatch(
      new RegExp(`${CANARY}|${btoa(CANARY)}`),
    );
  });

  it.each([
    [
      500,
      PROXY,
      'ConflictError',
      'The controller cannot re-encrypt SealedSecret prod/db, and does not say why; its log does. Possible causes: a value was sealed for another name',
    ],
    [429, PROXY, 'ControllerBusyError', 'is asked too often'],
    [
      503,
      PROXY,
      'ServiceUnavailableError',
      'The sealed-secrets controller of cluster prod does not answer (503)',
    ],
    [
      403,
      PROXY,
      'ServiceUnavailableError',
      'give its account the verb create on services/proxy',
    ],
    [
      404,
      PROXY,
      'ServiceUnavailableError',
      'has no Service kube-system/sealed-secrets that re-encrypts',
    ],
    [413, PROXY, 'InputError', 'SealedSecret prod/db is too large'],
    [
      500,
      SERVICE,
      'ServiceUnavailableError',
      'cannot be re-encrypted in cluster prod: it answers 500',
    ],
  ])('says what %d of %s means', async (code, path, name, message) => {
    api.fail(path, status(code, { 'retry-after': '7' }));
    await expect(reencrypted()).rejects.toMatchObject({
      name,
      message: expect.stringContaining(message),
      ...(code === 429 && { retryAfterMs: 7000, statusCode: 429 }),
    });
  });

  it('says that the connection broke', async () => {
    api.fail(PROXY, reset());
    await expect(reencrypted()).rejects.toThrow(
      'SealedSecret prod/db cannot be re-encrypted in cluster prod: the connection was reset',
    );
  });

  it('posts to nothing but a Service', async () => {
    for (const path of [
      '/api/v1/namespaces/prod/secrets',
      '/api/v1/namespaces/prod/services/x',
      '/api/v1/namespaces/prod/services/x/proxy/../../y',
      '/api/v1/namespaces/prod/pods/x/proxy/v1',
    ]) {
      await expect(transport().post({ path, body: '{}' })).rejects.toThrow(
        'Safekeep writes to no cluster',
      );
    }
    expect(api.requests).toEqual([]);
  });
});

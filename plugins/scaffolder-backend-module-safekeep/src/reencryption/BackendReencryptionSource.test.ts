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

import { mockCredentials, mockServices } from '@backstage/backend-test-utils';
import { createServer, RequestListener, Server } from 'node:http';
import { AddressInfo } from 'node:net';
import { once } from 'node:events';
import { BackendReencryptionSource } from './BackendReencryptionSource';
import { ControllerBusyError } from './ReencryptionSource';

const target = {
  namespace: 'prod',
  name: 'db',
  scope: 'strict' as const,
  encryptedData: { A: 'AgB' },
};

describe('BackendReencryptionSource', () => {
  let server: Server;
  let answer: RequestListener;
  let source: BackendReencryptionSource;

  beforeEach(async () => {
    server = createServer((request, response) => answer(request, response));
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    source = BackendReencryptionSource.create({
      auth: mockServices.auth(),
      discovery: mockServices.discovery.mock({
        getBaseUrl: async () => `http://127.0.0.1:${port}/api/safekeep`,
      }),
      certificates: { getCertificate: async ({ cluster }) => cluster },
    });
  });
  afterEach(() => {
    server.closeAllConnections();
    server.close();
  });

  const call = {
    cluster: 'prod eu',
    getCredentials: async () => mockCredentials.user(),
  };
  const ask = () => source.reencrypt({ ...call, target });

  it('asks on behalf of the person, for one cluster', async () => {
    let asked: unknown[] = [];
    answer = async (request, response) => {
      const body = Buffer.concat(await request.toArray()).toString();
      asked = [request.method, request.url, JSON.parse(body)];
      expect(request.headers.authorization).toContain('user:default/mock');
      response.end(JSON.stringify({ encryptedData: { A: 'AgC' } }));
    };
    await expect(ask()).resolves.toEqual({ A: 'AgC' });
    expect(asked).toEqual([
      'POST',
      '/api/safekeep/v1/clusters/prod%20eu/re-encrypt',
      target,
    ]);
    await expect(source.getCertificate(call)).resolves.toBe('prod eu');
    await expect(
      source.reencrypt({ ...call, cluster: undefined, target }),
    ).rejects.toThrow('Give the cluster');
  });

  function fail(status: number, headers: Record<string, string> = {}): void {
    answer = (_, response) => {
      response.writeHead(status, {
        'content-type': 'application/json',
        ...headers,
      });
      response.end(
        JSON.stringify({
          error: { name: 'SomeError', message: 'because' },
          response: { statusCode: status },
        }),
      );
    };
  }

  it('tells what will do later from what will not', async () => {
    fail(429, { 'retry-after': '2' });
    await expect(ask()).rejects.toMatchObject({
      message: 'because',
      retryAfterMs: 2000,
    });
    fail(503);
    const late = await ask().catch(error => error);
    expect(late).toBeInstanceOf(ControllerBusyError);
    expect(late.retryAfterMs).toBeUndefined();
    fail(409);
    await expect(ask()).rejects.toMatchObject({
      name: 'ConflictError',
      message: 'because',
    });
    fail(403);
    await expect(ask()).rejects.toThrow(
      /does not re-encrypt \(HTTP 403\).*because/,
    );
    server.close();
    server.closeAllConnections();
    const silent = await ask().catch(error => error);
    expect(silent).toBeInstanceOf(ControllerBusyError);
    expect(silent.message).toContain('Safekeep’s backend does not answer');
  });
});

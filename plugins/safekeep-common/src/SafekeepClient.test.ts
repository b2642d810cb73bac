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

import { ResponseError } from '@backstage/errors';
import { SafekeepClient } from './SafekeepClient';
import { EntityStatus } from './status';

const observer = { kind: 'component', namespace: 'default', name: 'observer' };

function statusOf(name: string): EntityStatus {
  return {
    entityRef: `component:default/${name}`,
    state: 'ok',
    sources: [],
    databases: [],
    secrets: [],
    checks: [],
    pullRequests: [],
  };
}

function answer(
  body: unknown,
  options: { status?: number; etag?: string } = {},
): Response {
  const { status = 200, etag } = options;
  return new Response(status === 304 ? null : JSON.stringify(body), {
    status,
    headers: {
      'Content-Type': 'application/json',
      ...(etag && { ETag: etag }),
    },
  });
}

function refuse(status: number, name: string): Response {
  return answer(
    { error: { name, message: 'no' }, response: { statusCode: status } },
    { status },
  );
}

function createClient(...answers: (Response | string)[]) {
  const fetch = jest.fn(
    async (_url: RequestInfo | URL, _init?: RequestInit): Promise<Response> => {
      const next = answers.shift();
      if (typeof next === 'string') {
        throw new TypeError(next);
      }
      return next ?? refuse(500, 'Error');
    },
  );
  const client = new SafekeepClient({
    discoveryApi: {
      getBaseUrl: async pluginId => `http://localhost:7007/api/${pluginId}`,
    },
    fetchApi: { fetch },
  });
  const headersOf = (call: number) =>
    new Headers(fetch.mock.calls[call][1]?.headers);
  return { client, fetch, headersOf };
}

describe('SafekeepClient', () => {
  it('asks the backend for the state of an entity', async () => {
    const { client, fetch, headersOf } = createClient(
      answer(statusOf('observer')),
    );
    await expect(client.getEntityStatus(observer)).resolves.toEqual(
      statusOf('observer'),
    );
    expect(fetch.mock.calls[0][0]).toBe(
      'http://localhost:7007/api/safekeep/v1/entities/component/default/observer/status',
    );
    expect(headersOf(0).has('If-None-Match')).toBe(false);
  });

  it('leaves no way out of the path', async () => {
    const { client, fetch } = createClient(answer(statusOf('x')));
    await client.getEntityStatus({
      kind: 'Component',
      namespace: 'a/b',
      name: '../clusters?x#y',
    });
    expect(fetch.mock.calls[0][0]).toBe(
      'http://localhost:7007/api/safekeep/v1/entities/component/a%2Fb/..%2Fclusters%3Fx%23y/status',
    );
  });

  it('gives the last answer again where nothing changed', async () => {
    const { client, headersOf } = createClient(
      answer(statusOf('observer'), { etag: '"1"' }),
      answer(undefined, { status: 304 }),
      answer(statusOf('changed'), { etag: '"2"' }),
      answer(undefined, { status: 304 }),
    );
    const first = await client.getEntityStatus(observer);
    const second = await client.getEntityStatus(observer);
    expect(second).toBe(first);
    expect(headersOf(1).get('If-None-Match')).toBe('"1"');
    // The same entity in other letters.
    await client.getEntityStatus({ ...observer, kind: 'Component' });
    expect(headersOf(2).get('If-None-Match')).toBe('"1"');
    await expect(client.getEntityStatus(observer)).resolves.toEqual(
      statusOf('changed'),
    );
    expect(headersOf(3).get('If-None-Match')).toBe('"2"');
  });

  it('does not give the answer of one entity for another', async () => {
    const { client, headersOf } = createClient(
      answer(statusOf('observer'), { etag: '"1"' }),
      answer(statusOf('ledger'), { etag: '"1"' }),
    );
    await client.getEntityStatus(observer);
    await expect(
      client.getEntityStatus({ ...observer, name: 'ledger' }),
    ).resolves.toEqual(statusOf('ledger'));
    expect(headersOf(1).has('If-None-Match')).toBe(false);
  });

  it('forgets what it may no longer read', async () => {
    const { client, headersOf } = createClient(
      answer(statusOf('observer'), { etag: '"1"' }),
      refuse(403, 'NotAllowedError'),
      answer(statusOf('observer')),
    );
    await client.getEntityStatus(observer);
    const refused = client.getEntityStatus(observer);
    await expect(refused).rejects.toBeInstanceOf(ResponseError);
    await expect(refused).rejects.toMatchObject({
      statusCode: 403,
      cause: { name: 'NotAllowedError' },
    });
    await client.getEntityStatus(observer);
    expect(headersOf(2).has('If-None-Match')).toBe(false);
  });

  it('takes a 304 that it did not ask for as an error', async () => {
    const { client } = createClient(answer(undefined, { status: 304 }));
    await expect(client.getEntityStatus(observer)).rejects.toMatchObject({
      statusCode: 304,
    });
  });

  it('keeps the answers that were asked for last', async () => {
    const answers = [...Array(51).keys()].map(index =>
      answer(statusOf(`e${index}`), { etag: `"${index}"` }),
    );
    const { client, headersOf } = createClient(
      ...answers,
      answer(statusOf('e50'), { etag: '"50"' }),
      answer(statusOf('e0')),
    );
    for (let index = 0; index < 51; index += 1) {
      await client.getEntityStatus({ ...observer, name: `e${index}` });
    }
    await client.getEntityStatus({ ...observer, name: 'e50' });
    expect(headersOf(51).get('If-None-Match')).toBe('"50"');
    await client.getEntityStatus({ ...observer, name: 'e0' });
    expect(headersOf(52).has('If-None-Match')).toBe(false);
  });

  it('can be stopped', async () => {
    const { client, fetch } = createClient(answer(statusOf('observer')));
    const { signal } = new AbortController();
    await client.getEntityStatus(observer, { signal });
    expect(fetch.mock.calls[0][1]?.signal).toBe(signal);
  });

  it('lets a failure of the network through, and keeps the last answer', async () => {
    const { client, headersOf } = createClient(
      answer(statusOf('observer'), { etag: '"1"' }),
      'Failed to fetch',
      answer(undefined, { status: 304 }),
    );
    await client.getEntityStatus(observer);
    await expect(client.getEntityStatus(observer)).rejects.toThrow(
      'Failed to fetch',
    );
    await expect(client.getEntityStatus(observer)).resolves.toEqual(
      statusOf('observer'),
    );
    expect(headersOf(2).get('If-None-Match')).toBe('"1"');
  });

  it('gets the sealing certificate of a cluster each time anew', async () => {
    const certificate = {
      cluster: 'prod eu',
      pem: '-----BEGIN CERTIFICATE-----',
      fingerprint: 'SHA256:x',
      notBefore: '2026-01-01T00:00:00Z',
      notAfter: '2036-01-01T00:00:00Z',
    };
    const { client, fetch, headersOf } = createClient(
      answer(certificate, { etag: '"1"' }),
      refuse(503, 'ServiceUnavailableError'),
    );
    await expect(client.getSealingCertificate('prod eu')).resolves.toEqual(
      certificate,
    );
    expect(fetch.mock.calls[0][0]).toBe(
      'http://localhost:7007/api/safekeep/v1/clusters/prod%20eu/sealing-certificate',
    );
    await expect(client.getSealingCertificate('prod eu')).rejects.toMatchObject(
      { statusCode: 503 },
    );
    expect(headersOf(1).has('If-None-Match')).toBe(false);
  });

  it('lists the clusters', async () => {
    const { client, fetch } = createClient(
      answer([]),
      refuse(403, 'NotAllowedError'),
    );
    const { signal } = new AbortController();
    await expect(client.listClusters({ signal })).resolves.toEqual([]);
    expect(fetch.mock.calls[0][0]).toBe(
      'http://localhost:7007/api/safekeep/v1/clusters',
    );
    expect(fetch.mock.calls[0][1]?.signal).toBe(signal);
    await expect(client.listClusters()).rejects.toMatchObject({
      statusCode: 403,
    });
  });

  it('writes nothing to the console', async () => {
    const written = (['log', 'info', 'warn', 'error', 'debug'] as const).map(
      method => jest.spyOn(console, method).mockImplementation(),
    );
    const { client } = createClient(refuse(500, 'Error'));
    await expect(client.getEntityStatus(observer)).rejects.toThrow();
    for (const spy of written) {
      expect(spy).not.toHaveBeenCalled();
      spy.mockRestore();
    }
  });
});

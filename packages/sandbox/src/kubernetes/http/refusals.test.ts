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

import { connect as connectHttp2 } from 'node:http2';
import { connect as connectTls } from 'node:tls';
import { callApi } from '../../conformance/ApiTarget';
import { WatchReader } from '../../conformance/WatchReader';
import { configMap } from '../../conformance/TestNamespace';
import { SandboxCluster } from '../SandboxCluster';

const MAPS = '/api/v1/namespaces/default/configmaps';

/** What a test can make the sandbox do that no real API server does on demand. */
describe('the sandbox on demand', () => {
  let cluster: SandboxCluster;

  beforeAll(async () => {
    cluster = await SandboxCluster.start({ timing: { bookmarkMs: 50 } });
  }, 60_000);
  afterEach(() => cluster.allow());
  afterAll(async () => cluster.stop());

  const get = async (path: string) => callApi(cluster, 'GET', path);

  async function create(name: string): Promise<number> {
    const { body } = await callApi(cluster, 'POST', MAPS, {
      body: configMap(name),
    });
    return Number(body.metadata.resourceVersion);
  }

  it.each(['wrong', ''])('answers 401 to the token "%s"', async token => {
    for (const path of ['/api', MAPS, '/version']) {
      const answer = await callApi(cluster, 'GET', path, { token });
      expect(answer.status).toBe(401);
      expect(answer.body).toEqual({
        kind: 'Status',
        apiVersion: 'v1',
        metadata: {},
        status: 'Failure',
        message: 'Unauthorized',
        reason: 'Unauthorized',
        code: 401,
      });
    }
  });

  it('refuses as RBAC does, word for word', async () => {
    cluster.forbid({ resource: 'pods', namespace: 'default' });
    const list = await get('/api/v1/namespaces/default/pods');
    expect(list.status).toBe(403);
    expect(list.body).toEqual({
      kind: 'Status',
      apiVersion: 'v1',
      metadata: {},
      status: 'Failure',
      message:
        'pods is forbidden: User "sandbox" cannot list resource "pods" in API group "" in the namespace "default"',
      reason: 'Forbidden',
      details: { kind: 'pods' },
      code: 403,
    });
    const one = await get('/api/v1/namespaces/default/pods/x');
    expect(one.body.message).toBe(
      'pods "x" is forbidden: User "sandbox" cannot get resource "pods" in API group "" in the namespace "default"',
    );
    // The other namespaces, and the list over all of them, are another right.
    expect((await get('/api/v1/namespaces/kube-system/pods')).status).toBe(200);
    expect((await get('/api/v1/pods')).status).toBe(200);

    cluster.forbid({ verb: 'watch', group: 'apps' });
    const watch = await get('/apis/apps/v1/deployments?watch=true');
    expect(watch.body.message).toBe(
      'deployments.apps is forbidden: User "sandbox" cannot watch resource "deployments" in API group "apps" at the cluster scope',
    );
    expect((await get('/apis/apps/v1/deployments')).status).toBe(200);
    cluster.allow({ verb: 'watch', group: 'apps' });
    cluster.allow();
    expect((await get('/api/v1/namespaces/default/pods')).status).toBe(200);
  });

  it('forbids subresources apart from their resource, and says so in a review', async () => {
    cluster.forbid({ resource: 'services/proxy' });
    const proxied = await get(
      '/api/v1/namespaces/kube-system/services/http:sealed-secrets-controller:/proxy/v1/cert.pem',
    );
    expect(proxied.status).toBe(403);
    expect(proxied.body.message).toContain(
      'cannot get resource "services/proxy" in API group "" in the namespace "kube-system"',
    );
    const review = async (resource: string, subresource: string) => {
      const { body } = await callApi(
        cluster,
        'POST',
        '/apis/authorization.k8s.io/v1/selfsubjectaccessreviews',
        {
          body: {
            kind: 'SelfSubjectAccessReview',
            apiVersion: 'authorization.k8s.io/v1',
            spec: {
              resourceAttributes: { verb: 'get', resource, subresource },
            },
          },
        },
      );
      return body.status;
    };
    expect(await review('services', 'proxy')).toEqual({ allowed: false });
    expect(await review('services', '')).toEqual({ allowed: true });
  });

  it('says that a version is gone as an event, then as a status', async () => {
    const version = await create('before');
    await create('after');
    cluster.compact();
    const path = `${MAPS}?watch=true&resourceVersion=${version}`;
    const reader = await WatchReader.open(cluster, path);
    expect(reader.status).toBe(200);
    expect(await reader.next()).toMatchObject({
      type: 'ERROR',
      object: {
        kind: 'Status',
        code: 410,
        reason: 'Expired',
        message: expect.stringMatching(
          /^too old resource version: \d+ \(\d+\)$/,
        ),
      },
    });
    expect(await reader.next()).toBeUndefined();

    cluster.compact({ expiredWatches: 'status' });
    const refused = await get(path);
    expect(refused.status).toBe(410);
    expect(refused.body).toMatchObject({ reason: 'Expired', code: 410 });
    const exact = await get(
      `${MAPS}?resourceVersion=${version}&resourceVersionMatch=Exact`,
    );
    expect(exact.status).toBe(410);
    cluster.compact();
  });

  it('answers an old continue token with 410 and a token that still works', async () => {
    for (const name of ['p1', 'p2', 'p3']) {
      await create(name);
    }
    const query = 'limit=1&fieldSelector=metadata.name!=kube-root-ca.crt';
    const first = await get(`${MAPS}?${query}`);
    cluster.compact();
    const expired = await get(
      `${MAPS}?${query}&continue=${first.body.metadata.continue}`,
    );
    expect(expired.status).toBe(410);
    expect(expired.body.message).toMatch(
      /^The provided continue parameter is too old to display a consistent list result\./,
    );
    const second = await get(
      `${MAPS}?${query}&continue=${expired.body.metadata.continue}`,
    );
    expect(second.status).toBe(200);
    expect(second.body.items[0].metadata.name).not.toBe(
      first.body.items[0].metadata.name,
    );
  });

  it('keeps open watches through a compaction, and ends them when told to', async () => {
    const reader = await WatchReader.open(
      cluster,
      `${MAPS}?watch=true&fieldSelector=metadata.name=survivor`,
    );
    cluster.compact();
    await create('survivor');
    expect((await reader.next())?.type).toBe('ADDED');
    cluster.endWatches();
    expect(await reader.next()).toBeUndefined();
  });

  it('sends bookmarks that move on with the versions of other kinds', async () => {
    const reader = await WatchReader.open(
      cluster,
      '/apis/batch/v1/jobs?watch=true&allowWatchBookmarks=true',
    );
    const version = await create('elsewhere');
    const lines = await reader.until(
      line => Number(line.object.metadata.resourceVersion) >= version,
    );
    expect(new Set(lines.map(line => line.type))).toEqual(
      new Set(['BOOKMARK']),
    );
    expect(lines[0].object).toMatchObject({
      kind: 'Job',
      apiVersion: 'batch/v1',
    });
    reader.close();
  });

  it('speaks HTTP/1.1 and HTTP/2 over TLS on the same port', async () => {
    const secure = cluster.url.replace('http:', 'https:');
    const certificate = Buffer.from(
      /certificate-authority-data: (\S+)/.exec(cluster.kubeconfig())![1],
      'base64',
    ).toString();
    const plain = await callApi(
      { url: secure, token: cluster.token, certificate },
      'GET',
      '/version',
    );
    expect(plain.body.major).toBe('1');

    const session = connectHttp2(secure, { ca: certificate });
    const requests = Array.from({ length: 20 }, () =>
      session.request({
        ':path': `${MAPS}?watch=true`,
        authorization: `Bearer ${cluster.token}`,
      }),
    );
    const statuses = await Promise.all(
      requests.map(
        request =>
          new Promise(resolve => {
            request.once('response', headers => resolve(headers[':status']));
          }),
      ),
    );
    expect(new Set(statuses)).toEqual(new Set([200]));
    session.destroy();
    const { port } = new URL(secure);
    const unknown = await new Promise(resolve => {
      const socket = connectTls({ port: Number(port), host: '127.0.0.1' });
      socket.once('error', error => resolve(error.message));
      socket.once('secureConnect', () => resolve('accepted'));
    });
    expect(unknown).not.toBe('accepted');
  });

  it('survives what is no JSON, no protobuf, and no path', async () => {
    for (const contentType of [
      'application/json',
      'application/vnd.kubernetes.protobuf',
      'application/apply-patch+yaml',
    ]) {
      const answer = await callApi(cluster, 'POST', MAPS, {
        body: 'canary-4711',
        contentType,
      });
      expect(answer.status).toBe(400);
      expect(answer.text).not.toContain('canary-4711');
    }
    expect((await get('/api/v1/namespaces/%zz/pods')).status).toBe(400);
    expect((await get('/version')).status).toBe(200);
  });
});

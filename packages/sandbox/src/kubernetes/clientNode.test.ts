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

import { eventually, workload } from '../controllers/__testUtils__/testCluster';
import { SandboxCluster } from './SandboxCluster';

jest.setTimeout(60_000);

/** The client that Backstage's own Kubernetes plugin is built on. */
describe('@kubernetes/client-node', () => {
  let cluster: SandboxCluster;

  beforeAll(async () => {
    cluster = await SandboxCluster.start({ timing: { podReadyMs: 10 } });
  }, 60_000);
  afterAll(async () => cluster.stop());

  async function connect() {
    // It is published for `import` only.
    const client = await import('@kubernetes/client-node');
    const config = new client.KubeConfig();
    config.loadFromString(cluster.kubeconfig());
    return { client, config };
  }

  it('reads, creates, patches and deletes', async () => {
    const { client, config } = await connect();
    const core = config.makeApiClient(client.CoreV1Api);
    const namespace = 'default';
    await core.createNamespacedConfigMap({
      namespace,
      body: { metadata: { name: 'a' }, data: { x: '1' } },
    });
    const patched = await core.patchNamespacedConfigMap(
      {
        namespace,
        name: 'a',
        body: [{ op: 'add', path: '/data/y', value: '2' }],
      },
      client.setHeaderOptions('Content-Type', client.PatchStrategy.JsonPatch),
    );
    expect(patched.data).toEqual({ x: '1', y: '2' });
    const { items } = await core.listNamespacedConfigMap({
      namespace,
      fieldSelector: 'metadata.name=a',
    });
    expect(items.map(item => item.metadata?.name)).toEqual(['a']);
    await core.deleteNamespacedConfigMap({ namespace, name: 'a' });
    await expect(
      core.readNamespacedConfigMap({ namespace, name: 'a' }),
    ).rejects.toMatchObject({ code: 404 });
  });

  it('keeps an informer informed', async () => {
    const { client, config } = await connect();
    const apps = config.makeApiClient(client.AppsV1Api);
    const seen: string[] = [];
    const informer = client.makeInformer(
      config,
      '/apis/apps/v1/namespaces/default/deployments',
      () => apps.listNamespacedDeployment({ namespace: 'default' }),
    );
    for (const verb of ['add', 'update', 'delete'] as const) {
      informer.on(verb, object => {
        seen.push(`${verb} ${object.metadata?.name}`);
      });
    }
    await informer.start();
    const web = workload('Deployment', 'web');
    await cluster.apply(
      [{ ...web, metadata: { name: 'web', namespace: 'default' } }],
      { fieldManager: 'test' },
    );
    await eventually(() => expect(seen).toContain('update web'));
    await cluster.delete('apps/v1', 'Deployment', 'web', 'default');
    await eventually(() => expect(seen).toContain('delete web'));
    expect(seen[0]).toBe('add web');
    await informer.stop();
  });

  it('is told 401 with a wrong token', async () => {
    const { client, config } = await connect();
    const bad = new client.KubeConfig();
    bad.loadFromClusterAndUser(config.getCurrentCluster()!, {
      name: 'bad',
      token: 'wrong',
    });
    await expect(
      bad.makeApiClient(client.CoreV1Api).listNamespace(),
    ).rejects.toMatchObject({ code: 401 });
  });
});

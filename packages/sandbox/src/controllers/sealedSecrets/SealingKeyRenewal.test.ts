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

import { setTimeout as sleep } from 'node:timers/promises';
import { SandboxCluster } from '../../kubernetes/SandboxCluster';

const NAMESPACE = 'kube-system';
const NAME = 'sealed-secrets-controller';

describe('SealingKeyRenewal', () => {
  let cluster: SandboxCluster;

  beforeAll(async () => {
    cluster = await SandboxCluster.start();
  });

  afterAll(() => cluster.stop());

  async function deployWith(args: string[]): Promise<void> {
    const response = await fetch(
      `${cluster.url}/apis/apps/v1/namespaces/${NAMESPACE}/deployments/${NAME}`,
      {
        method: 'PATCH',
        headers: {
          authorization: `Bearer ${cluster.token}`,
          'content-type': 'application/json-patch+json',
        },
        body: JSON.stringify([
          {
            op: 'add',
            path: '/spec/template/spec/containers/0/args',
            value: args,
          },
        ]),
      },
    );
    expect(response.status).toBe(200);
  }

  it('makes one new key when it is deployed with a later cut-off time', async () => {
    const first = cluster.sealingCertificate();

    await deployWith(['--key-cutoff-time=Mon, 02 Jan 2006 15:04:05 -0700']);
    await sleep(200);
    expect(cluster.sealingCertificate()).toBe(first);

    // Certificates begin in whole seconds.
    const cutoff = new Date(Date.now() + 1000).toUTCString();
    await deployWith([`--key-cutoff-time=${cutoff.replace('GMT', '+0000')}`]);
    while (cluster.sealingCertificate() === first) {
      await sleep(20);
    }
    const second = cluster.sealingCertificate();
    await deployWith([]);
    await sleep(2000);
    expect(cluster.sealingCertificate()).toBe(second);
  });
});

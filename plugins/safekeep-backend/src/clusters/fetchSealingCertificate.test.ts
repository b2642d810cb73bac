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

import { FakeApiServer, status } from '../__testUtils__/FakeApiServer';
import { KubeConfigTransport } from './ClusterTransport';
import { fetchSealingCertificate } from './fetchSealingCertificate';

const SERVICE = '/api/v1/namespaces/kube-system/services/sealed-secrets';
const PROXY =
  '/api/v1/namespaces/kube-system/services/http:sealed-secrets:8080/proxy/v1/cert.pem';

// client-node takes its time to load where everything is compiled first.
jest.setTimeout(60_000);

describe('fetchSealingCertificate', () => {
  let api: FakeApiServer;

  beforeEach(async () => {
    api = await FakeApiServer.start();
    api.serve(SERVICE, '{"spec":{"ports":[{"port":8080}]}}');
  });
  afterEach(() => api.stop());

  function fetched() {
    return fetchSealingCertificate({
      cluster: 'prod',
      transport: KubeConfigTransport.create({
        name: 'prod',
        access: {
          type: 'service-account',
          url: api.url,
          token: 'token',
          skipTLSVerify: true,
        },
      }),
      controller: {
        controllerName: 'sealed-secrets',
        controllerNamespace: 'kube-system',
      },
    });
  }

  it('names the controller when it is the one that does not answer', async () => {
    api.fail(PROXY, status(503));
    await expect(fetched()).rejects.toThrow(
      'The sealed-secrets controller of cluster prod does not answer (503); look whether Deployment kube-system/sealed-secrets has a pod that is ready',
    );
  });

  it('names the cluster when that is the one', async () => {
    api.fail(SERVICE, status(503));
    await expect(fetched()).rejects.toThrow(
      'The sealing certificate of cluster prod cannot be had: it answers 503',
    );
  });

  it('says that there is no such Service', async () => {
    api.fail(SERVICE, status(404));
    await expect(fetched()).rejects.toThrow(
      'Cluster prod has no Service kube-system/sealed-secrets',
    );
  });
});

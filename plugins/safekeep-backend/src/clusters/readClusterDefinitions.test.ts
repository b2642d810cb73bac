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

import { mockServices } from '@backstage/backend-test-utils';
import { readSafekeepConfig } from '../config';
import { KubeConfigTransport } from './ClusterTransport';
import { readClusterDefinitions } from './readClusterDefinitions';

jest.setTimeout(60_000);

describe('configuration', () => {
  it('reads clusters as Backstage is configured, and kubeconfig contexts', () => {
    const logger = mockServices.logger.mock();
    const definitions = readClusterDefinitions(
      mockServices.rootConfig({
        data: {
          kubernetes: {
            clusterLocatorMethods: [
              {
                type: 'config',
                clusters: [
                  {
                    name: 'prod',
                    url: 'https://prod',
                    authProvider: 'serviceAccount',
                    serviceAccountToken: 'secret',
                    caFile: '/ca.pem',
                  },
                  {
                    name: 'proxied',
                    url: 'http://localhost:9',
                    authProvider: 'localKubectlProxy',
                  },
                  { name: 'cloud', url: 'https://c', authProvider: 'google' },
                  {
                    name: 'meta',
                    url: 'https://m',
                    authMetadata: { 'kubernetes.io/auth-provider': 'aws' },
                  },
                  {
                    name: 'here',
                    url: 'https://again',
                    authProvider: 'serviceAccount',
                  },
                ],
              },
              { type: 'localKubectlProxy' },
              { type: 'catalog' },
            ],
          },
          safekeep: {
            kubeconfigContexts: [
              { name: 'here', context: 'kind', file: '/kubeconfig' },
            ],
          },
        },
      }),
      { logger },
    );
    expect(Object.fromEntries(definitions)).toEqual({
      here: {
        name: 'here',
        access: { type: 'kubeconfig', context: 'kind', file: '/kubeconfig' },
      },
      prod: {
        name: 'prod',
        access: {
          type: 'service-account',
          url: 'https://prod',
          token: 'secret',
          caData: undefined,
          caFile: '/ca.pem',
          skipTLSVerify: false,
        },
      },
      proxied: {
        name: 'proxied',
        access: { type: 'kubectl-proxy', url: 'http://localhost:9' },
      },
      cloud: {
        name: 'cloud',
        access: {
          type: 'unsupported',
          problem: expect.stringMatching(/google.*serviceAccount/),
        },
      },
      meta: {
        name: 'meta',
        access: {
          type: 'unsupported',
          problem: expect.stringContaining('aws'),
        },
      },
      local: {
        name: 'local',
        access: { type: 'kubectl-proxy', url: 'http://localhost:8001' },
      },
    });
    expect(logger.warn).toHaveBeenCalledTimes(2);
  });

  it('watches nothing where nothing is configured', () => {
    const config = mockServices.rootConfig({ data: {} });
    const logger = mockServices.logger.mock();
    expect(readClusterDefinitions(config, { logger }).size).toBe(0);
    const options = readSafekeepConfig(config);
    expect(options.access).toEqual({ repositories: [], grants: [] });
    expect(options.controllerOf('any')).toEqual({
      controllerName: 'sealed-secrets-controller',
      controllerNamespace: 'kube-system',
      certificateFile: undefined,
    });
    expect(options.secretNamespacesOf('any')).toEqual([]);
  });

  it('reads in which namespaces Secret metadata is watched, each by its name', () => {
    const read = (namespaces: string[]) =>
      readSafekeepConfig(
        mockServices.rootConfig({
          data: {
            safekeep: {
              clusters: [
                { name: 'prod.eu-1', secretMetadata: { namespaces } },
                { name: 'test' },
              ],
            },
          },
        }),
      );
    const options = read(['shop', 'bank', 'shop']);
    expect(options.secretNamespacesOf('prod.eu-1')).toEqual(['shop', 'bank']);
    expect(options.secretNamespacesOf('test')).toEqual([]);
    expect(options.secretNamespacesOf('other')).toEqual([]);
    for (const wrong of ['*', '../kube-system', 'Shop']) {
      expect(() => read([wrong])).toThrow('which is no namespace');
    }
  });

  it('reads access and controllers, and refuses what it cannot mean', () => {
    const read = (safekeep: object) =>
      readSafekeepConfig(
        mockServices.rootConfig({ data: { safekeep: safekeep as {} } }),
      );
    const options = read({
      access: {
        repositories: ['https://github.com/acme'],
        grants: [
          {
            entities: ['Group:Payments', 'component:default/orders'],
            clusters: ['prod'],
            namespaces: ['orders'],
          },
        ],
      },
      sealedSecrets: {
        controllerNamespace: 'sealed-secrets',
        clusters: { 'prod.eu-1': { controllerName: 'sealer' } },
      },
    });
    expect([...options.access.grants[0].entities]).toEqual([
      'group:default/payments',
      'component:default/orders',
    ]);
    expect(options.controllerOf('prod.eu-1')).toMatchObject({
      controllerName: 'sealer',
      controllerNamespace: 'sealed-secrets',
    });
    expect(options.controllerOf('__proto__')).toMatchObject({
      controllerName: 'sealed-secrets-controller',
      controllerNamespace: 'sealed-secrets',
    });

    for (const repository of ['acme', 'file:///etc', 'https://u:p@host/x']) {
      expect(() => read({ access: { repositories: [repository] } })).toThrow(
        /safekeep\.access\.repositories/,
      );
    }
    expect(() =>
      read({
        access: {
          grants: [{ entities: ['nobody'], clusters: [], namespaces: [] }],
        },
      }),
    ).toThrow(/safekeep\.access\.grants/);
  });

  it('says what is wrong with access that cannot work, without addresses', async () => {
    const get = (
      access: Parameters<typeof KubeConfigTransport.create>[0]['access'],
    ) =>
      KubeConfigTransport.create({ name: 'c', access }).get({ path: '/api' });
    await expect(
      get({ type: 'unsupported', problem: 'its authProvider is google' }),
    ).rejects.toThrow('its authProvider is google');
    await expect(
      get({ type: 'kubeconfig', context: 'kind', file: '/nowhere/config' }),
    ).rejects.toThrow(/^context kind could not be read from the kubeconfig$/);
    await expect(
      get({
        type: 'service-account',
        url: 'http://127.0.0.1:1',
        token: 't',
        skipTLSVerify: false,
      }),
    ).rejects.toThrow(/skipTLSVerify: true/);
    await expect(
      get({ type: 'kubectl-proxy', url: 'http://127.0.0.1:1' }),
    ).rejects.toThrow(/^the connection is refused$/);
    await expect(
      get({
        type: 'service-account',
        url: 'https://127.0.0.1:1',
        token: 't',
        caFile: '/nowhere/ca.pem',
        skipTLSVerify: false,
      }),
    ).rejects.toThrow(/^its credentials could not be had$/);
  });
});

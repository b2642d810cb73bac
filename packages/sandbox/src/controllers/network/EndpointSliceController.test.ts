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

import { recordsAt } from '../../kubernetes/json/isRecord';
import { SandboxCluster } from '../../kubernetes/SandboxCluster';
import {
  eventually,
  startQuickCluster,
  workload,
} from '../__testUtils__/testCluster';

describe('EndpointSliceController', () => {
  let cluster: SandboxCluster;

  beforeAll(async () => {
    cluster = await startQuickCluster();
  }, 60_000);
  afterAll(async () => cluster.stop());

  const endpoints = () =>
    cluster
      .list('discovery.k8s.io/v1', 'EndpointSlice', 'prod')
      .flatMap(slice => recordsAt(slice, 'endpoints'));
  const slices = () =>
    cluster.list('discovery.k8s.io/v1', 'EndpointSlice', 'prod');

  it('follows the pods of a Service, and goes with it', async () => {
    const service = {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name: 'db', namespace: 'prod' },
      spec: {
        selector: { app: 'db' },
        ports: [{ port: 5432, targetPort: 'postgres' }],
      },
    };
    const database = (replicas: number) =>
      workload('Deployment', 'db', {
        spec: { replicas },
        container: { ports: [{ name: 'postgres', containerPort: 15432 }] },
      });
    const options = { fieldManager: 'test' };
    await cluster.apply([service, database(2)], options);
    await eventually(() => {
      expect(endpoints()).toHaveLength(2);
      expect(endpoints()).toEqual([
        expect.objectContaining({
          conditions: { ready: true, serving: true, terminating: false },
        }),
        expect.objectContaining({
          conditions: { ready: true, serving: true, terminating: false },
        }),
      ]);
    });
    expect(recordsAt(slices()[0], 'ports')).toEqual([
      { name: '', port: 15432, protocol: 'TCP' },
    ]);
    await cluster.apply([database(0)], options);
    await eventually(() => expect(endpoints()).toEqual([]));
    await cluster.delete('v1', 'Service', 'db', 'prod');
    await eventually(() => expect(slices()).toEqual([]));
  });
});

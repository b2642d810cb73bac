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

/* eslint-disable jest/no-export -- a suite that is run on more than one cluster */

import { ClusterTarget } from '../ClusterTarget';
import { WorkloadBench } from './WorkloadBench';

const TABLE = 'application/json;as=Table;v=v1;g=meta.k8s.io,application/json';

interface Table {
  columnDefinitions: Array<{ name: string; type: string; priority: number }>;
  rows: Array<{ cells: unknown[] }>;
}

/** The tables that `kubectl get` prints: their columns, and what stands in them. */
export function describeTables(target: () => ClusterTarget): void {
  describe('tables', () => {
    let bench: WorkloadBench;

    beforeAll(async () => {
      bench = await WorkloadBench.create(target());
      await bench.space.create(
        'apps/v1 deployments',
        bench.workload('Deployment', 'web', { replicas: 1 }),
      );
      await bench.space.create(
        'apps/v1 statefulsets',
        bench.workload('StatefulSet', 'db', { replicas: 1 }),
      );
      await bench.space.create('batch/v1 jobs', {
        apiVersion: 'batch/v1',
        kind: 'Job',
        metadata: { name: 'done' },
        spec: {
          template: bench.podTemplate({
            script: 'exit 0',
            podSpec: { restartPolicy: 'Never' },
          }),
        },
      });
      await bench.space.create(
        'persistentvolumeclaims',
        bench.claim('idle', target().storageClass),
      );
      const initContainer = bench.podTemplate().spec.containers[0];
      await Promise.all([
        bench.createPod('pending', {
          podSpec: { nodeSelector: { disk: 'none-such' } },
        }),
        bench.createPod('unsecret', {
          container: { envFrom: [{ secretRef: { name: 'missing' } }] },
        }),
        bench.createPod('initial', {
          podSpec: {
            initContainers: [
              {
                ...initContainer,
                name: 'first',
                command: ['/bin/sh', '-c', 'exit 0'],
              },
              {
                ...initContainer,
                name: 'second',
                envFrom: [{ secretRef: { name: 'missing' } }],
              },
            ],
          },
        }),
        bench.createPod('crashing', { script: 'exit 7' }),
      ]);
    });
    afterAll(async () => bench.remove());

    async function tableOf(resource: string): Promise<Table> {
      const { body } = await bench.space.call('GET', resource, {
        accept: TABLE,
      });
      return body as unknown as Table;
    }

    /** The row of an object, without its age and the columns of `-o wide`. */
    async function expectRow(
      resource: string,
      name: string,
      cells: unknown[],
    ): Promise<void> {
      await bench.eventually(async () => {
        const { columnDefinitions, rows } = await tableOf(resource);
        const row = rows.find(one => one.cells[0] === name)?.cells ?? [];
        const shown = row.filter(
          (_, index) =>
            columnDefinitions[index].priority === 0 &&
            columnDefinitions[index].name !== 'Age',
        );
        expect(shown).toEqual([name, ...cells]);
      });
    }

    it.each([
      ['pods', 'Name Ready Status Restarts Age'],
      ['secrets', 'Name Type Data Age'],
      ['services', 'Name Type Cluster-IP External-IP Port(s) Age'],
      [
        'persistentvolumeclaims',
        'Name Status Volume Capacity Access_Modes StorageClass VolumeAttributesClass Age',
      ],
      ['events', 'Last_Seen Type Reason Object Message'],
      ['apps/v1 deployments', 'Name Ready Up-to-date Available Age'],
      ['apps/v1 statefulsets', 'Name Ready Age'],
      [
        'apps/v1 replicasets',
        'Name Desired:integer Current:integer Ready:integer Age',
      ],
      ['apps/v1 controllerrevisions', 'Name Controller Revision Age'],
      ['batch/v1 jobs', 'Name Status Completions Duration Age'],
      ['bitnami.com/v1alpha1 sealedsecrets', 'Name Status Synced Age:date'],
    ])('have the columns of %s', async (resource, expected) => {
      const { columnDefinitions } = await tableOf(resource);
      const columns = columnDefinitions
        .filter(({ priority }) => priority === 0)
        .map(({ name, type }) => (type === 'string' ? name : `${name}:${type}`))
        .map(name => name.replace(/ /g, '_'));
      expect(columns.join(' ')).toBe(expected);
    });

    it.each([
      ['pending', '0/1', 'Pending', '0'],
      ['unsecret', '0/1', 'CreateContainerConfigError', '0'],
      ['initial', '0/1', 'Init:CreateContainerConfigError', '0'],
      ['db-0', '1/1', 'Running', '0'],
      [
        'crashing',
        '0/1',
        'CrashLoopBackOff',
        expect.stringMatching(/^\d+ \(\d+s ago\)$/),
      ],
    ])('tell how a pod is: %s', async (name, ...cells) => {
      expect.hasAssertions();
      await expectRow('pods', name, cells);
    });

    it('count pods and completions', async () => {
      expect.hasAssertions();
      await expectRow('apps/v1 deployments', 'web', ['1/1', 1, 1]);
      await expectRow('apps/v1 statefulsets', 'db', ['1/1']);
      await expectRow('batch/v1 jobs', 'done', [
        'Complete',
        '1/1',
        expect.stringMatching(/^\d+s$/),
      ]);
      await expectRow('persistentvolumeclaims', 'idle', [
        'Pending',
        '',
        '',
        '',
        target().storageClass,
        '<unset>',
      ]);
    });
  });
}

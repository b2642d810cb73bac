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

import { KubernetesObject } from '../../kubernetes/objects/KubernetesObject';
import { ApiAnswer } from '../ApiTarget';
import { ClusterTarget } from '../ClusterTarget';
import { WorkloadBench } from './WorkloadBench';

const MERGE = 'application/merge-patch+json';

/** Changes of workloads that the API server refuses, word for word. */
export function describeWorkloadRefusals(target: () => ClusterTarget): void {
  describe('a refused change', () => {
    let bench: WorkloadBench;

    beforeAll(async () => {
      bench = await WorkloadBench.create(target());
      const none = { replicas: 0 };
      const { space } = bench;
      await space.create(
        'apps/v1 deployments',
        bench.workload('Deployment', 'web', none),
      );
      await space.create(
        'apps/v1 statefulsets',
        bench.workload('StatefulSet', 'db', {
          ...none,
          volumeClaimTemplates: [
            { metadata: { name: 'data' }, spec: bench.claimSpec() },
          ],
        }),
      );
      await space.create('batch/v1 jobs', {
        apiVersion: 'batch/v1',
        kind: 'Job',
        metadata: { name: 'once' },
        spec: {
          suspend: true,
          template: bench.podTemplate({ podSpec: { restartPolicy: 'Never' } }),
        },
      });
      await space.create(
        'persistentvolumeclaims',
        bench.claim('data', 'no-such-class'),
      );
      await bench.createPod('alone', {
        podSpec: { nodeSelector: { disk: 'none-such' } },
      });
    });
    afterAll(async () => bench.remove());

    async function change(resource: string, spec: object): Promise<ApiAnswer> {
      return bench.space.call('PATCH', resource, {
        body: { spec },
        contentType: MERGE,
      });
    }

    async function create(
      resource: string,
      body: KubernetesObject,
    ): Promise<ApiAnswer> {
      return bench.space.call('POST', resource, { body });
    }

    const onlyThese =
      "updates to statefulset spec for fields other than 'replicas', 'ordinals', 'template', 'updateStrategy', 'revisionHistoryLimit', 'persistentVolumeClaimRetentionPolicy' and 'minReadySeconds' are forbidden";

    it.each([
      ['its claims', { volumeClaimTemplates: [] }],
      ['its service', { serviceName: 'other' }],
      ['the order of its pods', { podManagementPolicy: 'Parallel' }],
    ])('of a StatefulSet: %s', async (_what, spec) => {
      const answer = await change('apps/v1 statefulsets/db', spec);
      expect(answer.status).toBe(422);
      expect(answer.body).toMatchObject({
        reason: 'Invalid',
        message: `StatefulSet.apps "db" is invalid: spec: Forbidden: ${onlyThese}`,
      });
      expect(answer.body.details).toEqual({
        name: 'db',
        group: 'apps',
        kind: 'StatefulSet',
        causes: [
          {
            reason: 'FieldValueForbidden',
            message: `Forbidden: ${onlyThese}`,
            field: 'spec',
          },
        ],
      });
    });

    it('of a StatefulSet: its selector', async () => {
      const answer = await change('apps/v1 statefulsets/db', {
        selector: { matchLabels: { app: 'other' } },
      });
      expect(answer.status).toBe(422);
      expect(answer.body.message).toContain(`spec: Forbidden: ${onlyThese}`);
    });

    it('of a StatefulSet: not its strategy, not how long it waits', async () => {
      const answer = await change('apps/v1 statefulsets/db', {
        updateStrategy: { type: 'OnDelete', rollingUpdate: null },
        minReadySeconds: 3,
      });
      expect(answer.status).toBe(200);
    });

    it('of a Deployment: its selector, and labels that it does not select', async () => {
      const labels = { app: 'other' };
      const selector = await change('apps/v1 deployments/web', {
        selector: { matchLabels: labels },
        template: { metadata: { labels } },
      });
      expect(selector.status).toBe(422);
      expect(selector.body.message).toBe(
        'Deployment.apps "web" is invalid: spec.selector: Invalid value: {"matchLabels":{"app":"other"}}: field is immutable',
      );
      const template = await change('apps/v1 deployments/web', {
        template: { metadata: { labels } },
      });
      expect(template.status).toBe(422);
      expect(template.body.message).toBe(
        'Deployment.apps "web" is invalid: spec.template.metadata.labels: Invalid value: {"app":"other"}: `selector` does not match template `labels`',
      );
    });

    it('of a Job: its template, its completions', async () => {
      const template = await change('batch/v1 jobs/once', {
        template: { spec: { containers: [{ name: 'app', image: 'other' }] } },
      });
      expect(template.status).toBe(422);
      expect(template.body.message).toMatch(
        /^Job\.batch "once" is invalid: spec\.template: Invalid value: .*: field is immutable$/,
      );
      const completions = await change('batch/v1 jobs/once', {
        completions: 2,
      });
      expect(completions.body.message).toBe(
        'Job.batch "once" is invalid: spec.completions: Invalid value: 2: field is immutable',
      );
    });

    it('of a claim: anything but its size once it is bound', async () => {
      const answer = await change('persistentvolumeclaims/data', {
        storageClassName: 'other',
      });
      expect(answer.status).toBe(422);
      expect(answer.body.message).toMatch(
        /^PersistentVolumeClaim "data" is invalid: spec: Forbidden: spec is immutable after creation except resources\.requests and volumeAttributesClassName for bound claims\n/,
      );
      const grown = await change('persistentvolumeclaims/data', {
        resources: { requests: { storage: '32Mi' } },
      });
      expect(grown.status).toBe(422);
    });

    it('of a pod: anything but its images', async () => {
      const answer = await change('pods/alone', { restartPolicy: 'Never' });
      expect(answer.status).toBe(422);
      expect(answer.body.message).toMatch(
        /^Pod "alone" is invalid: spec: Forbidden: pod updates may not change fields other than `spec\.containers\[\*\]\.image`,`spec\.initContainers\[\*\]\.image`,`spec\.activeDeadlineSeconds`,`spec\.tolerations` \(only additions to existing tolerations\),`spec\.terminationGracePeriodSeconds` \(allow it to be set to 1 if it was previously negative\)\n/,
      );
    });

    it('of a Deployment that has no containers, or none with a name', async () => {
      const empty = bench.workload('Deployment', 'empty', {
        template: {
          metadata: { labels: { app: 'empty' } },
          spec: { containers: [] },
        },
      });
      const none = await create('apps/v1 deployments', empty);
      expect(none.status).toBe(422);
      expect(none.body.message).toBe(
        'Deployment.apps "empty" is invalid: spec.template.spec.containers: Required value',
      );
      const nameless = bench.workload(
        'Deployment',
        'nameless',
        {},
        { container: { name: '' } },
      );
      const unnamed = await create('apps/v1 deployments', nameless);
      expect(unnamed.body.message).toBe(
        'Deployment.apps "nameless" is invalid: spec.template.spec.containers[0].name: Required value',
      );
    });

    it('of a volume that a container mounts and nobody declares', async () => {
      const mounting = bench.workload(
        'Deployment',
        'mounting',
        {},
        { container: { volumeMounts: [{ name: 'data', mountPath: '/d' }] } },
      );
      const answer = await create('apps/v1 deployments', mounting);
      expect(answer.status).toBe(422);
      expect(answer.body.message).toBe(
        'Deployment.apps "mounting" is invalid: spec.template.spec.containers[0].volumeMounts[0].name: Not found: "data"',
      );
    });
  });
}

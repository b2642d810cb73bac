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

/* eslint-disable jest/no-export -- a part of create.test.ts */

import { CreateRun, NAMESPACE, objectsOf } from './CreateRun';
import { KubernetesObject } from '../support/kubernetes';

/** What the API server says to what is written, before anything runs. */
export function describeAccepted(run: CreateRun): void {
  const dryRun = (objects: KubernetesObject[]) =>
    run.kubernetes.kubectl(
      [
        'apply',
        '--dry-run=server',
        // Such as "would violate PodSecurity".
        '--warnings-as-errors',
        `--namespace=${NAMESPACE}`,
        '--filename=-',
      ],
      {
        input: JSON.stringify({
          apiVersion: 'v1',
          kind: 'List',
          items: objects,
        }),
      },
    );

  describe('the API server', () => {
    it.each([
      'postgres:15-alpine',
      'postgres:17.6-bookworm',
      'postgres:18.1',
      'postgres:18.1-alpine',
    ])('takes all that is written for %s, without a warning', async image => {
      const objects = objectsOf(run.plan({ image, monitoring: {} }));
      // The cluster has no Prometheus operator.
      const known = objects.filter(({ kind }) => kind !== 'ServiceMonitor');
      expect(objects).toHaveLength(known.length + 1);
      const answer = await dryRun(known);
      expect(answer.trim().split('\n')).toHaveLength(known.length);
    });

    it('would have warned of a pod that is not restricted', async () => {
      const objects = objectsOf(run.plan()).filter(
        ({ kind }) => kind === 'StatefulSet',
      );
      const text = JSON.stringify(objects).replace(
        '"runAsNonRoot":true',
        '"runAsNonRoot":false',
      );
      await expect(dryRun(JSON.parse(text))).rejects.toThrow(/PodSecurity/);
    });
  });
}

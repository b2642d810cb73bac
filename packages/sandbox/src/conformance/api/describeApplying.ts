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

/* eslint-disable jest/no-export -- a suite that is run on more than one server */

import { ApiTarget } from '../ApiTarget';
import { configMap, deployment, TestNamespace } from '../TestNamespace';

const APPLY = 'application/apply-patch+yaml';

/** Server-side apply: who owns which field, and what happens when they let go. */
export function describeApplying(target: () => ApiTarget): void {
  describe('server-side apply', () => {
    let space: TestNamespace;

    beforeAll(async () => {
      space = await TestNamespace.create(target());
    });
    afterAll(async () => space.remove());

    async function apply(
      resource: string,
      body: unknown,
      manager: string,
      force = false,
    ) {
      return space.call(
        'PATCH',
        `${resource}?fieldManager=${manager}&force=${force}`,
        { body, contentType: APPLY },
      );
    }

    it('creates, then changes, then leaves alone', async () => {
      const created = await apply(
        'configmaps/a',
        configMap('a', { x: '1' }),
        'm',
      );
      expect(created.status).toBe(201);
      const changed = await apply(
        'configmaps/a',
        configMap('a', { x: '2' }),
        'm',
      );
      expect(changed.status).toBe(200);
      expect(changed.body.data).toEqual({ x: '2' });
      const same = await apply('configmaps/a', configMap('a', { x: '2' }), 'm');
      expect(same.body.metadata.resourceVersion).toBe(
        changed.body.metadata.resourceVersion,
      );
    });

    it('takes away what its manager no longer names, and nothing of others', async () => {
      await apply('configmaps/b', configMap('b', { x: '1', y: '1' }), 'one');
      await apply('configmaps/b', configMap('b', { y: '1', z: '1' }), 'two');
      const { body } = await apply('configmaps/b', configMap('b', {}), 'one');
      expect(body.data).toEqual({ y: '1', z: '1' });
      const last = await apply('configmaps/b', configMap('b', {}), 'two');
      expect(last.body.data ?? {}).toEqual({});
    });

    it('refuses to change what another manager owns, unless forced', async () => {
      await apply('configmaps/c', configMap('c', { x: '1' }), 'one');
      const refused = await apply(
        'configmaps/c',
        configMap('c', { x: '2' }),
        'two',
      );
      expect(refused.status).toBe(409);
      expect(refused.body).toMatchObject({
        reason: 'Conflict',
        message: 'Apply failed with 1 conflict: conflict with "one": .data.x',
        details: {
          causes: [{ reason: 'FieldManagerConflict', field: '.data.x' }],
        },
      });
      const forced = await apply(
        'configmaps/c',
        configMap('c', { x: '2' }),
        'two',
        true,
      );
      expect(forced.body.data).toEqual({ x: '2' });
      // It is the other's now: the first one letting go changes nothing.
      const after = await apply('configmaps/c', configMap('c', {}), 'one');
      expect(after.body.data).toEqual({ x: '2' });
    });

    it('keeps what others wrote by other means', async () => {
      await apply('configmaps/d', configMap('d', { x: '1' }), 'one');
      await space.call('PATCH', 'configmaps/d', {
        body: { metadata: { annotations: { seen: 'yes' } }, data: { y: '1' } },
        contentType: 'application/merge-patch+json',
      });
      const { body } = await apply(
        'configmaps/d',
        configMap('d', { x: '3' }),
        'one',
      );
      expect(body.data).toEqual({ x: '3', y: '1' });
      expect(body.metadata.annotations).toEqual({ seen: 'yes' });
    });

    it('merges containers by name, and removes a whole one', async () => {
      const container = (name: string, image: string) => ({ name, image });
      const withContainers = (list: unknown[]) => ({
        ...deployment('e'),
        spec: {
          ...(deployment('e').spec as object),
          template: {
            metadata: { labels: { app: 'e' } },
            spec: { containers: list },
          },
        },
      });
      const path = 'apps/v1 deployments/e';
      await apply(
        path,
        withContainers([container('app', 'a:1'), container('side', 's:1')]),
        'm',
      );
      const changed = await apply(
        path,
        withContainers([container('app', 'a:2'), container('side', 's:1')]),
        'm',
      );
      expect(changed.body.metadata.generation).toBe(2);
      const removed = await apply(
        path,
        withContainers([container('app', 'a:2')]),
        'm',
      );
      expect(removed.body.spec).toMatchObject({
        template: { spec: { containers: [{ name: 'app', image: 'a:2' }] } },
      });
      expect(removed.text).not.toContain('s:1');
    });

    it('needs a manager', async () => {
      const answer = await space.call('PATCH', 'configmaps/f', {
        body: configMap('f'),
        contentType: APPLY,
      });
      expect(answer.status).toBe(422);
      expect(answer.body.message).toContain('fieldManager');
    });
  });
}

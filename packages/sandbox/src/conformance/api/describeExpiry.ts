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

import { callApi } from '../ApiTarget';
import { ClusterTarget } from '../ClusterTarget';
import { KubernetesObject } from '../../kubernetes/objects/KubernetesObject';
import { TestNamespace } from '../TestNamespace';
import { WatchReader } from '../WatchReader';

/**
 * Versions that are gone. Asked of Events: the API server keeps a cache of every
 * other kind, from which it may still answer what etcd has forgotten.
 */
export function describeExpiry(target: () => ClusterTarget): void {
  describe('versions that are gone', () => {
    let space: TestNamespace;
    let early: string;
    let page: string | undefined;
    let open: WatchReader;

    beforeAll(async () => {
      space = await TestNamespace.create(target());
      const first = await space.create('events', told('a'));
      early = first.metadata.resourceVersion ?? '';
      for (const name of ['b', 'c', 'd']) {
        await space.create('events', told(name));
      }
      const { body } = await space.call('GET', 'events?limit=2');
      page = body.metadata.continue;
      await space.create('events', told('e'));
      open = await WatchReader.open(
        target(),
        space.path('events?watch=true&fieldSelector=metadata.name=survivor'),
      );
      await target().compact?.();
    });
    afterAll(async () => {
      open.close();
      await space.remove();
    });

    function told(name: string): KubernetesObject {
      return {
        apiVersion: 'v1',
        kind: 'Event',
        metadata: { name, namespace: space.name },
        involvedObject: {
          apiVersion: 'v1',
          kind: 'ConfigMap',
          namespace: space.name,
          name: 'subject',
        },
        type: 'Normal',
        reason: 'Told',
        message: name,
      };
    }

    it('end a watch with an error in its stream', async () => {
      const reader = await WatchReader.open(
        target(),
        space.path(`events?watch=true&resourceVersion=${early}`),
      );
      expect(reader.status).toBe(200);
      expect(await reader.next()).toEqual({
        type: 'ERROR',
        object: {
          kind: 'Status',
          apiVersion: 'v1',
          metadata: {},
          status: 'Failure',
          message: 'The resourceVersion for the provided watch is too old.',
          reason: 'Expired',
          code: 410,
        },
      });
      expect(await reader.next()).toBeUndefined();
    });

    it('are refused to a list of exactly that version', async () => {
      const answer = await space.call(
        'GET',
        `events?resourceVersion=${early}&resourceVersionMatch=Exact`,
      );
      expect(answer.status).toBe(410);
      expect(answer.body).toMatchObject({
        reason: 'Expired',
        message: 'The resourceVersion for the provided list is too old.',
        code: 410,
      });
    });

    it('are refused to a list that goes on, with a token that still works', async () => {
      const expired = await space.call(
        'GET',
        `events?limit=2&continue=${page}`,
      );
      expect(expired.status).toBe(410);
      expect(expired.body).toMatchObject({
        reason: 'Expired',
        message:
          'The provided continue parameter is too old to display a consistent list result. You can start a new list without the continue parameter, or use the continue token in this response to retrieve the remainder of the results. Continuing with the provided token results in an inconsistent list - objects that were created, modified, or deleted between the time the first chunk was returned and now may show up in the list.',
      });
      const rest = await space.call(
        'GET',
        `events?limit=9&continue=${expired.body.metadata.continue}`,
      );
      expect(rest.status).toBe(200);
      expect(rest.body.items.map(item => item.metadata.name)).toEqual([
        'c',
        'd',
        'e',
      ]);
    });

    it('are nothing to a watch that was open before', async () => {
      await space.create('events', told('survivor'));
      expect((await open.next())?.type).toBe('ADDED');
    });

    it('are nothing to a list that takes what there is', async () => {
      const answer = await callApi(
        target(),
        'GET',
        space.path(`events?resourceVersion=${early}`),
      );
      expect(answer.status).toBe(200);
    });
  });
}

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
import { TestNamespace } from '../TestNamespace';
import { WatchLine, WatchReader } from '../WatchReader';

/** Watches: from a version, from now, with the initial events, and their ends. */
export function describeWatching(target: () => ApiTarget): void {
  describe('watching', () => {
    let space: TestNamespace;
    const open: WatchReader[] = [];

    beforeAll(async () => {
      space = await TestNamespace.create(target());
    });
    afterEach(() => {
      for (const reader of open.splice(0)) {
        reader.close();
      }
    });
    afterAll(async () => space.remove());

    async function watch(query: string): Promise<WatchReader> {
      const path = space.path(`configmaps?watch=true&${query}`);
      const reader = await WatchReader.open(target(), path);
      open.push(reader);
      return reader;
    }

    const brief = (line: {
      type: string;
      object: { metadata: { name: string } };
    }) => `${line.type} ${line.object.metadata.name}`;

    it('goes on from the version of a list, missing nothing', async () => {
      const { body } = await space.call('GET', 'configmaps');
      await space.createConfigMap('a', { v: '1' });
      const reader = await watch(
        `resourceVersion=${body.metadata.resourceVersion}`,
      );
      await space.call('PATCH', 'configmaps/a', {
        body: { data: { v: '2' } },
        contentType: 'application/merge-patch+json',
      });
      await space.call('DELETE', 'configmaps/a');
      const lines = await reader.until(line => line.type === 'DELETED');
      expect(lines.map(brief)).toEqual(['ADDED a', 'MODIFIED a', 'DELETED a']);
      const versions = lines.map(line =>
        Number(line.object.metadata.resourceVersion),
      );
      expect(versions).toEqual([...versions].sort((a, b) => a - b));
      expect(lines[2].object.data).toEqual({ v: '2' });
    });

    it('sees an object enter and leave what it selects', async () => {
      const { body } = await space.call('GET', 'configmaps');
      const reader = await watch(
        `resourceVersion=${body.metadata.resourceVersion}&labelSelector=in=yes`,
      );
      const label = async (value: string) =>
        space.call('PATCH', 'configmaps/moving', {
          body: { metadata: { labels: { in: value } } },
          contentType: 'application/merge-patch+json',
        });
      await space.createConfigMap('moving', {}, { in: 'no' });
      await label('yes');
      await label('no');
      const lines = await reader.until(line => line.type === 'DELETED');
      expect(lines.map(brief)).toEqual(['ADDED moving', 'DELETED moving']);
    });

    it('tells of metadata alone where that is asked for, its kind first', async () => {
      const { body } = await space.call('GET', 'configmaps');
      await space.createConfigMap('told', { canary: 'canary-value' });
      const reader = await WatchReader.open(
        target(),
        space.path(
          `configmaps?watch=true&resourceVersion=${body.metadata.resourceVersion}`,
        ),
        {
          accept:
            'application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1',
        },
      );
      open.push(reader);
      const line = (await reader.next())!;
      expect(JSON.stringify(line)).toMatch(
        /^\{"type":"ADDED","object":\{"kind":"PartialObjectMetadata",/,
      );
      expect(Object.keys(line.object).sort()).toEqual([
        'apiVersion',
        'kind',
        'metadata',
      ]);
      expect(JSON.stringify(line)).not.toContain('canary-value');
    });

    it('begins with what is there when no version is given', async () => {
      await space.createConfigMap('there', {}, { start: 'yes' });
      const reader = await watch('labelSelector=start=yes');
      expect(brief((await reader.next())!)).toBe('ADDED there');
    });

    it('sends the initial events and says where they end', async () => {
      await space.createConfigMap('first', {}, { list: 'yes' });
      await space.createConfigMap('second', {}, { list: 'yes' });
      const reader = await watch(
        'sendInitialEvents=true&resourceVersionMatch=NotOlderThan&allowWatchBookmarks=true&labelSelector=list=yes',
      );
      const lines = await reader.until(
        line => line.type === 'BOOKMARK' || line.type === 'ERROR',
      );
      if (isBeyondItsStorage(lines[0])) {
        return;
      }
      expect(lines.slice(0, -1).map(brief).sort()).toEqual([
        'ADDED first',
        'ADDED second',
      ]);
      const end = lines[lines.length - 1].object.metadata;
      expect(end.annotations).toEqual({ 'k8s.io/initial-events-end': 'true' });

      await space.createConfigMap('third', {}, { list: 'yes' });
      const next = await reader.until(line => line.type === 'ADDED');
      expect(brief(next[next.length - 1])).toBe('ADDED third');
      expect(
        Number(next[next.length - 1].object.metadata.resourceVersion),
      ).toBeGreaterThan(Number(end.resourceVersion));
    });

    it('refuses initial events without the match that belongs to them', async () => {
      const answer = await space.call(
        'GET',
        'configmaps?watch=true&sendInitialEvents=true',
      );
      expect(answer.status).toBe(422);
      expect(answer.body.message).toContain(
        'sendInitialEvents requires setting resourceVersionMatch to NotOlderThan',
      );
    });

    it('ends when its time is over', async () => {
      const reader = await watch('timeoutSeconds=1&labelSelector=none=such');
      expect(reader.status).toBe(200);
      expect(await reader.next()).toBeUndefined();
    });
  });
}

/** The server has an etcd from before 3.4.31; clients list and watch then instead. */
function isBeyondItsStorage(line: WatchLine): boolean {
  return (
    line.type === 'ERROR' &&
    line.object.message ===
      'a watch stream was requested by the client but the required storage feature RequestWatchProgress is disabled'
  );
}

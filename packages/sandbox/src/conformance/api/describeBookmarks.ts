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

/** Bookmarks: how far a watch has come that nothing happens to. */
export function describeBookmarks(target: () => ApiTarget): void {
  describe('bookmarks', () => {
    let space: TestNamespace;

    beforeAll(async () => {
      space = await TestNamespace.create(target());
    });
    afterAll(async () => space.remove());

    async function open(query: string): Promise<WatchReader> {
      return WatchReader.open(
        target(),
        space.path(`configmaps?watch=true&${query}`),
      );
    }

    /** Every line of a watch that selects nothing, until it ends. */
    async function idle(query: string): Promise<WatchLine[]> {
      const reader = await open(
        `timeoutSeconds=4&labelSelector=nothing=has-this&${query}`,
      );
      const lines: WatchLine[] = [];
      for (let line = await reader.next(); line; line = await reader.next()) {
        lines.push(line);
      }
      return lines;
    }

    it('come before the end of an idle watch that asks for them, and tell where to go on', async () => {
      const { body } = await space.call('GET', 'configmaps');
      const from = `resourceVersion=${body.metadata.resourceVersion}`;
      const [asked, unasked, change] = await Promise.all([
        idle(`${from}&allowWatchBookmarks=true`),
        idle(from),
        space.createConfigMap('unselected'),
      ]);
      expect(unasked).toEqual([]);
      expect(asked.length).toBeGreaterThan(0);
      expect(new Set(asked.map(line => line.type))).toEqual(
        new Set(['BOOKMARK']),
      );
      const { object } = asked[asked.length - 1];
      expect(object).toMatchObject({ kind: 'ConfigMap', apiVersion: 'v1' });
      expect(object.metadata.name).toBeUndefined();
      expect(object.metadata.annotations).toBeUndefined();
      // It has moved on by what the watch does not select.
      expect(Number(object.metadata.resourceVersion)).toBeGreaterThanOrEqual(
        Number(change.body.metadata.resourceVersion),
      );

      await space.createConfigMap('after-bookmark');
      const next = await open(
        `resourceVersion=${object.metadata.resourceVersion}`,
      );
      const line = await next.next();
      next.close();
      expect(line?.object.metadata.name).toBe('after-bookmark');
    });
  });
}

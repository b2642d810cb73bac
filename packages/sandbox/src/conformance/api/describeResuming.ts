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
import { pause } from '../eventually';
import { TestNamespace } from '../TestNamespace';
import { WatchLine, WatchReader } from '../WatchReader';

const CHANGES = 8;

/** Watches from a version that is not the newest, and after the server has ended one. */
export function describeResuming(target: () => ApiTarget): void {
  describe('watching from an earlier version', () => {
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

    const brief = (line: WatchLine) =>
      `${line.type} ${line.object.metadata.name}`;

    it('shows each watch what happened since its own version', async () => {
      const { body } = await space.call('GET', 'configmaps');
      const early = body.metadata.resourceVersion;
      const first = await space.createConfigMap('first');
      const late = first.body.metadata.resourceVersion;
      await space.createConfigMap('second');
      await space.delete('configmaps/first');
      const readers = await Promise.all(
        [early, late].map(async version => open(`resourceVersion=${version}`)),
      );
      const [all, rest] = await Promise.all(
        readers.map(async reader =>
          reader.until(line => line.type === 'DELETED'),
        ),
      );
      readers.forEach(reader => reader.close());
      expect(all.map(brief)).toEqual([
        'ADDED first',
        'ADDED second',
        'DELETED first',
      ]);
      expect(rest.map(brief)).toEqual(['ADDED second', 'DELETED first']);
    });

    it('misses and repeats nothing when the server ends it again and again', async () => {
      const { body } = await space.call('GET', 'configmaps');
      let version = body.metadata.resourceVersion;
      const written: string[] = [];
      const writing = (async () => {
        for (let index = 0; index < CHANGES; index++) {
          const name = `change-${index}`;
          await space.createConfigMap(name, {}, { resumed: 'yes' });
          written.push(`ADDED ${name}`);
          await pause(400);
        }
      })();
      const seen: string[] = [];
      let endings = 0;
      while (seen.length < CHANGES) {
        const reader = await open(
          `resourceVersion=${version}&timeoutSeconds=1&labelSelector=resumed`,
        );
        for (let line = await reader.next(); line; line = await reader.next()) {
          version = line.object.metadata.resourceVersion ?? version;
          seen.push(brief(line));
        }
        endings += 1;
      }
      await writing;
      expect(seen).toEqual(written);
      expect(endings).toBeGreaterThan(1);
    });
  });
}

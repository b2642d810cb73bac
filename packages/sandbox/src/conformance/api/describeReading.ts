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

import { ApiTarget, callApi } from '../ApiTarget';
import { configMap, TestNamespace } from '../TestNamespace';

const TABLE = 'application/json;as=Table;v=v1;g=meta.k8s.io,application/json';

/** Get and list: what comes back, selected, in pages and in other forms. */
export function describeReading(target: () => ApiTarget): void {
  describe('reading', () => {
    let space: TestNamespace;

    beforeAll(async () => {
      space = await TestNamespace.create(target());
      for (const [name, tier] of [
        ['a', 'web'],
        ['b', 'data'],
        ['c', 'data'],
        ['d', 'batch'],
        ['e', 'web'],
      ]) {
        await space.createConfigMap(name, { name }, { tier, suite: 'reading' });
      }
    });
    afterAll(async () => space.remove());

    async function names(query: string): Promise<string[]> {
      // kube-root-ca.crt is in every namespace of a real cluster.
      const { body } = await space.call('GET', `configmaps?${query}`);
      return body.items
        .map(item => item.metadata.name)
        .filter(name => name.length === 1);
    }

    it('answers 404 for an object, a namespace and a path that are not there', async () => {
      const missing = await space.call('GET', 'configmaps/none');
      expect(missing.status).toBe(404);
      expect(missing.body).toMatchObject({
        kind: 'Status',
        apiVersion: 'v1',
        status: 'Failure',
        message: 'configmaps "none" not found',
        reason: 'NotFound',
        details: { name: 'none', kind: 'configmaps' },
        code: 404,
      });
      const grouped = await space.call('GET', 'apps/v1 deployments/none');
      expect(grouped.body.message).toBe('deployments.apps "none" not found');
      expect(grouped.body.details).toEqual({
        name: 'none',
        group: 'apps',
        kind: 'deployments',
      });
      const noNamespace = await callApi(
        target(),
        'POST',
        '/api/v1/namespaces/no-such-namespace/configmaps',
        { body: configMap('x') },
      );
      expect(noNamespace.status).toBe(404);
      expect(noNamespace.body.message).toBe(
        'namespaces "no-such-namespace" not found',
      );
      const nonsense = await callApi(target(), 'GET', '/api/v1/nonsense');
      expect(nonsense.status).toBe(404);
    });

    it.each([
      ['labelSelector=tier=data', ['b', 'c']],
      ['labelSelector=tier!=data,suite', ['a', 'd', 'e']],
      ['labelSelector=tier in (web,batch)', ['a', 'd', 'e']],
      ['labelSelector=tier notin (web),suite=reading', ['b', 'c', 'd']],
      ['labelSelector=!tier', []],
      ['fieldSelector=metadata.name=c', ['c']],
      ['fieldSelector=metadata.name!=c&labelSelector=tier=data', ['b']],
    ])('selects %s', async (query, expected) => {
      expect(await names(query.replace(/ /g, '%20'))).toEqual(expected);
    });

    it('refuses selectors that it cannot read', async () => {
      const label = await space.call('GET', 'configmaps?labelSelector=a%20b');
      expect(label.status).toBe(400);
      expect(label.body.message).toContain('unable to parse requirement');
      const field = await space.call(
        'GET',
        'pods?fieldSelector=spec.unheard=of',
      );
      expect(field.status).toBe(400);
      expect(field.body.reason).toBe('BadRequest');
    });

    it('pages through a list that does not change meanwhile', async () => {
      const query = 'labelSelector=suite=reading&limit=2';
      const first = await space.call('GET', `configmaps?${query}`);
      expect(first.body.items.map(item => item.metadata.name)).toEqual([
        'a',
        'b',
      ]);
      await space.createConfigMap('bb', {}, { suite: 'reading' });
      await space.call('DELETE', 'configmaps/d');
      const seen: string[] = [];
      let token = first.body.metadata.continue;
      while (token) {
        const page = await space.call(
          'GET',
          `configmaps?${query}&continue=${token}`,
        );
        expect(page.body.metadata.resourceVersion).toBe(
          first.body.metadata.resourceVersion,
        );
        seen.push(...page.body.items.map(item => item.metadata.name));
        token = page.body.metadata.continue;
      }
      expect(seen).toEqual(['c', 'd', 'e']);
      expect(await names('labelSelector=suite=reading')).not.toContain('d');
      await space.call('DELETE', 'configmaps/bb');
      await space.createConfigMap('d', {}, { tier: 'batch', suite: 'reading' });
    });

    it('counts what remains only where no selector hides some', async () => {
      const plain = await space.call('GET', 'configmaps?limit=1');
      expect(plain.body.metadata.remainingItemCount).toBeGreaterThanOrEqual(4);
      const selected = await space.call(
        'GET',
        'configmaps?limit=1&labelSelector=suite',
      );
      expect(selected.body.metadata.remainingItemCount).toBeUndefined();
    });

    it('answers a version from the future with a timeout that says so', async () => {
      const answer = await space.call(
        'GET',
        'configmaps?resourceVersion=999999999999',
      );
      expect(answer.status).toBe(504);
      expect(answer.body.reason).toBe('Timeout');
      expect(answer.body.message).toContain('Too large resource version');
      expect(answer.body.details).toMatchObject({
        causes: [{ reason: 'ResourceVersionTooLarge' }],
      });
    });

    it('refuses a continue token together with a version, and one that is no token', async () => {
      const both = await space.call('GET', 'configmaps?limit=1');
      const answer = await space.call(
        'GET',
        `configmaps?limit=1&resourceVersion=1&continue=${both.body.metadata.continue}`,
      );
      expect(answer.status).toBe(400);
      const broken = await space.call('GET', 'configmaps?continue=nonsense');
      expect(broken.status).toBe(400);
    });

    it('answers with a table where one is asked for', async () => {
      const answer = await space.call('GET', 'configmaps', { accept: TABLE });
      expect(answer.body.kind).toBe('Table');
      const { columnDefinitions, rows } = answer.body as unknown as {
        columnDefinitions: Array<{ name: string }>;
        rows: Array<{ cells: unknown[]; object: { kind: string } }>;
      };
      expect(columnDefinitions.map(({ name }) => name)).toEqual([
        'Name',
        'Data',
        'Age',
      ]);
      const row = rows.find(({ cells }) => cells[0] === 'a');
      expect(String(row?.cells[1])).toBe('1');
      expect(row?.object.kind).toBe('PartialObjectMetadata');
    });

    it('answers with metadata alone where that is asked for: no value leaves the server', async () => {
      await space.call('POST', 'secrets', {
        body: {
          apiVersion: 'v1',
          kind: 'Secret',
          metadata: { name: 'canary' },
          stringData: { password: 'canary-value' },
        },
      });
      const secret = Buffer.from('canary-value').toString('base64');
      const whole = await space.call('GET', 'secrets/canary');
      expect(whole.body.data).toEqual({ password: secret });
      expect(whole.body.stringData).toBeUndefined();
      for (const [path, form] of [
        ['secrets/canary', 'PartialObjectMetadata'],
        ['secrets', 'PartialObjectMetadataList'],
      ]) {
        const answer = await space.call('GET', path, {
          accept: `application/json;as=${form};g=meta.k8s.io;v=v1`,
        });
        expect(answer.body.kind).toBe(form);
        expect(answer.text).toMatch(new RegExp(`^\\{"kind":"${form}",`));
        for (const item of answer.body.items ?? []) {
          expect(Object.keys(item).sort()).toEqual([
            'apiVersion',
            'kind',
            'metadata',
          ]);
          expect(item.kind).toBe('PartialObjectMetadata');
        }
        expect(answer.text).not.toContain(secret);
      }
    });
  });
}

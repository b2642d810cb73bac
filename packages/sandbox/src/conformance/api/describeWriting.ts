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

const MERGE = 'application/merge-patch+json';
const STRATEGIC = 'application/strategic-merge-patch+json';
const JSON_PATCH = 'application/json-patch+json';

/** Create, update, patch and delete, with the refusals of each. */
export function describeWriting(target: () => ApiTarget): void {
  describe('writing', () => {
    let space: TestNamespace;

    beforeAll(async () => {
      space = await TestNamespace.create(target());
    });
    afterAll(async () => space.remove());

    it('gives what it creates an identity, and creates nothing twice', async () => {
      const created = await space.createConfigMap('twice');
      expect(created.status).toBe(201);
      expect(created.body.metadata).toMatchObject({
        name: 'twice',
        namespace: space.name,
        uid: expect.stringMatching(/^[0-9a-f-]{36}$/),
        resourceVersion: expect.stringMatching(/^\d+$/),
        creationTimestamp: expect.stringMatching(/^[\dT:-]+Z$/),
      });
      const again = await space.createConfigMap('twice');
      expect(again.status).toBe(409);
      expect(again.body).toMatchObject({
        reason: 'AlreadyExists',
        message: 'configmaps "twice" already exists',
      });
    });

    it('makes names up from generateName', async () => {
      const { body } = await space.call('POST', 'configmaps', {
        body: {
          apiVersion: 'v1',
          kind: 'ConfigMap',
          metadata: { generateName: 'made-' },
        },
      });
      expect(body.metadata.name).toMatch(/^made-[a-z0-9]{5}$/);
    });

    it('refuses a name that is none, in the words of the API', async () => {
      const answer = await space.call('POST', 'configmaps', {
        body: configMap('Not_A_Name'),
      });
      expect(answer.status).toBe(422);
      expect(answer.body.reason).toBe('Invalid');
      expect(answer.body.message).toBe(
        "ConfigMap \"Not_A_Name\" is invalid: metadata.name: Invalid value: \"Not_A_Name\": a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')",
      );
    });

    it.each(['ConfigMap', 'Secret'])(
      'refuses a key of a %s that cannot be the name of a file',
      async kind => {
        const answer = await space.call('POST', `${kind.toLowerCase()}s`, {
          body: {
            apiVersion: 'v1',
            kind,
            metadata: { name: 'keyed' },
            data: { 'a/b': 'dmFsdWU=' },
          },
        });
        expect(answer.status).toBe(422);
        expect(answer.body.message).toBe(
          `${kind} "keyed" is invalid: data[a/b]: Invalid value: "a/b": a valid config key must consist of alphanumeric characters, '-', '_' or '.' (e.g. 'key.name',  or 'KEY_NAME',  or 'key-name', regex used for validation is '[-._a-zA-Z0-9]+')`,
        );
      },
    );

    it('refuses an update of what has changed meanwhile', async () => {
      const { body } = await space.createConfigMap('raced', { a: '1' });
      const first = await space.call('PUT', 'configmaps/raced', {
        body: { ...body, data: { a: '2' } },
      });
      expect(first.status).toBe(200);
      const second = await space.call('PUT', 'configmaps/raced', {
        body: { ...body, data: { a: '3' } },
      });
      expect(second.status).toBe(409);
      expect(second.body).toMatchObject({
        reason: 'Conflict',
        message:
          'Operation cannot be fulfilled on configmaps "raced": the object has been modified; please apply your changes to the latest version and try again',
      });
      const kept = await space.call('GET', 'configmaps/raced');
      expect(kept.body.data).toEqual({ a: '2' });
    });

    it('makes no new version for a write that changes nothing', async () => {
      const { body } = await space.createConfigMap('same', { a: '1' });
      const put = await space.call('PUT', 'configmaps/same', { body });
      const patch = await space.call('PATCH', 'configmaps/same', {
        body: { data: { a: '1' } },
        contentType: MERGE,
      });
      expect(put.body.metadata.resourceVersion).toBe(
        body.metadata.resourceVersion,
      );
      expect(patch.body.metadata.resourceVersion).toBe(
        body.metadata.resourceVersion,
      );
    });

    it('keeps no labels and annotations that are empty', async () => {
      const created = await space.createConfigMap('bare', {}, {});
      expect(created.body.metadata.labels).toBeUndefined();
      await space.patch('configmaps/bare', {
        metadata: { labels: { a: '1' }, annotations: { a: '1' } },
      });
      const { metadata } = await space.patch('configmaps/bare', {
        metadata: { labels: { a: null }, annotations: { a: null } },
      });
      expect(metadata.labels).toBeUndefined();
      expect(metadata.annotations).toBeUndefined();
    });

    it('changes nothing in a dry run', async () => {
      const answer = await space.call('POST', 'configmaps?dryRun=All', {
        body: configMap('dry'),
      });
      expect(answer.status).toBe(201);
      expect((await space.call('GET', 'configmaps/dry')).status).toBe(404);
    });

    it('counts generations of the spec only, and keeps the status apart', async () => {
      const { body } = await space.call('POST', 'apps/v1 deployments', {
        body: deployment('counted'),
      });
      expect(body.metadata.generation).toBe(1);
      const labelled = await space.call(
        'PATCH',
        'apps/v1 deployments/counted',
        {
          body: { metadata: { labels: { a: 'b' } }, status: { replicas: 9 } },
          contentType: MERGE,
        },
      );
      expect(labelled.body.metadata.generation).toBe(1);
      expect(labelled.body.status).not.toMatchObject({ replicas: 9 });
      const changed = await space.call('PATCH', 'apps/v1 deployments/counted', {
        body: { spec: { minReadySeconds: 1 } },
        contentType: MERGE,
      });
      expect(changed.body.metadata.generation).toBe(2);
      expect(changed.body.spec).toMatchObject({ replicas: 0 });
    });

    it('patches by RFC 7396, by RFC 6902 and by merge keys', async () => {
      await space.createConfigMap(
        'patched',
        { a: '1', b: '2' },
        { kept: 'yes' },
      );
      const merged = await space.call('PATCH', 'configmaps/patched', {
        body: { data: { a: null, c: '3' } },
        contentType: MERGE,
      });
      expect(merged.body.data).toEqual({ b: '2', c: '3' });
      const pointed = await space.call('PATCH', 'configmaps/patched', {
        body: [
          { op: 'test', path: '/data/b', value: '2' },
          { op: 'move', from: '/data/b', path: '/metadata/labels/e~1f' },
          { op: 'remove', path: '/data/c' },
        ],
        contentType: JSON_PATCH,
      });
      expect(pointed.body.data ?? {}).toEqual({});
      expect(pointed.body.metadata.labels).toEqual({ kept: 'yes', 'e/f': '2' });
      const refused = await space.call('PATCH', 'configmaps/patched', {
        body: [{ op: 'test', path: '/metadata/labels/e~1f', value: 'other' }],
        contentType: JSON_PATCH,
      });
      expect(refused.status).toBe(422);

      await space.call('POST', 'apps/v1 deployments', {
        body: deployment('keyed'),
      });
      const keyed = await space.call('PATCH', 'apps/v1 deployments/keyed', {
        body: {
          spec: {
            template: {
              spec: {
                containers: [
                  { name: 'app', env: [{ name: 'A', value: '1' }] },
                  { name: 'side', image: 'side:1' },
                ],
              },
            },
          },
        },
        contentType: STRATEGIC,
      });
      expect(keyed.body.spec).toMatchObject({
        template: {
          spec: {
            containers: [
              {
                name: 'app',
                image: 'nginx:1',
                env: [{ name: 'A', value: '1' }],
              },
              { name: 'side', image: 'side:1' },
            ],
          },
        },
      });
      const without = await space.call('PATCH', 'apps/v1 deployments/keyed', {
        body: {
          spec: {
            template: {
              spec: { containers: [{ name: 'side', $patch: 'delete' }] },
            },
          },
        },
        contentType: STRATEGIC,
      });
      expect(without.text).not.toContain('side:1');
    });

    it('refuses patches in a form that it does not know', async () => {
      await space.createConfigMap('unpatched');
      const answer = await space.call('PATCH', 'configmaps/unpatched', {
        body: {},
        contentType: 'application/json',
      });
      expect(answer.status).toBe(415);
    });

    it('refuses to change an immutable Secret, and the type of any', async () => {
      const secret = {
        apiVersion: 'v1',
        kind: 'Secret',
        metadata: { name: 'fixed' },
        immutable: true,
        stringData: { a: '1' },
      };
      await space.call('POST', 'secrets', { body: secret });
      const data = await space.call('PATCH', 'secrets/fixed', {
        body: { stringData: { a: '2' } },
        contentType: MERGE,
      });
      expect(data.status).toBe(422);
      expect(data.body.message).toContain(
        'field is immutable when `immutable` is set',
      );
      const type = await space.call('PATCH', 'secrets/fixed', {
        body: { type: 'example.com/other' },
        contentType: MERGE,
      });
      expect(type.body.message).toContain(
        'type: Invalid value: "example.com/other": field is immutable',
      );
    });

    it('deletes by name, by selector, and not another object of that name', async () => {
      const { body } = await space.createConfigMap('one', {}, { gone: 'yes' });
      await space.createConfigMap('two', {}, { gone: 'yes' });
      await space.createConfigMap('three');
      const other = await space.call('DELETE', 'configmaps/one', {
        body: {
          apiVersion: 'v1',
          kind: 'DeleteOptions',
          preconditions: { uid: '00000000-0000-0000-0000-000000000000' },
        },
      });
      expect(other.status).toBe(409);
      const deleted = await space.call('DELETE', 'configmaps/one');
      expect(deleted.body).toMatchObject({
        kind: 'Status',
        status: 'Success',
        details: { name: 'one', uid: body.metadata.uid },
      });
      await space.call('DELETE', 'configmaps?labelSelector=gone=yes');
      expect((await space.call('GET', 'configmaps/two')).status).toBe(404);
      expect((await space.call('GET', 'configmaps/three')).status).toBe(200);
      expect((await space.call('DELETE', 'configmaps/one')).status).toBe(404);
    });

    it('keeps what has a finalizer until that is taken away', async () => {
      await space.call('POST', 'configmaps', {
        body: {
          ...configMap('held'),
          metadata: { name: 'held', finalizers: ['example.com/hold'] },
        },
      });
      const deleted = await space.call('DELETE', 'configmaps/held');
      expect(deleted.body.metadata.deletionTimestamp).toBeDefined();
      expect((await space.call('GET', 'configmaps/held')).status).toBe(200);
      await space.call('PATCH', 'configmaps/held', {
        body: { metadata: { finalizers: null } },
        contentType: MERGE,
      });
      expect((await space.call('GET', 'configmaps/held')).status).toBe(404);
    });

    it('refuses methods that a path does not have', async () => {
      const answer = await space.call('POST', 'configmaps/x', {
        body: configMap('x'),
      });
      expect(answer.status).toBe(405);
      expect(answer.body.reason).toBe('MethodNotAllowed');
    });
  });
}

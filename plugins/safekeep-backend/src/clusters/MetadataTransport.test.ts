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

import { Readable } from 'stream';
import fc from 'fast-check';
import { ClusterRequest, ClusterTransport } from './ClusterTransport';
import { MetadataTransport } from './MetadataTransport';
import { readBody, readJsonLines } from './readJsonLines';

const CANARY = 'Y2FuYXJ5LTRhOTFj';
const METADATA = {
  kind: 'PartialObjectMetadata',
  apiVersion: 'meta.k8s.io/v1',
  metadata: { name: 'db', namespace: 'shop' },
};
const WHOLE = { kind: 'Secret', apiVersion: 'v1', data: { PASSWORD: CANARY } };

/** Answers with a text, in chunks of that many bytes. */
function answering(text: string, chunk = 16_384) {
  const asked: ClusterRequest[] = [];
  const bytes = Buffer.from(text);
  const chunks: Buffer[] = [];
  for (let at = 0; at < bytes.length; at += chunk) {
    chunks.push(bytes.subarray(at, at + chunk));
  }
  const body = Readable.from(chunks);
  const transport: ClusterTransport = {
    get: async request => {
      asked.push(request);
      return { headers: {}, body };
    },
    post: async () => {
      throw new Error('never');
    },
  };
  return { metadata: MetadataTransport.create(transport), asked, body };
}

async function readList(text: string, chunk?: number): Promise<string> {
  const { metadata } = answering(text, chunk);
  const response = await metadata.get({ path: '/secrets' });
  return await readBody(response.body, { silenceMs: 5_000 });
}

async function readWatch(text: string, chunk?: number): Promise<unknown[]> {
  const { metadata } = answering(text, chunk);
  const { body } = await metadata.get({
    path: '/secrets',
    query: { watch: 'true' },
  });
  const events: unknown[] = [];
  for await (const batch of readJsonLines(body, { silenceMs: 5_000 })) {
    events.push(...batch);
  }
  return events;
}

describe('MetadataTransport', () => {
  it('asks for metadata in every request, and accepts nothing else', async () => {
    const accepted: unknown[] = [];
    const requests: ClusterRequest[] = [
      { path: '/a' },
      { path: '/a', query: { watch: 'true' } },
      { path: '/a', accept: '*/*', query: { limit: '1' } },
    ];
    for (const request of requests) {
      const { metadata, asked } = answering('');
      await metadata.get(request);
      accepted.push(asked[0].accept);
    }
    expect(accepted).toEqual([
      'application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1',
      'application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1',
      'application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1',
    ]);
    await expect(answering('').metadata.post()).rejects.toThrow(
      'Nothing is posted',
    );
  });

  it('passes metadata on, however it is cut into chunks', async () => {
    const list = `${JSON.stringify({
      kind: 'PartialObjectMetadataList',
      apiVersion: 'meta.k8s.io/v1',
      metadata: { resourceVersion: '7' },
      items: [METADATA],
    })}\n`;
    const events = [
      { type: 'ADDED', object: METADATA },
      { type: 'BOOKMARK', object: METADATA },
      { type: 'ERROR', object: { kind: 'Status', code: 410 } },
    ];
    const lines = events.map(event => `${JSON.stringify(event)}\n`).join('');
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 200 }), async chunk => {
        expect(await readList(list, chunk)).toBe(list);
        expect(await readWatch(lines, chunk)).toEqual(events);
      }),
      { numRuns: 40 },
    );
  });

  it.each([
    ['whole Secrets', { kind: 'SecretList', items: [WHOLE] }],
    ['a list without a kind', { items: [WHOLE] }],
    ['a single one', METADATA],
    ['text', CANARY],
  ])('drops an answer of %s, and ends it', async (_, answer) => {
    const { metadata, body } = answering(`${JSON.stringify(answer)}\n`);
    const response = await metadata.get({ path: '/secrets' });
    const error = await readBody(response.body, { silenceMs: 5_000 }).catch(
      thrown => thrown,
    );
    expect(error).toMatchObject({
      name: 'ClusterFailure',
      kind: 'unreachable',
      retryAfterMs: 600_000,
      message: expect.stringContaining('metadata alone'),
    });
    expect(JSON.stringify([error, error.stack, error.cause])).not.toContain(
      CANARY,
    );
    expect(body.destroyed).toBe(true);
  });

  it('drops a whole Secret amid events, and passes on nothing of it', async () => {
    const good = { type: 'ADDED', object: METADATA };
    const bad = { type: 'MODIFIED', object: WHOLE };
    for (const chunk of [1, 7, 10_000]) {
      const { metadata } = answering(
        `${JSON.stringify(good)}\n${JSON.stringify(bad)}\n`,
        chunk,
      );
      const { body } = await metadata.get({
        path: '/secrets',
        query: { watch: 'true' },
      });
      const passed: Buffer[] = [];
      await expect(
        (async () => {
          for await (const part of body) {
            passed.push(part);
          }
        })(),
      ).rejects.toThrow('metadata alone');
      expect(Buffer.concat(passed).toString()).not.toContain('Secret"');
      expect(Buffer.concat(passed).toString()).not.toContain(CANARY);
    }
  });

  it('lets go of the connection when its reader does', async () => {
    const silent = new Readable({ read: () => {} });
    const metadata = MetadataTransport.create({
      get: async () => ({ headers: {}, body: silent }),
      post: async () => {
        throw new Error('never');
      },
    });
    const { body } = await metadata.get({ path: '/secrets' });
    body.destroy();
    await new Promise(resolve => silent.once('close', resolve));
    expect(silent.destroyed).toBe(true);
  });
});

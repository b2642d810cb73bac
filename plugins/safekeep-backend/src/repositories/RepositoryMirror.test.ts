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

import { UrlReaderService } from '@backstage/backend-plugin-api';
import { mockServices } from '@backstage/backend-test-utils';
import { ConfigReader } from '@backstage/config';
import { NotFoundError, NotModifiedError } from '@backstage/errors';
import { ScmIntegrations } from '@backstage/integration';
import { RepositoryMirror } from './RepositoryMirror';

const URL = 'https://forge.example/acme/deployment/tree/main/k8s';
const CANARY = 'canary-7f3a91';

function secret(name: string): string {
  return `apiVersion: v1\nkind: Secret\nmetadata:\n  name: ${name}\n  namespace: shop\nstringData:\n  KEY: ${CANARY}\n`;
}

describe('RepositoryMirror', () => {
  const readTree = jest.fn<
    ReturnType<UrlReaderService['readTree']>,
    Parameters<UrlReaderService['readTree']>
  >();
  const logger = mockServices.logger.mock();
  let mirror: RepositoryMirror;

  function serve(etag: string, files: Record<string, string>): void {
    readTree.mockImplementation(async (_, options) => {
      if (options?.etag === etag) {
        throw new NotModifiedError();
      }
      const read = Object.entries(files).filter(([path, text]) =>
        options?.filter?.(path, { size: text.length }),
      );
      return {
        etag,
        files: async () =>
          read.map(([path, text]) => ({
            path,
            content: async () => Buffer.from(text),
          })),
        archive: jest.fn(),
        dir: jest.fn(),
      };
    });
  }

  async function names(): Promise<string[] | undefined> {
    const { contents } = await mirror.read(URL);
    return contents?.secrets.map(({ name }) => name);
  }

  beforeEach(() => {
    jest.resetAllMocks();
    jest.useFakeTimers({ doNotFake: ['nextTick', 'setImmediate'] });
    mirror = RepositoryMirror.create({
      urlReader: mockServices.urlReader.mock({ readTree }),
      integrations: ScmIntegrations.fromConfig(new ConfigReader({})),
      logger,
      timing: {
        intervalMs: 1_000,
        idleMs: 5_000,
        patienceMs: 100,
        staleMs: 5_000,
      },
    });
    mirror.start();
  });

  afterEach(() => {
    mirror.stop();
    jest.useRealTimers();
  });

  it('reads once for all who ask, then only what changed, until nobody asks', async () => {
    serve('one', { 'a.yaml': secret('a'), 'README.md': CANARY });
    const readings = await Promise.all([names(), names(), names()]);
    expect(readings).toEqual([['a'], ['a'], ['a']]);
    expect(readTree).toHaveBeenCalledTimes(1);

    await jest.advanceTimersByTimeAsync(1_000);
    expect(readTree).toHaveBeenCalledTimes(2);
    expect(readTree.mock.lastCall?.[1]?.etag).toBe('one');
    expect(await names()).toEqual(['a']);

    serve('two', { 'b.yaml': secret('b') });
    await jest.advanceTimersByTimeAsync(1_000);
    expect(await names()).toEqual(['b']);
    expect((await mirror.read(URL)).seenAt).toEqual(new Date(Date.now()));

    await jest.advanceTimersByTimeAsync(60_000);
    const reads = readTree.mock.calls.length;
    expect(reads).toBeLessThan(12);
    await jest.advanceTimersByTimeAsync(60_000);
    expect(readTree).toHaveBeenCalledTimes(reads);
  });

  it('does not keep anybody waiting, and says what it knows', async () => {
    readTree.mockReturnValue(new Promise(() => {}));
    const reading = mirror.read(URL);
    await jest.advanceTimersByTimeAsync(100);
    expect(await reading).toEqual({});
  });

  it('looks again before it answers, when nobody has asked for a while', async () => {
    serve('one', { 'a.yaml': secret('a') });
    expect(await names()).toEqual(['a']);
    await jest.advanceTimersByTimeAsync(60_000);
    serve('two', { 'b.yaml': secret('b') });
    expect(await names()).toEqual(['b']);
  });

  it('says since when it cannot look, when the forge says nothing at all', async () => {
    serve('one', { 'a.yaml': secret('a') });
    const seenAt = (await mirror.read(URL)).seenAt;
    readTree.mockReturnValue(new Promise(() => {}));
    await jest.advanceTimersByTimeAsync(3_000);
    expect((await mirror.read(URL)).failure).toBeUndefined();
    await jest.advanceTimersByTimeAsync(3_000);
    const reading = mirror.read(URL);
    await jest.advanceTimersByTimeAsync(100);
    expect(await reading).toMatchObject({
      contents: { secrets: [{ name: 'a' }] },
      seenAt,
      failure: { since: seenAt, message: 'the forge has not answered yet' },
    });
  });

  it('keeps what it saw when the forge fails, and says since when and why, without its words', async () => {
    serve('one', { 'a.yaml': secret('a') });
    await names();
    const failedAt = new Date(Date.now() + 1_000);
    readTree.mockRejectedValue(
      Object.assign(new Error(`token ${CANARY} expired`), {
        name: 'FetchError',
      }),
    );
    await jest.advanceTimersByTimeAsync(3_000);
    const reading = await mirror.read(URL);
    expect(reading.contents?.secrets).toHaveLength(1);
    expect(reading.failure).toEqual({
      since: failedAt,
      message: 'the forge does not answer',
    });
    expect(logger.warn).toHaveBeenCalledTimes(1);

    readTree.mockRejectedValue(new NotFoundError(CANARY));
    await jest.advanceTimersByTimeAsync(1_000);
    expect((await mirror.read(URL)).failure?.message).toContain(
      'no such branch or folder',
    );
    expect(JSON.stringify([logger.warn.mock.calls, reading])).not.toContain(
      CANARY,
    );

    serve('two', { 'b.yaml': secret('b') });
    await jest.advanceTimersByTimeAsync(1_000);
    expect((await mirror.read(URL)).failure).toBeUndefined();
    expect(await names()).toEqual(['b']);
  });

  it('refuses what is too much, and names what it did not read', async () => {
    serve('one', {
      'broken.yaml': `kind: Secret\n${CANARY}: [\n`,
      'kustomization.yaml': 'resources: [../elsewhere, a.yaml]\n',
      'a.yaml': secret('a'),
      'huge.yaml': 'x'.repeat(5 * 1024 * 1024),
    });
    const { contents } = await mirror.read(URL);
    expect(contents?.notVisible).toEqual([
      '../elsewhere',
      'broken.yaml',
      'huge.yaml',
    ]);
    expect(contents?.secrets).toMatchObject([{ name: 'a', referenced: true }]);
    expect(JSON.stringify(contents)).not.toContain(CANARY);

    serve(
      'two',
      Object.fromEntries(
        Array.from({ length: 2_001 }, (_, i) => [`${i}.yaml`, 'kind: X']),
      ),
    );
    await jest.advanceTimersByTimeAsync(1_000);
    expect((await mirror.read(URL)).failure?.message).toMatch(
      /more than 2000 manifests/,
    );
  });
});

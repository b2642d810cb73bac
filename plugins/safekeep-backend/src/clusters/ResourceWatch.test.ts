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

import { Observation } from '@safekeep/backstage-plugin-safekeep-common';
import { eventually } from '../__testUtils__/eventually';
import { FakeApiServer, reset, status } from '../__testUtils__/FakeApiServer';
import { KubeConfigTransport } from './ClusterTransport';
import { Limiter } from './Limiter';
import { ResourceStatus } from './ResourceStatus';
import {
  DEFAULT_WATCH_TIMING,
  ObservationSink,
  ResourceWatch,
} from './ResourceWatch';
import { WATCHED_RESOURCES } from './watchedResources';

const PODS = '/api/v1/pods';
const SEALED = '/apis/bitnami.com/v1alpha1/sealedsecrets';

/** Keeps the names of what it is told. */
class MemorySink implements ObservationSink {
  readonly names = new Set<string>();
  replaced = 0;
  failures = 0;

  async replace(observations: Observation[]): Promise<void> {
    this.#fail();
    this.replaced += 1;
    this.names.clear();
    for (const { name } of observations) {
      this.names.add(name);
    }
  }

  async apply(changes: Parameters<ObservationSink['apply']>[0]): Promise<void> {
    this.#fail();
    for (const change of changes) {
      if (change.type === 'changed') {
        this.names.add(change.observation.name);
      } else {
        this.names.delete(change.name);
      }
    }
  }

  #fail(): void {
    if (this.failures > 0) {
      this.failures -= 1;
      throw new Error('the database is locked');
    }
  }
}

// client-node takes its time to load where everything is compiled first.
jest.setTimeout(60_000);

describe('ResourceWatch', () => {
  beforeAll(async () => {
    await import('@kubernetes/client-node');
  });

  let api: FakeApiServer;
  let sink: MemorySink;
  let stopping: AbortController;
  let running: Promise<void> = Promise.resolve();
  let seen: ResourceStatus[];

  beforeEach(async () => {
    api = await FakeApiServer.start();
    sink = new MemorySink();
    stopping = new AbortController();
    seen = [];
  });

  afterEach(async () => {
    stopping.abort();
    await running;
    await api.stop();
  });

  function watch(
    path = PODS,
    options: {
      lastSeen?: Date;
      silenceMs?: number;
      refusalMs?: number;
      slowRetryMs?: number;
    } = {},
  ): ResourceWatch {
    const resource = WATCHED_RESOURCES.find(one => one.path === path)!;
    const watching = new ResourceWatch({
      resource,
      transport: KubeConfigTransport.create({
        name: 'fake',
        access: {
          type: 'service-account',
          url: api.url,
          token: 'token',
          skipTLSVerify: true,
        },
      }),
      sink,
      lists: new Limiter(1),
      lastSeen: options.lastSeen,
      timing: {
        ...DEFAULT_WATCH_TIMING,
        pageSize: 2,
        silenceMs: options.silenceMs ?? 5_000,
        backoffBaseMs: 20,
        backoffCapMs: 100,
        refusalMs: options.refusalMs ?? 100,
        slowRetryMs: options.slowRetryMs ?? 200,
        stableMs: 0,
      },
      onStatus: one => seen.push(one),
    });
    running = watching.run(stopping.signal);
    return watching;
  }

  function put(...names: string[]): void {
    for (const name of names) {
      api.put(PODS, { metadata: { name, namespace: 'shop' } });
    }
  }

  async function expectNames(...names: string[]): Promise<void> {
    await eventually(() => expect([...sink.names].sort()).toEqual(names));
  }

  it('lists in pages, then follows, and asks for bookmarks and an end', async () => {
    put('a', 'b', 'c');
    const watching = watch();
    await expectNames('a', 'b', 'c');
    expect(api.count(PODS, 'list')).toBe(2);
    await eventually(() => expect(watching.status.state).toBe('live'));
    expect(watching.status.lastSeen).toBeInstanceOf(Date);

    put('d');
    api.delete(PODS, 'a', 'shop');
    await expectNames('b', 'c', 'd');
    expect(api.count(PODS, 'list')).toBe(2);

    const query = api.requests.find(url =>
      url.searchParams.has('watch'),
    )!.searchParams;
    expect(query.get('allowWatchBookmarks')).toBe('true');
    expect(Number(query.get('timeoutSeconds'))).toBeGreaterThanOrEqual(300);
    expect(Number(query.get('timeoutSeconds'))).toBeLessThanOrEqual(600);
  });

  it('resumes where it was after an end, a reset, half a line and a line that is not JSON', async () => {
    put('a');
    const watching = watch();
    await eventually(() => expect(watching.status.state).toBe('live'));

    const isTakenUpAfter = async (name: string, breakOff: () => void) => {
      const watches = api.count(PODS, 'watch');
      breakOff();
      put(name);
      await eventually(() => {
        expect(sink.names).toContain(name);
        expect(api.count(PODS, 'watch')).toBeGreaterThan(watches);
        expect(watching.status.state).toBe('live');
      });
    };
    await isTakenUpAfter('ended', () => api.hangUp(PODS, 'end'));
    await isTakenUpAfter('reset', () => api.hangUp(PODS, 'reset'));
    await isTakenUpAfter('half', () => {
      api.send(PODS, '{"type":"ADDED","object":{"metadata":{"name":"ha');
      api.hangUp(PODS, 'end');
    });
    await isTakenUpAfter('garbage', () => api.send(PODS, '{"type":}\n'));
    await isTakenUpAfter('strange', () => api.send(PODS, '"no event"\n'));
    expect(api.count(PODS, 'list')).toBe(1);
    // Each was taken up again before anybody was told of it.
    expect(seen.every(({ state }) => state === 'live')).toBe(true);
  });

  it('takes a bookmark as the place to resume from', async () => {
    put('a');
    const watching = watch();
    await eventually(() => expect(watching.status.state).toBe('live'));
    api.send(
      PODS,
      '{"type":"BOOKMARK","object":{"metadata":{"resourceVersion":"777"}}}\n',
    );
    await eventually(() => expect(seen.length).toBeGreaterThan(1));
    api.hangUp(PODS, 'end');
    await eventually(() =>
      expect(api.requests.at(-1)!.searchParams.get('resourceVersion')).toBe(
        '777',
      ),
    );
  });

  it.each([
    ['an HTTP status', () => undefined],
    [
      'an event',
      (api_: FakeApiServer) =>
        api_.fail(
          PODS,
          (_, response) =>
            response.end('{"type":"ERROR","object":{"code":410}}\n'),
          { verb: 'watch' },
        ),
    ],
  ])('lists again in one step after 410 as %s', async (_, prepare) => {
    put('a', 'b');
    const watching = watch();
    await eventually(() => expect(watching.status.state).toBe('live'));
    prepare(api);
    api.hangUp(PODS, 'reset');
    api.delete(PODS, 'a', 'shop');
    api.compact();
    await expectNames('b');
    await eventually(() => expect(watching.status.state).toBe('live'));
    expect(sink.replaced).toBe(2);
  });

  it('begins the list anew when its continue token expires', async () => {
    put('a', 'b', 'c');
    let lists = 0;
    api.fail(
      PODS,
      (request, response) => {
        lists += 1;
        if (request.url!.includes('continue')) {
          status(410)(request, response);
        } else {
          response.end(
            '{"metadata":{"resourceVersion":"1","continue":"gone"},"items":[]}',
          );
        }
      },
      { times: 2 },
    );
    watch();
    await expectNames('a', 'b', 'c');
    expect(lists).toBe(2);
  });

  it('goes on after 500, 503, 429, a reset and a refused connection, and says so meanwhile', async () => {
    api.fail(PODS, status(500));
    api.fail(PODS, status(503, { 'retry-after': '0' }));
    api.fail(PODS, status(429, { 'retry-after': '0' }));
    api.fail(PODS, reset());
    put('a');
    const watching = watch();
    await expectNames('a');
    expect(seen.map(({ state, message }) => [state, message])).toEqual(
      expect.arrayContaining([
        ['unreachable', 'it answers 500'],
        ['unreachable', 'it answers 503'],
        ['unreachable', 'it is overloaded (429)'],
        ['unreachable', 'the connection was reset'],
      ]),
    );
    await eventually(() => expect(watching.status.state).toBe('live'));

    api.fail(PODS, status(500), { verb: 'watch', times: 3 });
    api.hangUp(PODS, 'reset');
    await eventually(() => expect(watching.status.state).toBe('stale'));
    expect(watching.status.message).toBe('it answers 500');
    expect(sink.names).toContain('a');
    await eventually(() => expect(watching.status.state).toBe('live'));
  });

  it('waits as long as Retry-After says', async () => {
    api.fail(PODS, status(429, { 'retry-after': '1' }));
    put('a');
    const startedAt = Date.now();
    watch();
    await expectNames('a');
    expect(Date.now() - startedAt).toBeGreaterThanOrEqual(950);
  });

  it('gives up a connection that falls silent', async () => {
    put('a');
    const watching = watch(PODS, { silenceMs: 150 });
    await eventually(() => expect(watching.status.state).toBe('live'));
    await eventually(() =>
      expect(api.count(PODS, 'watch')).toBeGreaterThanOrEqual(3),
    );
    expect(api.count(PODS, 'list')).toBeLessThanOrEqual(2);
  });

  it('tells what is forbidden, forgets it, and comes back slowly', async () => {
    put('a');
    const watching = watch(PODS, { lastSeen: new Date(0) });
    expect(watching.status.state).toBe('stale');
    await eventually(() => expect(watching.status.state).toBe('live'));

    api.fail(PODS, status(403), { times: Infinity });
    api.hangUp(PODS, 'end');
    await eventually(() => expect(watching.status.state).toBe('forbidden'));
    expect(watching.status.lastSeen).toBeUndefined();
    api.recover();
    await eventually(() => expect(watching.status.state).toBe('live'));
    expect(sink.replaced).toBe(2);
  });

  it.each([
    ['does not know the roles yet', PODS, status(403)],
    ['does not know the kind yet', SEALED, status(404)],
  ])(
    'does not believe an API server that has just started and %s',
    async (_, path, refuse) => {
      api.put(path, { metadata: { name: 'a', namespace: 'shop' } });
      // Longer than two refusals take on the slowest machine.
      const watching = watch(path, { refusalMs: 60_000 });
      await eventually(() => expect(watching.status.state).toBe('live'));
      api.fail(path, reset());
      api.fail(path, refuse, { times: 2 });
      api.hangUp(path, 'reset');
      await eventually(() => expect(watching.status.state).toBe('stale'));
      await eventually(() => expect(watching.status.state).toBe('live'));
      expect(new Set(seen.map(({ state }) => state))).toEqual(
        new Set(['live', 'stale']),
      );
      expect(seen.every(({ lastSeen }) => lastSeen)).toBe(true);
    },
  );

  it('asks again soon when it is refused from the start', async () => {
    put('a');
    api.fail(PODS, status(403), { times: 2 });
    // Slowly, it would not be live before the test is over.
    const watching = watch(PODS, { refusalMs: 60_000, slowRetryMs: 600_000 });
    await eventually(() => expect(watching.status.state).toBe('forbidden'));
    await eventually(() => expect(watching.status.state).toBe('live'));
  });

  it('tells credentials that are not accepted, and a cluster without the API', async () => {
    api.fail(PODS, status(401), { times: Infinity });
    const pods = watch(PODS);
    await eventually(() =>
      expect(pods.status).toMatchObject({
        state: 'unreachable',
        message: 'it does not accept the credentials (401)',
      }),
    );
    stopping.abort();
    await running;

    stopping = new AbortController();
    api.fail(SEALED, status(404), { times: Infinity });
    const sealed = watch(SEALED);
    await eventually(() => expect(sealed.status.state).toBe('not-installed'));
    api.recover();
    await eventually(() => expect(sealed.status.state).toBe('live'));
  });

  it('reads everything again when it could not be stored', async () => {
    put('a');
    const watching = watch();
    await eventually(() => expect(watching.status.state).toBe('live'));
    sink.failures = 2;
    put('b');
    await expectNames('a', 'b');
    expect(sink.replaced).toBe(2);
    await eventually(() => expect(watching.status.state).toBe('live'));
  });

  it('shows what a restored backup has, though the server would wait for its own future', async () => {
    put('a', 'b');
    const watching = watch();
    await eventually(() => expect(watching.status.state).toBe('live'));
    const restore = api.backUp();
    api.delete(PODS, 'a', 'shop');
    put('c', 'd', 'e');
    await expectNames('b', 'c', 'd', 'e');

    restore();
    await expectNames('a', 'b');
    await eventually(() => expect(watching.status.state).toBe('live'));
    put('f');
    await expectNames('a', 'b', 'f');
  });

  it('reads everything anew after an outage, in which a backup may have been restored and gone on from', async () => {
    put('a');
    const watching = watch();
    await eventually(() => expect(watching.status.state).toBe('live'));
    const restore = api.backUp();
    put('lost');
    await expectNames('a', 'lost');

    api.fail(PODS, reset(), { verb: 'watch' });
    restore();
    // Its version is now beyond that of what was lost.
    put('b', 'c', 'd');
    await expectNames('a', 'b', 'c', 'd');
    expect(seen.map(({ state }) => state)).toContain('stale');
    await eventually(() => expect(watching.status.state).toBe('live'));
  });

  it('reads nothing anew of a server that was only too busy', async () => {
    put('a');
    const watching = watch();
    await eventually(() => expect(watching.status.state).toBe('live'));
    api.fail(PODS, status(429, { 'retry-after': '0' }), {
      verb: 'watch',
      times: 4,
    });
    api.hangUp(PODS, 'end');
    put('b');
    await eventually(() => expect(watching.status.state).toBe('stale'));
    await expectNames('a', 'b');
    expect(sink.replaced).toBe(1);
  });

  it('drops a resource version that is refused again and again', async () => {
    put('a');
    const watching = watch();
    await eventually(() => expect(watching.status.state).toBe('live'));
    api.fail(PODS, status(504), { verb: 'watch', times: 4 });
    api.hangUp(PODS, 'end');
    await eventually(() => expect(sink.replaced).toBe(2));
    await eventually(() => expect(watching.status.state).toBe('live'));
  });
});

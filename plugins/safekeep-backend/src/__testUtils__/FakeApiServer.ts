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

import { createServer, IncomingMessage, Server, ServerResponse } from 'http';
import { AddressInfo } from 'net';
import { once } from 'events';

export interface FakeObject {
  metadata: { name: string; namespace?: string; [field: string]: unknown };
  [field: string]: unknown;
}

type FaultyAnswer = (
  request: IncomingMessage,
  response: ServerResponse,
) => void;

interface Fault {
  path: string;
  verb: ReturnType<typeof verbOf> | 'any';
  times: number;
  answer: FaultyAnswer;
}

interface Watcher {
  path: string;
  /** Only what comes after this version is sent. */
  since: number;
  response: ServerResponse;
  form: Form;
}

/** Whole objects, or their metadata alone where the client accepts only that. */
type Form = 'object' | 'metadata';

function inForm(form: Form, object: FakeObject): object {
  return form === 'object'
    ? object
    : {
        kind: 'PartialObjectMetadata',
        apiVersion: 'meta.k8s.io/v1',
        metadata: object.metadata,
      };
}

function lineOf(form: Form, type: string, object: FakeObject): string {
  return `${JSON.stringify({ type, object: inForm(form, object) })}\n`;
}

/**
 * The list and watch of an API server, and every way in which it can fail. It
 * is for faults; what a cluster does is the sandbox's part.
 */
export class FakeApiServer {
  readonly requests: URL[] = [];
  /** What each of the requests accepts. */
  readonly accepted: Array<string | undefined> = [];
  /** Sends whole objects whatever is accepted, as one that knows no other form. */
  ignoresAccept = false;
  readonly #server: Server;
  #objects = new Map<string, Map<string, FakeObject>>();
  readonly #watchers = new Set<Watcher>();
  readonly #events: Array<{
    path: string;
    version: number;
    type: string;
    object: FakeObject;
  }> = [];
  readonly #texts = new Map<string, string>();
  #faults: Fault[] = [];
  #version = 100;
  #oldest = 0;

  static async start(): Promise<FakeApiServer> {
    const fake = new FakeApiServer();
    fake.#server.listen(0, '127.0.0.1');
    await once(fake.#server, 'listening');
    return fake;
  }

  private constructor() {
    this.#server = createServer((request, response) =>
      this.#answer(request, response),
    );
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** Requests of a path: all, or only the lists, the watches or the checks of a version. */
  count(path: string, verb: Fault['verb'] = 'any'): number {
    return this.requests.filter(
      url => url.pathname === path && (verb === 'any' || verbOf(url) === verb),
    ).length;
  }

  /** The next requests fail in that way. */
  fail(
    path: string,
    answer: FaultyAnswer,
    options: { verb?: Fault['verb']; times?: number } = {},
  ): void {
    this.#faults.push({
      path,
      answer,
      verb: options.verb ?? 'any',
      times: options.times ?? 1,
    });
  }

  recover(): void {
    this.#faults = [];
  }

  /** Answers a path with this text. */
  serve(path: string, text: string): void {
    this.#texts.set(path, text);
  }

  put(path: string, object: FakeObject): void {
    const objects = this.#objectsOf(path);
    const key = keyOf(object);
    const type = objects.has(key) ? 'MODIFIED' : 'ADDED';
    this.#publish(path, type, object);
    objects.set(key, object);
  }

  delete(path: string, name: string, namespace?: string): void {
    const key = keyOf({ metadata: { name, namespace } });
    const object = this.#objectsOf(path).get(key);
    if (object) {
      this.#objectsOf(path).delete(key);
      this.#publish(path, 'DELETED', object);
    }
  }

  /** Sends these bytes to everyone who watches the path. */
  send(path: string, bytes: string): void {
    for (const { response } of this.#watching(path)) {
      response.write(bytes);
    }
  }

  /** Ends the watches of the path: as agreed, or by resetting the connection. */
  hangUp(path: string, how: 'end' | 'reset'): void {
    for (const watcher of this.#watching(path)) {
      this.#watchers.delete(watcher);
      if (how === 'end') {
        watcher.response.end();
      } else {
        watcher.response.socket?.resetAndDestroy();
      }
    }
  }

  /** Forgets what happened until now: to resume from before is 410. */
  compact(): void {
    this.#oldest = this.#version;
    this.#events.length = 0;
  }

  /**
   * Keeps all there is.
   *
   * @returns goes back to it, as if a backup of etcd were restored: versions go
   * back too, and every connection is lost
   */
  backUp(): () => void {
    const version = this.#version;
    const objects = [...this.#objects].map(
      ([path, of]) => [path, new Map(of)] as const,
    );
    return () => {
      this.#version = version;
      this.#objects = new Map(objects);
      this.compact();
      for (const { path } of this.#watchers) {
        this.hangUp(path, 'reset');
      }
    };
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    this.#server.close();
    await once(this.#server, 'close');
  }

  #answer(request: IncomingMessage, response: ServerResponse): void {
    const url = new URL(request.url ?? '/', 'http://fake');
    this.requests.push(url);
    this.accepted.push(request.headers.accept);
    const fault = this.#faults.find(
      ({ path, verb, times }) =>
        times > 0 &&
        path === url.pathname &&
        (verb === 'any' || verb === verbOf(url)),
    );
    if (fault) {
      fault.times -= 1;
      fault.answer(request, response);
    } else if (this.#texts.has(url.pathname)) {
      response.end(this.#texts.get(url.pathname));
    } else if (verbOf(url) === 'watch') {
      this.#watch(url, request, response);
    } else {
      this.#list(url, request, response);
    }
  }

  #list(url: URL, request: IncomingMessage, response: ServerResponse): void {
    const reached = Number(url.searchParams.get('resourceVersion') ?? 0);
    if (reached > this.#version) {
      status(504, { 'retry-after': '1' })(request, response);
      return;
    }
    const all = [...this.#objectsOf(url.pathname).values()];
    const start = Number(url.searchParams.get('continue') ?? 0);
    const end = start + Number(url.searchParams.get('limit') ?? all.length);
    const form = this.#formFor(request);
    response.setHeader('content-type', 'application/json');
    response.end(
      JSON.stringify({
        kind: form === 'metadata' ? 'PartialObjectMetadataList' : 'List',
        metadata: {
          resourceVersion: String(this.#version),
          ...(end < all.length && { continue: String(end) }),
        },
        items: all.slice(start, end).map(object => inForm(form, object)),
      }),
    );
  }

  #formFor({ headers }: IncomingMessage): Form {
    return headers.accept?.includes('as=PartialObjectMetadata') &&
      !this.ignoresAccept
      ? 'metadata'
      : 'object';
  }

  #watch(url: URL, request: IncomingMessage, response: ServerResponse): void {
    const since = Number(url.searchParams.get('resourceVersion'));
    if (since < this.#oldest) {
      response.statusCode = 410;
      response.end('{"kind":"Status","code":410}');
      return;
    }
    // One from the future is taken, too, and waits for it.
    const form = this.#formFor(request);
    const watcher = { path: url.pathname, since, response, form };
    this.#watchers.add(watcher);
    response.on('close', () => this.#watchers.delete(watcher));
    response.writeHead(200, { 'content-type': 'application/json' });
    response.flushHeaders();
    for (const { path, version, type, object } of this.#events) {
      if (path === url.pathname && version > since) {
        response.write(lineOf(form, type, object));
      }
    }
  }

  #publish(path: string, type: string, object: FakeObject): void {
    this.#version += 1;
    object.metadata.resourceVersion = String(this.#version);
    const kept = structuredClone(object);
    this.#events.push({ path, version: this.#version, type, object: kept });
    for (const { since, response, form } of this.#watching(path)) {
      if (this.#version > since) {
        response.write(lineOf(form, type, object));
      }
    }
  }

  #objectsOf(path: string): Map<string, FakeObject> {
    const objects = this.#objects.get(path) ?? new Map<string, FakeObject>();
    this.#objects.set(path, objects);
    return objects;
  }

  #watching(path: string): Watcher[] {
    return [...this.#watchers].filter(watcher => watcher.path === path);
  }
}

function verbOf(url: URL): 'list' | 'watch' | 'check' {
  if (url.searchParams.get('watch') === 'true') {
    return 'watch';
  }
  return url.searchParams.has('resourceVersionMatch') ? 'check' : 'list';
}

function keyOf(object: FakeObject): string {
  return `${object.metadata.namespace ?? ''}/${object.metadata.name}`;
}

/** Answers with a status, as the API server does when it refuses. */
export function status(
  code: number,
  headers: Record<string, string> = {},
): FaultyAnswer {
  return (_, response) => {
    response.writeHead(code, headers);
    response.end(JSON.stringify({ kind: 'Status', code }));
  };
}

/** Resets the connection. */
export function reset(): FaultyAnswer {
  return request => request.socket.resetAndDestroy();
}

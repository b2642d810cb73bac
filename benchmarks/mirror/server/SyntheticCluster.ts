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

import { generateKeyPairSync } from 'node:crypto';
import {
  createSecureServer,
  Http2SecureServer,
  Http2ServerRequest,
  Http2ServerResponse,
} from 'node:http2';
import type { ServerResponse } from 'node:http';
import { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { selfSignedCertificate } from '../../../packages/sandbox/src/certificates/selfSignedCertificate';
import { Counts, FOLLOWED_KINDS, pathOf } from '../kinds';
import { Collection } from './Collection';
import { SYNTHETIC } from './syntheticObjects';

const BOOKMARK_MS = 10_000;
const CHURN_TICK_MS = 20;
const DAY_MS = 24 * 60 * 60 * 1000;
const CHUNK = 64 * 1024;
const TOKEN = 'benchmark';

/** Both protocols' responses have it; the types of HTTP/2 leave it out. */
type Response = Http2ServerResponse & Pick<ServerResponse, 'flushHeaders'>;

/**
 * The part of an API server that who follows its objects talks to: lists, paged
 * and not, watches with bookmarks, and watches that begin with what there is
 * (WatchList). Over TLS, with HTTP/2 and HTTP/1.1. Nothing changes but on demand.
 */
export class SyntheticCluster {
  readonly #collections: ReadonlyMap<string, Collection>;
  readonly #watches = new Map<Collection, Set<Response>>();
  readonly #server: Http2SecureServer;
  readonly #certificate: string;

  static async start(counts: Counts): Promise<SyntheticCluster> {
    const cluster = new SyntheticCluster(counts);
    await new Promise<void>((resolve, reject) => {
      cluster.#server.once('error', reject);
      cluster.#server.listen(0, '127.0.0.1', resolve);
    });
    return cluster;
  }

  private constructor(counts: Counts) {
    this.#collections = new Map(
      FOLLOWED_KINDS.map(kind => [
        pathOf(kind),
        new Collection(
          kind,
          Array.from({ length: counts[kind.kind] }, (_, index) =>
            SYNTHETIC[kind.kind](index),
          ),
        ),
      ]),
    );
    const { certificate, key } = serverIdentity();
    this.#certificate = certificate;
    this.#server = createSecureServer(
      { allowHTTP1: true, cert: certificate, key },
      (request, response) => {
        this.#answer(request, response as Response).catch(() =>
          response.destroy(),
        );
      },
    );
  }

  /** JSON is YAML. The context has the given name. */
  kubeconfig(name: string): string {
    const { port } = this.#server.address() as AddressInfo;
    return JSON.stringify({
      apiVersion: 'v1',
      kind: 'Config',
      clusters: [
        {
          name,
          cluster: {
            server: `https://127.0.0.1:${port}`,
            'certificate-authority-data': Buffer.from(
              this.#certificate,
            ).toString('base64'),
          },
        },
      ],
      users: [{ name, user: { token: TOKEN } }],
      contexts: [{ name, context: { cluster: name, user: name } }],
      'current-context': name,
    });
  }

  /**
   * Changes Pods, one after the other, at this pace; each to the given phase.
   */
  async churn(options: {
    perSecond: number;
    events: number;
    phase: string;
  }): Promise<void> {
    const pods = this.#collections.get(pathOf(FOLLOWED_KINDS[0]))!;
    const start = performance.now();
    let sent = 0;
    while (sent < options.events) {
      await sleep(CHURN_TICK_MS);
      const elapsed = (performance.now() - start) / 1000;
      const due = Math.min(options.events, elapsed * options.perSecond);
      const events: Buffer[] = [];
      for (; sent < due; sent++) {
        events.push(pods.modified(sent, options.phase, 2_000_001 + sent));
      }
      for (const watch of this.#watches.get(pods) ?? []) {
        watch.write(Buffer.concat(events));
      }
    }
  }

  async #answer(request: Http2ServerRequest, response: Response) {
    const { pathname, searchParams } = new URL(request.url, 'https://server');
    const collection = this.#collections.get(pathname);
    const isAllowed = request.headers.authorization === `Bearer ${TOKEN}`;
    if (!collection || !isAllowed) {
      const code = isAllowed ? 404 : 401;
      response.writeHead(code, { 'content-type': 'application/json' });
      response.end(JSON.stringify({ kind: 'Status', apiVersion: 'v1', code }));
      return;
    }
    response.writeHead(200, { 'content-type': 'application/json' });
    if (!['true', '1'].includes(searchParams.get('watch') ?? '')) {
      const page = collection.list(
        Number(searchParams.get('limit') ?? 0),
        searchParams.get('continue') ?? '',
      );
      await pipeline(Readable.from(inChunks(page)), response);
      return;
    }
    // Who waits for the watch to open waits for the head.
    response.flushHeaders();
    if (searchParams.get('sendInitialEvents') === 'true') {
      await pipeline(
        Readable.from(inChunks(collection.initialEvents())),
        response,
        { end: false },
      );
    }
    this.#keepOpen(collection, searchParams, response);
  }

  #keepOpen(
    collection: Collection,
    query: URLSearchParams,
    response: Response,
  ): void {
    const seconds = Number(query.get('timeoutSeconds') ?? 3600);
    const timers = [setTimeout(() => response.end(), seconds * 1000)];
    if (query.get('allowWatchBookmarks') === 'true') {
      timers.push(
        setInterval(() => response.write(collection.bookmark()), BOOKMARK_MS),
      );
    }
    const watches = this.#watches.get(collection) ?? new Set();
    this.#watches.set(collection, watches.add(response));
    response.on('close', () => {
      watches.delete(response);
      timers.forEach(clearTimeout);
    });
  }
}

/** A write for each object would take longer than making it. */
function* inChunks(parts: Iterable<Buffer>): Generator<Buffer> {
  let chunk: Buffer[] = [];
  let length = 0;
  for (const part of parts) {
    chunk.push(part);
    length += part.length;
    if (length >= CHUNK) {
      yield Buffer.concat(chunk);
      chunk = [];
      length = 0;
    }
  }
  yield Buffer.concat(chunk);
}

function serverIdentity(): { certificate: string; key: string } {
  const { publicKey, privateKey } = generateKeyPairSync('ec', {
    namedCurve: 'P-256',
  });
  const certificate = selfSignedCertificate({
    publicKey,
    privateKey,
    commonName: 'safekeep-benchmark',
    hosts: ['127.0.0.1'],
    notBefore: new Date(Date.now() - DAY_MS),
    notAfter: new Date(Date.now() + 30 * DAY_MS),
  });
  const key = privateKey.export({ type: 'pkcs8', format: 'pem' });
  return { certificate, key: key.toString() };
}

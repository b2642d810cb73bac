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

import { pipeline, Transform } from 'stream';
import { ClusterFailure } from './ClusterFailure';
import {
  ClusterRequest,
  ClusterResponse,
  ClusterTransport,
} from './ClusterTransport';

const LIST = 'application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1';
const OBJECT = 'application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1';

/** How each line of an API server's answer begins: its types have their kind first. */
const LIST_BEGINS = /^\{"kind":"PartialObjectMetadataList",/;
const EVENT_BEGINS =
  /^\{"type":(?:"(?:ADDED|MODIFIED|DELETED|BOOKMARK)","object":\{"kind":"PartialObjectMetadata"|"ERROR","object":\{"kind":"Status"),/;

/** Longer than the longest of these beginnings. */
const BEGINNING_LENGTH = 80;
const NEWLINE = 0x0a;
/** A server that sends whole objects is not asked for them again and again. */
const RETRY_AFTER_MS = 600_000;

/**
 * Passes lines on that begin as they must. The first that does not ends it,
 * before anything of that line is passed on.
 */
class LineGuard extends Transform {
  readonly #begins: RegExp;
  /** Of the line that is being looked at; undefined once it may pass. */
  #beginning: Buffer | undefined = Buffer.alloc(0);

  constructor(begins: RegExp) {
    super();
    this.#begins = begins;
  }

  override _transform(
    chunk: Buffer,
    _: BufferEncoding,
    done: (error?: Error) => void,
  ): void {
    let rest = chunk;
    while (rest.length > 0) {
      const end = rest.indexOf(NEWLINE) + 1;
      const part = end > 0 ? rest.subarray(0, end) : rest;
      rest = end > 0 ? rest.subarray(end) : rest.subarray(rest.length);
      if (this.#beginning) {
        this.#beginning = Buffer.concat([this.#beginning, part]);
        if (end === 0 && this.#beginning.length < BEGINNING_LENGTH) {
          break;
        }
        if (!this.#mayPass(this.#beginning)) {
          done(refusal());
          return;
        }
        this.push(this.#beginning);
      } else {
        this.push(part);
      }
      this.#beginning = end > 0 ? Buffer.alloc(0) : undefined;
    }
    done();
  }

  override _flush(done: (error?: Error) => void): void {
    if (this.#beginning?.length) {
      if (!this.#mayPass(this.#beginning)) {
        done(refusal());
        return;
      }
      this.push(this.#beginning);
    }
    done();
  }

  #mayPass(line: Buffer): boolean {
    const text = line.subarray(0, BEGINNING_LENGTH).toString('latin1');
    return text.trim() === '' || this.#begins.test(text);
  }
}

function refusal(): ClusterFailure {
  return new ClusterFailure(
    'unreachable',
    'it does not answer with metadata alone, as it was asked to; its answer was dropped',
    { retryAfterMs: RETRY_AFTER_MS },
  );
}

/**
 * A transport that asks for the metadata of objects and for nothing else, in
 * every request. What a server sends that does not know this form, or ignores
 * it, is dropped before it is parsed.
 */
export class MetadataTransport implements ClusterTransport {
  readonly #transport: ClusterTransport;

  static create(transport: ClusterTransport): MetadataTransport {
    return new MetadataTransport(transport);
  }

  private constructor(transport: ClusterTransport) {
    this.#transport = transport;
  }

  async get(request: ClusterRequest): Promise<ClusterResponse> {
    const isWatch = request.query?.watch === 'true';
    const { headers, body } = await this.#transport.get({
      ...request,
      accept: isWatch ? OBJECT : LIST,
    });
    const guard = new LineGuard(isWatch ? EVENT_BEGINS : LIST_BEGINS);
    // The reader of the guarded body is told of every failure.
    return { headers, body: pipeline(body, guard, () => {}) };
  }

  async post(): Promise<ClusterResponse> {
    throw new Error('Nothing is posted for metadata');
  }
}

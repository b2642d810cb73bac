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

import { FollowedKind } from '../kinds';
import { SyntheticObject } from './syntheticObjects';

/** What the collections were last written at. */
const RESOURCE_VERSION = '2000000';

/** All objects of a kind as bytes, so that answering takes next to no time. */
export class Collection {
  /** Without the opening brace, so that more can be put in front. */
  readonly #objects: Buffer[];
  readonly #kind: FollowedKind;

  constructor(kind: FollowedKind, objects: Iterable<SyntheticObject>) {
    this.#kind = kind;
    this.#objects = Array.from(objects, object =>
      Buffer.from(JSON.stringify(object).slice(1)),
    );
  }

  /** A page of a list; all of it without a limit. The token is an offset. */
  *list(limit: number, continueToken: string): Generator<Buffer> {
    const start = Number(continueToken || 0);
    const end = limit > 0 ? start + limit : this.#objects.length;
    const remaining = Math.max(0, this.#objects.length - end);
    const { kind, apiVersion } = this.#kind;
    const metadata = {
      resourceVersion: RESOURCE_VERSION,
      ...(remaining > 0 && {
        continue: String(end),
        remainingItemCount: remaining,
      }),
    };
    yield Buffer.from(
      `{"kind":"${kind}List","apiVersion":"${apiVersion}","metadata":${JSON.stringify(
        metadata,
      )},"items":[`,
    );
    // Items of a custom resource say what they are; the others don't.
    const opening = apiVersion.includes('.') ? this.#opening() : '{';
    for (let index = start; index < end; index++) {
      const object = this.#objects[index];
      if (object) {
        yield Buffer.from(`${index > start ? ',' : ''}${opening}`);
        yield object;
      }
    }
    yield Buffer.from(']}\n');
  }

  /** The events with which a watch begins that was asked for the initial ones. */
  *initialEvents(): Generator<Buffer> {
    for (const object of this.#objects) {
      yield Buffer.from(`{"type":"ADDED","object":${this.#opening()}`);
      yield object;
      yield Buffer.from('}\n');
    }
    yield this.bookmark({ 'k8s.io/initial-events-end': 'true' });
  }

  /** The event that an object is now in another phase. */
  modified(index: number, phase: string, resourceVersion: number): Buffer {
    const object = JSON.parse(
      `${this.#opening()}${this.#objects[index % this.#objects.length]}`,
    );
    object.metadata.resourceVersion = String(resourceVersion);
    object.status.phase = phase;
    return Buffer.from(`${JSON.stringify({ type: 'MODIFIED', object })}\n`);
  }

  bookmark(annotations?: Record<string, string>): Buffer {
    const { kind, apiVersion } = this.#kind;
    const metadata = { resourceVersion: RESOURCE_VERSION, annotations };
    const object = { kind, apiVersion, metadata };
    return Buffer.from(`${JSON.stringify({ type: 'BOOKMARK', object })}\n`);
  }

  #opening(): string {
    const { kind, apiVersion } = this.#kind;
    return `{"kind":"${kind}","apiVersion":"${apiVersion}",`;
  }
}

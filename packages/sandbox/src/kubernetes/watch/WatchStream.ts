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

import { ServerResponse } from 'node:http';
import { KubernetesObject } from '../objects/KubernetesObject';
import { ResourceDefinition } from '../resources/ResourceDefinition';
import { StatusObject } from '../status/ApiStatusError';
import { ObjectStore, StoreEvent } from '../store/ObjectStore';
import { Presentation } from '../tables/Presentation';

export interface WatchOptions {
  store: ObjectStore;
  definition: ResourceDefinition;
  selects: (object: KubernetesObject) => boolean;
  presentation: Presentation;
  bookmarks: boolean;
  bookmarkMs: number;
  timeoutMs: number;
}

/** One open watch: events as lines of JSON until either side ends it. */
export class WatchStream {
  static open(response: ServerResponse, options: WatchOptions): WatchStream {
    response.writeHead(200, {
      'content-type': 'application/json',
      'cache-control': 'no-cache, private',
    });
    response.flushHeaders();
    return new WatchStream(response, options);
  }

  #sent = 0;
  #unsubscribe = () => {};
  readonly #timers: NodeJS.Timeout[] = [];

  private constructor(
    private readonly response: ServerResponse,
    private readonly options: WatchOptions,
  ) {
    response.once('close', () => this.#release());
  }

  /** Every object that is there, as if it had just been added. */
  sendInitial(objects: KubernetesObject[]): void {
    for (const object of objects) {
      this.#write('ADDED', this.options.presentation.one(object));
    }
  }

  /** The bookmark after which a client has seen everything there was. */
  sendInitialEventsEnd(version: number): void {
    this.#sent = version;
    this.#write(
      'BOOKMARK',
      this.options.presentation.bookmark(String(version), true),
    );
  }

  /** What happened since a version, then everything that happens from now on. */
  follow(version: number): void {
    const { store, definition, bookmarks, bookmarkMs, timeoutMs } =
      this.options;
    this.#sent = version;
    for (const event of store.eventsSince(definition, version)) {
      this.#send(event);
    }
    this.#unsubscribe = store.subscribe(event => {
      if (event.definition === definition) {
        this.#send(event);
      }
    });
    if (bookmarks) {
      this.#timers.push(setInterval(() => this.#bookmark(), bookmarkMs));
    }
    this.#timers.push(setTimeout(() => this.end(), timeoutMs));
  }

  /** The failure that a watch learns of after its headers are sent. */
  fail(status: StatusObject): void {
    this.#write('ERROR', status);
    this.end();
  }

  end(): void {
    if (this.options.bookmarks && this.#timers.length > 0) {
      this.#bookmark();
    }
    this.#release();
    this.response.end();
  }

  #bookmark(): void {
    const version = this.options.store.currentVersion;
    if (version <= this.#sent) {
      // It would tell the client nothing that it does not know.
      return;
    }
    this.#sent = version;
    this.#write(
      'BOOKMARK',
      this.options.presentation.bookmark(String(this.#sent), false),
    );
  }

  /** An object that a change takes out of the selection is deleted, for this watch. */
  #send(event: StoreEvent): void {
    const { selects, presentation } = this.options;
    const was = event.previous !== undefined && selects(event.previous);
    const is = event.type !== 'DELETED' && selects(event.object);
    if (was && !is) {
      this.#write('DELETED', presentation.one(event.object));
    } else if (is) {
      this.#write(was ? 'MODIFIED' : 'ADDED', presentation.one(event.object));
    } else {
      return;
    }
    this.#sent = event.resourceVersion;
  }

  #write(type: string, object: unknown): void {
    if (!this.response.writableEnded) {
      this.response.write(`${JSON.stringify({ type, object })}\n`);
    }
  }

  #release(): void {
    this.#unsubscribe();
    for (const timer of this.#timers) {
      clearInterval(timer);
    }
  }
}

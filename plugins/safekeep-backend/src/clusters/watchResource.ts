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

import { ClusterFailure, failureOfStatus } from './ClusterFailure';
import { ClusterTransport } from './ClusterTransport';
import { count, record, text } from './projection/json';
import { readJsonLines } from './readJsonLines';

export type WatchedChange =
  | { type: 'changed'; object: unknown }
  | { type: 'deleted'; object: unknown };

export interface WatchedBatch {
  changes: WatchedChange[];
  /** What to resume from once the changes are taken in. */
  resourceVersion?: string;
}

function addEvent(batch: WatchedBatch, event: unknown): void {
  const { type, object } = record(event);
  const resourceVersion = text(record(object, 'metadata'), 'resourceVersion');
  switch (type) {
    case 'ADDED':
    case 'MODIFIED':
      batch.changes.push({ type: 'changed', object });
      break;
    case 'DELETED':
      batch.changes.push({ type: 'deleted', object });
      break;
    case 'BOOKMARK':
      break;
    case 'ERROR':
      throw failureOfStatus(count(object, 'code') ?? 500);
    default:
      throw new ClusterFailure(
        'unreachable',
        'it sent something that is not a watch event',
      );
  }
  batch.resourceVersion = resourceVersion ?? batch.resourceVersion;
}

/**
 * Follows a resource from a resource version on. The first batch is empty and
 * says that the watch is open; the generator returns when the server ends the
 * watch as agreed.
 */
export async function* watchResource(options: {
  transport: ClusterTransport;
  path: string;
  fieldSelector?: string;
  resourceVersion: string;
  timeoutSeconds: number;
  silenceMs: number;
  signal: AbortSignal;
}): AsyncGenerator<WatchedBatch> {
  const response = await options.transport.get({
    path: options.path,
    query: {
      watch: 'true',
      ...(options.fieldSelector && { fieldSelector: options.fieldSelector }),
      allowWatchBookmarks: 'true',
      resourceVersion: options.resourceVersion,
      timeoutSeconds: String(options.timeoutSeconds),
    },
    signal: options.signal,
  });
  try {
    yield { changes: [] };
    for await (const events of readJsonLines(response.body, options)) {
      const batch: WatchedBatch = { changes: [] };
      let failure: unknown;
      for (const event of events) {
        try {
          addEvent(batch, event);
        } catch (error) {
          failure = error;
          break;
        }
      }
      // What came before the failure is good, and need not be sent again.
      yield batch;
      if (failure) {
        throw failure;
      }
    }
  } finally {
    response.body.destroy();
  }
}

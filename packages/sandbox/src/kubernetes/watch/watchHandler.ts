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

import { ApiCall } from '../http/ApiCall';
import {
  assertReached,
  invalidListOption,
  presentationOf,
  readVersion,
  selectionOf,
} from '../http/readHandlers';
import { ResourcePath } from '../http/requestPath';
import { ApiStatusError } from '../status/ApiStatusError';
import { expired } from '../status/refusals';
import { ObjectStore } from '../store/ObjectStore';
import { WatchStream } from './WatchStream';

/** How a real cluster says that a version is gone: it has two ways. */
export type ExpiredWatches = 'event' | 'status';

export interface WatchSettings {
  bookmarkMs: number;
  expiredWatches: ExpiredWatches;
}

const DEFAULT_TIMEOUT_SECONDS = 30 * 60;

/** Opens a watch: from a version, from the current state, or with the initial events first. */
export function handleWatch(
  call: ApiCall,
  path: ResourcePath,
  store: ObjectStore,
  now: () => Date,
  settings: WatchSettings,
): WatchStream {
  const { definition, namespace } = path;
  const selects = selectionOf(call, path);
  const version = readVersion(call.query.get('resourceVersion'));
  const match = call.query.get('resourceVersionMatch');
  const initial = call.query.has('sendInitialEvents')
    ? call.flag('sendInitialEvents')
    : undefined;
  if (initial !== undefined && match !== 'NotOlderThan') {
    throw invalidListOption(
      'resourceVersionMatch',
      'sendInitialEvents requires setting resourceVersionMatch to NotOlderThan',
    );
  }
  if (initial === undefined && match) {
    throw invalidListOption(
      'resourceVersionMatch',
      'resourceVersionMatch is forbidden for watch unless sendInitialEvents is provided',
    );
  }
  assertReached(version ?? 0, store);

  // Without a version, and at version 0, a watch begins with what is there.
  const startsWithState = initial ?? !version;
  const from = startsWithState ? store.currentVersion : version ?? 0;
  const tooOld = !startsWithState && from > 0 && from < store.oldestVersion;
  // Events have no cache before etcd, and etcd has words of its own.
  const gone = expired(
    definition.kind === 'Event'
      ? 'The resourceVersion for the provided watch is too old.'
      : `too old resource version: ${from} (${store.oldestVersion})`,
  );
  if (tooOld && settings.expiredWatches === 'status') {
    throw gone;
  }
  const seconds = Number(call.query.get('timeoutSeconds'));
  const stream = WatchStream.open(call.response, {
    store,
    definition,
    selects,
    presentation: presentationOf(call, definition, now),
    bookmarks: call.flag('allowWatchBookmarks'),
    bookmarkMs: settings.bookmarkMs,
    timeoutMs: (seconds > 0 ? seconds : DEFAULT_TIMEOUT_SECONDS) * 1000,
  });
  if (tooOld) {
    stream.fail(gone.status);
    return stream;
  }
  if (startsWithState) {
    stream.sendInitial(store.list(definition, namespace).filter(selects));
    if (initial && call.flag('allowWatchBookmarks')) {
      stream.sendInitialEventsEnd(from);
    }
  }
  try {
    stream.follow(from === 0 ? store.currentVersion : from);
  } catch (error) {
    if (!(error instanceof ApiStatusError)) {
      throw error;
    }
    stream.fail(error.status);
  }
  return stream;
}

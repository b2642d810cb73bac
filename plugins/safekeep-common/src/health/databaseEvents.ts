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

import { DatabaseEventStatus } from '../databaseFacts';
import { isSeen } from './namespaceView';
import { podsOf } from './rollout';
import { compareText } from './severity';
import type { Database } from './databases';

const MOST_EVENTS = 6;

const KINDS: Record<string, string> = {
  Pod: 'pod',
  PersistentVolumeClaim: 'persistentvolumeclaim',
  StatefulSet: 'statefulset',
};

/** The newest warnings about a database, newest first; undefined when nobody could look. */
export function describeEvents({
  view,
  workload,
  claims,
}: Database): DatabaseEventStatus[] | undefined {
  if (!isSeen(view, 'Event')) {
    return undefined;
  }
  const about = new Set([
    `StatefulSet/${workload.kind === 'StatefulSet' ? workload.name : ''}`,
    ...podsOf(workload, view.pods).map(({ name }) => `Pod/${name}`),
    ...claims.map(({ name }) => `PersistentVolumeClaim/${name}`),
  ]);
  return view.surroundings.Event.filter(event =>
    about.has(`${event.about.kind}/${event.about.name}`),
  )
    .sort(
      (a, b) =>
        compareText(b.lastAt ?? '', a.lastAt ?? '') ||
        compareText(a.name, b.name),
    )
    .slice(0, MOST_EVENTS)
    .map(event => ({
      reason: event.reason,
      about: `${KINDS[event.about.kind] ?? event.about.kind}/${
        event.about.name
      }`,
      count: event.count,
      ...(event.firstAt && { firstAt: event.firstAt }),
      ...(event.lastAt && { lastAt: event.lastAt }),
      ...(event.message && { message: event.message }),
    }));
}

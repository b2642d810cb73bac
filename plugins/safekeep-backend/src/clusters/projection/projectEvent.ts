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

import { EventObservation } from '@safekeep/backstage-plugin-safekeep-common';
import { count, defined, placeOf, record, text, time } from './json';
import { shortenMessage } from './shortenMessage';

/** What a database is made of. */
const ABOUT = new Set(['Pod', 'PersistentVolumeClaim', 'StatefulSet']);

/**
 * Messages that name objects and nothing else, by the reason of the event.
 * Others quote mount options, probes, commands or somebody's webhook.
 */
const NAMES_ONLY: Record<string, RegExp> = {
  FailedScheduling: /^\d+\/\d+ nodes are available/,
  FailedBinding:
    /^no persistent volumes available for this claim and no storage class is set/,
  ProvisioningFailed:
    /^storageclass(?:\.storage\.k8s\.io)? "[\w.-]*" not found$|(?:NodePath only supports|Only support) ReadWriteOnce[\w ().+]* access modes?/,
  FailedMount:
    /^(?:MountVolume\.SetUp failed for volume "[\w.-]+" : (?:secret|configmap) "[\w.-]+" not found|Unable to attach or mount volumes: unmounted volumes=\[[\w ,.-]*\])/,
  FailedAttachVolume:
    /^Multi-Attach error for volume "[\w.-]+" Volume is already (?:exclusively attached to one node|used by pod\(s\) [\w ,.-]+)/,
  FailedCreate:
    /^create Pod [\w.-]+ in StatefulSet [\w.-]+ failed error: pods "[\w.-]+" is forbidden: violates PodSecurity "[\w:.-]+"/,
};

function messageOf(reason: string, message = ''): string | undefined {
  const namesOnly = Object.hasOwn(NAMES_ONLY, reason)
    ? NAMES_ONLY[reason]
    : undefined;
  if (!namesOnly) {
    return undefined;
  }
  const found = namesOnly.exec(message);
  // Of most only what was recognized, not what stands behind it.
  const kept = reason === 'FailedScheduling' ? message : found?.[0];
  return found && kept ? shortenMessage(kept) : undefined;
}

/** Only warnings are asked for; of them those about pods, claims and StatefulSets are kept. */
export function projectEvent(object: unknown): EventObservation | undefined {
  const place = placeOf(object);
  const reason = text(object, 'reason');
  const involved = record(object, 'involvedObject');
  const kind = text(involved, 'kind');
  const name = text(involved, 'name');
  if (
    !place ||
    reason === undefined ||
    kind === undefined ||
    name === undefined ||
    !ABOUT.has(kind)
  ) {
    return undefined;
  }
  const series = record(object, 'series');
  const created = time(record(object, 'metadata'), 'creationTimestamp');
  const first =
    time(object, 'firstTimestamp') ?? time(object, 'eventTime') ?? created;
  return defined<EventObservation>({
    kind: 'Event',
    ...place,
    reason,
    about: { kind, name },
    count: count(series, 'count') ?? count(object, 'count') ?? 1,
    firstAt: first,
    lastAt:
      time(series, 'lastObservedTime') ??
      time(object, 'lastTimestamp') ??
      first,
    message: messageOf(reason, text(object, 'message')),
  });
}

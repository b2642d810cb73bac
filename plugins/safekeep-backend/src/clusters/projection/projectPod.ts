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

import { PodObservation } from '@safekeep/backstage-plugin-safekeep-common';
import {
  count,
  findCondition,
  hasCondition,
  list,
  placeOf,
  record,
  text,
} from './json';
import { claimsIn } from './podTemplate';
import { projectExit } from './projectExit';
import {
  projectGuardVerdict,
  projectSnapshotVerdict,
} from './projectMigration';
import { projectPasswordVerdict } from './projectPasswordRotation';
import { shortenMessage } from './shortenMessage';

/**
 * Reasons whose messages name objects, nodes and images. Others may quote the
 * command that a container is run with.
 */
const TELLING = new Set([
  'CreateContainerConfigError',
  'ErrImageNeverPull',
  'ErrImagePull',
  'ImagePullBackOff',
  'InvalidImageName',
  'Unschedulable',
]);

function explain(
  state: unknown,
): Pick<PodObservation, 'waiting' | 'detail'> | undefined {
  const waiting = text(state, 'reason');
  if (waiting === undefined) {
    return undefined;
  }
  const message = text(state, 'message');
  return {
    waiting,
    detail:
      message && TELLING.has(waiting) ? shortenMessage(message) : undefined,
  };
}

function whyItWaits(status: unknown): ReturnType<typeof explain> {
  for (const container of [
    ...list(status, 'initContainerStatuses'),
    ...list(status, 'containerStatuses'),
  ]) {
    const why = explain(record(container, 'state', 'waiting'));
    if (why && why.waiting !== 'PodInitializing') {
      return why;
    }
  }
  return explain(findCondition(status, 'PodScheduled', 'False'));
}

/**
 * The earliest start of the containers that run: what they have in their
 * environment is from then, seconds after the pod was taken in.
 */
function startOf(status: unknown): string | undefined {
  const starts = list(status, 'containerStatuses').flatMap(
    container => text(record(container, 'state', 'running'), 'startedAt') ?? [],
  );
  return starts.sort()[0];
}

/**
 * Whether no container but those that go first has started. A container that
 * goes first and stays (`restartPolicy: Always`) may have.
 */
function isInitializing(status: unknown): boolean {
  return (
    text(status, 'phase') === 'Pending' ||
    list(status, 'containerStatuses').every(
      container =>
        text(record(container, 'state', 'waiting'), 'reason') ===
        'PodInitializing',
    )
  );
}

/** Where it runs, what it mounts and how it ended the last time. */
function surroundingsOf(
  object: unknown,
): Pick<PodObservation, 'node' | 'claims' | 'initializing' | 'lastExit'> {
  const spec = record(object, 'spec');
  const status = record(object, 'status');
  const node = text(spec, 'nodeName');
  const claims = claimsIn(spec);
  const lastExit = projectExit(status);
  return {
    ...(node && { node }),
    ...(claims.length > 0 && { claims }),
    ...(isInitializing(status) && { initializing: true }),
    ...(lastExit && { lastExit }),
  };
}

export function projectPod(object: unknown): PodObservation | undefined {
  const place = placeOf(object);
  if (!place) {
    return undefined;
  }
  const metadata = record(object, 'metadata');
  const status = record(object, 'status');
  const owner = list(metadata, 'ownerReferences').find(
    reference => record(reference).controller === true,
  );
  return {
    kind: 'Pod',
    ...place,
    owner:
      owner === undefined
        ? undefined
        : `${text(owner, 'kind')}/${text(owner, 'name')}`,
    phase: text(status, 'phase') ?? 'Unknown',
    ready: hasCondition(status, 'Ready', 'True'),
    ...whyItWaits(status),
    startedAt: startOf(status),
    restarts: list(status, 'containerStatuses').reduce<number>(
      (sum, container) => sum + (count(container, 'restartCount') ?? 0),
      0,
    ),
    ...surroundingsOf(object),
    passwordVerdict: projectPasswordVerdict(object),
    snapshotVerdict: projectSnapshotVerdict(object),
    guardVerdict: projectGuardVerdict(object),
  };
}

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
import { count, list, record, text } from './json';
import {
  projectGuardVerdict,
  projectSnapshotVerdict,
} from './projectMigration';
import { projectPasswordVerdict } from './projectPasswordRotation';

function hasCondition(status: unknown, type: string, value: string): unknown {
  return list(status, 'conditions').find(
    condition =>
      text(condition, 'type') === type && text(condition, 'status') === value,
  );
}

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

const LONGEST_DETAIL = 300;

/** A message without what a registry's address may carry, and what is of no use. */
function shorten(message: string): string {
  const line = message
    .replace(/(\bhttps?:\/\/)[^\s/"@]*@/g, '$1')
    .replace(/(\bhttps?:\/\/[^\s"?]*)\?[^\s"]*/g, '$1')
    .replace(/ (?:no new claims to deallocate, )?preemption: .*$/s, '')
    .replace(/\s+/g, ' ')
    .trim();
  return line.length > LONGEST_DETAIL
    ? `${line.slice(0, LONGEST_DETAIL)}…`
    : line;
}

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
    detail: message && TELLING.has(waiting) ? shorten(message) : undefined,
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
  return explain(hasCondition(status, 'PodScheduled', 'False'));
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

export function projectPod(object: unknown): PodObservation | undefined {
  const metadata = record(object, 'metadata');
  const name = text(metadata, 'name');
  const namespace = text(metadata, 'namespace');
  if (name === undefined || namespace === undefined) {
    return undefined;
  }
  const status = record(object, 'status');
  const owner = list(metadata, 'ownerReferences').find(
    reference => record(reference).controller === true,
  );
  return {
    kind: 'Pod',
    namespace,
    name,
    owner:
      owner === undefined
        ? undefined
        : `${text(owner, 'kind')}/${text(owner, 'name')}`,
    phase: text(status, 'phase') ?? 'Unknown',
    ready: hasCondition(status, 'Ready', 'True') !== undefined,
    ...whyItWaits(status),
    startedAt: startOf(status),
    restarts: list(status, 'containerStatuses').reduce<number>(
      (sum, container) => sum + (count(container, 'restartCount') ?? 0),
      0,
    ),
    passwordVerdict: projectPasswordVerdict(object),
    snapshotVerdict: projectSnapshotVerdict(object),
    guardVerdict: projectGuardVerdict(object),
  };
}

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

import { InputError } from '@backstage/errors';
import { ANNOTATION_REPLICAS_BEFORE } from '@safekeep/backstage-plugin-safekeep-common';
import { syncWaveOf } from '../../manifests/syncWave';
import { valueAt } from '../../manifests/yaml/readYaml';
import { DatabaseConsumer, findConsumers } from '../../postgres/findConsumers';
import { ServiceObject } from '../../postgres/serviceObjects';
import { ChangeSet } from '../ChangeSet';
import { annotate, removeAnnotation } from './annotations';
import { Move } from './Move';
import { scaleWorkload } from './scaleWorkload';
import { setField } from './setField';

const SCALABLE = ['Deployment', 'StatefulSet', 'Rollout'];

export interface QuiescedConsumers {
  consumers: DatabaseConsumer[];
  /** The last of their sync waves. */
  wave: number;
  warnings: string[];
}

/** Takes what uses the database to zero, and writes down how many there were. */
export function quiesceConsumers(move: Move): QuiescedConsumers {
  const { changeSet, deployment } = move;
  const consumers = findConsumers(deployment.objects, deployment.server);
  const warnings: string[] = [];
  for (const { object } of consumers) {
    const { kind, name, path, line, value } = object;
    if (kind === 'CronJob') {
      const isSuspended = valueAt(value, 'spec', 'suspend') === true;
      annotate(changeSet, object, {
        [ANNOTATION_REPLICAS_BEFORE]: isSuspended ? 'suspended' : 'active',
      });
      suspend(changeSet, object, true);
      continue;
    }
    if (!SCALABLE.includes(kind)) {
      throw new InputError(
        `${path}, line ${line}: ${kind} ${name} uses the database and cannot be scaled to 0: take it out of the folder for the time of the move`,
      );
    }
    const scaler = deployment.objects.find(
      each =>
        ['HorizontalPodAutoscaler', 'ScaledObject'].includes(each.kind) &&
        valueAt(each.value, 'spec', 'scaleTargetRef', 'name') === name,
    );
    if (scaler?.kind === 'ScaledObject') {
      throw new InputError(
        `${scaler.path}, line ${scaler.line}: ScaledObject ${scaler.name} would start ${kind} ${name} again: pause it for the time of the move (annotation autoscaling.keda.sh/paused-replicas: "0")`,
      );
    }
    if (scaler) {
      warnings.push(
        `${kind} \`${name}\` is scaled by \`${scaler.name}\`, which rests while it is at 0. Afterwards its file says how many replicas it begins with.`,
      );
    }
    const replicas = valueAt(value, 'spec', 'replicas') ?? 1;
    annotate(changeSet, object, {
      [ANNOTATION_REPLICAS_BEFORE]: String(replicas),
    });
    scaleWorkload(changeSet, deployment.changes, object, 0);
  }
  return {
    consumers,
    wave: Math.max(
      syncWaveOf(deployment.source.value),
      ...consumers.map(({ object }) => syncWaveOf(object.value)),
    ),
    warnings,
  };
}

/** Brings what was taken to zero back to what it was. */
export function restoreConsumers(move: Move): ServiceObject[] {
  const { changeSet, sources, deployment } = move;
  const restored: ServiceObject[] = [];
  for (const object of sources) {
    const before = valueAt(
      object.value,
      'metadata',
      'annotations',
      ANNOTATION_REPLICAS_BEFORE,
    );
    if (typeof before !== 'string') {
      continue;
    }
    if (object.kind === 'CronJob') {
      suspend(changeSet, object, before === 'suspended');
    } else {
      if (!/^\d{1,4}$/.test(before)) {
        throw new InputError(
          `${object.path}, line ${object.line}: ${ANNOTATION_REPLICAS_BEFORE} of ${object.kind} ${object.name} is no number: write how many replicas it is to have`,
        );
      }
      scaleWorkload(changeSet, deployment.changes, object, Number(before));
    }
    removeAnnotation(changeSet, object, ANNOTATION_REPLICAS_BEFORE);
    restored.push(object);
  }
  return restored;
}

function suspend(
  changeSet: ChangeSet,
  object: ServiceObject,
  isSuspended: boolean,
): void {
  if ((valueAt(object.value, 'spec', 'suspend') ?? false) !== isSuspended) {
    setField(changeSet, object, ['spec', 'suspend'], isSuspended);
  }
}

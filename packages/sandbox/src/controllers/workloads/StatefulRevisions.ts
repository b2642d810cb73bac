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

import { recordAt } from '../../kubernetes/json/isRecord';
import { KubernetesObject } from '../../kubernetes/objects/KubernetesObject';
import { PodTemplate, StatefulSet } from '../../kubernetes/objects/workloads';
import { labelSelectorObject } from '../../kubernetes/selectors/labelSelector';
import {
  ControllerContext,
  controllerOf,
  controllerReference,
} from '../ControllerContext';
import { templateHash } from './templateHash';

interface ControllerRevision extends KubernetesObject {
  revision: number;
}

/** The templates that a StatefulSet has had, kept as ControllerRevisions. */
export class StatefulRevisions {
  static create(context: ControllerContext): StatefulRevisions {
    return new StatefulRevisions(context);
  }

  private constructor(private readonly context: ControllerContext) {}

  /** The names of the revision that pods are at, and of the one they shall come to. */
  resolve(set: StatefulSet): { current: string; update: string } {
    const update = this.#ensure(set);
    const current = set.status?.currentRevision;
    const isKept = this.#all(set).some(
      ({ metadata }) => metadata.name === current,
    );
    return { current: current && isKept ? current : update, update };
  }

  templateOf(set: StatefulSet, name: string): PodTemplate {
    const found = this.#all(set).find(({ metadata }) => metadata.name === name);
    const { $patch: _patch, ...template } = recordAt(
      found,
      'data',
      'spec',
      'template',
    );
    return found ? (template as unknown as PodTemplate) : set.spec.template;
  }

  /** Forgets the oldest that no pod is at any more. */
  forgetOld(set: StatefulSet, used: string[]): void {
    const idle = this.#all(set).filter(
      ({ metadata }) => !used.includes(metadata.name),
    );
    const limit = set.spec.revisionHistoryLimit ?? 10;
    for (const old of idle.slice(0, Math.max(0, idle.length - limit))) {
      this.context.delete(old);
    }
  }

  /** Oldest first. Those that an orphaning delete has left are taken over. */
  #all(set: StatefulSet): ControllerRevision[] {
    const selects = labelSelectorObject(set.spec.selector);
    for (const orphan of this.context.list(
      'ControllerRevision',
      set.metadata.namespace,
    )) {
      if (!controllerOf(orphan) && selects(orphan.metadata.labels ?? {})) {
        this.context.update({
          ...orphan,
          metadata: {
            ...orphan.metadata,
            ownerReferences: [controllerReference(set)],
          },
        });
      }
    }
    return this.context
      .controlled<ControllerRevision>('ControllerRevision', set)
      .sort((a, b) => a.revision - b.revision);
  }

  /** A template that comes back is the newest revision again, under its old name. */
  #ensure(set: StatefulSet): string {
    const { template } = set.spec;
    const hash = templateHash(template);
    const name = `${set.metadata.name}-${hash}`;
    const all = this.#all(set);
    const last = all[all.length - 1];
    const known = all.find(({ metadata }) => metadata.name === name);
    const revision = (last?.revision ?? 0) + 1;
    if (!known) {
      this.context.create({
        apiVersion: 'apps/v1',
        kind: 'ControllerRevision',
        metadata: {
          name,
          namespace: set.metadata.namespace,
          labels: {
            ...template.metadata?.labels,
            'controller.kubernetes.io/hash': hash,
          },
          ownerReferences: [controllerReference(set)],
        },
        data: { spec: { template: { ...template, $patch: 'replace' } } },
        revision,
      });
    } else if (known !== last) {
      this.context.update({ ...known, revision });
    }
    return name;
  }
}

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

import { isRecord, recordAt } from '../../kubernetes/json/isRecord';
import {
  KubernetesObject,
  OwnerReference,
} from '../../kubernetes/objects/KubernetesObject';
import { controllerReference } from '../ControllerContext';
import { renderTemplate } from './renderTemplate';

const PREFIX = 'sealedsecrets.bitnami.com';

/** The Secret that a SealedSecret stands for: its template with the opened values in it. */
export function secretFrom(
  sealedSecret: KubernetesObject,
  opened: Map<string, Buffer>,
): KubernetesObject {
  const template = recordAt(sealedSecret, 'spec', 'template');
  const metadata = recordAt(template, 'metadata');
  const { namespace, name } = sealedSecret.metadata;
  const annotations = textRecord(metadata.annotations);
  const data = new Map(opened);
  for (const [key, text] of Object.entries(recordAt(template, 'data'))) {
    data.set(key, Buffer.from(renderTemplate(key, String(text), opened)));
  }
  const skipsOwner =
    annotations[`${PREFIX}/skip-set-owner-references`] === 'true';
  return {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: {
      name,
      namespace,
      ...present('labels', textRecord(metadata.labels)),
      ...present('annotations', annotations),
      ...(skipsOwner
        ? {}
        : { ownerReferences: [ownerReference(sealedSecret)] }),
    },
    ...(typeof template.immutable === 'boolean'
      ? { immutable: template.immutable }
      : {}),
    type: typeof template.type === 'string' ? template.type : 'Opaque',
    data: Object.fromEntries(
      [...data].map(([key, value]) => [key, value.toString('base64')]),
    ),
  };
}

/** Unlike the built-in controllers', it does not block its owner's deletion. */
function ownerReference(sealedSecret: KubernetesObject): OwnerReference {
  const { blockOwnerDeletion: _blocks, ...reference } =
    controllerReference(sealedSecret);
  return reference;
}

function textRecord(value: unknown): Record<string, string> {
  return (isRecord(value) ? value : {}) as Record<string, string>;
}

function present(field: string, record: Record<string, string>): object {
  return Object.keys(record).length > 0 ? { [field]: record } : {};
}

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

import { StorageClassObservation } from '@safekeep/backstage-plugin-safekeep-common';
import { record, text } from './json';

const DEFAULT_CLASS = [
  'storageclass.kubernetes.io/is-default-class',
  'storageclass.beta.kubernetes.io/is-default-class',
];

/** Parameters are not kept: they may name credentials. */
export function projectStorageClass(
  object: unknown,
): StorageClassObservation | undefined {
  const metadata = record(object, 'metadata');
  const name = text(metadata, 'name');
  if (name === undefined) {
    return undefined;
  }
  const annotations = record(metadata, 'annotations');
  const isDefault = DEFAULT_CLASS.some(
    annotation => text(annotations, annotation) === 'true',
  );
  return {
    kind: 'StorageClass',
    namespace: '',
    name,
    provisioner: text(object, 'provisioner') ?? '',
    bindingMode:
      text(object, 'volumeBindingMode') === 'WaitForFirstConsumer'
        ? 'WaitForFirstConsumer'
        : 'Immediate',
    reclaimPolicy: text(object, 'reclaimPolicy') ?? 'Delete',
    ...(isDefault && { isDefault: true }),
  };
}

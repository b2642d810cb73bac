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

import { VolumeObservation } from '@safekeep/backstage-plugin-safekeep-common';
import { defined, list, record, text } from './json';

/** Names of a node's own label in a volume's affinity. */
const NODE_LABEL = 'kubernetes.io/hostname';

function isOnOneNode(spec: unknown): boolean {
  const terms = list(
    record(spec, 'nodeAffinity', 'required'),
    'nodeSelectorTerms',
  );
  return (
    text(record(spec, 'hostPath'), 'path') !== undefined ||
    terms.some(term =>
      list(term, 'matchExpressions').some(
        expression =>
          text(expression, 'key') === NODE_LABEL &&
          text(expression, 'operator') === 'In',
      ),
    )
  );
}

export function projectVolume(object: unknown): VolumeObservation | undefined {
  const name = text(record(object, 'metadata'), 'name');
  if (name === undefined) {
    return undefined;
  }
  const spec = record(object, 'spec');
  const claim = record(spec, 'claimRef');
  const claimName = text(claim, 'name');
  const namespace = text(claim, 'namespace');
  return defined<VolumeObservation>({
    kind: 'PersistentVolume',
    namespace: '',
    name,
    phase: text(record(object, 'status'), 'phase') ?? 'Unknown',
    reclaimPolicy: text(spec, 'persistentVolumeReclaimPolicy') ?? 'Retain',
    storageClass: text(spec, 'storageClassName'),
    ...(claimName !== undefined &&
      namespace !== undefined && { claim: { namespace, name: claimName } }),
    ...(isOnOneNode(spec) && { onOneNode: true }),
  });
}

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

import { JsonRecord, recordAt, recordsAt } from '../json/isRecord';
import { KubernetesObject } from '../objects/KubernetesObject';
import { humanDuration } from './duration';
import { column, TableColumns } from './TableColumns';

export function ageOf(object: KubernetesObject, now: Date): string {
  return since(object.metadata.creationTimestamp, now);
}

export function since(time: unknown, now: Date): string {
  return typeof time === 'string'
    ? humanDuration(now.getTime() - Date.parse(time))
    : '<unknown>';
}

const SHORT_MODES = new Map([
  ['ReadWriteOnce', 'RWO'],
  ['ReadOnlyMany', 'ROX'],
  ['ReadWriteMany', 'RWX'],
  ['ReadWriteOncePod', 'RWOP'],
]);

export function accessModes(modes: unknown): string {
  return Array.isArray(modes)
    ? modes.map(mode => SHORT_MODES.get(String(mode)) ?? mode).join(',')
    : '';
}

function phaseOf(object: KubernetesObject): string {
  return object.metadata.deletionTimestamp
    ? 'Terminating'
    : String(recordAt(object, 'status').phase ?? '');
}

function countOf(record: unknown): number {
  return Object.keys(recordAt({ record }, 'record')).length;
}

function portsOf(spec: JsonRecord): string {
  const ports = recordsAt(spec, 'ports').map(port =>
    port.nodePort
      ? `${port.port}:${port.nodePort}/${port.protocol}`
      : `${port.port}/${port.protocol}`,
  );
  return ports.join(',') || '<none>';
}

export function pairs(record: unknown): string {
  const entries = Object.entries(recordAt({ record }, 'record'));
  return entries.map(([key, value]) => `${key}=${value}`).join(',') || '<none>';
}

export const CORE_TABLES = new Map<string, TableColumns>([
  [
    'Namespace',
    {
      columns: [column('Name'), column('Status'), column('Age')],
      cells: (object, now) => [
        object.metadata.name,
        phaseOf(object),
        ageOf(object, now),
      ],
    },
  ],
  [
    'ConfigMap',
    {
      columns: [column('Name'), column('Data'), column('Age')],
      cells: (object, now) => [
        object.metadata.name,
        String(countOf(object.data)),
        ageOf(object, now),
      ],
    },
  ],
  [
    'Secret',
    {
      columns: [column('Name'), column('Type'), column('Data'), column('Age')],
      cells: (object, now) => [
        object.metadata.name,
        object.type,
        String(countOf(object.data)),
        ageOf(object, now),
      ],
    },
  ],
  [
    'Service',
    {
      columns: [
        column('Name'),
        column('Type'),
        column('Cluster-IP'),
        column('External-IP'),
        column('Port(s)'),
        column('Age'),
        column('Selector', { wide: true }),
      ],
      cells: (object, now) => {
        const spec = recordAt(object, 'spec');
        return [
          object.metadata.name,
          spec.type,
          spec.clusterIP ?? '<none>',
          '<none>',
          portsOf(spec),
          ageOf(object, now),
          pairs(spec.selector),
        ];
      },
    },
  ],
  [
    'PersistentVolumeClaim',
    {
      columns: [
        column('Name'),
        column('Status'),
        column('Volume'),
        column('Capacity'),
        column('Access Modes'),
        column('StorageClass'),
        column('VolumeAttributesClass'),
        column('Age'),
        column('VolumeMode', { wide: true }),
      ],
      cells: (object, now) => {
        const spec = recordAt(object, 'spec');
        const status = recordAt(object, 'status');
        return [
          object.metadata.name,
          phaseOf(object),
          spec.volumeName ?? '',
          recordAt(status, 'capacity').storage ?? '',
          accessModes(status.accessModes),
          spec.storageClassName ?? '',
          '<unset>',
          ageOf(object, now),
          spec.volumeMode,
        ];
      },
    },
  ],
  [
    'PersistentVolume',
    {
      columns: [
        column('Name'),
        column('Capacity'),
        column('Access Modes'),
        column('Reclaim Policy'),
        column('Status'),
        column('Claim'),
        column('StorageClass'),
        column('VolumeAttributesClass'),
        column('Reason'),
        column('Age'),
        column('VolumeMode', { wide: true }),
      ],
      cells: (object, now) => {
        const spec = recordAt(object, 'spec');
        const claim = recordAt(spec, 'claimRef');
        return [
          object.metadata.name,
          recordAt(spec, 'capacity').storage ?? '',
          accessModes(spec.accessModes),
          spec.persistentVolumeReclaimPolicy,
          phaseOf(object),
          claim.name ? `${claim.namespace}/${claim.name}` : '',
          spec.storageClassName ?? '',
          '<unset>',
          '',
          ageOf(object, now),
          spec.volumeMode ?? 'Filesystem',
        ];
      },
    },
  ],
  [
    'ServiceAccount',
    {
      columns: [column('Name'), column('Secrets'), column('Age')],
      cells: (object, now) => [
        object.metadata.name,
        String(recordsAt(object, 'secrets').length),
        ageOf(object, now),
      ],
    },
  ],
  [
    'Node',
    {
      columns: [
        column('Name'),
        column('Status'),
        column('Roles'),
        column('Age'),
        column('Version'),
      ],
      cells: (object, now) => [
        object.metadata.name,
        recordsAt(object, 'status', 'conditions').some(
          condition =>
            condition.type === 'Ready' && condition.status === 'True',
        )
          ? 'Ready'
          : 'NotReady',
        'control-plane',
        ageOf(object, now),
        recordAt(object, 'status', 'nodeInfo').kubeletVersion,
      ],
    },
  ],
  [
    'Event',
    {
      columns: [
        column('Last Seen'),
        column('Type'),
        column('Reason'),
        column('Object'),
        column('Subobject', { wide: true }),
        column('Source', { wide: true }),
        column('Message'),
        column('First Seen', { wide: true }),
        column('Count', { wide: true }),
        column('Name', { wide: true }),
      ],
      cells: (object, now) => {
        const involved = recordAt(object, 'involvedObject');
        return [
          since(object.lastTimestamp, now),
          object.type,
          object.reason,
          `${String(involved.kind).toLowerCase()}/${involved.name}`,
          involved.fieldPath ?? '',
          recordAt(object, 'source').component ?? '',
          object.message,
          since(object.firstTimestamp, now),
          String(object.count ?? 1),
          object.metadata.name,
        ];
      },
    },
  ],
  [
    'StorageClass',
    {
      columns: [
        column('Name'),
        column('Provisioner'),
        column('ReclaimPolicy'),
        column('VolumeBindingMode'),
        column('AllowVolumeExpansion'),
        column('Age'),
      ],
      cells: (object, now) => [
        object.metadata.annotations?.[
          'storageclass.kubernetes.io/is-default-class'
        ] === 'true'
          ? `${object.metadata.name} (default)`
          : object.metadata.name,
        object.provisioner,
        object.reclaimPolicy,
        object.volumeBindingMode,
        object.allowVolumeExpansion === true,
        ageOf(object, now),
      ],
    },
  ],
]);

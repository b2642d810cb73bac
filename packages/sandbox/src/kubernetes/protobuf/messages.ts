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

/** A field of a message: its name in JSON and what its bytes are. */
export interface Field {
  name: string;
  type: 'string' | 'bytes' | 'bool' | 'int' | 'message' | 'map';
  repeated?: boolean;
  message?: Message;
  /** Of a map's values; keys are text. */
  values?: 'string' | 'bytes';
}

export type Message = Record<number, Field>;

const text = (name: string): Field => ({ name, type: 'string' });
const flag = (name: string): Field => ({ name, type: 'bool' });
const map = (name: string, values: 'string' | 'bytes'): Field => ({
  name,
  type: 'map',
  values,
});
const nested = (name: string, message: Message): Field => ({
  name,
  type: 'message',
  message,
});

const OBJECT_META: Message = {
  1: text('name'),
  2: text('generateName'),
  3: text('namespace'),
  5: text('uid'),
  6: text('resourceVersion'),
  11: map('labels', 'string'),
  12: map('annotations', 'string'),
  14: { name: 'finalizers', type: 'string', repeated: true },
};

const NAME_REFERENCE: Message = { 1: text('name') };

/** The kinds that `kubectl create` and `kubectl auth` send in protobuf and that have few fields. */
export const MESSAGES = new Map<string, Message>([
  ['Namespace', { 1: nested('metadata', OBJECT_META) }],
  [
    'Secret',
    {
      1: nested('metadata', OBJECT_META),
      2: map('data', 'bytes'),
      3: text('type'),
      4: map('stringData', 'string'),
      5: flag('immutable'),
    },
  ],
  [
    'ConfigMap',
    {
      1: nested('metadata', OBJECT_META),
      2: map('data', 'string'),
      3: map('binaryData', 'bytes'),
      4: flag('immutable'),
    },
  ],
  [
    'ServiceAccount',
    {
      1: nested('metadata', OBJECT_META),
      3: {
        ...nested('imagePullSecrets', NAME_REFERENCE),
        repeated: true,
      },
      4: flag('automountServiceAccountToken'),
    },
  ],
  ['SelfSubjectReview', { 1: nested('metadata', OBJECT_META) }],
  [
    'SelfSubjectAccessReview',
    {
      1: nested('metadata', OBJECT_META),
      2: nested('spec', {
        1: nested('resourceAttributes', {
          1: text('namespace'),
          2: text('verb'),
          3: text('group'),
          4: text('version'),
          5: text('resource'),
          6: text('subresource'),
          7: text('name'),
        }),
      }),
    },
  ],
  [
    'DeleteOptions',
    {
      1: { name: 'gracePeriodSeconds', type: 'int' },
      2: nested('preconditions', {
        1: text('uid'),
        2: text('resourceVersion'),
      }),
      3: flag('orphanDependents'),
      4: text('propagationPolicy'),
      5: { name: 'dryRun', type: 'string', repeated: true },
    },
  ],
]);

/** The envelope around every object: its type and its bytes. */
export const ENVELOPE: Message = {
  1: nested('typeMeta', { 1: text('apiVersion'), 2: text('kind') }),
  2: { name: 'raw', type: 'bytes' },
};

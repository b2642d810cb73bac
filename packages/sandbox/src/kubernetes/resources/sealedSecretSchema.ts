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

import { StructuralSchema } from './StructuralSchema';

const text: StructuralSchema = { type: 'string' };
const texts: StructuralSchema = { type: 'object', additionalProperties: text };
const time: StructuralSchema = { type: 'string', format: 'date-time' };

/** What SealedSecrets must look like: the schema of sealed-secrets 0.36.6, without its descriptions. */
export const SEALED_SECRET_SCHEMA: StructuralSchema = {
  type: 'object',
  required: ['spec'],
  properties: {
    apiVersion: text,
    kind: text,
    metadata: { type: 'object' },
    spec: {
      type: 'object',
      required: ['encryptedData'],
      properties: {
        data: { type: 'string', format: 'byte' },
        encryptedData: {
          ...texts,
          'x-kubernetes-preserve-unknown-fields': true,
        },
        template: {
          type: 'object',
          properties: {
            data: { ...texts, nullable: true },
            immutable: { type: 'boolean' },
            metadata: {
              type: 'object',
              nullable: true,
              'x-kubernetes-preserve-unknown-fields': true,
              properties: {
                annotations: texts,
                finalizers: { type: 'array', items: text },
                labels: texts,
                name: text,
                namespace: text,
              },
            },
            type: text,
          },
        },
      },
    },
    status: {
      type: 'object',
      properties: {
        conditions: {
          type: 'array',
          items: {
            type: 'object',
            required: ['status', 'type'],
            properties: {
              lastTransitionTime: time,
              lastUpdateTime: time,
              message: text,
              reason: text,
              status: text,
              type: text,
            },
          },
        },
        observedGeneration: { type: 'integer', format: 'int64' },
      },
    },
  },
};

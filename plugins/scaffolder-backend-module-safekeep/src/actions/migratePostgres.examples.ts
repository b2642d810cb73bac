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

import { TemplateExample } from '@backstage/plugin-scaffolder-node';
import { stringify } from 'yaml';

export const examples: TemplateExample[] = [
  {
    description: 'Begin to move a database, the way that is safe where it runs',
    example: stringify({
      steps: [
        {
          id: 'migrate',
          name: 'Move the database',
          action: 'safekeep:postgres:migrate',
          input: {
            namespace: 'observer-prod',
            database: 'deployment/postgres',
            stage: 'start',
            entityRef: 'component:default/observer',
            cluster: 'prod',
          },
        },
      ],
    }),
  },
  {
    description:
      'Take clients off first, so that checksums are of the same rows, and keep a copy of the file',
    example: stringify({
      steps: [
        {
          id: 'migrate',
          name: 'Take clients off',
          action: 'safekeep:postgres:migrate',
          input: {
            namespace: 'observer-prod',
            database: 'deployment/postgres',
            stage: 'start',
            option: 'reuse-claim',
            way: 'staged',
            backup: true,
            entityRef: 'component:default/observer',
            cluster: 'prod',
          },
        },
      ],
    }),
  },
  {
    description:
      'Dump it into a new and larger claim, for a later major version',
    example: stringify({
      steps: [
        {
          id: 'migrate',
          name: 'Take clients off and dump',
          action: 'safekeep:postgres:migrate',
          input: {
            namespace: 'observer-prod',
            database: 'deployment/postgres',
            stage: 'start',
            option: 'dump-and-restore',
            newStorage: '20Gi',
            newImage: 'postgres:17-bookworm',
            entityRef: 'component:default/observer',
            cluster: 'prod',
          },
        },
      ],
    }),
  },
  {
    description:
      'Switch to the StatefulSet, once the data was looked at and no client is left',
    example: stringify({
      steps: [
        {
          id: 'migrate',
          name: 'Switch',
          action: 'safekeep:postgres:migrate',
          input: {
            namespace: 'observer-prod',
            database: 'deployment/postgres',
            stage: 'switch',
            entityRef: 'component:default/observer',
            cluster: 'prod',
          },
        },
      ],
    }),
  },
  {
    description: 'Give up the lock that a killed server has left',
    example: stringify({
      steps: [
        {
          id: 'migrate',
          name: 'Release the guard',
          action: 'safekeep:postgres:migrate',
          input: {
            namespace: 'observer-prod',
            database: 'deployment/postgres',
            stage: 'release',
            releasedLock: '1763892000',
            entityRef: 'component:default/observer',
            cluster: 'prod',
          },
        },
      ],
    }),
  },
  {
    description:
      'Finish, once the comparison of before and after has no line that fails',
    example: stringify({
      steps: [
        {
          id: 'migrate',
          name: 'Finish',
          action: 'safekeep:postgres:migrate',
          input: {
            namespace: 'observer-prod',
            database: 'deployment/postgres',
            stage: 'finalize',
            entityRef: 'component:default/observer',
            cluster: 'prod',
          },
        },
      ],
    }),
  },
];

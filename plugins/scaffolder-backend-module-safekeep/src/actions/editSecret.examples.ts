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
    description: 'Take out a key that nothing reads any more',
    example: stringify({
      steps: [
        {
          id: 'edit',
          name: 'Remove the key',
          action: 'safekeep:secret:edit',
          input: {
            namespace: 'observer-prod',
            name: 'observer-secrets',
            remove: ['KIS_HTS_ID'],
          },
        },
      ],
    }),
  },
  {
    description:
      'Rename a key, and the places in the manifests that read it, in one change',
    example: stringify({
      steps: [
        {
          id: 'edit',
          name: 'Rename the key',
          action: 'safekeep:secret:edit',
          input: {
            namespace: 'observer-prod',
            name: 'observer-secrets',
            rename: { DB_PASSWORD: 'DATABASE_PASSWORD' },
            updateReferences: true,
          },
        },
      ],
    }),
  },
  {
    description:
      'Remove one key and let two others change places, whoever still reads them, without a restart',
    example: stringify({
      steps: [
        {
          id: 'edit',
          name: 'Change the keys',
          action: 'safekeep:secret:edit',
          input: {
            namespace: 'observer-prod',
            name: 'observer-secrets',
            path: 'sealed-secrets/observer-sealed-secrets.yaml',
            remove: ['KIS_HTS_ID'],
            rename: {
              KIS_APP_KEY: 'KIS_APP_SECRET',
              KIS_APP_SECRET: 'KIS_APP_KEY',
            },
            evenIfRead: true,
            restartConsumers: false,
          },
        },
      ],
    }),
  },
];

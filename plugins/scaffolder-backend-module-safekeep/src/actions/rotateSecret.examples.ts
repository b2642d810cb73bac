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
    description: 'Generate a new value for a key and for those linked to it',
    example: stringify({
      steps: [
        {
          id: 'rotate',
          name: 'Rotate the key',
          action: 'safekeep:secret:rotate',
          input: {
            cluster: 'production',
            namespace: 'observer-prod',
            name: 'observer-secrets',
            keys: ['POSTGRES_PASSWORD'],
          },
        },
      ],
    }),
  },
  {
    description: 'Take one new value from the form and generate another',
    example: stringify({
      steps: [
        {
          id: 'rotate',
          name: 'Rotate the keys',
          action: 'safekeep:secret:rotate',
          input: {
            cluster: 'production',
            namespace: 'observer-prod',
            name: 'observer-secrets',
            keys: ['KIS_APP_KEY', 'KIS_APP_SECRET'],
            given: ['KIS_APP_KEY'],
            length: 48,
          },
        },
      ],
    }),
  },
  {
    description: 'Change one key alone, and restart nothing',
    example: stringify({
      steps: [
        {
          id: 'rotate',
          name: 'Rotate the key',
          action: 'safekeep:secret:rotate',
          input: {
            certificate: 'sealed-secrets/certificate.pem',
            namespace: 'observer-prod',
            name: 'observer-secrets',
            keys: ['DB_PASSWORD'],
            path: 'sealed-secrets/observer-sealed-secrets.yaml',
            includeLinked: false,
            restartConsumers: false,
          },
        },
      ],
    }),
  },
  {
    description:
      'Let a URL that holds a password follow it from now on, and choose what the password is made of',
    example: stringify({
      steps: [
        {
          id: 'rotate',
          name: 'Rotate the key',
          action: 'safekeep:secret:rotate',
          input: {
            cluster: 'production',
            namespace: 'observer-prod',
            name: 'observer-secrets',
            keys: ['DB_PASSWORD'],
            alphabet: 'url-safe',
            length: 40,
            compose: {
              KIS_APP_KEY: 'https://{{ .DB_USER }}:{{ .DB_PASSWORD }}@kis/v1',
            },
          },
        },
      ],
    }),
  },
];

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

const secret = {
  namespace: 'observer-prod',
  name: 'observer-secrets',
};

export const examples: TemplateExample[] = [
  {
    description: 'Change a password in the secret and in the database',
    example: stringify({
      steps: [
        {
          id: 'rotate',
          name: 'Rotate the password',
          action: 'safekeep:database-password:rotate',
          input: {
            cluster: 'production',
            ...secret,
            keys: ['POSTGRES_PASSWORD'],
            strategy: 'in-place',
          },
        },
      ],
    }),
  },
  {
    description: 'Take the new password from the form',
    example: stringify({
      steps: [
        {
          id: 'rotate',
          name: 'Rotate the password',
          action: 'safekeep:database-password:rotate',
          input: {
            certificate: 'sealed-secrets/certificate.pem',
            ...secret,
            path: 'sealed-secrets/observer-sealed-secrets.yaml',
            keys: ['DB_PASSWORD'],
            strategy: 'in-place',
            given: true,
            role: 'observer',
            database: 'deployment/postgres',
          },
        },
      ],
    }),
  },
  {
    description: 'Prepare the role that takes the next turn',
    example: stringify({
      steps: [
        {
          id: 'prepare',
          name: 'Prepare the next role',
          action: 'safekeep:database-password:rotate',
          input: {
            cluster: 'production',
            ...secret,
            keys: ['DB_PASSWORD'],
            strategy: 'two-slot',
            step: 'prepare',
            role: 'observer',
          },
        },
      ],
    }),
  },
  {
    description:
      'Switch what uses the database to it; no certificate is needed',
    example: stringify({
      steps: [
        {
          id: 'switch',
          name: 'Switch to the prepared role',
          action: 'safekeep:database-password:rotate',
          input: {
            ...secret,
            keys: ['DB_PASSWORD'],
            strategy: 'two-slot',
            step: 'switch',
          },
        },
      ],
    }),
  },
  {
    description: 'Retire the role that was in use before',
    example: stringify({
      steps: [
        {
          id: 'retire',
          name: 'Retire the role before',
          action: 'safekeep:database-password:rotate',
          input: {
            ...secret,
            keys: ['DB_PASSWORD'],
            strategy: 'two-slot',
            step: 'retire',
          },
        },
      ],
    }),
  },
];

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
    description: 'Lead a database back to its Deployment',
    example: stringify({
      steps: [
        {
          id: 'rollBack',
          name: 'Go back',
          action: 'safekeep:postgres:roll-back',
          input: {
            namespace: 'observer-prod',
            database: 'deployment/postgres',
          },
        },
      ],
    }),
  },
  {
    description: 'Go back from a restored database, whose new writes are lost',
    example: stringify({
      steps: [
        {
          id: 'rollBack',
          name: 'Go back',
          action: 'safekeep:postgres:roll-back',
          input: {
            namespace: 'observer-prod',
            database: 'deployment/postgres',
            acceptLostWrites: true,
          },
        },
      ],
    }),
  },
  {
    description:
      'Go back after the last stage, when `fetch:plain` has put an earlier commit into `.earlier`',
    example: stringify({
      steps: [
        {
          id: 'rollBack',
          name: 'Go back',
          action: 'safekeep:postgres:roll-back',
          input: {
            namespace: 'observer-prod',
            database: 'statefulset/postgres',
            earlier: '.earlier',
          },
        },
      ],
    }),
  },
];

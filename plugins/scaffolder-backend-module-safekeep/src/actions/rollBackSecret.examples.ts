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
    description:
      'Bring the earlier value of a key back, after `fetch:plain` has put an earlier commit into `.earlier`',
    example: stringify({
      steps: [
        {
          id: 'rollBack',
          name: 'Restore the key',
          action: 'safekeep:secret:roll-back',
          input: {
            namespace: 'observer-prod',
            name: 'observer-secrets',
            step: 'restore',
            keys: ['POSTGRES_PASSWORD'],
            earlier: '.earlier',
          },
        },
      ],
    }),
  },
  {
    description: 'Bring back one key alone, and restart nothing',
    example: stringify({
      steps: [
        {
          id: 'rollBack',
          name: 'Restore the key',
          action: 'safekeep:secret:roll-back',
          input: {
            namespace: 'observer-prod',
            name: 'observer-secrets',
            step: 'restore',
            keys: ['DB_PASSWORD'],
            earlier: '.earlier',
            path: 'sealed-secrets/observer-sealed-secrets.yaml',
            includeLinked: false,
            restartConsumers: false,
          },
        },
      ],
    }),
  },
  {
    description: 'Let the Secret stay when its SealedSecret goes',
    example: stringify({
      steps: [
        {
          id: 'rollBack',
          name: 'Detach the Secret',
          action: 'safekeep:secret:roll-back',
          input: {
            namespace: 'observer-prod',
            name: 'observer-secrets',
            step: 'detach',
          },
        },
      ],
    }),
  },
  {
    description:
      'Take the SealedSecret out of the repository, once that is in the cluster',
    example: stringify({
      steps: [
        {
          id: 'rollBack',
          name: 'Remove the SealedSecret',
          action: 'safekeep:secret:roll-back',
          input: {
            namespace: 'observer-prod',
            name: 'observer-secrets',
            step: 'remove',
          },
        },
      ],
    }),
  },
];

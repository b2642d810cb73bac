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
      'Install the newest known version by what the repository uses, or upgrade the one that is there',
    example: stringify({
      steps: [
        {
          id: 'install',
          name: 'Install the controller',
          action: 'safekeep:sealed-secrets:install',
          input: { cluster: 'production' },
        },
      ],
    }),
  },
  {
    description:
      'Write an Argo CD Application of a certain version, under other names',
    example: stringify({
      steps: [
        {
          id: 'install',
          name: 'Install the controller',
          action: 'safekeep:sealed-secrets:install',
          input: {
            form: 'argo-cd',
            version: '0.39.1',
            controllerName: 'sealed-secrets',
            controllerNamespace: 'sealed-secrets',
            path: 'apps/sealed-secrets.yaml',
          },
        },
      ],
    }),
  },
  {
    description:
      'Write plain manifests of a controller that has rights in two namespaces only',
    example: stringify({
      steps: [
        {
          id: 'install',
          name: 'Install the controller',
          action: 'safekeep:sealed-secrets:install',
          input: {
            form: 'manifests',
            controllerName: 'team-sealer',
            controllerNamespace: 'team',
            namespaces: ['team-staging'],
          },
        },
      ],
    }),
  },
];

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
    description: 'Write the guide beside the SealedSecrets',
    example: stringify({
      steps: [
        {
          id: 'guide',
          name: 'Write the guide',
          action: 'safekeep:sealed-secrets:guide',
          input: {},
        },
      ],
    }),
  },
  {
    description:
      'Write it in Korean into another file, for a controller that the Helm chart has named',
    example: stringify({
      steps: [
        {
          id: 'guide',
          name: 'Write the guide',
          action: 'safekeep:sealed-secrets:guide',
          input: {
            language: 'ko',
            controllerName: 'sealed-secrets',
            controllerNamespace: 'sealed-secrets',
            path: 'docs/sealed-secrets.md',
          },
        },
      ],
    }),
  },
];

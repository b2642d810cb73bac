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
      'Re-encrypt all SealedSecrets of the workspace that were not sealed with the newest key',
    example: stringify({
      steps: [
        {
          id: 'reencrypt',
          name: 'Re-encrypt with the newest key',
          action: 'safekeep:secret:re-encrypt',
          input: { cluster: 'production' },
        },
      ],
    }),
  },
  {
    description: 'Re-encrypt one SealedSecret',
    example: stringify({
      steps: [
        {
          id: 'reencrypt',
          name: 'Re-encrypt with the newest key',
          action: 'safekeep:secret:re-encrypt',
          input: {
            cluster: 'production',
            namespace: 'observer-prod',
            name: 'observer-secrets',
          },
        },
      ],
    }),
  },
  {
    description:
      'Re-encrypt a file whatever it was sealed with, for instance to have it recorded',
    example: stringify({
      steps: [
        {
          id: 'reencrypt',
          name: 'Re-encrypt with the newest key',
          action: 'safekeep:secret:re-encrypt',
          input: {
            cluster: 'production',
            path: 'sealed-secrets/observer-sealed-secrets.yaml',
            includeCurrent: true,
          },
        },
      ],
    }),
  },
];

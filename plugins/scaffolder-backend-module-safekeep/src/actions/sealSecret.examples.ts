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
    description: 'Turn a plain Secret of the repository into a SealedSecret',
    example: stringify({
      steps: [
        {
          id: 'seal',
          name: 'Seal the secret',
          action: 'safekeep:secret:seal',
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
    description: 'Seal values that a person typed, as new or existing keys',
    example: stringify({
      steps: [
        {
          id: 'seal',
          name: 'Seal the API token',
          action: 'safekeep:secret:seal',
          input: {
            cluster: 'production',
            namespace: 'observer-prod',
            name: 'observer-api-token',
            keys: ['API_TOKEN'],
            path: 'sealed-secrets/observer-api-token.yaml',
          },
        },
      ],
    }),
  },
  {
    description: 'Seal a keystore that an earlier step put into the workspace',
    example: stringify({
      steps: [
        {
          id: 'seal',
          name: 'Seal the keystore',
          action: 'safekeep:secret:seal',
          input: {
            cluster: 'production',
            namespace: 'observer-prod',
            name: 'observer-keystore',
            files: { 'keystore.jks': 'build/keystore.jks' },
          },
        },
      ],
    }),
  },
  {
    description:
      'Keep the plain file, and seal with a certificate that the repository has, for any name in the namespace',
    example: stringify({
      steps: [
        {
          id: 'seal',
          name: 'Seal the secret',
          action: 'safekeep:secret:seal',
          input: {
            certificate: 'sealed-secrets/certificate.pem',
            namespace: 'observer-prod',
            name: 'observer-secrets',
            fromFile: 'secrets/observer-secrets.yaml',
            scope: 'namespace-wide',
            removePlain: false,
          },
        },
      ],
    }),
  },
];

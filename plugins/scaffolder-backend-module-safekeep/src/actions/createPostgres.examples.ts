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

const action = 'safekeep:postgres:create';

export const examples: TemplateExample[] = [
  {
    description: 'A database for a service, dumped every night for a week',
    example: stringify({
      steps: [
        {
          id: 'create',
          name: 'Write the database',
          action,
          input: {
            cluster: 'production',
            namespace: 'observer-prod',
            name: 'ticks',
            image: 'postgres:17.6-alpine',
            role: 'observer',
            storageClass: 'local-path',
            storage: '10Gi',
          },
        },
      ],
    }),
  },
  {
    description:
      'A larger one, with dumps twice a day on other storage, and metrics',
    example: stringify({
      steps: [
        {
          id: 'create',
          name: 'Write the database',
          action,
          input: {
            certificate: 'sealed-secrets/certificate.pem',
            namespace: 'observer-prod',
            name: 'orders',
            image: 'registry.acme.example/library/postgres:18.1-bookworm',
            role: 'orders',
            database: 'orders_v2',
            storageClass: 'fast',
            storage: '200Gi',
            memory: '4Gi',
            backupSchedule: '17 2,14 * * *',
            backupKeepDays: 30,
            backupStorage: '500Gi',
            backupStorageClass: 'cheap',
            monitoring: true,
            serviceMonitorLabels: { release: 'prometheus' },
          },
        },
      ],
    }),
  },
];

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
    description: 'Propose what a rotate step wrote',
    example: stringify({
      steps: [
        {
          id: 'propose',
          name: 'Open the pull request',
          action: 'safekeep:gitops:pull-request',
          input: {
            repository: '${{ parameters.repository }}',
            changes: '${{ steps.rotate.output.changes }}',
            changeId: '${{ steps.rotate.output.changeId }}',
            branch: '${{ steps.rotate.output.branch }}',
            title: '${{ steps.rotate.output.title }}',
            description: '${{ steps.rotate.output.description }}',
            entityRef: '${{ parameters.entityRef }}',
          },
        },
      ],
    }),
  },
  {
    description: 'Propose it with a title and a text of one’s own',
    example: stringify({
      steps: [
        {
          id: 'propose',
          name: 'Open the pull request',
          action: 'safekeep:gitops:pull-request',
          input: {
            repository:
              'https://github.com/acme/deployment/tree/main/infra/k8s/base',
            changes: '${{ steps.seal.output.changes }}',
            changeId: '${{ steps.seal.output.changeId }}',
            title: 'Seal observer-secrets',
            description: 'Asked for in TICKET-42.',
          },
        },
      ],
    }),
  },
];

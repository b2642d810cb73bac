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

import { createTemplateAction } from '@backstage/plugin-scaffolder-node';
import { writeGuide } from '@safekeep/backstage-plugin-safekeep-node';
import { planAndWrite } from '../workspace/planAndWrite';
import { outputChange } from './changeOutput';
import { changeOutput } from './sealingSchema';
import { examples } from './writeGuide.examples';

/**
 * `safekeep:sealed-secrets:guide`: writes the guide to a folder's SealedSecrets.
 *
 * @public
 */
export function createWriteGuideAction() {
  return createTemplateAction({
    id: 'safekeep:sealed-secrets:guide',
    description:
      'Writes a README beside the SealedSecrets of the workspace: which there are, with their keys, how to change them by Safekeep or by kubeseal, what sealing does not do, and how to keep the controller’s private keys. Names and commands are those of this folder; no value is in it. Of a file that is there, only the guide between its two comments is replaced. Without changes it is as it is to be already.',
    examples,
    supportsDryRun: true,
    schema: {
      input: {
        language: z =>
          z
            .enum(['en', 'ko'], {
              description: 'Language of the guide; by default English',
            })
            .optional(),
        controllerName: z =>
          z
            .string({
              description:
                'Name of the controller; by default that of the one that the workspace installs, else sealed-secrets-controller',
            })
            .optional(),
        controllerNamespace: z =>
          z
            .string({ description: 'Its namespace; by default likewise' })
            .optional(),
        namespace: z =>
          z
            .string({
              description:
                'Namespace of SealedSecrets that neither their file nor a kustomization gives one',
            })
            .optional(),
        path: z =>
          z
            .string({
              description:
                'File to write; by default README.md beside the SealedSecrets',
            })
            .optional(),
      },
      output: {
        ...changeOutput,
        path: z => z.string({ description: 'File of the guide' }),
      },
    },
    async handler(ctx) {
      const { input } = ctx;
      const planned = await planAndWrite({
        workspacePath: ctx.workspacePath,
        logger: ctx.logger,
        checkpoint: ctx.checkpoint,
        checkpointKey: 'safekeep.guide',
        alsoRead: /\.md$/,
        plan: files =>
          writeGuide(files, {
            language: input.language ?? 'en',
            controllerName: input.controllerName || undefined,
            controllerNamespace: input.controllerNamespace || undefined,
            namespace: input.namespace || undefined,
            path: input.path || undefined,
          }),
      });
      if (planned.changes.length === 0) {
        ctx.logger.info(`Nothing to do: ${planned.path} is as it is to be`);
      }
      outputChange((name, value) => ctx.output(name, value), planned, {
        verb: 'guide',
        name: 'sealed-secrets',
      });
    },
  });
}

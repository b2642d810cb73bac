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

import { InputError } from '@backstage/errors';
import { createTemplateAction } from '@backstage/plugin-scaffolder-node';
import { validateSealedSecrets } from '@safekeep/backstage-plugin-safekeep-node';
import { resolveCertificate } from '../certificate/resolveCertificate';
import { readWorkspace } from '../workspace/readWorkspace';
import { SealingActionOptions } from './createSealSecretAction';
import { certificateInput } from './sealingSchema';
import { examples } from './validateSecrets.examples';

/** More than these are not read one by one. */
const MOST_TOLD = 50;

/**
 * `safekeep:secret:validate`: whether the controller could make a Secret of each
 * SealedSecret of the workspace. It changes nothing.
 *
 * @public
 */
export function createValidateSecretsAction(options: SealingActionOptions) {
  return createTemplateAction({
    id: 'safekeep:secret:validate',
    description:
      'Looks at every SealedSecret of the workspace as the controller would, without a cluster and without a value: YAML, fields that would be dropped, the shape of each ciphertext, templates, scope, type, size, names used twice. Fails with file and line of all that would not work. Whether a value opens, only the private key tells; with a certificate, what was recorded to be sealed with another is warned of.',
    examples,
    supportsDryRun: true,
    schema: {
      input: {
        folder: z =>
          z
            .string({
              description:
                'Folder in the workspace; by default all of it. Its kustomization says what is applied, and in which namespace',
            })
            .optional(),
        ...certificateInput,
      },
      output: {
        checked: z => z.number().describe('SealedSecrets that were looked at'),
        warnings: z =>
          z.array(z.string()).describe('What works and is worth a look'),
      },
    },
    async handler(ctx) {
      const { input } = ctx;
      const asks = Boolean(input.certificate || input.cluster);
      const certificate = asks
        ? await resolveCertificate(ctx, options, options.now?.() ?? new Date())
        : undefined;
      const files = await readWorkspace(ctx.workspacePath, ctx.logger);
      const { checked, problems, warnings } = validateSealedSecrets(files, {
        folder: input.folder,
        certificate,
      });
      for (const warning of warnings) {
        ctx.logger.warn(warning);
      }
      if (problems.length > 0) {
        const told = problems.slice(0, MOST_TOLD);
        const more = problems.length - told.length;
        throw new InputError(
          [
            `${problems.length} of what was found in ${checked} SealedSecrets would not work:`,
            ...told.map(problem => `- ${problem}`),
            ...(more > 0 ? [`- and ${more} more`] : []),
          ].join('\n'),
        );
      }
      ctx.logger.info(`${checked} SealedSecrets, nothing found`);
      ctx.output('checked', checked);
      ctx.output('warnings', warnings);
    },
  });
}

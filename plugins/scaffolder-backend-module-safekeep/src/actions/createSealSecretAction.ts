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
import { sealSecret } from '@safekeep/backstage-plugin-safekeep-node';
import { CertificateUrlReader } from '../certificate/CertificateUrlReader';
import { resolveCertificate } from '../certificate/resolveCertificate';
import { SealingCertificateSource } from '../certificate/SealingCertificateSource';
import { readFileValues } from '../values/readFileValues';
import { forgetValues, readSecretValues } from '../values/readSecretValues';
import { planAndWrite } from '../workspace/planAndWrite';
import { assertExpectedKeys } from './assertExpectedKeys';
import { outputChange } from './changeOutput';
import { certificateInput, changeOutput } from './sealingSchema';
import { examples } from './sealSecret.examples';

/**
 * Options of the actions that seal.
 *
 * @public
 */
export interface SealingActionOptions {
  /** Where certificates come from when the input gives none. */
  certificates?: SealingCertificateSource;
  /** What reads a certificate that is given by its address; without, none can be. */
  certificateUrls?: CertificateUrlReader;
  /** The clock; tests set it. */
  now?: () => Date;
}

/**
 * `safekeep:secret:seal`: makes or extends a SealedSecret in the workspace, or
 * turns a plain Secret into one.
 *
 * @public
 */
export function createSealSecretAction(options: SealingActionOptions) {
  return createTemplateAction({
    id: 'safekeep:secret:seal',
    description:
      'Seals values into a SealedSecret of the workspace. With `keys`, their values are the scaffolder secrets named as the keys, or `base64:KEY` for bytes in base64; with `files`, the bytes of files of the workspace; without either, the plain Secret of that name in the workspace is converted, its file deleted and its line in kustomization.yaml replaced. Only the keys that are sealed change. No value is in any output.',
    examples,
    supportsDryRun: true,
    schema: {
      input: {
        namespace: z => z.string({ description: 'Namespace of the secret' }),
        name: z => z.string({ description: 'Name of the secret' }),
        keys: z =>
          z
            .array(z.string(), {
              description:
                'Keys to seal; each value is the scaffolder secret named as the key, or `base64:` and the key for bytes in base64. Without, a plain Secret of the workspace is converted',
            })
            .optional(),
        files: z =>
          z
            .record(z.string(), {
              description:
                'Keys whose value is a file of the workspace, such as a keystore: key to path. The bytes are sealed as they are',
            })
            .optional(),
        expectedKeys: z =>
          z
            .array(z.string(), {
              description:
                'Keys that a person chose: refused when there is no value to seal for one of them',
            })
            .optional(),
        ...certificateInput,
        scope: z =>
          z
            .enum(['strict', 'namespace-wide', 'cluster-wide'], {
              description:
                'Where the controller may open it; by default what the file says, and strict for a new one',
            })
            .optional(),
        path: z =>
          z
            .string({
              description:
                'File of the SealedSecret in the workspace; found by name, or chosen beside the kustomization',
            })
            .optional(),
        fromFile: z =>
          z
            .string({
              description:
                'File with the plain Secret to convert; found by name',
            })
            .optional(),
        removePlain: z =>
          z
            .boolean({
              description:
                'Delete the plain Secret after converting it; by default yes',
            })
            .optional(),
        type: z =>
          z
            .string({ description: 'Type of a new Secret; by default Opaque' })
            .optional(),
      },
      output: {
        ...changeOutput,
        keys: z => z.array(z.string()).describe('Keys that were sealed'),
        converted: z =>
          z
            .string({
              description: 'File of the plain Secret, if there was one',
            })
            .optional(),
      },
    },
    async handler(ctx) {
      const { input } = ctx;
      const now = options.now?.() ?? new Date();
      const certificate = await resolveCertificate(ctx, options, now);
      const valueFiles = input.files ?? {};
      const values = readSecretValues(ctx.secrets, input.keys ?? []);
      try {
        const fromFiles = await readFileValues(ctx.workspacePath, valueFiles);
        for (const [key, value] of fromFiles) {
          assertGivenOnce(key, values);
          values.set(key, value);
        }
        const planned = await planAndWrite({
          workspacePath: ctx.workspacePath,
          logger: ctx.logger,
          checkpoint: ctx.checkpoint,
          checkpointKey: `safekeep.seal.${input.namespace}.${input.name}`,
          plan: files => {
            const plan = sealSecret(files, {
              certificate,
              namespace: input.namespace,
              name: input.name,
              now,
              scope: input.scope,
              path: input.path || undefined,
              values,
              valueFiles,
              fromFile: input.fromFile || undefined,
              removePlain: input.removePlain,
              type: input.type || undefined,
            });
            if (input.expectedKeys) {
              assertExpectedKeys(plan, input.expectedKeys);
            }
            return plan;
          },
        });
        outputChange((name, value) => ctx.output(name, value), planned, {
          verb: 'seal',
          name: input.name,
        });
        ctx.output('keys', planned.keys);
        if (planned.converted) {
          ctx.output('converted', planned.converted);
        }
      } finally {
        forgetValues(values);
      }
    },
  });
}

function assertGivenOnce(key: string, values: Map<string, Uint8Array>): void {
  if (values.has(key)) {
    throw new InputError(
      `Key ${key} is among the keys and among the files: give its value once`,
    );
  }
}

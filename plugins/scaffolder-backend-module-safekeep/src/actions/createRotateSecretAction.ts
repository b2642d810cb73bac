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
import { VALUE_ALPHABETS } from '@safekeep/backstage-plugin-safekeep-common';
import { rotateSecret } from '@safekeep/backstage-plugin-safekeep-node';
import { resolveCertificate } from '../certificate/resolveCertificate';
import { forgetValues, readSecretValues } from '../values/readSecretValues';
import { planAndWrite } from '../workspace/planAndWrite';
import { outputChange } from './changeOutput';
import { certificateInput, changeOutput } from './sealingSchema';
import { SealingActionOptions } from './createSealSecretAction';
import { examples } from './rotateSecret.examples';

/**
 * `safekeep:secret:rotate`: gives keys of a SealedSecret new values.
 *
 * @public
 */
export function createRotateSecretAction(options: SealingActionOptions) {
  return createTemplateAction({
    id: 'safekeep:secret:rotate',
    description:
      'Gives chosen keys of a SealedSecret new values: generated ones, which nobody sees, or those of the scaffolder secrets named as the keys in `given`. Keys that hold the same value change with them; the other keys keep their ciphertext. Workloads that read the secret get a new checksum and so restart after the merge. A database’s own password is not changed: its role still has the old one.',
    examples,
    supportsDryRun: true,
    schema: {
      input: {
        namespace: z => z.string({ description: 'Namespace of the secret' }),
        name: z => z.string({ description: 'Name of the secret' }),
        keys: z => z.array(z.string()).describe('Keys to give new values'),
        given: z =>
          z
            .array(z.string(), {
              description:
                'Those of the keys whose new value is the scaffolder secret named as the key, or `base64:` and the key for bytes in base64; the others are generated',
            })
            .optional(),
        includeLinked: z =>
          z
            .boolean({
              description:
                'Change the keys that hold the same value too; by default yes',
            })
            .optional(),
        ...certificateInput,
        path: z =>
          z
            .string({
              description:
                'File of the SealedSecret in the workspace; found by name',
            })
            .optional(),
        length: z =>
          z
            .number({
              description: 'Characters of a generated value; by default 32',
            })
            .optional(),
        alphabet: z =>
          z
            .enum(['letters-and-digits', 'url-safe', 'hex', 'symbols'])
            .optional()
            .describe(
              'Characters of a generated value; by default letters and digits. Some of `symbols` mean something else in a URL and to a shell',
            ),
        compose: z =>
          z
            .record(z.string(), {
              description:
                'Sealed keys that contain a rotated value, such as a database’s URL, and become templates of it: key to Go template, `postgres://app:{{ .DB_PASSWORD }}@db/app`. The template is readable in Git',
            })
            .optional(),
        evenIfStale: z =>
          z
            .boolean({
              description:
                'Go on although a key that contains a rotated value keeps the earlier one; by default no',
            })
            .optional(),
        restartConsumers: z =>
          z
            .boolean({
              description:
                'Let the workloads that read the secret restart; by default yes',
            })
            .optional(),
      },
      output: {
        ...changeOutput,
        keys: z =>
          z
            .array(z.string())
            .describe('Keys with a new value, linked ones included'),
        generatedKeys: z =>
          z.array(z.string()).describe('Those whose value was generated'),
      },
    },
    async handler(ctx) {
      const { input } = ctx;
      const now = options.now?.() ?? new Date();
      const given = input.given ?? [];
      const unlisted = given.filter(key => !input.keys.includes(key));
      if (unlisted.length > 0) {
        throw new InputError(
          `A value is given for ${unlisted.join(
            ', ',
          )}, which is not among the keys to rotate`,
        );
      }
      const certificate = await resolveCertificate(ctx, options, now);
      const values = readSecretValues(ctx.secrets, given);
      try {
        const planned = await planAndWrite({
          workspacePath: ctx.workspacePath,
          logger: ctx.logger,
          checkpoint: ctx.checkpoint,
          checkpointKey: `safekeep.rotate.${input.namespace}.${input.name}`,
          plan: files =>
            rotateSecret(files, {
              certificate,
              namespace: input.namespace,
              name: input.name,
              now,
              keys: input.keys,
              values,
              includeLinked: input.includeLinked,
              path: input.path || undefined,
              length: input.length,
              alphabet: input.alphabet && VALUE_ALPHABETS[input.alphabet],
              compose: input.compose,
              evenIfStale: input.evenIfStale,
              restartConsumers: input.restartConsumers,
            }),
        });
        outputChange((name, value) => ctx.output(name, value), planned, {
          verb: 'rotate',
          name: input.name,
        });
        ctx.output('keys', planned.rotatedKeys);
        ctx.output('generatedKeys', planned.generatedKeys);
      } finally {
        forgetValues(values);
      }
    },
  });
}

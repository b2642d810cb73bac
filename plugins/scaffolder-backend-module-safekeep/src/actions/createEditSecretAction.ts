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
import { editSecretKeys } from '@safekeep/backstage-plugin-safekeep-node';
import { planAndWrite } from '../workspace/planAndWrite';
import { outputChange } from './changeOutput';
import { examples } from './editSecret.examples';
import { changeOutput } from './sealingSchema';

/**
 * `safekeep:secret:edit`: removes and renames keys of a SealedSecret.
 *
 * @remarks
 * New values are given with `safekeep:secret:seal`. This action takes none, and
 * so needs neither a certificate nor a cluster that answers.
 *
 * @public
 */
export function createEditSecretAction() {
  return createTemplateAction({
    id: 'safekeep:secret:edit',
    description:
      'Removes and renames keys of a SealedSecret of the workspace. No value is needed: the ciphertexts stay as they are. What is recorded of a key, and the template that names it, follows. A key that something in the workspace still reads by its name is refused, with file and line, unless `updateReferences` renames it there too or `evenIfRead` says to go on. Workloads that read the secret get a new checksum and so restart after the merge.',
    examples,
    supportsDryRun: true,
    schema: {
      input: {
        namespace: z => z.string({ description: 'Namespace of the secret' }),
        name: z => z.string({ description: 'Name of the secret' }),
        remove: z =>
          z.array(z.string(), { description: 'Keys to take out' }).optional(),
        rename: z =>
          z
            .record(z.string(), {
              description:
                'Keys to give another name: old name to new. Two may change places',
            })
            .optional(),
        updateReferences: z =>
          z
            .boolean({
              description:
                'Rename the key in the manifests that read it too (secretKeyRef, items and subPath of volumes, $(KEY) in arguments); by default no',
            })
            .optional(),
        evenIfRead: z =>
          z
            .boolean({
              description:
                'Go on although a manifest still reads the key by its old name; by default no',
            })
            .optional(),
        path: z =>
          z
            .string({
              description:
                'File of the SealedSecret in the workspace; found by name',
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
        keys: z => z.array(z.string()).describe('Keys that it has afterwards'),
        readers: z =>
          z
            .array(
              z.object({
                path: z.string(),
                line: z.number(),
                kind: z.string(),
                name: z.string(),
                key: z.string(),
              }),
            )
            .describe('What still reads a key that it no longer finds'),
      },
    },
    async handler(ctx) {
      const { input } = ctx;
      const planned = await planAndWrite({
        workspacePath: ctx.workspacePath,
        logger: ctx.logger,
        checkpoint: ctx.checkpoint,
        checkpointKey: `safekeep.edit.${input.namespace}.${input.name}`,
        plan: files =>
          editSecretKeys(files, {
            namespace: input.namespace,
            name: input.name,
            remove: input.remove,
            rename: new Map(Object.entries(input.rename ?? {})),
            updateReferences: input.updateReferences,
            evenIfRead: input.evenIfRead,
            path: input.path || undefined,
            restartConsumers: input.restartConsumers,
          }),
      });
      outputChange((name, value) => ctx.output(name, value), planned, {
        verb: 'edit',
        name: input.name,
      });
      ctx.output('keys', planned.keys);
      ctx.output(
        'readers',
        planned.readers.map(({ path, line, kind, name, key }) => ({
          path,
          line,
          kind,
          name,
          key,
        })),
      );
    },
  });
}

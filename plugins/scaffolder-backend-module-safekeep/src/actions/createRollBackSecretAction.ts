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
import {
  detachSecret,
  PlannedChange,
  removeSealedSecret,
  restoreSecretValues,
} from '@safekeep/backstage-plugin-safekeep-node';
import { planAndWrite } from '../workspace/planAndWrite';
import { splitEarlier } from '../workspace/splitEarlier';
import { outputChange } from './changeOutput';
import { examples } from './rollBackSecret.examples';
import { changeOutput } from './sealingSchema';

/**
 * `safekeep:secret:roll-back`: brings earlier values of a SealedSecret back, or
 * leads out of sealed-secrets without losing the Secret.
 *
 * @remarks
 * It takes no value and no certificate, and asks no cluster: ciphertexts of the
 * history are put back as they are.
 *
 * @public
 */
export function createRollBackSecretAction(
  options: {
    /** The clock; tests set it. */
    now?: () => Date;
  } = {},
) {
  return createTemplateAction({
    id: 'safekeep:secret:roll-back',
    description:
      'Goes back, in one of three steps. `restore` gives chosen keys of a SealedSecret the ciphertext that an earlier commit has: fetch that commit into a folder of the workspace and name it in `earlier`. `detach` lets the Secret stay when its SealedSecret goes; `remove` then takes the SealedSecret out, and is refused before that. No value is needed or shown. A database’s own password does not change with its Secret.',
    examples,
    supportsDryRun: true,
    schema: {
      input: {
        namespace: z => z.string({ description: 'Namespace of the secret' }),
        name: z => z.string({ description: 'Name of the secret' }),
        step: z =>
          z
            .enum(['restore', 'detach', 'remove'])
            .describe(
              'restore: earlier values of some keys; detach: the Secret no longer goes with its SealedSecret; remove: the SealedSecret goes, after detach is in the cluster',
            ),
        keys: z =>
          z
            .array(z.string(), {
              description: 'For restore: keys that get their earlier value',
            })
            .optional(),
        earlier: z =>
          z
            .string({
              description:
                'For restore: folder of the workspace that holds the same files as an earlier commit has them',
            })
            .optional(),
        includeLinked: z =>
          z
            .boolean({
              description:
                'For restore: let keys that held the same value go back too; by default yes',
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
                'For restore: let the workloads that read the secret restart; by default yes',
            })
            .optional(),
      },
      output: {
        ...changeOutput,
        keys: z => z.array(z.string()).describe('Keys with an earlier value'),
      },
    },
    async handler(ctx) {
      const { input } = ctx;
      const target = {
        namespace: input.namespace,
        name: input.name,
        path: input.path || undefined,
      };
      const now = options.now?.() ?? new Date();
      const folder = earlierFolder(input);
      const plan = (files: Map<string, string>): PlannedChange => {
        switch (input.step) {
          case 'detach':
            return detachSecret(files, target);
          case 'remove':
            return removeSealedSecret(files, target);
          default: {
            const { current, earlier } = splitEarlier(files, folder);
            return restoreSecretValues(current, {
              ...target,
              earlier,
              keys: input.keys ?? [],
              includeLinked: input.includeLinked,
              restartConsumers: input.restartConsumers,
              now,
            });
          }
        }
      };
      const planned = await planAndWrite({
        workspacePath: ctx.workspacePath,
        logger: ctx.logger,
        checkpoint: ctx.checkpoint,
        checkpointKey: `safekeep.${input.step}.${input.namespace}.${input.name}`,
        plan,
      });
      outputChange((name, value) => ctx.output(name, value), planned, {
        verb: input.step,
        name: input.name,
      });
      ctx.output('keys', input.step === 'restore' ? planned.keys : []);
    },
  });
}

/** Where the earlier commit's files are; only restoring has a use for them. */
function earlierFolder(input: { step: string; earlier?: string }): string {
  if (input.step === 'restore' && !input.earlier) {
    throw new InputError(
      'Restoring needs the files of an earlier commit: name the folder of the workspace that holds them in `earlier`',
    );
  }
  return input.earlier ?? '';
}

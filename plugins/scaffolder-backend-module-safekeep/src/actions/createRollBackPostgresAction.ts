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
import { rollBackDatabase } from '@safekeep/backstage-plugin-safekeep-node';
import { planAndWrite } from '../workspace/planAndWrite';
import { splitEarlier } from '../workspace/splitEarlier';
import { outputChange } from './changeOutput';
import { examples } from './rollBackPostgres.examples';
import { changeOutput } from './sealingSchema';

/**
 * `safekeep:postgres:roll-back`: leads a PostgreSQL server back to its
 * Deployment from any stage of `safekeep:postgres:migrate`.
 *
 * @public
 */
export function createRollBackPostgresAction() {
  return createTemplateAction({
    id: 'safekeep:postgres:roll-back',
    description:
      'Leads a PostgreSQL server back from its StatefulSet to its Deployment, from any stage of a migration, in one pull request. The Deployment starts behind a guard of its own, so that two servers never have the data at once. With `dump-and-restore` what was written since the switch is lost, which must be accepted. After the last stage it takes the Deployment from an earlier commit: fetch that into a folder of the workspace and name it in `earlier`.',
    examples,
    supportsDryRun: true,
    schema: {
      input: {
        namespace: z => z.string({ description: 'Namespace of the database' }),
        database: z =>
          z
            .string()
            .describe(
              'The workload that serves it, such as `statefulset/postgres`',
            ),
        folder: z =>
          z
            .string({
              description:
                'Folder of the workspace whose kustomization is applied; the workspace itself by default',
            })
            .optional(),
        acceptLostWrites: z =>
          z
            .boolean({
              description:
                'With dump-and-restore: go back although what was written since the switch is lost',
            })
            .optional(),
        earlier: z =>
          z
            .string({
              description:
                'After the last stage: folder of the workspace that holds the same files as an earlier commit has them',
            })
            .optional(),
      },
      output: {
        ...changeOutput,
        database: z =>
          z.string({ description: 'The workload that serves it afterwards' }),
      },
    },
    async handler(ctx) {
      const { input } = ctx;
      const planned = await planAndWrite({
        workspacePath: ctx.workspacePath,
        logger: ctx.logger,
        checkpoint: ctx.checkpoint,
        checkpointKey: `safekeep.roll-back.${input.namespace}.${input.database}`,
        plan: files => {
          const { current, earlier } = input.earlier
            ? splitEarlier(files, input.earlier)
            : { current: files, earlier: undefined };
          return rollBackDatabase(current, {
            folder: input.folder || undefined,
            namespace: input.namespace,
            database: input.database,
            acceptLostWrites: input.acceptLostWrites,
            ...(earlier && { earlier }),
          });
        },
      });
      outputChange((name, value) => ctx.output(name, value), planned, {
        verb: 'roll-back',
        name: planned.migration.to.split('/')[1],
      });
      ctx.output('database', planned.database);
    },
  });
}

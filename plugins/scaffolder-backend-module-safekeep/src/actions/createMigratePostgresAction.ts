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
import { InputError } from '@backstage/errors';
import { migrateDatabase } from '@safekeep/backstage-plugin-safekeep-node';
import { DatabaseStateSource } from '../database/DatabaseStateSource';
import { readSeenState } from '../database/readSeenState';
import { planAndWrite } from '../workspace/planAndWrite';
import { outputChange } from './changeOutput';
import { examples } from './migratePostgres.examples';
import { monitoringInput, monitoringOf } from './monitoringInput';
import { changeOutput } from './sealingSchema';

/** @public */
export interface DatabaseActionOptions {
  /** Who knows how the database stands; without one, only the first stage is planned. */
  databases?: DatabaseStateSource;
  /** The clock; tests set it. */
  now?: () => Date;
}

/**
 * `safekeep:postgres:migrate`: moves a PostgreSQL server from a Deployment to a
 * StatefulSet, stage by stage.
 *
 * @public
 */
export function createMigratePostgresAction(
  options: DatabaseActionOptions = {},
) {
  return createTemplateAction({
    id: 'safekeep:postgres:migrate',
    description:
      'Moves a PostgreSQL server from a Deployment to a StatefulSet, one stage a run. `start` plans everything in one guarded pull request where Argo CD applies the repository, else it takes clients off and looks at the data first; `switch`, `release` and `finalize` follow, each only when the cluster is ready for it. The Deployment stays in Git at 0 until the last stage, and a guard lets no second server start on its data. No value of the database or of a secret is read.',
    examples,
    supportsDryRun: true,
    schema: {
      input: {
        namespace: z => z.string({ description: 'Namespace of the database' }),
        database: z =>
          z
            .string()
            .describe(
              'The workload that serves it, such as `deployment/postgres`',
            ),
        stage: z =>
          z
            .enum(['start', 'switch', 'release', 'finalize'])
            .describe(
              'start: all of it, guarded, or clients off; switch: the StatefulSet takes over; release: the lock of a killed server is given up; finalize: what was only needed for the move goes',
            ),
        option: z =>
          z
            .enum(['reuse-claim', 'dump-and-restore'], {
              description:
                'For start: the StatefulSet takes over the claim (default), or gets a new one that a dump is restored into',
            })
            .optional(),
        way: z =>
          z
            .enum(['guarded', 'staged'], {
              description:
                'For start: one guarded pull request, or three; by default the first where it is safe. One that is not safe is refused',
            })
            .optional(),
        folder: z =>
          z
            .string({
              description:
                'Folder of the workspace whose kustomization is applied, such as `overlays/prod`; the workspace itself by default',
            })
            .optional(),
        backup: z =>
          z
            .boolean({
              description:
                'For start: keep a copy of the Deployment below `_backup/DATE`',
            })
            .optional(),
        newStorage: z =>
          z
            .string({
              description:
                'With dump-and-restore: size of the new claim, such as `20Gi`; by default as the earlier one',
            })
            .optional(),
        newStorageClass: z =>
          z
            .string({
              description:
                'With dump-and-restore: storage class of the new claim; by default as the earlier one',
            })
            .optional(),
        newImage: z =>
          z
            .string({
              description:
                'With dump-and-restore: another image, such as `postgres:17-bookworm`, of the same major version or a later one',
            })
            .optional(),
        releasedLock: z =>
          z
            .string({
              description:
                'For release: when the server started whose lock is given up, in seconds since 1970; must be what the guard says',
            })
            .optional(),
        ...monitoringInput,
        entityRef: z =>
          z
            .string({
              description:
                'The service that the database belongs to, whose state decides whether a stage may begin',
            })
            .optional(),
        cluster: z =>
          z
            .string({ description: 'Configured name of the cluster' })
            .optional(),
      },
      output: {
        ...changeOutput,
        database: z =>
          z.string({ description: 'The workload that serves it afterwards' }),
        way: z => z.string({ description: '`guarded` or `staged`' }),
        stage: z => z.string({ description: 'The stage that Git will be at' }),
      },
    },
    async handler(ctx) {
      const { input } = ctx;
      const { namespace, stage } = input;
      const { databases } = options;
      if (databases && !input.entityRef) {
        throw new InputError(
          'entityRef must name the service that the database belongs to: its state decides whether a stage may begin',
        );
      }
      const seen = readSeenState(
        stage,
        databases && input.entityRef
          ? await databases.getDatabase({
              entityRef: input.entityRef,
              cluster: input.cluster || undefined,
              namespace,
              database: input.database,
              getCredentials: () => ctx.getInitiatorCredentials(),
              signal: ctx.signal,
            })
          : undefined,
      );
      if (
        input.releasedLock &&
        stage === 'release' &&
        Number(input.releasedLock) !== seen.releasedLock
      ) {
        throw new InputError(
          `releasedLock ${input.releasedLock} is not the lock that the guard waits for now (${seen.releasedLock}): look at the service’s page again`,
        );
      }
      const now = options.now?.() ?? new Date();
      const planned = await planAndWrite({
        workspacePath: ctx.workspacePath,
        logger: ctx.logger,
        checkpoint: ctx.checkpoint,
        checkpointKey: `safekeep.migrate.${stage}.${namespace}.${input.database}`,
        plan: files =>
          migrateDatabase(files, {
            folder: input.folder || undefined,
            namespace,
            database: input.database,
            stage,
            now,
            option: input.option,
            way: input.way,
            backup: input.backup,
            newStorage: input.newStorage || undefined,
            newStorageClass: input.newStorageClass || undefined,
            newImage: input.newImage || undefined,
            monitoring: monitoringOf(input),
            ...seen,
          }),
      });
      outputChange((name, value) => ctx.output(name, value), planned, {
        verb: stage === 'start' ? 'migrate' : stage,
        name: planned.migration.to.split('/')[1],
      });
      ctx.output('database', planned.database);
      ctx.output('way', planned.migration.way);
      ctx.output('stage', planned.migration.stage);
    },
  });
}

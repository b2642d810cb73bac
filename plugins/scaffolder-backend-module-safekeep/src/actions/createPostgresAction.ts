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
import { createPostgres } from '@safekeep/backstage-plugin-safekeep-node';
import { resolveCertificate } from '../certificate/resolveCertificate';
import { planAndWrite } from '../workspace/planAndWrite';
import { outputChange } from './changeOutput';
import { examples } from './createPostgres.examples';
import { SealingActionOptions } from './createSealSecretAction';
import { monitoringInput, monitoringOf } from './monitoringInput';
import { certificateInput, changeOutput } from './sealingSchema';

/**
 * `safekeep:postgres:create`: writes all that a new PostgreSQL server needs.
 *
 * @public
 */
export function createPostgresAction(options: SealingActionOptions) {
  return createTemplateAction({
    id: 'safekeep:postgres:create',
    description:
      'Writes a PostgreSQL server into the workspace: a StatefulSet with its claim template, the client and the headless Service, a disruption budget, a NetworkPolicy, sealed credentials for the superuser and for a role that owns the database, a nightly dump, and on demand an exporter with ServiceMonitor and dashboard. User, group and layout follow from the image’s name and tag. The passwords are generated and sealed in this step; no value is in any output. A name that is there is refused.',
    examples,
    supportsDryRun: true,
    schema: {
      input: {
        namespace: z => z.string({ description: 'Namespace of the database' }),
        name: z =>
          z.string({
            description:
              'Name of the StatefulSet, and of the Service that clients use',
          }),
        image: z =>
          z.string({
            description:
              'An official image of PostgreSQL by its tag, such as postgres:17.6-alpine, or a copy that keeps name and tag',
          }),
        role: z =>
          z.string({
            description:
              'The role that the service logs in as; it owns the database and is no superuser',
          }),
        database: z =>
          z
            .string({
              description:
                'The database to make; by default called as the role',
            })
            .optional(),
        storageClass: z =>
          z.string({ description: 'Storage class of the claims' }),
        storage: z =>
          z.string({ description: 'Size of the data’s claim, such as 10Gi' }),
        memory: z =>
          z
            .string({
              description: 'Memory of the server, by default 512Mi',
            })
            .optional(),
        backupSchedule: z =>
          z
            .string({
              description:
                'When it is dumped, as cron has it, in UTC; by default every night at 02:17',
            })
            .optional(),
        backupKeepDays: z =>
          z
            .number({
              description: 'How many days dumps are kept, by default 7',
            })
            .int()
            .optional(),
        backupStorage: z =>
          z
            .string({
              description: 'Size of the dumps’ claim; by default as the data’s',
            })
            .optional(),
        backupStorageClass: z =>
          z
            .string({
              description:
                'Storage class of the dumps’ claim; by default as the data’s',
            })
            .optional(),
        ...monitoringInput,
        ...certificateInput,
      },
      output: {
        ...changeOutput,
        path: z => z.string({ description: 'File of the StatefulSet' }),
        secrets: z =>
          z.array(z.string()).describe('Secrets that the SealedSecrets become'),
        appSecret: z =>
          z.string({ description: 'The one of them that the service reads' }),
      },
    },
    async handler(ctx) {
      const { input } = ctx;
      const now = options.now?.() ?? new Date();
      const certificate = await resolveCertificate(ctx, options, now);
      const planned = await planAndWrite({
        workspacePath: ctx.workspacePath,
        logger: ctx.logger,
        checkpoint: ctx.checkpoint,
        checkpointKey: `safekeep.create-postgres.${input.namespace}.${input.name}`,
        plan: files =>
          createPostgres(files, {
            certificate,
            now,
            namespace: input.namespace,
            name: input.name,
            image: input.image.trim(),
            role: input.role,
            database: input.database || undefined,
            storageClass: input.storageClass,
            storage: input.storage,
            memory: input.memory || undefined,
            backup: {
              schedule: input.backupSchedule || undefined,
              keepDays: input.backupKeepDays,
              storage: input.backupStorage || undefined,
              storageClass: input.backupStorageClass || undefined,
            },
            monitoring: monitoringOf(input),
          }),
      });
      outputChange((name, value) => ctx.output(name, value), planned, {
        verb: 'create',
        name: input.name,
      });
      ctx.output('secrets', planned.secrets);
      ctx.output('appSecret', planned.appSecret);
    },
  });
}

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
  changePasswordSlot,
  PlannedChange,
  rotateDatabasePassword,
} from '@safekeep/backstage-plugin-safekeep-node';
import { resolveCertificate } from '../certificate/resolveCertificate';
import { forgetValues, readSecretValues } from '../values/readSecretValues';
import { planAndWrite } from '../workspace/planAndWrite';
import { outputChange } from './changeOutput';
import { SealingActionOptions } from './createSealSecretAction';
import { examples } from './rotateDatabasePassword.examples';
import { certificateInput, changeOutput } from './sealingSchema';

/**
 * `safekeep:database-password:rotate`: changes the password of a PostgreSQL
 * role in the secret and in the database.
 *
 * @public
 */
export function createRotateDatabasePasswordAction(
  options: SealingActionOptions,
) {
  return createTemplateAction({
    id: 'safekeep:database-password:rotate',
    description:
      'Changes the password of a PostgreSQL role in the SealedSecret and in the database. `in-place`: one role gets a new password, by a Job that runs the database’s own image; for a moment new logins are refused. `two-slot`: two roles take turns, in three steps with a pull request each (`prepare`, `switch`, `retire`), and no login is refused. The server, its Service and the role are found in the manifests. Nobody sees the password: the database is told its SCRAM verifier only.',
    examples,
    supportsDryRun: true,
    schema: {
      input: {
        namespace: z => z.string({ description: 'Namespace of the secret' }),
        name: z => z.string({ description: 'Name of the secret' }),
        keys: z =>
          z
            .array(z.string())
            .describe(
              'Keys that hold the password; in place, those that hold the same value change with them',
            ),
        strategy: z =>
          z
            .enum(['in-place', 'two-slot'])
            .describe('One role in place, or two that take turns'),
        step: z =>
          z
            .enum(['prepare', 'switch', 'retire'], {
              description: 'With `two-slot`: the step',
            })
            .optional(),
        role: z =>
          z
            .string({
              description:
                'The database role that the password is of; with `two-slot` the one that owns the data, needed for the first `prepare`. In place it is found where the manifests tell',
            })
            .optional(),
        database: z =>
          z
            .string({
              description:
                'The workload that serves the database, such as `statefulset/postgres`; found where there is one',
            })
            .optional(),
        given: z =>
          z
            .boolean({
              description:
                'In place: whether the new password is the scaffolder secret named as the first of the keys, printable ASCII; by default it is generated',
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
      },
      output: {
        ...changeOutput,
        keys: z =>
          z.array(z.string()).describe('Keys that the change is about'),
        database: z =>
          z.string({ description: 'The workload that serves the database' }),
        job: z =>
          z
            .string({
              description:
                'Name of the Job that changes the database; `switch` has none',
            })
            .optional(),
      },
    },
    async handler(ctx) {
      const { input } = ctx;
      const { strategy, step } = input;
      assertStep(input);
      const now = options.now?.() ?? new Date();
      const common = {
        namespace: input.namespace,
        name: input.name,
        keys: input.keys,
        now,
        path: input.path || undefined,
        database: input.database || undefined,
      };
      const certificate =
        strategy === 'in-place' || step === 'prepare'
          ? await resolveCertificate(ctx, options, now)
          : undefined;
      const values = readSecretValues(
        ctx.secrets,
        input.given ? input.keys.slice(0, 1) : [],
      );
      try {
        const planned = await planAndWrite<
          PlannedChange & { database: string; job?: string }
        >({
          workspacePath: ctx.workspacePath,
          logger: ctx.logger,
          checkpoint: ctx.checkpoint,
          checkpointKey: `safekeep.database-password.${step ?? strategy}.${
            input.namespace
          }.${input.name}`,
          plan: files =>
            strategy === 'in-place'
              ? rotateDatabasePassword(files, {
                  ...common,
                  certificate: certificate!,
                  role: input.role || undefined,
                  value: values.get(input.keys[0]),
                })
              : changePasswordSlot(files, {
                  ...common,
                  step: step!,
                  certificate,
                  owner: input.role || undefined,
                }),
        });
        outputChange((name, value) => ctx.output(name, value), planned, {
          verb: strategy === 'in-place' ? 'rotate' : step!,
          name: input.name,
        });
        ctx.output('keys', planned.keys);
        ctx.output('database', planned.database);
        if (planned.job) {
          ctx.output('job', planned.job);
        }
      } finally {
        forgetValues(values);
      }
    },
  });
}

function assertStep(input: {
  strategy: 'in-place' | 'two-slot';
  step?: string;
  given?: boolean;
}): void {
  if (input.strategy === 'two-slot' && !input.step) {
    throw new InputError(
      'With the strategy two-slot, step must say which: prepare, switch or retire',
    );
  }
  if (input.strategy === 'two-slot' && input.given) {
    throw new InputError(
      'The password of a role that takes its turn is generated: it cannot be given',
    );
  }
}

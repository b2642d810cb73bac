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
import {
  changeBranch,
  sealSecret,
} from '@safekeep/backstage-plugin-safekeep-node';
import { resolveCertificate } from '../certificate/resolveCertificate';
import { SealingCertificateSource } from '../certificate/SealingCertificateSource';
import { forgetValues, readSecretValues } from '../values/readSecretValues';
import { planAndWrite } from '../workspace/planAndWrite';
import { assertExpectedKeys } from './assertExpectedKeys';
import { toChangeOutput } from './changeOutput';
import { examples } from './sealSecret.examples';

/**
 * Options of the actions that seal.
 *
 * @public
 */
export interface SealingActionOptions {
  /** Where certificates come from when the input gives none. */
  certificates?: SealingCertificateSource;
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
      'Seals values into a SealedSecret of the workspace. With `keys`, their values are the scaffolder secrets named as the keys; without, the plain Secret of that name in the workspace is converted, its file deleted and its line in kustomization.yaml replaced. Only the keys that are sealed change. No value is in any output.',
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
                'Keys to seal; each value is the scaffolder secret named as the key. Without, a plain Secret of the workspace is converted',
            })
            .optional(),
        expectedKeys: z =>
          z
            .array(z.string(), {
              description:
                'Keys that a person chose: refused when there is no value to seal for one of them',
            })
            .optional(),
        cluster: z =>
          z
            .string({
              description:
                'Configured cluster whose sealing certificate is used, unless `certificate` is given',
            })
            .optional(),
        certificate: z =>
          z
            .string({
              description:
                'The sealing certificate: PEM text, or the path of such a file in the workspace',
            })
            .optional(),
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
        changes: z =>
          z
            .array(
              z.object({
                path: z.string(),
                action: z.enum(['create', 'update', 'delete']),
                base: z.string().optional(),
              }),
            )
            .describe('The changed files, for safekeep:gitops:pull-request'),
        changeId: z =>
          z.string({
            description: 'Names what was asked and what it was asked for',
          }),
        branch: z => z.string({ description: 'Branch for the pull request' }),
        path: z => z.string({ description: 'File of the SealedSecret' }),
        keys: z => z.array(z.string()).describe('Keys that were sealed'),
        converted: z =>
          z
            .string({
              description: 'File of the plain Secret, if there was one',
            })
            .optional(),
        title: z => z.string({ description: 'Title for the pull request' }),
        description: z =>
          z.string({ description: 'Text for the pull request, Markdown' }),
        restartedWorkloads: z =>
          z
            .array(z.object({ kind: z.string(), name: z.string() }))
            .describe('Workloads that restart after the merge'),
        warnings: z =>
          z.array(z.string()).describe('What a person should know'),
      },
    },
    async handler(ctx) {
      const { input } = ctx;
      const now = options.now?.() ?? new Date();
      const certificate = await resolveCertificate({
        certificate: input.certificate,
        cluster: input.cluster,
        workspacePath: ctx.workspacePath,
        source: options.certificates,
        getCredentials: () => ctx.getInitiatorCredentials(),
        now,
        signal: ctx.signal,
      });
      const values = input.keys && readSecretValues(ctx.secrets, input.keys);
      try {
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
        ctx.output('changes', toChangeOutput(planned.changes));
        ctx.output('changeId', planned.changeId);
        ctx.output(
          'branch',
          changeBranch({
            verb: 'seal',
            name: input.name,
            changeId: planned.changeId,
          }),
        );
        ctx.output('path', planned.path);
        ctx.output('keys', planned.keys);
        if (planned.converted) {
          ctx.output('converted', planned.converted);
        }
        ctx.output('title', planned.title);
        ctx.output('description', planned.description);
        ctx.output(
          'restartedWorkloads',
          planned.restartedWorkloads.map(({ kind, name }) => ({ kind, name })),
        );
        ctx.output('warnings', planned.warnings);
      } finally {
        if (values) {
          forgetValues(values);
        }
      }
    },
  });
}

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

import type { z as zod } from 'zod/v3';

type Zod = typeof zod;

/** Inputs of every action that seals: which certificate it seals with. */
export const certificateInput = {
  cluster: (z: Zod) =>
    z
      .string({
        description:
          'Configured cluster whose sealing certificate is used, unless `certificate` is given',
      })
      .optional(),
  certificate: (z: Zod) =>
    z
      .string({
        description:
          'The sealing certificate: PEM text, its address (https://…, of a host that `backend.reading.allow` has), or the path of such a file in the workspace',
      })
      .optional(),
};

/** Outputs of every action that seals, which the pull request is made from. */
export const changeOutput = {
  changes: (z: Zod) =>
    z
      .array(
        z.object({
          path: z.string(),
          action: z.enum(['create', 'update', 'delete']),
          base: z.string().optional(),
        }),
      )
      .describe('The changed files, for safekeep:gitops:pull-request'),
  changeId: (z: Zod) =>
    z.string({
      description: 'Names what was asked and what it was asked for',
    }),
  branch: (z: Zod) => z.string({ description: 'Branch for the pull request' }),
  path: (z: Zod) => z.string({ description: 'File of the SealedSecret' }),
  title: (z: Zod) => z.string({ description: 'Title for the pull request' }),
  description: (z: Zod) =>
    z.string({ description: 'Text for the pull request, Markdown' }),
  restartedWorkloads: (z: Zod) =>
    z
      .array(z.object({ kind: z.string(), name: z.string() }))
      .describe('Workloads that restart after the merge'),
  warnings: (z: Zod) =>
    z.array(z.string()).describe('What a person should know'),
};

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

import {
  LoggerService,
  PermissionsService,
} from '@backstage/backend-plugin-api';
import { ConflictError, NotAllowedError } from '@backstage/errors';
import { ScmIntegrationRegistry } from '@backstage/integration';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import { createTemplateAction } from '@backstage/plugin-scaffolder-node';
import { safekeepChangeProposePermission } from '@safekeep/backstage-plugin-safekeep-common';
import {
  assertRepositoryAllowed,
  changeBranch,
  ChangeAuthor,
  contentHash,
  parseGitopsUrl,
  proposePullRequest,
} from '@safekeep/backstage-plugin-safekeep-node';
import { signPullRequest } from '../pullRequest/signPullRequest';
import { readWorkspaceFile } from '../workspace/readWorkspace';
import { examples } from './gitopsPullRequest.examples';

/**
 * Options for {@link createGitopsPullRequestAction}.
 *
 * @public
 */
export interface CreateGitopsPullRequestActionOptions {
  integrations: ScmIntegrationRegistry;
  /** URL prefixes that may be changed; `undefined` leaves it to the token. */
  allowedRepositories?: string[];
  /** Asked for `safekeep.change.propose`; without it nobody is asked. */
  permissions?: PermissionsService;
  /** Where the app is, for links to entities. */
  appBaseUrl?: string;
  author?: ChangeAuthor;
}

/**
 * `safekeep:gitops:pull-request`: proposes what a seal or rotate step wrote.
 *
 * @public
 */
export function createGitopsPullRequestAction(
  options: CreateGitopsPullRequestActionOptions,
) {
  return createTemplateAction({
    id: 'safekeep:gitops:pull-request',
    description:
      'Proposes the change of an earlier Safekeep step as a pull request to the GitOps repository: one commit with exactly those files, refused when one of them has moved on. Run twice, it finds the pull request that is open.',
    examples,
    supportsDryRun: true,
    schema: {
      input: {
        repository: z =>
          z.string({
            description:
              'The GitOps folder as the forge shows it, such as https://github.com/acme/deployment/tree/main/k8s or https://gitea.example/acme/deployment/src/branch/main/k8s; the same that the workspace was fetched from',
          }),
        changes: z =>
          z
            .array(
              z.object({
                path: z.string().describe('Path below that folder'),
                action: z.enum(['create', 'update', 'delete']),
                base: z
                  .string()
                  .optional()
                  .describe('SHA-256 of what the change was made from'),
              }),
            )
            .describe('Output `changes` of the earlier step'),
        changeId: z =>
          z.string({ description: 'Output `changeId` of the earlier step' }),
        title: z => z.string({ description: 'Title, in the imperative' }),
        description: z =>
          z.string({ description: 'Text of the pull request, in Markdown' }),
        branch: z =>
          z
            .string({
              description:
                'Branch to push to: safekeep/<what>-<first ten of the change id>',
            })
            .optional(),
        entityRef: z =>
          z
            .string({
              description: 'The service that it is for, linked in the text',
            })
            .optional(),
      },
      output: {
        url: z => z.string({ description: 'Address of the pull request' }),
        number: z =>
          z.number({ description: 'Its number; 0 when this was a dry run' }),
        branch: z => z.string({ description: 'The branch of the change' }),
        created: z =>
          z.boolean({
            description: 'False when it was open already and nothing was sent',
          }),
      },
    },
    async handler(ctx) {
      const { input, logger } = ctx;
      const { repositoryUrl } = parseGitopsUrl(input.repository);
      if (options.allowedRepositories) {
        assertRepositoryAllowed(input.repository, options.allowedRepositories);
      }
      if (options.permissions) {
        const [decision] = await options.permissions.authorize(
          [{ permission: safekeepChangeProposePermission }],
          { credentials: await ctx.getInitiatorCredentials() },
        );
        if (decision.result !== AuthorizeResult.ALLOW) {
          throw new NotAllowedError(
            `You may not propose changes: that needs the permission ${safekeepChangeProposePermission.name}`,
          );
        }
      }
      const changes: Parameters<typeof proposePullRequest>[0]['changes'] = [];
      for (const { path, action, base } of input.changes) {
        const content =
          action === 'delete'
            ? undefined
            : await readWorkspaceFile(ctx.workspacePath, path, 'changed file');
        if (content !== undefined && base === contentHash(content)) {
          throw new ConflictError(
            `'${path}' in the workspace is as it was before the change; a later step has undone it`,
          );
        }
        changes.push({ path, action, base, content });
      }
      const branch =
        input.branch ??
        changeBranch({
          verb: 'change',
          name: 'files',
          changeId: input.changeId,
        });

      if (ctx.isDryRun) {
        logger.info(
          `Dry run: nothing was sent to ${repositoryUrl}. A pull request "${input.title}" with ${changes.length} files would be opened from branch ${branch}.`,
        );
        ctx.output('url', repositoryUrl);
        ctx.output('number', 0);
        ctx.output('branch', branch);
        ctx.output('created', false);
        return;
      }

      const proposed = await proposePullRequest({
        repository: input.repository,
        changes,
        changeId: input.changeId,
        title: input.title,
        body: signPullRequest({
          description: input.description,
          entityRef: input.entityRef,
          appBaseUrl: options.appBaseUrl,
          proposedBy: ctx.user?.ref,
        }),
        branch,
        integrations: options.integrations,
        author: options.author,
        signal: ctx.signal,
      });
      logProposed(logger, proposed);
      ctx.output('url', proposed.url);
      ctx.output('number', proposed.number);
      ctx.output('branch', proposed.branch);
      ctx.output('created', proposed.created);
    },
  });
}

function logProposed(
  logger: LoggerService,
  proposed: { url: string; created: boolean },
): void {
  logger.info(
    proposed.created
      ? `Opened ${proposed.url}`
      : `${proposed.url} already proposes this change, so nothing was sent. Values that were typed or generated in this run are not in it; to propose them, close it and run the task again.`,
  );
}

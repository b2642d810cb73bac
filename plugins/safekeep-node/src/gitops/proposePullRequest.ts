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

import { ConflictError, InputError } from '@backstage/errors';
import type { ScmIntegrationRegistry } from '@backstage/integration';
import { assertChangeBranch } from './branch';
import { createForge } from './createForge';
import { TreeEdit } from './editTree';
import { OpenPullRequest } from './Forge';
import { parseGitopsUrl } from './gitopsUrl';
import { isPlainPath } from './isPlainPath';
import { ChangeAuthor, pushChange } from './pushChange';

/**
 * Options for {@link proposePullRequest}.
 *
 * @public
 */
export interface ProposePullRequestOptions {
  /** The GitOps URL, with the folder that the paths of the changes are below. */
  repository: string;
  changes: Array<{
    path: string;
    action: 'create' | 'update' | 'delete';
    content?: string;
    base?: string;
  }>;
  /** Tells this change from every other, whatever the values in it. */
  changeId: string;
  title: string;
  /** Markdown. */
  body: string;
  /** As {@link changeBranch} makes it. */
  branch: string;
  integrations: ScmIntegrationRegistry;
  author?: ChangeAuthor;
  now?: Date;
  signal?: AbortSignal;
}

/**
 * A pull request that proposes a change.
 *
 * @public
 */
export interface ProposedPullRequest extends OpenPullRequest {
  branch: string;
  /** False when it was open already, in which case nothing was sent. */
  created: boolean;
}

const DEFAULT_AUTHOR = { name: 'Safekeep', email: 'noreply@safekeep.io' };

/**
 * Proposes a change to a GitOps repository: one commit on a branch that is
 * named after the change, and one pull request for it. The same change twice
 * gives the pull request that is open already.
 *
 * @remarks
 *
 * Every file is first compared with the content that the change was made from;
 * if one has moved on, nothing is pushed.
 *
 * @public
 * @throws ConflictError when a file of the repository has moved on.
 * @throws NotAllowedError when the forge refuses the token or the push.
 * @throws ServiceUnavailableError when the forge does not answer.
 */
export async function proposePullRequest(
  options: ProposePullRequestOptions,
): Promise<ProposedPullRequest> {
  const { branch, integrations, signal } = options;
  const location = parseGitopsUrl(options.repository);
  assertChangeBranch(branch, options.changeId);
  const title = options.title.trim();
  if (!title || /[\r\n]/.test(title) || title.length > 200) {
    throw new InputError(
      'The title of a pull request is one line of at most 200 characters',
    );
  }
  const edits = toEdits(location.path, options.changes);
  const forge = createForge({ location, integrations, signal });

  const open = await forge.findOpenPullRequest(branch);
  if (open) {
    return { ...open, branch, created: false };
  }
  if (!(await forge.getGitHeaders())) {
    throw new InputError(
      `The integration for ${location.host} has no token, and a pull request needs one. Add it in the configuration.`,
    );
  }
  const base = location.ref ?? (await forge.getDefaultBranch());
  await pushChange({
    location,
    forge,
    base,
    branch,
    edits,
    message: `${title}\n\nSafekeep-Change: ${options.changeId}\n`,
    author: options.author ?? DEFAULT_AUTHOR,
    now: options.now ?? new Date(),
    signal,
  });
  try {
    const created = await forge.createPullRequest({
      branch,
      base,
      title,
      body: options.body,
    });
    return { ...created, branch, created: true };
  } catch (error) {
    // Someone else's run of the same change may have been quicker.
    const other =
      error instanceof ConflictError &&
      (await forge.findOpenPullRequest(branch));
    if (other) {
      return { ...other, branch, created: false };
    }
    throw error;
  }
}

function toEdits(
  folder: string,
  changes: ProposePullRequestOptions['changes'],
): TreeEdit[] {
  if (changes.length === 0) {
    throw new InputError('There is no change to propose');
  }
  const seen = new Set<string>();
  return changes.map(({ path, action, content, base }) => {
    if (!isPlainPath(path)) {
      throw new InputError(
        `'${path}' is not a path below the folder of the GitOps URL`,
      );
    }
    if (seen.has(path)) {
      throw new InputError(`'${path}' is changed twice`);
    }
    seen.add(path);
    return {
      path: folder ? `${folder}/${path}` : path,
      action,
      content,
      base,
    };
  });
}

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

/**
 * What a forge writes between a repository and a branch in the URL of a folder:
 * `tree` at GitHub, `src/branch` at Gitea.
 *
 * @public
 */
export type BranchMark = 'tree' | 'src/branch';

/**
 * A folder of a GitOps repository, taken apart.
 *
 * @public
 */
export interface GitopsLocation {
  /** With the port, if there is one. */
  host: string;
  owner: string;
  repo: string;
  /** The branch; `undefined` stands for the repository's default branch. */
  ref?: string;
  /** What stands before the branch; `undefined` when the URL names none. */
  mark?: BranchMark;
  /** Folder below the root, without slashes at its ends; `''` is the root. */
  path: string;
  /** The forge itself: all that comes before the owner. */
  forgeUrl: string;
  /** What git clones from; never with credentials. */
  cloneUrl: string;
  /** The repository's page. */
  repositoryUrl: string;
}

function isName(segment: string): boolean {
  return /^[A-Za-z0-9_.-]+$/.test(segment);
}

function decodeSegment(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    throw new InputError(
      'The GitOps URL has a part that is not valid percent-encoding',
    );
  }
}

function isPlainSegment(segment: string): boolean {
  return (
    segment !== '' &&
    segment !== '.' &&
    segment !== '..' &&
    // eslint-disable-next-line no-control-regex
    !/[\\/\u0000-\u001f\u007f]/.test(segment)
  );
}

/** Where the first mark of a branch stands, after an owner and a repository. */
function findMark(
  segments: string[],
): { at: number; mark: BranchMark } | undefined {
  for (let at = 2; at < segments.length; at++) {
    // Only Gitea can be below a path of its host.
    if (at === 2 && segments[at] === 'tree') {
      return { at, mark: 'tree' };
    }
    if (segments[at] === 'src' && segments[at + 1] === 'branch') {
      return { at, mark: 'src/branch' };
    }
  }
  return undefined;
}

/**
 * Takes apart the URL of a GitOps folder as the forge shows it:
 * `https://host/owner/repo`, `https://host/owner/repo/tree/branch/folder`
 * (GitHub) or `https://host/owner/repo/src/branch/branch/folder` (Gitea).
 *
 * @remarks
 *
 * The URL comes from an entity's annotation or a form, hence it is untrusted:
 * whether it may be read or changed is for `assertRepositoryAllowed` to say, and
 * whether its form is that of the forge at its host for {@link assertForgeUrl}.
 * A branch whose name holds a slash is written with `%2F`, since the forge's
 * own form is ambiguous.
 *
 * @public
 * @throws InputError when it is not such a URL. The message never repeats
 *   credentials that the URL may hold.
 */
export function parseGitopsUrl(url: string): GitopsLocation {
  let parsed: URL;
  try {
    parsed = new URL(url);
  } catch {
    throw new InputError(
      'The GitOps URL is not a URL; it looks like https://github.com/acme/deployment/tree/main/k8s or https://gitea.example/acme/deployment/src/branch/main/k8s',
    );
  }
  if (parsed.protocol !== 'https:' && parsed.protocol !== 'http:') {
    throw new InputError(
      `The GitOps URL must begin with https://, not ${parsed.protocol}//`,
    );
  }
  if (parsed.username || parsed.password) {
    throw new InputError(
      'The GitOps URL must not hold credentials; they come from the integrations of the configuration',
    );
  }
  if (parsed.search || parsed.hash) {
    throw new InputError('The GitOps URL must not have a ? or # part');
  }
  // `new URL` resolves `..` silently, and so would say something else than a
  // reader of the URL sees.
  if (
    /(^|[/\\])(\.|%2e){1,2}([/\\]|$)/i.test(url.slice(url.indexOf('//') + 2))
  ) {
    throw new InputError('The GitOps URL must not have . or .. as a part');
  }

  const segments = parsed.pathname.replace(/^\/|\/$/g, '').split('/');
  const found = findMark(segments);
  const end = found?.at ?? 2;
  const [owner, repository] = segments.slice(end - 2, end);
  const repo = repository?.replace(/\.git$/, '');
  const above = segments.slice(0, end - 2);
  if (!owner || !repo || ![...above, owner, repo].every(isName)) {
    throw new InputError(
      `The GitOps URL names no repository of ${parsed.host}; it looks like ${parsed.origin}/owner/repository/tree/branch/folder at GitHub and ${parsed.origin}/owner/repository/src/branch/branch/folder at Gitea`,
    );
  }
  const forgeUrl = [parsed.origin, ...above].join('/');
  const repositoryUrl = `${forgeUrl}/${owner}/${repo}`;
  const [encodedRef, ...folder] = segments.slice(
    found ? end + found.mark.split('/').length : end,
  );
  if (found ? !encodedRef : encodedRef !== undefined) {
    throw new InputError(
      `The GitOps URL must name a folder of a branch, as ${repositoryUrl}/tree/branch/folder does at GitHub and ${repositoryUrl}/src/branch/branch/folder at Gitea`,
    );
  }
  const path = folder.map(decodeSegment);
  const ref = encodedRef && decodeSegment(encodedRef);
  if (!path.every(isPlainSegment)) {
    throw new InputError('The folder of the GitOps URL is not a plain path');
  }
  if (ref !== undefined && !isBranchName(ref)) {
    throw new InputError('The branch of the GitOps URL is not a branch name');
  }
  return {
    host: parsed.host,
    owner,
    repo,
    ref,
    mark: found?.mark,
    path: path.join('/'),
    forgeUrl,
    cloneUrl: `${repositoryUrl}.git`,
    repositoryUrl,
  };
}

/**
 * Whether git would take it as the name of a branch.
 *
 * @public
 */
export function isBranchName(name: string): boolean {
  return (
    name.length <= 200 &&
    /^[A-Za-z0-9][A-Za-z0-9._/+@=-]*$/.test(name) &&
    !/\.\.|\/\/|\/\.|@\{|\.lock(\/|$)|[./]$/.test(name)
  );
}

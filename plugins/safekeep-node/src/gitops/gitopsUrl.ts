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
  /** Folder below the root, without slashes at its ends; `''` is the root. */
  path: string;
  /** What git clones from; never with credentials. */
  cloneUrl: string;
  /** The repository's page. */
  repositoryUrl: string;
}

const NAME = /^[A-Za-z0-9_.-]+$/;

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

/**
 * Takes apart the URL of a GitOps folder as the forge shows it:
 * `https://host/owner/repo` or `https://host/owner/repo/tree/branch/folder`.
 *
 * @remarks
 *
 * The URL comes from an entity's annotation or a form, hence it is untrusted:
 * whether it may be read or changed is for `assertRepositoryAllowed` to say. A
 * branch whose name holds a slash is written with `%2F`, since the forge's own
 * form is ambiguous.
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
      'The GitOps URL is not a URL; it looks like https://github.com/acme/deployment/tree/main/k8s',
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

  const [owner, repository, kind, encodedRef, ...folder] = parsed.pathname
    .replace(/^\/|\/$/g, '')
    .split('/');
  const repo = repository?.replace(/\.git$/, '');
  if (!owner || !repo || !NAME.test(owner) || !NAME.test(repo)) {
    throw new InputError(
      `The GitOps URL names no repository of ${parsed.host}; it looks like ${parsed.origin}/owner/repository/tree/branch/folder`,
    );
  }
  if (kind !== undefined && (kind !== 'tree' || !encodedRef)) {
    throw new InputError(
      `The GitOps URL must name a folder, as ${parsed.origin}/${owner}/${repo}/tree/branch/folder does`,
    );
  }
  const segments = folder.map(decodeSegment);
  const ref = encodedRef && decodeSegment(encodedRef);
  if (!segments.every(isPlainSegment)) {
    throw new InputError('The folder of the GitOps URL is not a plain path');
  }
  if (ref !== undefined && !isBranchName(ref)) {
    throw new InputError('The branch of the GitOps URL is not a branch name');
  }
  const repositoryUrl = `${parsed.origin}/${owner}/${repo}`;
  return {
    host: parsed.host,
    owner,
    repo,
    ref,
    path: segments.join('/'),
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

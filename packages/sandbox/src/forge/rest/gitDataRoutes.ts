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

import { Router } from 'express';
import { ConflictError, InputError, NotFoundError } from '@backstage/errors';
import { repositoryOf, route, type ForgeContext } from '../ForgeContext';
import type { BareRepository } from '../git/BareRepository';
import { isAncestor, readCommit, type Signature } from '../git/commits';
import { isObjectId } from '../git/names';
import {
  moveBranch,
  writeBlob,
  writeCommit,
  writeTree,
  type TreeChange,
} from '../git/objects';
import { listTree, readBlob } from '../git/trees';
import { readArray, readBoolean, readObject, readString } from './body';
import { repositoryApiUrl, representGitCommit } from './representations';

/** Git's own objects: blobs, trees, commits and refs, to read and to make. */
export function createGitDataRoutes(context: ForgeContext): Router {
  const router = Router();
  const base = '/repos/:owner/:repo/git';

  router.post(
    `${base}/blobs`,
    route(async (request, response) => {
      const { git } = repositoryOf(context, request);
      const body = readObject(request.body, 'The request');
      const encoding = body.encoding === 'base64' ? 'base64' : 'utf8';
      const sha = await writeBlob(
        git,
        Buffer.from(readString(body, 'content'), encoding),
      );
      response.status(201).json({
        sha,
        url: `${repositoryApiUrl(context, git)}/git/blobs/${sha}`,
      });
    }),
  );
  router.get(
    `${base}/blobs/:sha`,
    route(async (request, response) => {
      const { git } = repositoryOf(context, request);
      const sha = objectId(request.params.sha);
      const content = await readBlob(git, sha);
      response.setHeader('ETag', `"${sha}"`);
      if (/\.raw\b/.test(request.headers.accept ?? '')) {
        response.type('application/octet-stream').send(content);
        return;
      }
      response.json({
        sha,
        url: `${repositoryApiUrl(context, git)}/git/blobs/${sha}`,
        size: content.length,
        encoding: 'base64',
        content: content.toString('base64'),
      });
    }),
  );

  router.post(
    `${base}/trees`,
    route(async (request, response) => {
      const { git } = repositoryOf(context, request);
      const body = readObject(request.body, 'The request');
      const changes: TreeChange[] = [];
      for (const item of readArray(body, 'tree')) {
        changes.push(await readTreeChange(git, item));
      }
      const baseTree =
        body.base_tree === undefined
          ? undefined
          : objectId(readString(body, 'base_tree'));
      const sha = await writeTree(git, { base: baseTree, changes });
      response.status(201).json(await representTree(context, git, sha, false));
    }),
  );
  router.get(
    `${base}/trees/:ref(*)`,
    route(async (request, response) => {
      const { git } = repositoryOf(context, request);
      const { ref } = request.params;
      const commit = await git.findCommit(ref);
      const recursive = Boolean(request.query.recursive);
      const tree = await representTree(
        context,
        git,
        commit ?? objectId(ref),
        recursive,
      );
      response.setHeader('ETag', `"${tree.sha}"`);
      response.json(tree);
    }),
  );

  router.post(
    `${base}/commits`,
    route(async (request, response) => {
      const { git } = repositoryOf(context, request);
      const body = readObject(request.body, 'The request');
      const author = readSignature(context, body.author);
      const id = await writeCommit(git, {
        tree: objectId(readString(body, 'tree')),
        parents: readArray(body, 'parents').map(parent =>
          objectId(String(parent)),
        ),
        message: readString(body, 'message'),
        author,
        committer: body.committer
          ? readSignature(context, body.committer)
          : author,
      });
      const commit = await readCommit(git, id);
      response.status(201).json(representGitCommit(context, git, commit));
    }),
  );
  router.get(
    `${base}/commits/:sha`,
    route(async (request, response) => {
      const { git } = repositoryOf(context, request);
      const sha = await git.getCommit(objectId(request.params.sha));
      const commit = await readCommit(git, sha);
      response.setHeader('ETag', `"${sha}"`);
      response.json(representGitCommit(context, git, commit));
    }),
  );

  const representRef = (git: BareRepository, branch: string, sha: string) => ({
    ref: `refs/heads/${branch}`,
    url: `${repositoryApiUrl(context, git)}/git/refs/heads/${branch}`,
    object: {
      type: 'commit',
      sha,
      url: `${repositoryApiUrl(context, git)}/git/commits/${sha}`,
    },
  });
  router.get(
    `${base}/:kind(ref|refs|matching-refs)/:ref(*)?`,
    route(async (request, response) => {
      const { git } = repositoryOf(context, request);
      const { kind } = request.params;
      const branch = branchOfRef(request.params.ref ?? 'heads/');
      const branches = await git.branches();
      if (kind === 'matching-refs' || branch === '') {
        response.json(
          branches
            .filter(({ name }) => name.startsWith(branch))
            .map(({ name, commit }) => representRef(git, name, commit)),
        );
        return;
      }
      const found = branches.find(({ name }) => name === branch);
      if (!found) {
        throw new NotFoundError(
          `Repository ${git.fullName} has no branch '${branch}'`,
        );
      }
      response.json(representRef(git, branch, found.commit));
    }),
  );
  router.post(
    `${base}/refs`,
    route(async (request, response) => {
      const repository = repositoryOf(context, request);
      const { git } = repository;
      const body = readObject(request.body, 'The request');
      const ref = readString(body, 'ref');
      if (!ref.startsWith('refs/heads/')) {
        throw new InputError(`'${ref}' is not below refs/heads/`);
      }
      const branch = ref.slice('refs/heads/'.length);
      const to = await git.getCommit(objectId(readString(body, 'sha')));
      if (await git.branchCommit(branch)) {
        throw new InputError('Reference already exists');
      }
      await moveBranch(git, { branch, to });
      await context.branchesMoved(repository);
      response.status(201).json(representRef(git, branch, to));
    }),
  );
  router.patch(
    `${base}/refs/:ref(*)`,
    route(async (request, response) => {
      const repository = repositoryOf(context, request);
      const { git } = repository;
      const branch = branchOfRef(request.params.ref);
      const body = readObject(request.body, 'The request');
      const from = await existingBranch(git, branch);
      const to = await git.getCommit(objectId(readString(body, 'sha')));
      if (!readBoolean(body, 'force') && !(await isAncestor(git, from, to))) {
        throw new InputError('Update is not a fast forward');
      }
      await moveBranch(git, { branch, from, to });
      await context.branchesMoved(repository);
      response.json(representRef(git, branch, to));
    }),
  );
  router.delete(
    `${base}/refs/:ref(*)`,
    route(async (request, response) => {
      const repository = repositoryOf(context, request);
      const { git } = repository;
      const branch = branchOfRef(request.params.ref);
      if (branch === git.defaultBranch) {
        throw new ConflictError('The default branch cannot be deleted');
      }
      const from = await existingBranch(git, branch);
      await moveBranch(git, { branch, from, to: undefined });
      await context.branchesMoved(repository);
      response.status(204).end();
    }),
  );

  return router;
}

async function existingBranch(
  git: BareRepository,
  branch: string,
): Promise<string> {
  const commit = await git.branchCommit(branch);
  if (!commit) {
    throw new InputError('Reference does not exist');
  }
  return commit;
}

/** `heads/<branch>`, whose slashes a client may have encoded. */
function branchOfRef(ref: string): string {
  if (!/^heads(\/|$)/.test(ref)) {
    throw new NotFoundError(`'${ref}' is not below heads/; there is no other`);
  }
  return ref.slice('heads/'.length);
}

function objectId(text: string): string {
  if (!isObjectId(text)) {
    throw new InputError(`'${text}' is not a full object name`);
  }
  return text;
}

async function readTreeChange(
  git: BareRepository,
  item: unknown,
): Promise<TreeChange> {
  const entry = readObject(item, 'An entry of the tree');
  const path = readString(entry, 'path');
  const mode = readString(entry, 'mode');
  if (entry.content !== undefined) {
    return {
      path,
      mode,
      id: await writeBlob(git, readString(entry, 'content')),
    };
  }
  return {
    path,
    mode,
    id: entry.sha === null ? undefined : readString(entry, 'sha'),
  };
}

function readSignature(context: ForgeContext, value: unknown): Signature {
  const signature = value ? readObject(value, 'An author or committer') : {};
  const text = (name: string, fallback: string) =>
    signature[name] === undefined ? fallback : readString(signature, name);
  return {
    name: text('name', context.user),
    email: text('email', `${context.user}@users.noreply.localhost`),
    date: text('date', new Date().toISOString()),
  };
}

async function representTree(
  context: ForgeContext,
  git: BareRepository,
  treeish: string,
  recursive: boolean,
) {
  const api = repositoryApiUrl(context, git);
  const { exitCode, stdout } = await git.git(
    ['rev-parse', '--verify', '--quiet', `${treeish}^{tree}`],
    { allowedExitCodes: [1, 128] },
  );
  if (exitCode !== 0) {
    throw new NotFoundError(
      `Repository ${git.fullName} has no tree ${treeish}`,
    );
  }
  const sha = stdout.toString('utf8').trim();
  const entries = await listTree(git, { treeish: sha, recursive });
  return {
    sha,
    url: `${api}/git/trees/${sha}`,
    truncated: false,
    tree: entries.map(entry => ({
      path: entry.path,
      mode: entry.mode,
      type: entry.type,
      sha: entry.id,
      size: entry.size,
      url: `${api}/git/${entry.type === 'tree' ? 'trees' : 'blobs'}/${
        entry.id
      }`,
    })),
  };
}

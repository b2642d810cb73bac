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

import { spawn } from 'node:child_process';
import { Router, type Response } from 'express';
import { NotFoundError } from '@backstage/errors';
import { repositoryOf, route, type ForgeContext } from '../ForgeContext';
import type { BareRepository } from '../git/BareRepository';
import { readCommit, listCommits } from '../git/commits';
import { parseRepositoryPath } from '../git/names';
import { gitEnvironment } from '../git/runGit';
import { findEntry, listTree, readBlob, type TreeEntry } from '../git/trees';
import { repositoryApiUrl } from './representations';

/** `contents` (file, raw file or folder) and the archives of a commit. */
export function createContentsRoutes(context: ForgeContext): Router {
  const router = Router();

  router.get(
    ['/repos/:owner/:repo/contents', '/repos/:owner/:repo/contents/*'],
    route(async (request, response) => {
      const { git } = repositoryOf(context, request);
      const path = parseRepositoryPath(request.params[0] ?? '');
      const ref = String(request.query.ref || 'HEAD');
      const commit = await git.getCommit(ref);
      const entry = await findEntry(git, { commit, path });
      if (!entry || entry.type === 'commit') {
        throw new NotFoundError(
          `Repository ${git.fullName} has nothing at '${path}' in '${ref}'`,
        );
      }
      const accept = request.headers.accept ?? '';
      const represent = (item: TreeEntry) =>
        representEntry(context, git, ref, item);

      // Express answers 304 by itself when the request names this tag.
      response.setHeader('ETag', `"${entry.id}"`);
      response.setHeader('Vary', 'Accept, Authorization');
      response.setHeader('Cache-Control', 'private, max-age=0');
      if (entry.type === 'tree') {
        const children = await listTree(git, { treeish: commit, path });
        response.json(children.map(represent));
        return;
      }
      const content = await readBlob(git, entry.id);
      const [changed] = await listCommits(git, {
        from: commit,
        path,
        limit: 1,
      });
      response.setHeader(
        'Last-Modified',
        new Date(changed.committer.date).toUTCString(),
      );
      if (/\.raw\b/.test(accept)) {
        response
          .status(200)
          .setHeader(
            'Content-Type',
            'application/vnd.github.raw; charset=utf-8',
          );
        response.send(content);
        return;
      }
      response.json({
        ...represent(entry),
        size: content.length,
        encoding: 'base64',
        content: content.toString('base64'),
      });
    }),
  );

  router.get(
    '/repos/:owner/:repo/:format(tarball|zipball)/:ref(*)?',
    route(async (request, response) => {
      const { git } = repositoryOf(context, request);
      const commit = await git.getCommit(request.params.ref || 'HEAD');
      const zip = request.params.format === 'zipball';
      await sendArchive(response, git, commit, zip ? 'zip' : 'tar.gz');
    }),
  );

  return router;
}

function representEntry(
  context: ForgeContext,
  git: BareRepository,
  ref: string,
  entry: TreeEntry,
) {
  const api = repositoryApiUrl(context, git);
  const isFile = entry.type === 'blob';
  const path = entry.path.split('/').map(encodeURIComponent).join('/');
  const page = `${context.url}/${git.fullName}`;
  return {
    type: isFile ? 'file' : 'dir',
    name: entry.path.split('/').pop() ?? '',
    path: entry.path,
    sha: entry.id,
    size: entry.size ?? 0,
    url: `${api}/contents/${path}?ref=${encodeURIComponent(ref)}`,
    html_url: `${page}/${isFile ? 'blob' : 'tree'}/${ref}/${path}`,
    git_url: `${api}/git/${isFile ? 'blobs' : 'trees'}/${entry.id}`,
    download_url: isFile ? `${page}/raw/${ref}/${path}` : null,
  };
}

async function sendArchive(
  response: Response,
  git: BareRepository,
  commit: string,
  format: 'tar.gz' | 'zip',
): Promise<void> {
  // As on GitHub, everything is in one folder, which clients take off.
  const root = `${git.owner}-${git.name}-${commit.slice(0, 7)}`;
  const { committer } = await readCommit(git, commit);
  response.setHeader(
    'Content-Type',
    format === 'zip' ? 'application/zip' : 'application/x-gzip',
  );
  response.setHeader(
    'Content-Disposition',
    `attachment; filename=${root}.${format}`,
  );
  response.setHeader('ETag', `"${commit}"`);
  response.setHeader('Last-Modified', new Date(committer.date).toUTCString());
  const child = spawn(
    'git',
    [
      `--git-dir=${git.directory}`,
      'archive',
      `--format=${format}`,
      `--prefix=${root}/`,
      commit,
    ],
    {
      cwd: git.directory,
      env: gitEnvironment(),
      stdio: ['ignore', 'pipe', 'ignore'],
      windowsHide: true,
    },
  );
  response.on('close', () => child.kill());
  child.stdout.pipe(response);
  await new Promise<void>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', () => resolve());
  });
}

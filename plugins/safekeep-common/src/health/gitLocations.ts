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

import { RepositoryFacts } from '../facts';
import { RepositorySecret } from '../observations';
import { GitLocation } from '../status';

/**
 * What stands between a repository and a branch: `tree` at GitHub and GitLab,
 * `src/branch` at Gitea. What comes first counts, since folders of a
 * repository may be called the same.
 */
const FOLDER = /^(https?:\/\/[^/]+(?:\/[^/]+){2,}?)\/(tree|blob|src\/branch)\//;

/**
 * The page of a file at its forge. Every forge writes a folder and a file
 * alike but for one word of the path, and a line as a fragment.
 */
function fileUrl(folderUrl: string, path: string, line: number): string {
  const folder = folderUrl.replace(/[?#].*$/, '').replace(/\/+$/, '');
  const encoded = path.split('/').map(encodeURIComponent).join('/');
  if (/^https?:\/\/[^/]*bitbucket\.org\//.test(folder)) {
    return `${folder}/${encoded}#lines-${line}`;
  }
  const [, repository, mark] = FOLDER.exec(`${folder}/`) ?? [];
  if (!mark) {
    return `${folder}/blob/HEAD/${encoded}#L${line}`;
  }
  const file =
    mark === 'tree'
      ? `${repository}/blob${folder.slice(`${repository}/tree`.length)}`
      : folder;
  return `${file}/${encoded}#L${line}`;
}

export function locate(
  repository: RepositoryFacts,
  file: RepositorySecret,
): GitLocation {
  return {
    repository: repository.url,
    path: file.path,
    line: file.line,
    url: fileUrl(repository.url, file.path, file.line),
  };
}

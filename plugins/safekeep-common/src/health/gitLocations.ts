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
 * The page of a file at its forge. Every forge writes a folder and a file
 * alike but for one word of the path, and a line as a fragment.
 */
function fileUrl(folderUrl: string, path: string, line: number): string {
  const folder = folderUrl.replace(/[?#].*$/, '').replace(/\/+$/, '');
  const encoded = path.split('/').map(encodeURIComponent).join('/');
  if (/^https?:\/\/[^/]*bitbucket\.org\//.test(folder)) {
    return `${folder}/${encoded}#lines-${line}`;
  }
  const file = /\/tree\//.test(folder)
    ? folder.replace('/tree/', '/blob/')
    : folder;
  return /\/blob\/|\/src\//.test(file)
    ? `${file}/${encoded}#L${line}`
    : `${file}/blob/HEAD/${encoded}#L${line}`;
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

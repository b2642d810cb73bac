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

import { UrlReaderService } from '@backstage/backend-plugin-api';
import { NotFoundError } from '@backstage/errors';
import { ScmIntegrationRegistry } from '@backstage/integration';
import { readableGitopsUrl } from '@safekeep/backstage-plugin-safekeep-node';
import { RepositoryFailure, toRepositoryFailure } from './RepositoryFailure';

/** A folder of manifests is some hundred files; more is likely a wrong URL. */
const MAX_FILES = 2_000;
const MAX_TOTAL_BYTES = 16 * 1024 * 1024;
/** What etcd takes, several times over. */
const MAX_FILE_BYTES = 4 * 1024 * 1024;
const TIMEOUT_MS = 60_000;

export interface RepositoryFolder {
  /** Of the commit; asks for changes only. */
  etag: string;
  /** YAML and JSON files by their path below the folder. */
  files: Map<string, string>;
  /** Paths that are too large to be read. */
  tooLarge: string[];
}

function isManifest(path: string): boolean {
  return /\.(ya?ml|json)$/i.test(path);
}

/**
 * Reads the manifests of a GitOps folder; undefined when nothing changed since
 * the given etag.
 *
 * @throws RepositoryFailure
 */
export async function readRepositoryFolder(options: {
  urlReader: UrlReaderService;
  integrations: ScmIntegrationRegistry;
  url: string;
  etag?: string;
}): Promise<RepositoryFolder | undefined> {
  const tooLarge: string[] = [];
  let isEmpty = true;
  let count = 0;
  let bytes = 0;
  const filter = (path: string, info?: { size: number }) => {
    isEmpty = false;
    if (!isManifest(path)) {
      return false;
    }
    const size = info?.size ?? 0;
    if (size > MAX_FILE_BYTES) {
      tooLarge.push(path);
      return false;
    }
    count += 1;
    bytes += size;
    return count <= MAX_FILES && bytes <= MAX_TOTAL_BYTES;
  };

  try {
    const tree = await options.urlReader.readTree(readableGitopsUrl(options), {
      etag: options.etag,
      filter,
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    const files = new Map<string, string>();
    for (const file of await tree.files()) {
      files.set(file.path, (await file.content()).toString('utf8'));
    }
    // Git has no empty folders. A URL reader tells a folder that is not there,
    // and an archive that Gitea refuses, as one without files.
    if (isEmpty) {
      throw new NotFoundError('The folder has no files');
    }
    if (count > MAX_FILES || bytes > MAX_TOTAL_BYTES) {
      throw new RepositoryFailure(
        `it has more than ${MAX_FILES} manifests or ${
          MAX_TOTAL_BYTES / 1024 / 1024
        } MiB of them; name a folder in the annotation`,
      );
    }
    return { etag: tree.etag, files, tooLarge };
  } catch (error) {
    if (error instanceof Error && error.name === 'NotModifiedError') {
      return undefined;
    }
    throw toRepositoryFailure(error);
  }
}

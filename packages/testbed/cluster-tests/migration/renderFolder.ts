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

import { mkdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import { Kubernetes, KubernetesObject } from '../support/kubernetes';
import { makeFolder } from '../support/openTestbed';

/** The objects that kustomize makes of a folder's files. */
export async function renderFolder(
  kubernetes: Kubernetes,
  files: Map<string, string>,
): Promise<KubernetesObject[]> {
  const folder = await makeFolder('kustomize');
  try {
    for (const [path, text] of files) {
      await mkdir(dirname(join(folder, path)), { recursive: true });
      await writeFile(join(folder, path), text);
    }
    const text = await kubernetes.kubectl(['kustomize', folder]);
    return parseAllDocuments(text).map(
      document => document.toJS() as KubernetesObject,
    );
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

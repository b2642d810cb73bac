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

import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';

/**
 * Writes the configuration that shows a context of the person's kubeconfig in
 * place of the sandbox's cluster.
 *
 * @returns the file's path
 */
export async function writeContextConfig(folder, context) {
  await mkdir(folder, { recursive: true });
  const file = path.join(folder, 'app-config.context.yaml');
  // JSON is YAML, and quotes whatever a context may be called.
  const config = {
    kubernetes: { clusterLocatorMethods: [{ type: 'config', clusters: [] }] },
    safekeep: { kubeconfigContexts: [{ name: context, context }] },
  };
  await writeFile(file, JSON.stringify(config, undefined, 2));
  return file;
}

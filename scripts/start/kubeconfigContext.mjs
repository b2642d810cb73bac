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

import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { homedir } from 'node:os';
import path from 'node:path';
import { PlainError } from '../process/errors.mjs';

/** The kubeconfig files that kubectl would read. */
function kubeconfigFiles(env) {
  const listed = (env.KUBECONFIG ?? '').split(path.delimiter).filter(Boolean);
  return listed.length > 0 ? listed : [path.join(homedir(), '.kube', 'config')];
}

/**
 * @throws PlainError naming the contexts that there are, when the one that was
 *   asked for is not among them
 */
export async function assertContextExists(root, context, env = process.env) {
  // Installed by now; the scripts themselves have no dependencies.
  const { parse } = createRequire(path.join(root, 'package.json'))('yaml');
  const files = kubeconfigFiles(env).filter(file => existsSync(file));
  const names = [];
  for (const file of files) {
    let config;
    try {
      config = parse(await readFile(file, 'utf8'));
    } catch {
      // The parser's message would quote the file, credentials included.
      throw new PlainError(`${file} is not valid YAML.`);
    }
    for (const entry of config?.contexts ?? []) names.push(entry.name);
  }
  if (names.includes(context)) return;
  const known =
    names.length > 0
      ? `it has ${names.join(', ')}`
      : 'no context was found in it';
  throw new PlainError(
    `Your kubeconfig (${kubeconfigFiles(env).join(
      ', ',
    )}) has no context "${context}": ${known}.`,
  );
}

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

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

import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { ensureDependencies } from './dependencies.mjs';
import { ensureToolchain } from './toolchain.mjs';

/** The repository's top folder. */
export const ROOT = fileURLToPath(new URL('../../', import.meta.url));

/**
 * The environment for everything that runs on the supported Node: that Node
 * first on the path, and nothing of npm's own settings (which the npm that
 * started us put there, for another Node).
 */
function childEnvironment(node) {
  const environment = { ...process.env };
  for (const name of Object.keys(environment)) {
    if (/^npm_/i.test(name)) delete environment[name];
  }
  const bin = path.dirname(node);
  environment.PATH = `${bin}${path.delimiter}${environment.PATH ?? ''}`;
  environment.YARN_ENABLE_TELEMETRY = '0';
  return environment;
}

/**
 * Makes everything ready that a checkout needs to run.
 *
 * @returns paths of Node and Yarn, and the environment for children
 */
export async function prepare() {
  const toolchain = await ensureToolchain();
  const environment = childEnvironment(toolchain.node);
  await ensureDependencies(ROOT, toolchain, environment);
  return { ...toolchain, environment };
}

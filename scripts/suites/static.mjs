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
import { run } from '../process/run.mjs';
import { singleCheck } from './result.mjs';

function check(...command) {
  return async ({ root, node, environment, onLine }) => {
    const [script, ...args] = command;
    return singleCheck(
      await run(node, [path.join(root, 'node_modules', script), ...args], {
        cwd: root,
        env: environment,
        onLine,
      }),
    );
  };
}

export const types = check('typescript/bin/tsc', '--pretty', 'false');

export const lint = check(
  '@backstage/cli/bin/backstage-cli',
  'repo',
  'lint',
  '--max-warnings',
  '0',
);

export const imports = check(
  'dependency-cruiser/bin/dependency-cruise.mjs',
  '--config',
  '.dependency-cruiser.cjs',
  'plugins',
  'packages',
);

export const format = check('prettier/bin-prettier.js', '--check', '.');

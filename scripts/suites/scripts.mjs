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

import { run } from '../process/run.mjs';

/** The tests of the scripts themselves and of the benchmark command, by Node's own test runner. */
export async function scripts({ root, node, environment, onLine }) {
  const { output } = await run(
    node,
    [
      '--require',
      '@backstage/cli/config/nodeTransform.cjs',
      '--test',
      '--test-reporter',
      'tap',
      'scripts/**/*.test.mjs',
      'benchmarks/**/*.test.ts',
    ],
    { cwd: root, env: environment, onLine },
  );
  const count = name =>
    Number(output.match(new RegExp(`^# ${name} (\\d+)$`, 'm'))?.[1] ?? 0);
  const passed = count('pass');
  const failed = count('fail') + count('cancelled');
  const skipped = [
    ...output.matchAll(/^\s*ok \d+ - (.*?) # SKIP ?(.*)$/gm),
  ].map(([, name, reason]) => ({
    name,
    reason: reason || 'skipped by the test',
  }));
  return { passed, failed: failed || (passed ? 0 : 1), skipped, output };
}

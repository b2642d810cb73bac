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

import { parseArgs } from 'node:util';
import { stopChildren } from './process/children.mjs';
import { PlainError, runMain } from './process/errors.mjs';
import { withProgress } from './process/progress.mjs';
import { prepare, ROOT } from './setup/prepare.mjs';
import { browser } from './suites/browser.mjs';
import { runInLanes } from './suites/lanes.mjs';
import { summarize } from './suites/result.mjs';
import { scripts } from './suites/scripts.mjs';
import { format, imports, lint, types } from './suites/static.mjs';
import { unit } from './suites/unit.mjs';

const SUITES = { types, format, lint, imports, scripts, unit, browser };

/** The browser waits more than it works; the unit tests take what there is. */
const STAGES = [
  [['types', 'format', 'lint', 'imports', 'scripts'], ['browser']],
  [['unit']],
];

const USAGE = `npm test [-- SUITE… [-- ARGUMENTS…]]

Runs every suite that this machine can run: ${Object.keys(SUITES).join(', ')}.
Name suites to run only those; arguments after a second -- go to the runner of
unit (Jest) or browser (Playwright).

SAFEKEEP_REQUIRE_ALL=1 counts what is skipped as failed.`;

function parseTestArguments(args) {
  const separator = args.indexOf('--');
  const own = separator < 0 ? args : args.slice(0, separator);
  const only = separator < 0 ? [] : args.slice(separator + 1);
  let parsed;
  try {
    parsed = parseArgs({
      args: own,
      allowPositionals: true,
      options: { help: { type: 'boolean', short: 'h' } },
    });
  } catch (error) {
    throw new PlainError(`${error.message}\n\n${USAGE}`);
  }
  const unknown = parsed.positionals.find(name => !(name in SUITES));
  if (unknown) {
    throw new PlainError(`There is no suite "${unknown}".\n\n${USAGE}`);
  }
  return {
    help: parsed.values.help,
    names: parsed.positionals.length ? parsed.positionals : Object.keys(SUITES),
    only,
  };
}

await runMain(async () => {
  const { help, names, only } = parseTestArguments(process.argv.slice(2));
  if (help) {
    console.log(USAGE);
    return 0;
  }
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    process.once(signal, () => stopChildren().then(() => process.exit(130)));
  }
  const { node, environment } = await prepare();
  const results = await runInLanes(names, STAGES, async name => {
    const started = Date.now();
    const result = await withProgress(
      `Suite ${name}`,
      detail =>
        SUITES[name]({ root: ROOT, node, environment, only, onLine: detail }),
      ({ failed }) => failed === 0,
    );
    if (result.failed > 0) console.log(result.output);
    return {
      suite: name,
      seconds: (Date.now() - started) / 1000,
      ...result,
    };
  });
  const summary = summarize(results, {
    requireAll: process.env.SAFEKEEP_REQUIRE_ALL === '1',
  });
  console.log(`\n${summary.text}`);
  return summary.failed > 0 || summary.passed === 0 ? 1 : 0;
});

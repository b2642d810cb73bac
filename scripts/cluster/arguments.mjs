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
import { PlainError } from '../process/errors.mjs';

function usage(suites) {
  return `npm run test:cluster [-- SUITE… [--kubeconfig FILE] [-- ARGUMENTS…]]

Runs tests on a real cluster: ${suites.join(', ')}.
Name suites to run only those; arguments after a second -- go to Jest.

A test bed is brought up on this machine and taken down at the end, unless one
is up (npm run testbed -- up). That needs Linux and root. When all suites ran on
one brought up so, it is also killed, brought up again, and must leave nothing.

  --kubeconfig FILE   run on the cluster of this file's current context, such as
                      kind or k3d, with the sealed-secrets controller in it
  --help              this text

SAFEKEEP_FORGE_URL, SAFEKEEP_FORGE_USER and SAFEKEEP_FORGE_TOKEN name a Gitea
for it. SAFEKEEP_REQUIRE_ALL=1 counts what is skipped as failed.`;
}

/**
 * @param {string[]} suites the names that there are
 * @param {string[]} [byHand] those among them that only run when they are named
 * @throws PlainError for arguments that do not exist
 */
export function parseClusterArguments(args, suites, byHand = []) {
  const separator = args.indexOf('--');
  const own = separator < 0 ? args : args.slice(0, separator);
  const only = separator < 0 ? [] : args.slice(separator + 1);
  let parsed;
  try {
    parsed = parseArgs({
      args: own,
      allowPositionals: true,
      options: {
        kubeconfig: { type: 'string' },
        help: { type: 'boolean', short: 'h' },
      },
    });
  } catch (error) {
    throw new PlainError(`${error.message}\n\n${usage(suites)}`);
  }
  const { values, positionals } = parsed;
  const unknown = positionals.find(name => !suites.includes(name));
  if (unknown) {
    throw new PlainError(`There is no suite "${unknown}".\n\n${usage(suites)}`);
  }
  return {
    help: values.help ? usage(suites) : undefined,
    kubeconfig: values.kubeconfig,
    names:
      positionals.length > 0
        ? positionals
        : suites.filter(name => !byHand.includes(name)),
    isWhole: positionals.length === 0 && only.length === 0,
    only,
  };
}

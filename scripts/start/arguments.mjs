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

export const USAGE = `npm start [-- --context NAME]

Starts the sandbox (a Kubernetes API, a Git forge, a sync), the Backstage
backend and the app.

  --context NAME   show this context of your kubeconfig instead of the
                   sandbox's cluster; Safekeep only reads it
  --help           this text

PORT moves all four ports (3000 app, 7007 backend, 7300 cluster, 7301 forge);
SAFEKEEP_APP_PORT, SAFEKEEP_BACKEND_PORT, SAFEKEEP_CLUSTER_PORT and
SAFEKEEP_FORGE_PORT set one each.`;

/** @throws PlainError for arguments that do not exist */
export function parseStartArguments(args) {
  try {
    const { values } = parseArgs({
      args,
      options: {
        context: { type: 'string' },
        help: { type: 'boolean', short: 'h' },
      },
    });
    return values;
  } catch (error) {
    throw new PlainError(`${error.message}\n\n${USAGE}`);
  }
}

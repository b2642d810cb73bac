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

import { spawn } from 'node:child_process';
import { dirname, delimiter } from 'node:path';
import { readDescription } from './description';
import { DESCRIPTION } from './places';

/** A shell whose kubectl and kubeseal talk to the test bed; resolves to its status. */
export async function shell(): Promise<number> {
  const description = await readDescription(DESCRIPTION);
  const { kubectl, kubeseal } = description.tools;
  const child = spawn(process.env.SHELL || '/bin/sh', [], {
    stdio: 'inherit',
    env: {
      ...process.env,
      KUBECONFIG: description.kubeconfig,
      PATH: [dirname(kubectl), dirname(kubeseal), process.env.PATH].join(
        delimiter,
      ),
      SAFEKEEP_TESTBED: DESCRIPTION,
      ...(description.forge && {
        SAFEKEEP_FORGE_URL: description.forge.url,
        SAFEKEEP_FORGE_TOKEN: description.forge.token,
      }),
    },
  });
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('exit', code => resolve(code ?? 1));
  });
}

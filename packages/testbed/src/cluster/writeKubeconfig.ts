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

import { writeFile } from 'node:fs/promises';
import { API_SERVER } from '../addresses';
import type { Pair } from './Authority';

/** Name of the cluster, and of the context, in every kubeconfig. */
export const CONTEXT = 'safekeep-testbed';

/** Writes a kubeconfig for one user; the files that it names must stay. */
export async function writeKubeconfig(options: {
  file: string;
  certificateAuthority: string;
  user: string;
  credentials: Pair | { token: string };
}): Promise<void> {
  const { credentials, user } = options;
  const config = {
    apiVersion: 'v1',
    kind: 'Config',
    'current-context': CONTEXT,
    clusters: [
      {
        name: CONTEXT,
        cluster: {
          server: API_SERVER,
          'certificate-authority': options.certificateAuthority,
        },
      },
    ],
    users: [
      {
        name: user,
        user:
          'token' in credentials
            ? credentials
            : {
                'client-certificate': credentials.certificate,
                'client-key': credentials.key,
              },
      },
    ],
    contexts: [{ name: CONTEXT, context: { cluster: CONTEXT, user } }],
  };
  // JSON is YAML.
  await writeFile(options.file, JSON.stringify(config, undefined, 2), {
    mode: 0o600,
  });
}

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

import { PORTS } from '../../src/addresses';

/** Where the API server notes what it has compacted last, and looks for what others have. */
const COMPACTED = Buffer.from('compact_rev_key').toString('base64');

/** Makes the test bed's etcd forget every revision before now, as the API server does every five minutes. */
export async function compactEtcd(): Promise<void> {
  const { header } = await ask('range', { key: COMPACTED });
  const value = Buffer.from(header.revision).toString('base64');
  await ask('put', { key: COMPACTED, value });
  await ask('compaction', { revision: header.revision });
}

async function ask(
  method: string,
  body: object,
): Promise<{ header: { revision: string } }> {
  const response = await fetch(
    `http://127.0.0.1:${PORTS.etcd}/v3/kv/${method}`,
    { method: 'POST', body: JSON.stringify(body) },
  );
  if (!response.ok) {
    throw new Error(
      `etcd answered ${response.status} to ${method}: ${await response.text()}`,
    );
  }
  return response.json();
}

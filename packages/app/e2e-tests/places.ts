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

function variable(name: string): string {
  const value = process.env[name];
  if (!value) {
    throw new Error(`${name} is not set; run this with: npm test -- browser`);
  }
  return value;
}

/** Where `npm test` brought Safekeep up, and what of it can be looked into. */
export const places = {
  forge: `http://localhost:${variable('SAFEKEEP_FORGE_PORT')}`,
  cluster: `http://127.0.0.1:${variable('SAFEKEEP_CLUSTER_PORT')}`,
  backend: `http://localhost:${variable('SAFEKEEP_BACKEND_PORT')}`,
  logs: variable('SAFEKEEP_E2E_LOGS'),
  database: variable('SAFEKEEP_E2E_DATABASE'),
  workspaces: variable('SAFEKEEP_E2E_WORKSPACES'),
  temporary: variable('SAFEKEEP_E2E_TEMPORARY'),
};

/** The sandbox's token for its cluster and its forge. */
export const TOKEN = 'sandbox-token';

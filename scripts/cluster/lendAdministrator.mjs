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

const NAME = 'safekeep-cluster-tests';

/**
 * Makes a service account that may do everything, for those who take a token
 * and not the client certificate that kind and k3d give.
 *
 * @param kubectl runs kubectl and resolves to what it prints
 * @returns the token, and a function that removes the account
 */
export async function lendAdministrator(kubectl) {
  const end = async () => {
    await kubectl('delete', 'clusterrolebinding', NAME, '--ignore-not-found');
    await kubectl(
      'delete',
      'namespace',
      NAME,
      '--ignore-not-found',
      '--wait=false',
    );
  };
  // What a run that was killed has left.
  await end();
  await kubectl('wait', '--for=delete', `namespace/${NAME}`, '--timeout=60s');
  await kubectl('create', 'namespace', NAME);
  try {
    await kubectl('create', 'serviceaccount', NAME, `--namespace=${NAME}`);
    await kubectl(
      'create',
      'clusterrolebinding',
      NAME,
      '--clusterrole=cluster-admin',
      `--serviceaccount=${NAME}:${NAME}`,
    );
    const token = await kubectl(
      'create',
      'token',
      NAME,
      `--namespace=${NAME}`,
      '--duration=6h',
    );
    return { token: token.trim(), end };
  } catch (error) {
    await end();
    throw error;
  }
}

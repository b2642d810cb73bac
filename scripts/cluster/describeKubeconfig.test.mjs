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

import assert from 'node:assert/strict';
import {
  chmod,
  mkdtemp,
  readFile,
  rm,
  stat,
  writeFile,
} from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import test from 'node:test';
import { describeKubeconfig } from './describeKubeconfig.mjs';

/** A kubectl that writes down what it is asked and answers from files. */
const KUBECTL = `#!/bin/sh
shift 3
echo "$@" >>"$FAKE/calls"
case "$1 $2" in
  "config view") cat "$FAKE/config" ;;
  "get services") cat "$FAKE/services" ;;
  "get customresourcedefinition/applications.argoproj.io") cat "$FAKE/argocd" ;;
  "create token") echo lent-token ;;
esac
`;

const service = (namespace, name, labels) => ({
  metadata: { namespace, name, labels },
});

async function fake(t, { user, argoCd = '', forge = {} }) {
  const folder = await mkdtemp(path.join(tmpdir(), 'safekeep-fake-'));
  t.after(() => rm(folder, { recursive: true }));
  const write = (name, text) => writeFile(path.join(folder, name), text);
  await write('kubectl', KUBECTL);
  await chmod(path.join(folder, 'kubectl'), 0o755);
  await write('kubeconfig', '');
  await write('argocd', argoCd);
  const data = Buffer.from('the authority').toString('base64');
  const cluster = {
    server: 'https://127.0.0.1:6443',
    'certificate-authority-data': data,
  };
  const config = {
    'current-context': 'kind-kind',
    clusters: [{ cluster }],
    users: [{ user }],
  };
  await write('config', JSON.stringify(config));
  const chart = { 'app.kubernetes.io/name': 'sealed-secrets' };
  const items = [
    service('default', 'sealed-secrets', {}),
    service('sealed-secrets', 'seal-metrics', chart),
    service('sealed-secrets', 'seal', chart),
  ];
  await write('services', JSON.stringify({ items }));
  process.env.FAKE = folder;
  const described = await describeKubeconfig('kubeconfig', {
    PATH: folder,
    INIT_CWD: folder,
    ...forge,
  });
  const calls = async () => readFile(path.join(folder, 'calls'), 'utf8');
  return { folder, described, calls };
}

test('a kubeconfig with a token is described as it is', async t => {
  const { folder, described, calls } = await fake(t, {
    user: { token: 'own-token' },
    argoCd: 'customresourcedefinition/applications\nnamespace/argocd\n',
    forge: {
      SAFEKEEP_FORGE_URL: 'http://gitea',
      SAFEKEEP_FORGE_USER: 'safekeep',
      SAFEKEEP_FORGE_TOKEN: 'forge-token',
    },
  });
  const { certificateAuthority, ...kubernetes } =
    described.description.kubernetes;
  assert.equal(await readFile(certificateAuthority, 'utf8'), 'the authority');
  assert.deepEqual(
    { ...described.description, kubernetes },
    {
      kubeconfig: path.join(folder, 'kubeconfig'),
      context: 'kind-kind',
      kubernetes: { url: 'https://127.0.0.1:6443', token: 'own-token' },
      sealedSecrets: {
        controllerName: 'seal',
        controllerNamespace: 'sealed-secrets',
      },
      images: {
        shell: 'busybox',
        postgres: 'postgres:15-alpine',
        observer: '',
      },
      tools: { kubectl: path.join(folder, 'kubectl'), kubeseal: '' },
      forge: { url: 'http://gitea', user: 'safekeep', token: 'forge-token' },
      argoCd: { namespace: 'argocd' },
    },
  );
  assert.deepEqual(
    JSON.parse(await readFile(described.file, 'utf8')),
    described.description,
  );
  assert.equal((await stat(described.file)).mode.toString(8), '100600');
  await described.end();
  assert.equal(existsSync(described.file), false);
  assert.doesNotMatch(await calls(), /create|delete/);
});

test('where it has client certificates, an administrator is lent and taken back', async t => {
  const { described, calls } = await fake(t, {
    user: { 'client-certificate-data': 'x', 'client-key-data': 'y' },
  });
  assert.equal(described.description.kubernetes.token, 'lent-token');
  assert.equal(described.description.argoCd, undefined);
  const before = (await calls()).length;
  await described.end();
  assert.match(
    (await calls()).slice(before),
    /^delete clusterrolebinding \S+ .*\ndelete namespace \S+ .*\n$/,
  );
});

test('a kubeconfig that is not there is told', async () => {
  await assert.rejects(
    describeKubeconfig('/nowhere/kubeconfig', { PATH: '' }),
    /^Error: There is no kubeconfig \/nowhere\/kubeconfig\.$/,
  );
});

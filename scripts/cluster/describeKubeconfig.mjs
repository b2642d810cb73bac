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

import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { PlainError } from '../process/errors.mjs';
import { lendAdministrator } from './lendAdministrator.mjs';

const execute = promisify(execFile);

const CONTROLLER_NAMES = ['sealed-secrets-controller', 'sealed-secrets'];
const CONTROLLER_NAMESPACES = ['kube-system', 'sealed-secrets'];

/** Public names; a cluster of its own pulls them. */
const IMAGES = {
  shell: 'busybox',
  postgres: 'postgres:15-alpine',
  // There is no public stand-in for the observer service.
  observer: '',
};

function findOnPath(name, env) {
  return (env.PATH ?? '')
    .split(path.delimiter)
    .map(folder => path.join(folder, name))
    .find(file => existsSync(file));
}

/** kubectl for one kubeconfig; its words end up in a sentence. */
function kubectlFor(command, kubeconfig) {
  return async (...args) => {
    try {
      const { stdout } = await execute(
        command,
        ['--kubeconfig', kubeconfig, '--request-timeout=20s', ...args],
        { maxBuffer: 64 * 1024 ** 2 },
      );
      return stdout;
    } catch (error) {
      const said = String(error.stderr || error.message).trim();
      throw new PlainError(
        `kubectl ${args.slice(0, 2).join(' ')} failed with ${kubeconfig}: ${said
          .split('\n')
          .at(-1)}`,
      );
    }
  };
}

async function findController(kubectl) {
  const { items } = JSON.parse(
    await kubectl('get', 'services', '--all-namespaces', '--output=json'),
  );
  const rank = ({ metadata: { name, namespace, labels } }) => {
    const names = [name, labels?.['app.kubernetes.io/name'], labels?.name];
    return names.some(each => CONTROLLER_NAMES.includes(each)) &&
      // The chart has a second Service, for metrics.
      !name.endsWith('-metrics')
      ? CONTROLLER_NAMESPACES.indexOf(namespace)
      : -1;
  };
  const [found] = items
    .filter(service => rank(service) >= 0)
    .sort((a, b) => rank(a) - rank(b));
  return {
    controllerName: found?.metadata.name ?? '',
    controllerNamespace: found?.metadata.namespace ?? '',
  };
}

async function hasArgoCd(kubectl) {
  const found = await kubectl(
    'get',
    'customresourcedefinition/applications.argoproj.io',
    'namespace/argocd',
    '--ignore-not-found',
    '--output=name',
  );
  return found.trim().split('\n').length === 2;
}

function forgeOf(env) {
  const { SAFEKEEP_FORGE_URL: url, SAFEKEEP_FORGE_USER: user } = env;
  const token = env.SAFEKEEP_FORGE_TOKEN;
  return url && user && token ? { url, user, token } : undefined;
}

/**
 * Describes the cluster of a kubeconfig's current context as a test bed, without
 * what only a bed of our own has.
 *
 * @returns the description, its file, and a function that takes back what was made
 */
export async function describeKubeconfig(file, env = process.env) {
  const kubeconfig = path.resolve(env.INIT_CWD || process.cwd(), file);
  if (!existsSync(kubeconfig)) {
    throw new PlainError(`There is no kubeconfig ${kubeconfig}.`);
  }
  const command = findOnPath('kubectl', env);
  if (!command) throw new PlainError('kubectl is not on the PATH.');
  const kubectl = kubectlFor(command, kubeconfig);
  const config = JSON.parse(
    await kubectl(
      'config',
      'view',
      '--minify',
      '--flatten',
      '--raw',
      '--output=json',
    ),
  );
  const { server, ...cluster } = config.clusters[0].cluster;
  const authority = cluster['certificate-authority-data'];
  if (!authority) {
    throw new PlainError(
      `${kubeconfig} has no certificate authority for ${server}: the tests would trust anyone.`,
    );
  }
  const sealedSecrets = await findController(kubectl);
  const withArgoCd = await hasArgoCd(kubectl);
  const { token } = config.users?.[0]?.user ?? {};
  const administrator = token
    ? { token, end: async () => {} }
    : await lendAdministrator(kubectl);

  const folder = await mkdtemp(path.join(tmpdir(), 'safekeep-kubeconfig-'));
  const certificateAuthority = path.join(folder, 'ca.crt');
  await writeFile(certificateAuthority, Buffer.from(authority, 'base64'));
  const forge = forgeOf(env);
  const description = {
    kubeconfig,
    context: config['current-context'],
    kubernetes: {
      url: server,
      token: administrator.token,
      certificateAuthority,
    },
    sealedSecrets,
    images: IMAGES,
    tools: { kubectl: command, kubeseal: findOnPath('kubeseal', env) ?? '' },
    ...(forge && { forge }),
    ...(withArgoCd && { argoCd: { namespace: 'argocd' } }),
  };
  const descriptionFile = path.join(folder, 'description.json');
  await writeFile(descriptionFile, JSON.stringify(description, undefined, 2), {
    mode: 0o600,
  });
  return {
    file: descriptionFile,
    description,
    async end() {
      await administrator.end();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

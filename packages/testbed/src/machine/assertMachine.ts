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

import { access, constants } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { NotAllowedError, NotFoundError } from '@backstage/errors';

const ELSEWHERE =
  'npm run test:cluster -- --kubeconfig FILE runs the same tests on a cluster that you already have, such as kind or k3d';

/** Commands that are had from Debian, by the package that has each. */
const COMMANDS: Record<string, string> = {
  etcd: 'etcd-server',
  etcdctl: 'etcd-client',
  containerd: 'containerd',
  ctr: 'containerd',
  runc: 'runc',
  'redis-server': 'redis-server',
  debootstrap: 'debootstrap',
  iptables: 'iptables',
  'iptables-restore': 'iptables',
  ip: 'iproute2',
  openssl: 'openssl',
  git: 'git',
  busybox: 'busybox-static',
  setpriv: 'util-linux',
  mount: 'mount',
  tar: 'tar',
};

const PLUGINS = '/usr/lib/cni';

/** Where distributions put what is for the administrator. */
const SYSTEM_FOLDERS = ['/usr/local/sbin', '/usr/sbin', '/sbin'];

/**
 * @throws NotAllowedError, NotFoundError that say in one sentence why this
 *   machine can't run a test bed.
 */
export async function assertMachine(): Promise<void> {
  if (process.platform !== 'linux') {
    throw new NotAllowedError(
      `The test bed needs Linux, since it runs a kubelet on this machine; ${ELSEWHERE}.`,
    );
  }
  if (process.getuid?.() !== 0) {
    throw new NotAllowedError(
      `The test bed needs root, since it makes a bridge, mounts and containers; ${ELSEWHERE}.`,
    );
  }
}

/** @throws NotFoundError that names the packages to install. */
export async function assertCommands(): Promise<void> {
  const missing = new Set<string>();
  for (const [command, debianPackage] of Object.entries(COMMANDS)) {
    if (!(await isOnPath(command))) {
      missing.add(debianPackage);
    }
  }
  if (!(await isThere(join(PLUGINS, 'bridge')))) {
    missing.add('containernetworking-plugins');
  }
  if (missing.size > 0) {
    throw new NotFoundError(
      `The test bed needs more Debian packages: apt-get install --no-install-recommends ${[
        ...missing,
      ].join(' ')}`,
    );
  }
}

/** @throws NotFoundError when Go is absent, which builds the rest. */
export async function assertGo(): Promise<void> {
  if (!(await isOnPath('go')) || !(await isOnPath('gcc'))) {
    throw new NotFoundError(
      'The test bed builds Kubernetes and what runs on it with Go and a C compiler: install Go 1.26 or later (https://go.dev/dl) and gcc.',
    );
  }
}

async function isOnPath(command: string): Promise<boolean> {
  const folders = [
    ...(process.env.PATH ?? '').split(delimiter).filter(Boolean),
    ...SYSTEM_FOLDERS,
  ];
  for (const folder of folders) {
    if (await isThere(join(folder, command))) {
      return true;
    }
  }
  return false;
}

async function isThere(file: string): Promise<boolean> {
  return access(file, constants.X_OK).then(
    () => true,
    () => false,
  );
}

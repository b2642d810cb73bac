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

import { randomBytes } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { run } from '../processes/run';

/** Paths of a certificate and its private key. */
export interface Pair {
  certificate: string;
  key: string;
}

/** Longer than a test bed is up, and no longer than that needs. */
const DAYS = '30';

/** The certificate authority of one cluster, whose keys are made as it starts. */
export class Authority {
  static async create(folder: string): Promise<Authority> {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const authority = new Authority(folder);
    await openssl([
      'req',
      '-x509',
      ...newKey(authority.pair.key),
      ...['-days', DAYS, '-subj', '/CN=safekeep-testbed'],
      ...['-addext', 'basicConstraints=critical,CA:TRUE'],
      ...['-addext', 'keyUsage=critical,keyCertSign,digitalSignature'],
      ...['-out', authority.pair.certificate],
    ]);
    return authority;
  }

  readonly pair: Pair;

  private constructor(private readonly folder: string) {
    this.pair = this.#place('authority');
  }

  /** For a server that is asked under these addresses and names. */
  async issueServer(name: string, hosts: string[]): Promise<Pair> {
    const names = hosts.map(host =>
      /^[\d.]+$/.test(host) ? `IP:${host}` : `DNS:${host}`,
    );
    return this.#issue(name, `/CN=${name}`, [
      'extendedKeyUsage=serverAuth',
      `subjectAltName=${names.join()}`,
    ]);
  }

  /** For a user of the cluster; Kubernetes reads name and groups from it. */
  async issueClient(
    name: string,
    user: { name: string; group?: string },
  ): Promise<Pair> {
    const group = user.group ? `/O=${user.group}` : '';
    return this.#issue(name, `${group}/CN=${user.name}`, [
      'extendedKeyUsage=clientAuth',
    ]);
  }

  /** What service account tokens are signed with. */
  async issueKey(name: string): Promise<string> {
    const { key } = this.#place(name);
    await openssl(['genrsa', '-out', key, '2048']);
    return key;
  }

  async #issue(
    name: string,
    subject: string,
    extensions: string[],
  ): Promise<Pair> {
    const pair = this.#place(name);
    const request = `${pair.certificate}.request`;
    const extensionFile = `${pair.certificate}.extensions`;
    await openssl([
      'req',
      ...newKey(pair.key),
      ...['-subj', subject, '-out', request],
    ]);
    await writeFile(extensionFile, extensions.join('\n'));
    await openssl([
      ...['x509', '-req', '-in', request, '-days', DAYS],
      ...['-CA', this.pair.certificate, '-CAkey', this.pair.key],
      ...['-set_serial', `0x${randomBytes(8).toString('hex')}`],
      ...['-extfile', extensionFile, '-out', pair.certificate],
    ]);
    return pair;
  }

  #place(name: string): Pair {
    return {
      certificate: join(this.folder, `${name}.crt`),
      key: join(this.folder, `${name}.key`),
    };
  }
}

function newKey(file: string): string[] {
  return [
    ...['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256'],
    ...['-nodes', '-keyout', file],
  ];
}

async function openssl(args: string[]): Promise<void> {
  await run('openssl', args);
}

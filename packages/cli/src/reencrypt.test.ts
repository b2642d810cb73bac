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

import { createServer, RequestListener, Server } from 'node:http';
import { AddressInfo } from 'node:net';
import { once } from 'node:events';
import { createMockDirectory } from '@backstage/backend-test-utils';
import {
  parseSealingCertificate,
  sealIntoManifest,
  sealValue,
} from '@safekeep/backstage-plugin-safekeep-node';
import { createSealingKeyPair } from '@safekeep/backstage-plugin-safekeep-node/testUtils';
import { parse } from 'yaml';
import { openSealed } from './__testUtils__/openSealed';
import { runCommand } from './__testUtils__/runCommand';

jest.setTimeout(120_000);

const LABEL = 'prod/db';

describe('safekeep run safekeep:secret:re-encrypt', () => {
  const folder = createMockDirectory();
  const oldKeys = createSealingKeyPair();
  const newKeys = createSealingKeyPair();
  const newest = parseSealingCertificate(newKeys.certificate);
  let server: Server;
  let rotate: RequestListener;

  beforeEach(async () => {
    server = createServer((request, response) =>
      request.url === '/v1/cert.pem'
        ? response.end(newKeys.certificate)
        : rotate(request, response),
    );
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    folder.setContent({
      'db.yaml': sealIntoManifest({
        certificate: parseSealingCertificate(oldKeys.certificate),
        namespace: 'prod',
        name: 'db',
        values: new Map([['PASSWORD', Buffer.from('c4n4ry')]]),
        now: new Date(),
      }).text,
      'input.json': '{}',
    });
  });
  afterEach(() => {
    server.closeAllConnections();
    server.close();
  });

  function run(controller?: string) {
    return runCommand(
      [
        'run',
        'safekeep:secret:re-encrypt',
        '--workspace',
        '.',
        '--input',
        'input.json',
        ...(controller === undefined ? [] : ['--controller', controller]),
      ],
      { cwd: folder.path },
    );
  }

  const address = () =>
    `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  const text = () => (folder.content() as Record<string, string>)['db.yaml'];

  it('has the controller at that address seal the values anew', async () => {
    let times = 0;
    rotate = async (request, response) => {
      const body = Buffer.concat(await request.toArray()).toString();
      if (++times === 1) {
        response.writeHead(429, { 'retry-after': '1' });
        response.end('limit exceeded\n');
        return;
      }
      const { metadata, spec } = JSON.parse(body);
      const value = openSealed(
        spec.encryptedData.PASSWORD,
        oldKeys.privateKey,
        LABEL,
      );
      response.end(
        JSON.stringify({
          kind: 'SealedSecret',
          metadata,
          spec: {
            encryptedData: {
              PASSWORD: sealValue({ certificate: newest, label: LABEL, value }),
            },
          },
        }),
      );
    };
    const { status, stdout, stderr } = await run(address());
    expect(stderr).toContain('Re-encrypted 1 of 1');
    expect(stderr).toContain('Asking again in');
    expect(status).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      secrets: ['prod/db'],
      certificate: newest.fingerprint,
    });
    const { PASSWORD } = parse(text()).spec.encryptedData;
    expect(openSealed(PASSWORD, newKeys.privateKey, LABEL).toString()).toBe(
      'c4n4ry',
    );
    expect(stdout + stderr).not.toContain('c4n4ry');
  });

  it('says what does not work, and changes nothing', async () => {
    const before = text();
    rotate = (_, response) => {
      response.writeHead(500);
      response.end();
    };
    for (const [controller, message] of [
      [
        address(),
        'prod/db (db.yaml), 1 of 1 (PASSWORD): The controller cannot re-encrypt',
      ],
      [`${address()}elsewhere`, 'gives no certificate (HTTP 500)'],
      ['localhost', 'is no URL'],
      [undefined, 'there is none to ask here'],
    ]) {
      const { status, stdout, stderr } = await run(controller);
      expect(stderr).toContain(message);
      expect([status, stdout]).toEqual([2, '']);
    }
    expect(text()).toBe(before);
  });
});

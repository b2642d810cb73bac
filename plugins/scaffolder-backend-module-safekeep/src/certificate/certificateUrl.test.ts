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

import {
  createServer,
  IncomingMessage,
  Server,
  ServerResponse,
} from 'node:http';
import { AddressInfo } from 'node:net';
import {
  createMockDirectory,
  mockServices,
  ServiceFactoryTester,
} from '@backstage/backend-test-utils';
import { JsonObject } from '@backstage/types';
import {
  createSealingKeyPair,
  observerFiles,
  unseal,
} from '@safekeep/backstage-plugin-safekeep-node/testUtils';
import { parse } from 'yaml';
import { createRotateSecretAction } from '../actions/createRotateSecretAction';
import { createSealSecretAction } from '../actions/createSealSecretAction';
import { flatContent, runAction } from '../__testUtils__/runAction';
import { SEALED_PATH } from '../__testUtils__/sealedObserver';
import { AllowedCertificateReader } from './CertificateUrlReader';

const now = () => new Date('2026-03-01T12:00:00Z');

describe('a certificate by its address', () => {
  const keys = createSealingKeyPair();
  const workspace = createMockDirectory();
  let server: Server;
  let handler: (request: IncomingMessage, response: ServerResponse) => void;
  let asked: string[];
  let reader: AllowedCertificateReader;

  beforeAll(async () => {
    server = createServer((request, response) => handler(request, response));
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
    // Backstage's own reader, which decides by its configuration.
    const urlReader = await ServiceFactoryTester.from(
      mockServices.urlReader.factory(),
      {
        dependencies: [
          mockServices.rootConfig.factory({
            data: {
              backend: { reading: { allow: [{ host: 'certs.example.com' }] } },
            },
          }),
        ],
      },
    ).getSubject();
    reader = AllowedCertificateReader.create(urlReader, { timeoutMs: 1_000 });
  });
  afterAll(async () => {
    server.closeAllConnections();
    await new Promise(resolve => server.close(resolve));
  });

  beforeEach(() => {
    workspace.setContent(Object.fromEntries(observerFiles()));
    asked = [];
    // What would go to a host on the network comes here.
    const realFetch = global.fetch;
    jest.spyOn(global, 'fetch').mockImplementation((url, init) => {
      const { host, pathname, search } = new URL(String(url));
      asked.push(host);
      const { port } = server.address() as AddressInfo;
      return realFetch(`http://127.0.0.1:${port}${pathname}${search}`, init);
    });
  });
  afterEach(() => jest.restoreAllMocks());

  const seal = (certificate: string, signal?: AbortSignal) =>
    runAction(createSealSecretAction({ certificateUrls: reader, now }), {
      workspacePath: workspace.path,
      input: {
        certificate,
        namespace: 'observer-prod',
        name: 'observer-secrets',
      },
      ...(signal && { context: { signal } }),
    });

  it('is read and sealed with, and rotated with', async () => {
    handler = (_, response) => response.end(keys.certificate);
    const address = 'https://certs.example.com/v1/cert.pem?token=canary';
    const { error, log } = await seal(address);
    expect(error).toBeUndefined();
    const rotated = await runAction(
      createRotateSecretAction({ certificateUrls: reader, now }),
      {
        workspacePath: workspace.path,
        input: {
          certificate: address,
          namespace: 'observer-prod',
          name: 'observer-secrets',
          keys: ['KIS_APP_KEY'],
          given: ['KIS_APP_KEY'],
        },
        secrets: { KIS_APP_KEY: 'new' },
      },
    );
    expect(rotated.error).toBeUndefined();
    const { encryptedData } = parse(flatContent(workspace)[SEALED_PATH]).spec;
    expect(
      unseal(
        encryptedData.KIS_APP_KEY,
        keys,
        'observer-prod/observer-secrets',
      ).toString(),
    ).toBe('new');
    expect(asked).toEqual(['certs.example.com', 'certs.example.com']);
    expect(JSON.stringify([log, rotated.log])).not.toContain('canary');
  });

  const moved =
    (location: string): typeof handler =>
    (_, response) => {
      response.writeHead(302, { location });
      response.end();
    };

  it.each<{
    what: string;
    url?: string;
    answer?: typeof handler;
    message: RegExp;
    hosts?: string[];
  }>([
    {
      what: 'http',
      url: 'http://certs.example.com/c.pem',
      message: /must begin with https:\/\//,
      hosts: [],
    },
    {
      what: 'another scheme',
      url: 'file:///etc/passwd',
      message: /must begin with https:\/\//,
      hosts: [],
    },
    {
      what: 'a password in it',
      url: 'https://user:canary@certs.example.com/c.pem',
      message: /no user and no password/,
      hosts: [],
    },
    ...[
      '127.0.0.1',
      'localhost',
      '[::1]',
      '169.254.169.254',
      '[fe80::1]',
      'metadata.google.internal',
      'elsewhere.example.com',
    ].map(host => ({
      what: `a host that is not allowed (${host})`,
      url: `https://${host}/latest/meta-data?canary`,
      message:
        /Backstage may not read https:.*must be in backend.reading.allow/,
      hosts: [],
    })),
    {
      what: 'a redirect to a host that is not allowed',
      answer: moved('http://169.254.169.254/latest/meta-data'),
      message: /or where it redirects to/,
      hosts: ['certs.example.com'],
    },
    {
      what: 'redirects without end',
      answer: moved('https://certs.example.com/again'),
      message: /could not be read from https:\/\/certs.example.com\/c.pem/,
    },
    {
      what: 'nothing there',
      answer: (_, response) => {
        response.writeHead(404);
        response.end('canary');
      },
      message: /c.pem is not there/,
    },
    {
      what: 'an error of the server',
      answer: (_, response) => {
        response.writeHead(500, 'canary');
        response.end('canary');
      },
      message: /could not be read from .* \(HTTP 500\)/,
    },
    {
      what: 'a server that never answers',
      answer: () => {},
      message: /did not give the sealing certificate within 1 s/,
    },
    {
      what: 'a server that stops in the middle',
      answer: (_, response) => {
        response.write('-----BEGIN CERTIFICATE-----');
      },
      message: /did not give the sealing certificate within 1 s/,
    },
    {
      what: 'a body without end',
      answer: (_, response) => {
        const more = () => {
          while (response.writable && response.write('x'.repeat(65_536)));
        };
        response.on('drain', more);
        more();
      },
      message: /has more than 65536 bytes/,
    },
    {
      what: 'an empty body',
      answer: (_, response) => response.end(),
      message: /no PEM block/,
    },
    {
      what: 'a page of HTML',
      answer: (_, response) => response.end('<html>canary</html>'),
      message: /no PEM block/,
    },
  ])('refuses $what, and writes nothing', async row => {
    const { url, answer, message, hosts } = row;
    handler = answer ?? ((_, response) => response.end(keys.certificate));
    const before = flatContent(workspace);
    const run = await seal(url ?? 'https://certs.example.com/c.pem?canary');
    expect(run.error?.message).toMatch(message);
    expect(run.outputs).toEqual({});
    expect(flatContent(workspace)).toEqual(before);
    expect(asked).toEqual(hosts ?? asked);
    expect(
      JSON.stringify([run.log, run.error?.message, run.error?.stack]),
    ).not.toContain('canary');
  });

  it('is given up at once when the task is cancelled', async () => {
    const controller = new AbortController();
    handler = () => controller.abort(new Error('cancelled'));
    const run = await seal('https://certs.example.com/c', controller.signal);
    expect(run.error?.message).toBe('cancelled');
  });

  it('is refused where no address can be read', async () => {
    const { error } = await runAction(createSealSecretAction({ now }), {
      workspacePath: workspace.path,
      input: {
        certificate: 'https://certs.example.com/c',
        namespace: 'observer-prod',
        name: 'observer-secrets',
      } as JsonObject,
    });
    expect(error?.message).toMatch(/cannot be read from an address here/);
  });
});

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
import dns from 'node:dns';
import { fetchCertificate } from './files/fetchCertificate';

describe('a certificate by its address', () => {
  let server: Server;
  let handler: RequestListener;
  let origin: string;

  beforeAll(async () => {
    server = createServer((request, response) => handler(request, response));
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
    origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterEach(() => jest.restoreAllMocks());
  afterAll(async () => {
    server.closeAllConnections();
    await new Promise(resolve => server.close(resolve));
  });

  async function failure(address: string): Promise<string> {
    return fetchCertificate(address, { timeoutMs: 500 }).then(
      () => 'no failure',
      (error: Error) => `${error.name}: ${error.message}`,
    );
  }

  it('is read from a port-forward', async () => {
    handler = (_, response) => response.end('PEM');
    expect(await fetchCertificate(`${origin}/v1/cert.pem`)).toBe('PEM');
    expect(
      await fetchCertificate(origin.replace('127.0.0.1', 'localhost')),
    ).toBe('PEM');
  });

  it.each<[string, RegExp]>([
    ['http://certs.example.com/c.pem', /must begin with https/],
    ['file:///etc/passwd', /must begin with https/],
    ['https://', /must begin with https/],
    ['https://a:canary@certs.example.com/', /no user and no password/],
    ['https://169.254.169.254/latest?canary', /metadata address/],
    ['https://[fe80::1]/', /link-local/],
    ['https://[::ffff:169.254.169.254]/', /metadata address/],
    ['https://[fd00:ec2::254]/', /metadata address/],
    // However the number is written.
    ['https://2852039166/', /metadata address/],
  ])('is not asked for at %s', async (address, message) => {
    const told = await failure(address);
    expect(told).toMatch(/^InputError: /);
    expect(told).toMatch(message);
    expect(told).not.toContain('canary');
  });

  it('is not asked for where a name stands for a metadata address', async () => {
    jest
      .spyOn(dns, 'lookup')
      .mockImplementation(((_: string, __: object, answer: Function) =>
        answer(null, [{ address: '169.254.169.254', family: 4 }])) as never);
    expect(await failure('https://certs.example.com/c')).toMatch(
      /169.254.169.254 is a link-local or metadata/,
    );
  });

  it.each<[string, RequestListener, RegExp]>([
    [
      'redirects',
      (_, response) => {
        response.writeHead(302, { location: 'https://canary.example.com' });
        response.end();
      },
      /redirects elsewhere, which is not followed/,
    ],
    [
      'fails',
      (_, response) => {
        response.writeHead(500, 'canary');
        response.end('canary');
      },
      /does not give the sealing certificate \(HTTP 500\)/,
    ],
    ['never answers', () => {}, /within 0.5 s/],
    [
      'stops in the middle',
      (_, response) => {
        response.write('-----BEGIN');
      },
      /within 0.5 s/,
    ],
    [
      'breaks off',
      (_, response) => {
        response.write('-----BEGIN');
        setTimeout(() => response.destroy(), 50);
      },
      /could not be read from/,
    ],
    [
      'gives too much',
      (_, response) => {
        const more = () => {
          while (response.writable && response.write('x'.repeat(65_536)));
        };
        response.on('drain', more);
        more();
      },
      /more than 65536 bytes/,
    ],
  ])('says so when the server %s', async (_, answer, message) => {
    handler = answer;
    const told = await failure(`${origin}/v1/cert.pem?canary`);
    expect(told).toMatch(/^InputError: /);
    expect(told).toMatch(message);
    expect(told).not.toContain('canary');
  });
});

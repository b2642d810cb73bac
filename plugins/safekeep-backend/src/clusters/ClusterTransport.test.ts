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

import { createMockDirectory } from '@backstage/backend-test-utils';
import { execFileSync } from 'child_process';
import { once } from 'events';
import { readFileSync } from 'fs';
import {
  createServer as createHttpServer,
  IncomingMessage,
  Server,
} from 'http';
import { createServer, Server as TlsServer } from 'https';
import { AddressInfo, connect } from 'net';
import { TLSSocket } from 'tls';
import { ClusterDefinition } from './ClusterDefinition';
import { KubeConfigTransport } from './ClusterTransport';
import { readBody } from './readJsonLines';

jest.setTimeout(60_000);

/** Certificates can't be made with Node alone. */
function hasOpenssl(): boolean {
  try {
    execFileSync('openssl', ['version']);
    return true;
  } catch {
    return false;
  }
}

(hasOpenssl() ? describe : describe.skip)('KubeConfigTransport', () => {
  const directory = createMockDirectory();
  let server: TlsServer;
  let url: string;
  let requests: IncomingMessage[];
  let stopping: Array<TlsServer | Server>;

  function makeCertificate(name: string): { key: Buffer; cert: Buffer } {
    const path = (end: string) => directory.resolve(`${name}.${end}`);
    execFileSync(
      'openssl',
      `req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=${name} -addext subjectAltName=IP:127.0.0.1 -keyout ${path(
        'key',
      )} -out ${path('crt')}`.split(' '),
      { stdio: 'ignore' },
    );
    return { key: readFileSync(path('key')), cert: readFileSync(path('crt')) };
  }

  beforeAll(async () => {
    await import('@kubernetes/client-node');
  });

  beforeEach(async () => {
    directory.setContent({});
    requests = [];
    const client = makeCertificate('client');
    server = createServer(
      {
        ...makeCertificate('server'),
        ca: client.cert,
        requestCert: true,
        rejectUnauthorized: false,
      },
      (request, response) => {
        requests.push(request);
        const peer = (request.socket as TLSSocket).getPeerCertificate();
        response.end(
          `${request.headers.authorization ?? 'nobody'} ${
            peer.subject?.CN ?? 'no certificate'
          }`,
        );
      },
    );
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    stopping = [server];
    url = `https://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });

  afterEach(() => {
    for (const one of stopping) {
      one.closeAllConnections();
      one.close();
    }
  });

  async function ask(transport: KubeConfigTransport): Promise<string> {
    const response = await transport.get({
      path: '/api/v1/pods',
      query: { limit: '1' },
    });
    return await readBody(response.body, { silenceMs: 1_000 });
  }

  function to(access: ClusterDefinition['access']): KubeConfigTransport {
    return KubeConfigTransport.create({ name: 'cluster', access });
  }

  function kubeconfig(user: object, cluster: object = {}): KubeConfigTransport {
    directory.addContent({
      config: JSON.stringify({
        'current-context': 'other',
        clusters: [
          {
            name: 'c',
            cluster: {
              server: `${url}/prefix/`,
              'certificate-authority': 'server.crt',
              ...cluster,
            },
          },
        ],
        users: [{ name: 'u', user }],
        contexts: [{ name: 'kind', context: { cluster: 'c', user: 'u' } }],
      }),
    });
    return to({
      type: 'kubeconfig',
      context: 'kind',
      file: directory.resolve('config'),
    });
  }

  it('trusts the configured CA only, and sends the token', async () => {
    const access = {
      type: 'service-account' as const,
      url,
      token: 'token',
      skipTLSVerify: false,
    };
    await expect(ask(to(access))).rejects.toThrow(
      /^its TLS certificate is not trusted$/,
    );
    expect(requests).toEqual([]);
    expect(
      await ask(to({ ...access, caFile: directory.resolve('server.crt') })),
    ).toBe('Bearer token no certificate');
    expect(
      await ask(
        to({
          ...access,
          caData: readFileSync(directory.resolve('server.crt')).toString(
            'base64',
          ),
        }),
      ),
    ).toBe('Bearer token no certificate');
    expect(await ask(to({ ...access, skipTLSVerify: true }))).toBe(
      'Bearer token no certificate',
    );
    expect(requests[0].url).toBe('/api/v1/pods?limit=1');
  });

  it('takes client certificates and passwords of a kubeconfig', async () => {
    expect(
      await ask(
        kubeconfig({
          'client-certificate': 'client.crt',
          'client-key': 'client.key',
        }),
      ),
    ).toBe('nobody client');
    expect(requests[0].url).toBe('/prefix/api/v1/pods?limit=1');
    expect(await ask(kubeconfig({ username: 'u', password: 'p' }))).toBe(
      'Basic dTpw no certificate',
    );
  });

  it('runs a credential plugin once however many ask, and not its error text', async () => {
    const credential = JSON.stringify({
      kind: 'ExecCredential',
      status: {
        token: 'from-exec',
        expirationTimestamp: new Date(Date.now() + 3_600_000),
      },
    });
    const script = directory.resolve('credential.sh');
    directory.addContent({
      'credential.sh': `echo called >> ${directory.resolve(
        'calls',
      )}\necho '${credential}'\n`,
      'broken.sh': 'echo hunter2 >&2; exit 1\n',
    });
    const transport = kubeconfig({ exec: { command: 'sh', args: [script] } });
    expect(
      await Promise.all([ask(transport), ask(transport), ask(transport)]),
    ).toEqual(Array(3).fill('Bearer from-exec no certificate'));
    expect(readFileSync(directory.resolve('calls'), 'utf8')).toBe('called\n');

    const broken = kubeconfig({
      exec: { command: 'sh', args: [directory.resolve('broken.sh')] },
    });
    await expect(ask(broken)).rejects.toThrow(
      /^its credentials could not be had$/,
    );
  });

  it('takes up new credentials after they were refused', async () => {
    const transport = kubeconfig({ token: 'old' });
    expect(await ask(transport)).toContain('old');
    kubeconfig({ token: 'new' });
    expect(await ask(transport)).toContain('old');
    server.prependOnceListener('request', (_, response) => {
      response.statusCode = 401;
    });
    await expect(ask(transport)).rejects.toMatchObject({
      kind: 'unauthorized',
    });
    expect(await ask(transport)).toContain('new');
  });

  it('goes through the proxy of a kubeconfig', async () => {
    const tunnels: string[] = [];
    const proxy = createHttpServer();
    proxy.on('connect', (request, socket) => {
      tunnels.push(request.url!);
      const [host, port] = request.url!.split(':');
      const target = connect(Number(port), host, () => {
        socket.write('HTTP/1.1 200 OK\r\n\r\n');
        target.pipe(socket).pipe(target);
      });
    });
    proxy.listen(0, '127.0.0.1');
    await once(proxy, 'listening');
    stopping.push(proxy);
    const port = (proxy.address() as AddressInfo).port;
    expect(
      await ask(
        kubeconfig({ token: 't' }, { 'proxy-url': `http://127.0.0.1:${port}` }),
      ),
    ).toBe('Bearer t no certificate');
    expect(tunnels).toEqual([url.replace('https://', '')]);
  });

  it('does not follow a redirect with its credentials', async () => {
    server.prependOnceListener('request', (_, response) => {
      response.writeHead(302, { location: 'https://evil.example/' });
    });
    await expect(
      ask(
        to({ type: 'service-account', url, token: 't', skipTLSVerify: true }),
      ),
    ).rejects.toThrow(/^it answers 302$/);
  });
});

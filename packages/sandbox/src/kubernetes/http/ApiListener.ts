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

import { generateKeyPairSync } from 'node:crypto';
import { createServer as createHttpServer, Server } from 'node:http';
import { createSecureServer, Http2SecureServer } from 'node:http2';
import {
  AddressInfo,
  createServer,
  Server as NetServer,
  Socket,
} from 'node:net';
import { promisify } from 'node:util';
import { selfSignedCertificate } from '../../certificates/selfSignedCertificate';
import { ApiDispatcher } from './ApiDispatcher';

/** As kube-apiserver's: a busy client that uses its connection again finds it open. */
const IDLE_MS = 90_000;
const TLS_HANDSHAKE = 0x16;
const DAY_MS = 24 * 60 * 60 * 1000;

/**
 * Plain HTTP and TLS on one port, told apart by the first byte: kubectl sends a
 * bearer token over TLS only. Over TLS it speaks HTTP/2 as well.
 */
export class ApiListener {
  static async listen(
    dispatcher: ApiDispatcher,
    options: { port: number; host: string },
  ): Promise<ApiListener> {
    const plain = createHttpServer((request, response) => {
      void dispatcher.handle(request, response);
    });
    plain.keepAliveTimeout = IDLE_MS;
    const { certificate, key } = serverIdentity(options.host);
    const secure = createSecureServer(
      { allowHTTP1: true, cert: certificate, key },
      // The compatibility API of HTTP/2 is the HTTP/1 one in all that is used here.
      plain.listeners('request')[0] as () => void,
    );
    const sockets = new Set<Socket>();
    const net = createServer(socket => {
      sockets.add(socket);
      socket.once('close', () => sockets.delete(socket));
      socket.on('error', () => socket.destroy());
      socket.once('data', chunk => {
        socket.pause();
        socket.unshift(chunk);
        const server = chunk[0] === TLS_HANDSHAKE ? secure : plain;
        server.emit('connection', socket);
        process.nextTick(() => socket.resume());
      });
    });
    await new Promise<void>((resolve, reject) => {
      net.once('error', reject);
      net.listen(options.port, options.host, resolve);
    });
    return new ApiListener(net, plain, secure, sockets, certificate);
  }

  private constructor(
    private readonly net: NetServer,
    private readonly plain: Server,
    private readonly secure: Http2SecureServer,
    private readonly sockets: Set<Socket>,
    /** PEM, for clients that want to verify the TLS side. */
    readonly certificate: string,
  ) {}

  get address(): string {
    const { address, port } = this.net.address() as AddressInfo;
    return `${address}:${port}`;
  }

  async close(): Promise<void> {
    const closed = promisify(this.net.close.bind(this.net))();
    this.plain.closeIdleConnections();
    for (const socket of this.sockets) {
      socket.destroy();
    }
    this.secure.removeAllListeners();
    await closed;
  }
}

function serverIdentity(host: string): { certificate: string; key: string } {
  const { publicKey, privateKey } = generateKeyPairSync('ec', {
    namedCurve: 'P-256',
  });
  const certificate = selfSignedCertificate({
    publicKey,
    privateKey,
    commonName: 'safekeep-sandbox',
    hosts: [...new Set(['localhost', '127.0.0.1', host])],
    notBefore: new Date(Date.now() - DAY_MS),
    notAfter: new Date(Date.now() + 365 * DAY_MS),
  });
  const key = privateKey.export({ type: 'pkcs8', format: 'pem' });
  return { certificate, key: key.toString() };
}

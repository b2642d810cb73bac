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

import { execFileSync, spawn } from 'node:child_process';
import {
  mkdirSync,
  mkdtempSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import {
  createServer,
  IncomingMessage,
  Server,
  ServerResponse,
} from 'node:http';
import { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { ConfigReader } from '@backstage/config';
import { ScmIntegrations } from '@backstage/integration';

const TOKEN = 'test-forge-token-9f2c';

/** A pull request as GitHub's REST has it. */
export interface TestPull {
  number: number;
  title: string;
  body: string;
  state: 'open' | 'closed';
  html_url: string;
  created_at: string;
  updated_at: string;
  merged_at: string | null;
  head: { ref: string; repo: { full_name: string } | null };
  base: { ref: string };
}

/**
 * A forge in miniature: one real bare repository (`acme/deployment`) behind
 * git's own http-backend, and the few REST calls that pull requests need.
 */
export class TestForge {
  readonly pulls: TestPull[] = [];
  /** Method and path of every request, in order. */
  readonly requests: string[] = [];
  /** Answers a request in the forge's place when it returns a status. */
  interfere?: (
    request: IncomingMessage,
  ) =>
    | { status: number; headers?: Record<string, string>; body?: string }
    | undefined;

  readonly #folder: string;
  readonly #server: Server;

  static async start(files: Record<string, string>): Promise<TestForge> {
    const folder = mkdtempSync(join(tmpdir(), 'test-forge-'));
    const forge = new TestForge(folder);
    const work = join(folder, 'work');
    mkdirSync(work);
    forge.#git(['init', '-q', '-b', 'main', work]);
    for (const [path, content] of Object.entries(files)) {
      mkdirSync(dirname(join(work, path)), { recursive: true });
      const mode = path.endsWith('.sh') ? 0o755 : 0o644;
      writeFileSync(join(work, path), content, { mode });
    }
    forge.#git(['-C', work, 'add', '-A']);
    forge.#git(['-C', work, 'commit', '-q', '-m', 'first']);
    forge.#git(['clone', '-q', '--bare', work, forge.#repository]);
    forge.#git(['-C', forge.#repository, 'config', 'http.receivepack', 'true']);
    await new Promise<void>(resolve =>
      forge.#server.listen(0, '127.0.0.1', resolve),
    );
    return forge;
  }

  private constructor(folder: string) {
    this.#folder = folder;
    this.#server = createServer((request, response) => {
      this.#answer(request, response).catch(error => {
        response.statusCode = 500;
        response.end(String(error));
      });
    });
  }

  get #repository(): string {
    return join(this.#folder, 'acme', 'deployment.git');
  }

  get host(): string {
    return `127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  get repositoryUrl(): string {
    return `http://${this.host}/acme/deployment`;
  }

  get token(): string {
    return TOKEN;
  }

  integrations(options?: { token?: string }): ScmIntegrations {
    return ScmIntegrations.fromConfig(
      new ConfigReader({
        integrations: {
          github: [
            {
              host: this.host,
              apiBaseUrl: `http://${this.host}/api/v3`,
              token: options ? options.token : TOKEN,
            },
          ],
        },
      }),
    );
  }

  /** What `git <args>` prints in the bare repository. */
  git(...args: string[]): string {
    return this.#git(['-C', this.#repository, ...args]);
  }

  /** Commits to a branch, as somebody else would; `-> x` is a symlink to x. */
  commit(branch: string, files: Record<string, string | undefined>): void {
    const work = mkdtempSync(join(this.#folder, 'other-'));
    this.#git(['clone', '-q', '-b', branch, this.#repository, work]);
    for (const [path, content] of Object.entries(files)) {
      if (content === undefined) {
        rmSync(join(work, path));
      } else {
        mkdirSync(dirname(join(work, path)), { recursive: true });
        if (content.startsWith('-> ')) {
          symlinkSync(content.slice(3), join(work, path));
        } else {
          writeFileSync(join(work, path), content);
        }
      }
    }
    this.#git(['-C', work, 'add', '-A']);
    this.#git(['-C', work, 'commit', '-q', '-m', 'other']);
    this.#git(['-C', work, 'push', '-q', 'origin', branch]);
  }

  /** Makes the repository refuse pushes as a protected branch does. */
  protect(message: string): void {
    writeFileSync(
      join(this.#repository, 'hooks', 'update'),
      `#!/bin/sh\necho "${message}" >&2\nexit 1\n`,
      { mode: 0o755 },
    );
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise(resolve => this.#server.close(resolve));
    rmSync(this.#folder, { recursive: true, force: true });
  }

  #git(args: string[]): string {
    return execFileSync('git', args, {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
      env: {
        PATH: process.env.PATH,
        HOME: this.#folder,
        GIT_AUTHOR_NAME: 'Somebody',
        GIT_AUTHOR_EMAIL: 'somebody@example.com',
        GIT_COMMITTER_NAME: 'Somebody',
        GIT_COMMITTER_EMAIL: 'somebody@example.com',
      },
    });
  }

  async #answer(request: IncomingMessage, response: ServerResponse) {
    const url = new URL(request.url ?? '/', `http://${this.host}`);
    this.requests.push(`${request.method} ${url.pathname}${url.search}`);
    const parts: Buffer[] = [];
    for await (const part of request) {
      parts.push(part);
    }
    const body = Buffer.concat(parts);
    const interference = this.interfere?.(request);
    if (interference) {
      response.writeHead(interference.status, interference.headers);
      response.end(interference.body);
    } else if (!this.#isAuthenticated(request)) {
      response.writeHead(401).end('{"message":"Bad credentials"}');
    } else if (url.pathname.startsWith('/acme/deployment.git/')) {
      await this.#answerGit(request, url, body, response);
    } else {
      this.#answerRest(request, url, body, response);
    }
  }

  #isAuthenticated(request: IncomingMessage): boolean {
    const { authorization = '' } = request.headers;
    const basic = Buffer.from(`x-access-token:${TOKEN}`).toString('base64');
    return [`Bearer ${TOKEN}`, `Basic ${basic}`].includes(authorization);
  }

  #answerRest(
    request: IncomingMessage,
    url: URL,
    body: Buffer,
    response: ServerResponse,
  ) {
    const send = (status: number, json: unknown) =>
      response
        .writeHead(status, { 'content-type': 'application/json' })
        .end(JSON.stringify(json));
    const path = url.pathname.replace('/api/v3/repos/acme/deployment', '');
    if (path === '' && request.method === 'GET') {
      send(200, { default_branch: 'main' });
    } else if (path === '/pulls' && request.method === 'GET') {
      const state = url.searchParams.get('state');
      const head = url.searchParams.get('head');
      send(
        200,
        this.pulls.filter(
          pull =>
            pull.state === state && (!head || `acme:${pull.head.ref}` === head),
        ),
      );
    } else if (path === '/pulls' && request.method === 'POST') {
      const { title, head, base, body: text } = JSON.parse(body.toString());
      const exists = this.pulls.some(
        pull => pull.state === 'open' && pull.head.ref === head,
      );
      if (exists) {
        send(422, {
          message: 'Validation Failed',
          errors: [
            { message: `A pull request already exists for acme:${head}.` },
          ],
        });
        return;
      }
      const number = this.pulls.length + 1;
      const now = new Date().toISOString();
      this.pulls.push({
        number,
        title,
        body: text,
        state: 'open',
        html_url: `${this.repositoryUrl}/pull/${number}`,
        created_at: now,
        updated_at: now,
        merged_at: null,
        head: { ref: head, repo: { full_name: 'acme/deployment' } },
        base: { ref: base },
      });
      send(201, this.pulls[number - 1]);
    } else {
      send(404, { message: 'Not Found' });
    }
  }

  /** Git's http-backend is a CGI program: headers, an empty line, the body. */
  async #answerGit(
    request: IncomingMessage,
    url: URL,
    body: Buffer,
    response: ServerResponse,
  ) {
    const backend = spawn('git', ['http-backend'], {
      env: {
        PATH: process.env.PATH,
        HOME: this.#folder,
        GIT_PROJECT_ROOT: this.#folder,
        GIT_HTTP_EXPORT_ALL: '1',
        PATH_INFO: url.pathname,
        QUERY_STRING: url.search.slice(1),
        REQUEST_METHOD: request.method,
        CONTENT_TYPE: request.headers['content-type'] ?? '',
        CONTENT_LENGTH: String(body.length),
        REMOTE_ADDR: '127.0.0.1',
      },
    });
    // It may answer without reading all of what it is sent.
    backend.stdin.on('error', () => {});
    backend.stdin.end(body);
    const parts: Buffer[] = [];
    for await (const part of backend.stdout) {
      parts.push(part);
    }
    const output = Buffer.concat(parts);
    const end = output.indexOf('\r\n\r\n');
    for (const line of output.subarray(0, end).toString().split('\r\n')) {
      const [name, value] = line.split(/:\s*/, 2);
      if (name.toLowerCase() === 'status') {
        response.statusCode = Number(value.slice(0, 3));
      } else {
        response.setHeader(name, value);
      }
    }
    response.end(output.subarray(end + 4));
  }
}

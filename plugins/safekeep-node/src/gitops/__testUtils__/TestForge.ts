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

import { execFileSync } from 'node:child_process';
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
import { answerGit } from './answerGit';
import {
  TestAnswer,
  TestForgeRest,
  testForgeRests,
  TestPull,
} from './testForgeRest';

const TOKEN = 'test-forge-token-9f2c';

export interface TestForgeOptions {
  /** Whose REST it speaks. Default: GitHub's. */
  type?: keyof typeof testForgeRests;
  /** Path of the host that it is below, such as `/git`. */
  path?: string;
}

/**
 * A forge in miniature: one real bare repository (`acme/deployment`) behind
 * git's own http-backend, and the few REST calls that pull requests and
 * Backstage's URL reader of Gitea need.
 */
export class TestForge {
  readonly pulls: TestPull[] = [];
  /** Method and path of every request, in order. */
  readonly requests: string[] = [];
  /** Answers a request in the forge's place when it returns a status. */
  interfere?: (request: IncomingMessage) => TestAnswer | undefined;
  /** Gives pages no longer than this, whatever is asked for. */
  maxPageSize = Infinity;

  readonly #folder: string;
  readonly #rest: TestForgeRest;
  readonly #path: string;
  readonly #server: Server;

  static async start(
    files: Record<string, string>,
    options: TestForgeOptions = {},
  ): Promise<TestForge> {
    const folder = mkdtempSync(join(tmpdir(), 'test-forge-'));
    const forge = new TestForge(folder, options);
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

  private constructor(folder: string, options: TestForgeOptions) {
    this.#folder = folder;
    this.#rest = testForgeRests[options.type ?? 'github'];
    this.#path = options.path ?? '';
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

  get url(): string {
    return `http://${this.host}${this.#path}`;
  }

  get repositoryUrl(): string {
    return `${this.url}/acme/deployment`;
  }

  get token(): string {
    return TOKEN;
  }

  /** The URL of a branch's folder, as this forge writes it. */
  folderUrl(branch: string, folder?: string): string {
    const url = `${this.repositoryUrl}/${this.#rest.mark}/${branch}`;
    return folder ? `${url}/${folder}` : url;
  }

  pullUrl(number: number): string {
    return `${this.repositoryUrl}/${this.#rest.pullPath}/${number}`;
  }

  integrations(options?: { token?: string; url?: string }): ScmIntegrations {
    const { url = this.url, token } = options ?? { token: TOKEN };
    return ScmIntegrations.fromConfig(
      new ConfigReader({
        integrations: this.#rest.integrations({ url, token }),
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
    const url = new URL(request.url ?? '/', this.url);
    this.requests.push(`${request.method} ${url.pathname}${url.search}`);
    const parts: Buffer[] = [];
    for await (const part of request) {
      parts.push(part);
    }
    const body = Buffer.concat(parts);
    const path = url.pathname.slice(this.#path.length);
    const refusal = this.#refuse(request, url);
    const interference = this.interfere?.(request);
    if (interference) {
      send(response, interference);
    } else if (refusal) {
      send(response, this.#rest.refuse(refusal));
    } else if (path.startsWith('/acme/deployment.git/')) {
      send(
        response,
        await answerGit(request, {
          folder: this.#folder,
          path,
          query: url.search.slice(1),
          body,
        }),
      );
    } else {
      send(response, this.#answerRest(request, url, body));
    }
  }

  #refuse(request: IncomingMessage, { pathname }: URL) {
    const { authorization } = request.headers;
    const basic = Buffer.from(`x-access-token:${TOKEN}`).toString('base64');
    const accepted = [`Bearer ${TOKEN}`, `token ${TOKEN}`, `Basic ${basic}`];
    if (!pathname.startsWith(`${this.#path}/`)) {
      return 'not found';
    }
    if (!authorization) {
      return 'no token';
    }
    return accepted.includes(authorization) ? undefined : 'wrong token';
  }

  #answerRest(request: IncomingMessage, url: URL, body: Buffer): TestAnswer {
    const { apiPath, isListed, refuse, refuseSecond, show } = this.#rest;
    const root = `${this.#path}${apiPath}/repos/acme/deployment`;
    const path = url.pathname.startsWith(root)
      ? url.pathname.slice(root.length)
      : undefined;
    const json = (status: number, value: object): TestAnswer => ({
      status,
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(value),
    });
    const ref = decodeURIComponent(
      /^\/(?:git\/commits|archive)\/(.*?)(?:\.tar\.gz)?$/.exec(
        path ?? '',
      )?.[1] ?? '',
    );
    const shown = (pull: TestPull) =>
      show(pull, branch => this.git('branch', '--list', branch) !== '');
    if (path === '') {
      return json(200, { default_branch: 'main' });
    }
    if (path === '/pulls' && request.method === 'GET') {
      const found = this.pulls
        .filter(pull => isListed(pull, url.searchParams))
        .map(shown);
      return this.#page(found, url);
    }
    if (path === '/pulls' && request.method === 'POST') {
      const { title, head, base, body: text } = JSON.parse(body.toString());
      const other = this.pulls.find(
        pull => pull.state === 'open' && pull.head.ref === head,
      );
      if (other) {
        return refuseSecond(other);
      }
      const number = this.pulls.length + 1;
      const now = new Date().toISOString();
      this.pulls.push({
        number,
        title,
        body: text,
        state: 'open',
        html_url: this.pullUrl(number),
        created_at: now,
        updated_at: now,
        merged_at: null,
        head: { ref: head, repo: { full_name: 'acme/deployment' } },
        base: { ref: base },
      });
      return json(201, shown(this.pulls[number - 1]));
    }
    if (!ref || this.git('branch', '--list', ref) === '') {
      return refuse('not found');
    }
    if (path?.startsWith('/archive/')) {
      return { status: 200, body: this.#archive(ref) };
    }
    return json(200, { sha: this.git('rev-parse', ref).trim() });
  }

  #page(items: object[], url: URL): TestAnswer {
    const size = Math.min(
      this.#rest.pageSize(url.searchParams),
      this.maxPageSize,
    );
    const page = Number(url.searchParams.get('page') ?? 1);
    const next = new URL(url);
    next.searchParams.set('page', String(page + 1));
    return {
      status: 200,
      headers: {
        'content-type': 'application/json',
        ...(page * size < items.length && { link: `<${next}>; rel="next"` }),
      },
      body: JSON.stringify(items.slice((page - 1) * size, page * size)),
    };
  }

  #archive(ref: string): Buffer {
    return execFileSync('git', [
      ...['-C', this.#repository, 'archive', '--format=tar.gz'],
      ...['--prefix=deployment/', ref],
    ]);
  }
}

function send(response: ServerResponse, answer: TestAnswer): void {
  response.writeHead(answer.status, answer.headers).end(answer.body);
}

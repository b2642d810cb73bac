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

import { createServer, type Server } from 'node:http';
import { mkdir } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import express, { type Express, type RequestHandler } from 'express';
import { route, type ForgeContext } from './ForgeContext';
import { RepositoryStore, type ForgeRepository } from './RepositoryStore';
import { checkToken } from './authentication';
import { createCommitPages } from './pages/commitPages';
import { createFilePages } from './pages/filePages';
import { sendErrorPage, sendNotFound } from './pages/errorPages';
import { createPullRequestPages } from './pages/pullRequestPages';
import { STYLESHEET } from './pages/stylesheet';
import { refreshPullRequests } from './pulls/pullRequests';
import { refuseForeignHosts } from './refuseForeignHosts';
import { createRestRouter } from './rest/createRestRouter';
import { serveSmartHttp, type SmartHttpService } from './smartHttp';

/**
 * How a {@link Forge} is started.
 *
 * @public
 */
export interface ForgeOptions {
  /** 0 or absent: any free port. */
  port?: number;
  host?: string;
  /** What git and the REST API want; the pages are open to this machine. */
  token: string;
  /** Folder of the bare repositories; made where it isn't there. */
  directory: string;
}

/** Told after a branch of a repository moved, by push, merge or API. */
export type BranchListener = (owner: string, name: string) => void;

/**
 * A Git forge: real bare repositories over HTTP, the part of GitHub's REST API
 * that Backstage uses, and pages for people.
 *
 * @public
 */
export class Forge {
  readonly #server: Server;
  readonly #app: Express;
  readonly #listeners = new Set<BranchListener>();
  readonly #context: ForgeContext;

  static async start(options: ForgeOptions): Promise<Forge> {
    const { port = 0, host = '127.0.0.1', token, directory } = options;
    await mkdir(directory, { recursive: true });
    const store = await RepositoryStore.create(directory);
    const app = express();
    const server = createServer(app);
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(port, host, resolve);
    });
    const address = server.address() as AddressInfo;
    // `localhost`, because that is the host that Backstage's integration names.
    const name = host === '127.0.0.1' || host === '::1' ? 'localhost' : host;
    const forge: Forge = new Forge(server, app, {
      store,
      url: `http://${name}:${address.port}`,
      token,
      user: 'sandbox',
      branchesMoved: repository => forge.#branchesMoved(repository),
    });
    forge.#mount(name === 'localhost');
    return forge;
  }

  private constructor(server: Server, app: Express, context: ForgeContext) {
    this.#server = server;
    this.#app = app;
    this.#context = context;
  }

  /** `http://localhost:7301` */
  get url(): string {
    return this.#context.url;
  }

  get token(): string {
    return this.#context.token;
  }

  get repositories(): RepositoryStore {
    return this.#context.store;
  }

  /** Calls the listener after each move of a branch, until the result is called. */
  onBranchesMoved(listener: BranchListener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Adds pages of another part of the sandbox, before those of the repositories. */
  addPages(path: string, handler: RequestHandler): void {
    this.#extraPages.use(path, handler);
  }

  readonly #extraPages = express.Router();

  async stop(): Promise<void> {
    await new Promise<void>(resolve => {
      this.#server.close(() => resolve());
      this.#server.closeAllConnections();
    });
  }

  async #branchesMoved(repository: ForgeRepository): Promise<void> {
    await refreshPullRequests(repository);
    for (const listener of this.#listeners) {
      listener(repository.git.owner, repository.git.name);
    }
  }

  #mount(onlyLoopbackNames: boolean): void {
    const app = this.#app;
    const context = this.#context;
    app.disable('x-powered-by');
    app.set('etag', false);
    if (onlyLoopbackNames) {
      app.use(refuseForeignHosts);
    }
    app.get('/assets/forge.css', (_request, response) => {
      response.type('css').set('Cache-Control', 'max-age=300').send(STYLESHEET);
    });
    app.use('/api', createRestRouter(context));
    app.all(
      '/:owner/:repo/:service(info/refs|git-upload-pack|git-receive-pack)',
      this.#smartHttp(),
    );
    app.use(this.#extraPages);
    app.use(createPullRequestPages(context));
    app.use(createCommitPages(context));
    app.use(createFilePages(context));
    app.use((_request, response) => {
      sendNotFound(response, 'There is no such page.');
    });
    app.use(sendErrorPage);
  }

  #smartHttp(): RequestHandler {
    const context = this.#context;
    return route(async (request, response) => {
      if (checkToken(request, context.token) !== 'valid') {
        response
          .status(401)
          .set('WWW-Authenticate', 'Basic realm="Safekeep sandbox forge"')
          .type('text/plain')
          .send('The forge wants its token as the password.\n');
        return;
      }
      const { owner, repo, service } = request.params;
      const name = repo.replace(/\.git$/, '');
      if (!context.store.has(owner, name)) {
        response.status(404).type('text/plain').send('Repository not found.\n');
        return;
      }
      const repository = context.store.get(owner, name);
      await serveSmartHttp(request, response, {
        repository: repository.git,
        service: service as SmartHttpService,
        user: context.user,
        // Before the answer ends, so that who pushed finds everything told.
        onReceived: () => this.#branchesMoved(repository),
      });
    });
  }
}

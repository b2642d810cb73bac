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

import type { RequestHandler, Request, Response } from 'express';
import type { ForgeRepository, RepositoryStore } from './RepositoryStore';

/** What the forge's routes share. */
export interface ForgeContext {
  store: RepositoryStore;
  /** The forge's own address as others see it, without a slash at its end. */
  url: string;
  token: string;
  /** The login of whoever has the token. */
  user: string;
  /** To be called after a branch of a repository moved. */
  branchesMoved(repository: ForgeRepository): Promise<void>;
}

/** Lets a route be an async function whose error goes to the error handler. */
export function route(
  handler: (request: Request, response: Response) => Promise<void> | void,
): RequestHandler {
  return (request, response, next) => {
    Promise.resolve()
      .then(() => handler(request, response))
      .catch(next);
  };
}

/** The repository that a route's `:owner` and `:repo` name. */
export function repositoryOf(
  context: ForgeContext,
  request: Request,
): ForgeRepository {
  return context.store.get(request.params.owner, request.params.repo);
}

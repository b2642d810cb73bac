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

import type { ErrorRequestHandler, Response } from 'express';
import { html } from './html';
import { sendPageHtml } from './layout';

/** The page of a place that is not there. */
export function sendNotFound(response: Response, message: string): void {
  sendPageHtml(response, {
    status: 404,
    title: 'Not found',
    main: html`<h1>Not found</h1>
      <p>${message}</p>
      <p><a href="/">See the repositories</a></p>`,
  });
}

/** The page of an error, in its own words. */
export const sendErrorPage: ErrorRequestHandler = (
  error,
  _request,
  response,
  next,
) => {
  if (response.headersSent) {
    next(error);
    return;
  }
  const statuses: Record<string, number> = {
    NotFoundError: 404,
    InputError: 400,
    URIError: 400,
    NotAllowedError: 403,
    ConflictError: 409,
    NotMergeableError: 405,
  };
  const status = statuses[error.name] ?? 500;
  sendPageHtml(response, {
    status,
    title: 'That did not work',
    main: html`<h1>${status === 404 ? 'Not found' : 'That did not work'}</h1>
      <p class="notice">${error.message}</p>
      <p><a href="/">See the repositories</a></p>`,
  });
};

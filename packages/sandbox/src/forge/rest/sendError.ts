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

import type { ErrorRequestHandler } from 'express';
import { NotMergeableError } from '../pulls/pullRequests';

/** What GitHub's answers point to. */
export const DOCUMENTATION = 'https://docs.github.com/rest';

function statusOf(error: unknown, method: string): number {
  if (error instanceof NotMergeableError) {
    return 405;
  }
  switch (error instanceof Error ? error.name : '') {
    case 'NotFoundError':
      return 404;
    case 'InputError':
    case 'URIError':
      return method === 'GET' ? 404 : 422;
    case 'ConflictError':
      // GitHub calls a second pull request for a branch invalid, not a conflict.
      return method === 'POST' ? 422 : 409;
    case 'SyntaxError':
      return 400;
    default:
      return 500;
  }
}

/** Answers an error as GitHub's REST does. */
export const sendError: ErrorRequestHandler = (
  error,
  request,
  response,
  next,
) => {
  if (response.headersSent) {
    next(error);
    return;
  }
  const status = statusOf(error, request.method);
  response.status(status).json({
    message:
      status === 500
        ? `The sandbox forge failed: ${error.message}`
        : error.message,
    errors: status === 422 ? [{ message: error.message }] : undefined,
    documentation_url: DOCUMENTATION,
  });
};

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

import type { Request, Response } from 'express';

/** The page that a request asks for by `per_page` and `page`. */
export function readPage(request: Request): { limit: number; skip: number } {
  const number = (name: string, fallback: number, most: number) => {
    const value = Number.parseInt(String(request.query[name] ?? ''), 10);
    return Number.isFinite(value) && value > 0
      ? Math.min(value, most)
      : fallback;
  };
  const limit = number('per_page', 30, 100);
  return { limit, skip: (number('page', 1, 100_000) - 1) * limit };
}

/** Cuts a list to the page asked for, with GitHub's `Link` header. */
export function sendPage<T>(
  request: Request,
  response: Response,
  options: { items: T[]; url: string },
): void {
  const { items, url } = options;
  const { limit, skip } = readPage(request);
  const page = skip / limit + 1;
  const last = Math.max(1, Math.ceil(items.length / limit));
  const link = (number: number, relation: string) => {
    const target = new URL(request.originalUrl, url);
    target.searchParams.set('page', String(number));
    return `<${target}>; rel="${relation}"`;
  };
  const links = [
    ...(page > 1 ? [link(page - 1, 'prev'), link(1, 'first')] : []),
    ...(page < last ? [link(page + 1, 'next'), link(last, 'last')] : []),
  ];
  if (links.length > 0) {
    response.setHeader('Link', links.join(', '));
  }
  response.json(items.slice(skip, skip + limit));
}

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

import { createHash, timingSafeEqual } from 'node:crypto';
import type { Request } from 'express';

/** Compares without telling by its time how much was right. */
function isSame(a: string, b: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(a), digest(b));
}

/**
 * The token of a request: a bearer token, GitHub's older `token` scheme, or
 * the password of basic authentication with any user name.
 */
function readToken(request: Request): string | undefined {
  const header = request.headers.authorization ?? '';
  const [scheme, ...rest] = header.split(' ');
  const credentials = rest.join(' ').trim();
  switch (scheme.toLocaleLowerCase('en-US')) {
    case 'bearer':
    case 'token':
      return credentials;
    case 'basic': {
      const decoded = Buffer.from(credentials, 'base64').toString('utf8');
      const [user, ...password] = decoded.split(':');
      // git sends a token given as `https://TOKEN@host` as the user name.
      return password.join(':') || user;
    }
    default:
      return undefined;
  }
}

/** Whether a request carries the forge's token. */
export function checkToken(
  request: Request,
  token: string,
): 'valid' | 'invalid' | 'missing' {
  const given = readToken(request);
  if (!given) {
    return 'missing';
  }
  return isSame(given, token) ? 'valid' : 'invalid';
}

/**
 * Whether a browser made this request from one of the forge's own pages. A
 * form on another site must not be able to merge a pull request.
 */
export function isFromOwnPage(request: Request): boolean {
  const site = request.headers['sec-fetch-site'];
  if (site !== undefined) {
    return site === 'same-origin';
  }
  const { origin, host } = request.headers;
  if (origin === undefined || host === undefined) {
    return false;
  }
  return origin === `http://${host}`;
}

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

import { spawn } from 'node:child_process';
import { IncomingMessage } from 'node:http';
import { TestAnswer } from './testForgeRest';

/** What git's own http-backend answers for the repositories of a folder. */
export async function answerGit(
  request: IncomingMessage,
  options: { folder: string; path: string; query: string; body: Buffer },
): Promise<TestAnswer> {
  const { folder, path, query, body } = options;
  const backend = spawn('git', ['http-backend'], {
    env: {
      PATH: process.env.PATH,
      HOME: folder,
      GIT_PROJECT_ROOT: folder,
      GIT_HTTP_EXPORT_ALL: '1',
      PATH_INFO: path,
      QUERY_STRING: query,
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
  // It is a CGI program: headers, an empty line, the body.
  const output = Buffer.concat(parts);
  const end = output.indexOf('\r\n\r\n');
  const { status = '200', ...headers } = Object.fromEntries(
    output
      .subarray(0, end)
      .toString()
      .split('\r\n')
      .map(line => line.split(/:\s*/, 2))
      .map(([name, value]) => [name.toLowerCase(), value]),
  );
  return {
    status: Number(status.slice(0, 3)),
    headers,
    body: output.subarray(end + 4),
  };
}

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
import { dirname } from 'node:path';
import type { Request, Response } from 'express';
import type { BareRepository } from './git/BareRepository';
import { gitEnvironment } from './git/runGit';

/** A request of Git's own protocol over HTTP. */
export type SmartHttpService =
  | 'info/refs'
  | 'git-upload-pack'
  | 'git-receive-pack';

/**
 * Answers a request of Git over HTTP by git's own `http-backend`, run as CGI.
 * Resolves when the answer has been sent whole.
 */
export async function serveSmartHttp(
  request: Request,
  response: Response,
  options: {
    repository: BareRepository;
    service: SmartHttpService;
    user: string;
    /** Called when a push has been received, before its answer ends. */
    onReceived(): Promise<void>;
  },
): Promise<void> {
  const { repository, service, user } = options;
  const root = dirname(dirname(repository.directory));
  const header = (name: string) => {
    const value = request.headers[name];
    return Array.isArray(value) ? value.join(', ') : value ?? '';
  };
  const queryStart = request.originalUrl.indexOf('?');
  const child = spawn('git', ['http-backend'], {
    env: gitEnvironment({
      GIT_PROJECT_ROOT: root,
      GIT_HTTP_EXPORT_ALL: '1',
      PATH_INFO: `/${repository.owner}/${repository.name}.git/${service}`,
      REQUEST_METHOD: request.method,
      QUERY_STRING:
        queryStart < 0 ? '' : request.originalUrl.slice(queryStart + 1),
      CONTENT_TYPE: header('content-type'),
      CONTENT_LENGTH: header('content-length'),
      HTTP_CONTENT_ENCODING: header('content-encoding'),
      HTTP_GIT_PROTOCOL: header('git-protocol'),
      GIT_PROTOCOL: header('git-protocol'),
      REMOTE_USER: user,
      REMOTE_ADDR: request.socket.remoteAddress ?? '',
    }),
    stdio: ['pipe', 'pipe', 'ignore'],
    windowsHide: true,
  });
  // Either side may go away in the middle; the exit below ends the answer.
  child.stdin.on('error', () => {});
  request.pipe(child.stdin);
  response.on('close', () => child.kill());

  let head = Buffer.alloc(0);
  let inBody = false;
  child.stdout.on('data', (chunk: Buffer) => {
    if (inBody) {
      if (!response.write(chunk)) {
        child.stdout.pause();
        response.once('drain', () => child.stdout.resume());
      }
      return;
    }
    head = Buffer.concat([head, chunk]);
    const split = splitHead(head);
    if (split) {
      inBody = true;
      writeHead(response, split.lines);
      response.write(split.body);
    }
  });
  await new Promise<void>(resolve => {
    child.on('error', () => resolve());
    child.on('close', () => resolve());
  });
  if (!inBody && !response.headersSent) {
    response.status(500).type('text/plain').send('git http-backend failed\n');
    return;
  }
  try {
    if (service === 'git-receive-pack') {
      await options.onReceived();
    }
  } finally {
    response.end();
  }
}

function splitHead(
  output: Buffer,
): { lines: string[]; body: Buffer } | undefined {
  for (const separator of ['\r\n\r\n', '\n\n']) {
    const end = output.indexOf(separator);
    if (end >= 0) {
      return {
        lines: output.toString('latin1', 0, end).split(/\r?\n/),
        body: output.subarray(end + separator.length),
      };
    }
  }
  return undefined;
}

function writeHead(response: Response, lines: string[]): void {
  for (const line of lines) {
    const colon = line.indexOf(':');
    const name = line.slice(0, colon).trim();
    const value = line.slice(colon + 1).trim();
    if (name.toLocaleLowerCase('en-US') === 'status') {
      response.status(Number.parseInt(value, 10));
    } else {
      response.setHeader(name, value);
    }
  }
}

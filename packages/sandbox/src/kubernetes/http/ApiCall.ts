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

import { IncomingMessage, ServerResponse } from 'node:http';
import { parse as parseYaml } from 'yaml';
import { decodeProtobuf, PROTOBUF_TYPE } from '../protobuf/decodeProtobuf';
import { isRecord, JsonRecord } from '../json/isRecord';
import { ApiStatusError } from '../status/ApiStatusError';
import { badRequest } from '../status/refusals';

const MAX_BODY_BYTES = 3 * 1024 * 1024;

/** One request and its response, with what every handler needs of them. */
export class ApiCall {
  readonly query: URLSearchParams;
  readonly pathname: string;

  constructor(
    readonly request: IncomingMessage,
    readonly response: ServerResponse,
    readonly user: string,
  ) {
    const url = new URL(request.url ?? '/', 'http://sandbox');
    this.pathname = url.pathname.replace(/(?<=.)\/+$/, '');
    this.query = url.searchParams;
  }

  get method(): string {
    return this.request.method ?? 'GET';
  }

  get accept(): string {
    return this.request.headers.accept ?? '*/*';
  }

  /** Without parameters such as the charset. */
  get contentType(): string {
    return (this.request.headers['content-type'] ?? 'application/json')
      .split(';')[0]
      .trim();
  }

  /** The field manager: named by the request, else the client's own name. */
  get manager(): string {
    const agent = this.request.headers['user-agent'] ?? 'unknown';
    return this.query.get('fieldManager') || agent.split('/')[0];
  }

  get dryRun(): boolean {
    return this.query.getAll('dryRun').includes('All');
  }

  flag(name: string): boolean {
    const value = this.query.get(name);
    return value === 'true' || value === '1';
  }

  async bytes(): Promise<Buffer> {
    const chunks: Buffer[] = [];
    let size = 0;
    for await (const chunk of this.request) {
      const bytes = Buffer.from(chunk);
      size += bytes.length;
      if (size > MAX_BODY_BYTES) {
        throw new ApiStatusError({
          code: 413,
          reason: 'RequestEntityTooLarge',
          message: `Request entity too large: limit is ${MAX_BODY_BYTES}`,
        });
      }
      chunks.push(bytes);
    }
    return Buffer.concat(chunks);
  }

  /** The body as JSON, or as YAML where its type says so. */
  async body(): Promise<unknown> {
    const bytes = await this.bytes();
    if (bytes.length > 0 && this.contentType === PROTOBUF_TYPE) {
      return decodeProtobuf(bytes);
    }
    const text = bytes.toString('utf8');
    if (text.trim() === '') {
      return undefined;
    }
    try {
      return this.contentType.endsWith('yaml')
        ? parseYaml(text)
        : JSON.parse(text);
    } catch {
      // The parser's message would quote the body, which may hold a secret.
      throw badRequest(
        'the object provided is unrecognized (must be of type Object): the body is not valid JSON or YAML',
      );
    }
  }

  async record(): Promise<JsonRecord> {
    const body = await this.body();
    if (!isRecord(body)) {
      throw badRequest(
        'the object provided is unrecognized (must be of type Object)',
      );
    }
    return body;
  }

  json(code: number, value: unknown, type = 'application/json'): void {
    this.send(code, type, Buffer.from(`${JSON.stringify(value)}\n`));
  }

  text(code: number, value: string): void {
    this.send(code, 'text/plain; charset=utf-8', Buffer.from(value));
  }

  send(
    code: number,
    type: string,
    body: Buffer,
    headers: Record<string, string> = {},
  ): void {
    this.response.writeHead(code, {
      ...headers,
      'content-type': type,
      'content-length': body.length,
      'cache-control': 'no-cache, private',
    });
    this.response.end(body);
  }
}

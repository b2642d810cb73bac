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

import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { KubernetesObject } from '../kubernetes/objects/KubernetesObject';

/** An API server under test: the sandbox's or a real one. */
export interface ApiTarget {
  url: string;
  token: string;
  /** PEM, for a server whose certificate nobody else signs. */
  certificate?: string;
}

export interface ApiAnswer {
  status: number;
  headers: Record<string, string | string[] | undefined>;
  text: string;
  body: {
    kind?: string;
    message?: string;
    reason?: string;
    code?: number;
    metadata: Record<string, unknown> & {
      name: string;
      resourceVersion: string;
      continue?: string;
      remainingItemCount?: number;
      labels?: Record<string, string>;
      annotations?: Record<string, string>;
      generation?: number;
      uid?: string;
    };
    items: KubernetesObject[];
    [field: string]: unknown;
  };
}

export interface ApiRequestOptions {
  body?: unknown;
  contentType?: string;
  accept?: string;
  token?: string;
}

/** One request, answered whole. */
export async function callApi(
  target: ApiTarget,
  method: string,
  path: string,
  options: ApiRequestOptions = {},
): Promise<ApiAnswer> {
  const response = await openApi(target, method, path, options);
  const chunks: Buffer[] = [];
  for await (const chunk of response) {
    chunks.push(Buffer.from(chunk));
  }
  const text = Buffer.concat(chunks).toString('utf8');
  const isJson = String(response.headers['content-type']).includes('json');
  return {
    status: response.statusCode ?? 0,
    headers: response.headers,
    text,
    body: isJson ? JSON.parse(text) : {},
  };
}

/** One request, whose answer is still to be read: a watch. */
export async function openApi(
  target: ApiTarget,
  method: string,
  path: string,
  options: ApiRequestOptions = {},
) {
  const url = new URL(path, target.url);
  const send = url.protocol === 'https:' ? httpsRequest : httpRequest;
  const token = options.token ?? target.token;
  const body =
    options.body === undefined
      ? undefined
      : Buffer.from(JSON.stringify(options.body));
  return new Promise<import('node:http').IncomingMessage>((resolve, reject) => {
    const request = send(
      url,
      {
        method,
        ca: target.certificate,
        headers: {
          ...(token ? { authorization: `Bearer ${token}` } : {}),
          ...(options.accept ? { accept: options.accept } : {}),
          'content-type': options.contentType ?? 'application/json',
          // Node frames no body of a DELETE by itself.
          ...(body ? { 'content-length': body.length } : {}),
          'user-agent': 'conformance/1',
        },
      },
      resolve,
    );
    request.on('error', reject);
    request.end(body);
  });
}

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

import { ClusterFailure } from './ClusterFailure';
import { ClusterTransport } from './ClusterTransport';
import { list, record, text } from './projection/json';
import { readJson } from './readJsonLines';

export interface ListedPage {
  items: unknown[];
  /** What to watch from, once all pages are read. */
  resourceVersion: string;
}

/**
 * Lists a resource over all namespaces, page by page. All pages are of one
 * resource version; when that expires on the way, the whole list must begin
 * anew, which is told as an `expired` failure.
 */
export async function* listResource(options: {
  transport: ClusterTransport;
  path: string;
  fieldSelector?: string;
  pageSize: number;
  silenceMs: number;
  signal: AbortSignal;
}): AsyncGenerator<ListedPage> {
  let continueToken: string | undefined;
  do {
    const response = await options.transport.get({
      path: options.path,
      query: {
        limit: String(options.pageSize),
        ...(options.fieldSelector && { fieldSelector: options.fieldSelector }),
        ...(continueToken && { continue: continueToken }),
      },
      signal: options.signal,
    });
    const page = await readJson(response.body, options);
    const metadata = record(page, 'metadata');
    const resourceVersion = text(metadata, 'resourceVersion');
    if (!resourceVersion || !Array.isArray(record(page).items)) {
      throw new ClusterFailure(
        'unreachable',
        'it sent something that is not a list',
      );
    }
    yield { items: list(page, 'items'), resourceVersion };
    continueToken = text(metadata, 'continue') || undefined;
  } while (continueToken);
}

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

import { readFile, rm } from 'node:fs/promises';
import { createServer, Server } from 'node:http';
import { AddressInfo } from 'node:net';
import { basename, dirname, join } from 'node:path';
import { parse, stringify } from 'yaml';
import { run } from '../../src';
import { makeFolder } from '../support/openTestbed';

/** A Helm repository of one chart, in the place of the project's site, which is not reached. */
export class ChartRepository {
  private constructor(
    private readonly server: Server,
    readonly url: string,
    readonly version: string,
    readonly appVersion: string,
  ) {}

  /** @param chart - folder of the chart */
  static async start(chart: string): Promise<ChartRepository> {
    const metadata = parse(await readFile(join(chart, 'Chart.yaml'), 'utf8'));
    const folder = await makeFolder('chart');
    const file = join(folder, 'chart.tgz');
    await run('tar', ['-czf', file, '-C', dirname(chart), basename(chart)]);
    const archive = await readFile(file);
    await rm(folder, { recursive: true });
    const server = createServer((request, response) => {
      if (request.url === '/index.yaml') {
        response.end(
          stringify({
            apiVersion: 'v1',
            entries: {
              [metadata.name]: [{ ...metadata, urls: ['chart.tgz'] }],
            },
          }),
        );
      } else if (request.url === '/chart.tgz') {
        response.end(archive);
      } else {
        response.writeHead(404).end();
      }
    });
    // Argo CD's repo-server runs on this machine.
    await new Promise<void>(done => {
      server.listen(0, '127.0.0.1', done);
    });
    const { port } = server.address() as AddressInfo;
    return new ChartRepository(
      server,
      `http://127.0.0.1:${port}`,
      metadata.version,
      metadata.appVersion,
    );
  }

  stop(): void {
    this.server.close();
    this.server.closeAllConnections();
  }
}

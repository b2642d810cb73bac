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

/* eslint-disable jest/no-export -- a suite that is run on more than one cluster */

import { callApi } from '../ApiTarget';
import { ClusterTarget } from '../ClusterTarget';
import { pause } from '../eventually';
import { SealingBench } from './SealingBench';

/** The controller's own HTTP, as it is reached through the API server. */
export function describeControllerService(target: () => ClusterTarget): void {
  describe('the controller behind the service proxy', () => {
    let bench: SealingBench;

    beforeAll(async () => {
      bench = await SealingBench.create(target());
    });
    afterAll(async () => bench.remove());

    /** At most two a second are answered; what is refused for that is asked again. */
    async function verify(body: unknown): Promise<number> {
      for (;;) {
        const { status } = await bench.askController('POST', 'v1/verify', {
          body,
        });
        if (status !== 429) {
          return status;
        }
        await pause(600);
      }
    }

    it('serves its certificate', async () => {
      const answer = await bench.askController('GET', 'v1/cert.pem');
      expect(answer.status).toBe(200);
      expect(answer.headers['content-type']).toBe('application/x-pem-file');
      expect(answer.text).toMatch(
        /^-----BEGIN CERTIFICATE-----\n[\s\S]*-----END CERTIFICATE-----\n$/,
      );
      const { notBefore, notAfter } = bench.certificate;
      expect(notBefore.getTime()).toBeLessThanOrEqual(Date.now());
      const years = (notAfter.getTime() - notBefore.getTime()) / 31_557_600_000;
      expect(Math.round(years)).toBe(10);
    });

    it('says whether it could open a SealedSecret, and nothing more', async () => {
      const opens = bench.sealedSecret('v', { A: bench.seal('v', '1') });
      const answer = await bench.askController('POST', 'v1/verify', {
        body: opens,
      });
      expect(answer).toMatchObject({ status: 200, text: '' });
      const other = bench.sealedSecret('w', { A: bench.seal('v', '1') });
      expect(await verify(other)).toBe(409);
      expect(await verify(bench.sealedSecret('none', {}))).toBe(200);
      expect(await verify({ apiVersion: 'v1', kind: 'Secret' })).toBe(500);
    });

    it('refuses to be asked too often', async () => {
      const body = bench.sealedSecret('none', {});
      const answers = await Promise.all(
        Array.from({ length: 8 }, async () =>
          bench.askController('POST', 'v1/verify', { body }),
        ),
      );
      const refused = answers.filter(({ status }) => status === 429);
      expect(refused.length).toBeGreaterThan(0);
      expect(refused[0].text).toBe('limit exceeded\n');
      expect(refused[0].headers['retry-after']).toBe('1');
    });

    it('has nothing else', async () => {
      const answer = await bench.askController('GET', 'v1/private-key');
      expect(answer).toMatchObject({
        status: 404,
        text: '404 page not found\n',
      });
    });

    it('is not found under another name or port', async () => {
      const { namespace, name } = target().sealedSecrets;
      const services = `/api/v1/namespaces/${namespace}/services`;
      const ask = async (service: string, port: string) =>
        callApi(
          target(),
          'GET',
          `${services}/http:${service}:${port}/proxy/v1/cert.pem`,
        );
      const unavailable = (message: string) => ({
        status: 503,
        body: { kind: 'Status', reason: 'ServiceUnavailable', message },
      });
      expect(await ask(name, '9999')).toMatchObject(
        unavailable(`no service port 9999 found for service "${name}"`),
      );
      expect(await ask(name, 'other')).toMatchObject(
        unavailable(`no endpoints available for service "http:${name}:other"`),
      );
      for (const port of ['8080', 'http', '']) {
        expect(await ask('no-such-service', port)).toMatchObject({
          status: 404,
          body: { message: 'services "no-such-service" not found' },
        });
      }
    });
  });
}

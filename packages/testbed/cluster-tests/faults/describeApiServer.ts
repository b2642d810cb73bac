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

/* eslint-disable jest/no-export -- a part of faults.test.ts */

import { FaultBed } from './FaultBed';
import { isFor, secretOf } from './FaultPlace';

/** A watch that breaks off is tried once more within a second. */
const TOLD_WITHIN_MS = 10_000;
/** Attempts are at most half a minute apart. */
const LIVE_AGAIN_WITHIN_MS = 45_000;

/** The API server is killed, as by a machine that goes down. */
export function describeApiServer(bed: FaultBed): void {
  describe('the API server killed', () => {
    const place = bed.addPlace('api-server', async of =>
      of.deploy({ 'credentials.yaml': await of.seal() }),
    );
    let before: string;

    beforeAll(async () => {
      await place.waitUntilOk();
      before = new Date().toISOString();
      await bed.machine.processes.stop('kube-apiserver', 'SIGKILL');
    });
    afterAll(() => bed.machine.repair());

    it('is told, with what was seen last and until when', async () => {
      const status = await place.waitFor(
        'that the cluster does not answer',
        ({ sources }) =>
          sources.some(
            ({ kind, state }) => kind === 'cluster' && state === 'stale',
          ),
        TOLD_WITHIN_MS,
      );
      expect(status.state).toBe('unknown');
      const cluster = status.sources.find(({ kind }) => kind === 'cluster')!;
      expect(cluster.reason).toMatchObject({
        code: 'cluster-stale',
        parameters: {
          cluster: 'testbed',
          message: 'the connection is refused',
        },
        whatToDo: 'Check its address, its certificate and the network to it.',
      });
      const now = new Date().toISOString();
      expect(cluster.observedAt! < now).toBe(true);
      const secret = secretOf(status);
      expect(secret).toMatchObject({
        state: 'unknown',
        lastState: 'ok',
        observedAt: expect.any(String),
      });
      expect(secret.keys.map(({ name }) => name)).toEqual(['PASSWORD', 'USER']);
      expect(isFor('cluster-stale', secret)).toBe(true);
      expect(status.checks.filter(({ state }) => state === 'ok')).toEqual([]);
      expect(cluster.reason!.parameters.since >= before).toBe(true);
      await expect(bed.backstage.sealingCertificate()).rejects.toMatchObject({
        cause: expect.objectContaining({
          message: expect.stringContaining(
            'The sealing certificate of cluster testbed cannot be had: the connection is refused',
          ),
        }),
      });
    });

    it('is followed again when it answers, and nothing is missed', async () => {
      await bed.machine.processes.startAgain('kube-apiserver');
      await bed.machine.waitForApiServer();
      const answered = Date.now();
      await place.deploy({ 'new.yaml': await place.seal({ name: 'new' }) });
      const status = await place.waitFor(
        'what was made meanwhile',
        ({ state, secrets }) => state === 'ok' && secrets.length === 2,
        LIVE_AGAIN_WITHIN_MS,
      );
      expect(Date.now() - answered).toBeLessThan(LIVE_AGAIN_WITHIN_MS);
      expect(status.sources.every(({ state }) => state === 'live')).toBe(true);
      expect(secretOf(status, 'new').state).toBe('ok');
    });
  });
}

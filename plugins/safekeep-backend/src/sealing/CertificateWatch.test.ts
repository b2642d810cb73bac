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

import { mockServices } from '@backstage/backend-test-utils';
import { ServiceUnavailableError } from '@backstage/errors';
import { SealingCertificateFacts } from '@safekeep/backstage-plugin-safekeep-common';
import { eventually } from '../__testUtils__/eventually';
import { ClusterFailure } from '../clusters/ClusterFailure';
import { HandedOutCertificate } from '../database/SealingCertificateStore';
import { CertificateObserver } from './CertificateObserver';
import { CertificateWatch } from './CertificateWatch';

const FIRST: HandedOutCertificate = {
  fingerprint: 'SHA256:first',
  notBefore: '2026-01-01T00:00:00.000Z',
  notAfter: '2036-01-01T00:00:00.000Z',
};
const SECOND = { ...FIRST, fingerprint: 'SHA256:second' };

/** Keeps certificates as the database does. */
class MemoryStore {
  rows: SealingCertificateFacts[] = [];
  isBroken = false;

  async see(_: string, certificate: HandedOutCertificate, now: Date) {
    if (this.isBroken) {
      throw new Error('the database is away');
    }
    const time = now.toISOString();
    const before = this.rows.find(
      ({ fingerprint }) => fingerprint === certificate.fingerprint,
    );
    this.rows = [
      {
        ...certificate,
        firstSeenAt: before?.firstSeenAt ?? time,
        lastSeenAt: time,
      },
      ...this.rows.filter(row => row !== before),
    ];
  }

  async read() {
    return this.rows;
  }

  async keepClusters() {}
}

describe('CertificateWatch', () => {
  const stopping: AbortController[] = [];
  let running: Promise<void>;
  let store: MemoryStore;
  let answer: () => Promise<HandedOutCertificate>;
  let asked: number;

  function start(intervalMs = 5): CertificateWatch {
    const watch = new CertificateWatch({
      cluster: 'prod',
      fetch: async () => {
        asked += 1;
        return await answer();
      },
      store,
      logger: mockServices.logger.mock(),
      timing: { intervalMs, backoffBaseMs: 1 },
    });
    const stop = new AbortController();
    stopping.push(stop);
    running = watch.run(stop.signal);
    return watch;
  }

  function refusal(kind: ClusterFailure['kind'], message: string) {
    return async () => {
      throw new ServiceUnavailableError(
        message,
        new ClusterFailure(kind, 'no'),
      );
    };
  }

  beforeEach(() => {
    store = new MemoryStore();
    answer = async () => FIRST;
    asked = 0;
  });

  afterEach(async () => {
    for (const stop of stopping.splice(0)) {
      stop.abort();
    }
    await running;
  });

  it('sees a renewal, and remembers the certificate of before', async () => {
    const watch = start();
    expect(watch.reading.source).toMatchObject({
      state: 'starting',
      reason: { code: 'certificate-starting' },
    });
    await eventually(async () => {
      expect(watch.reading.source.state).toBe('live');
    });
    expect(watch.reading.source.reason).toBeUndefined();
    answer = async () => SECOND;
    await eventually(async () => {
      expect(
        watch.reading.certificates.map(({ fingerprint }) => fingerprint),
      ).toEqual(['SHA256:second', 'SHA256:first']);
    });
  });

  it('is stale when it cannot ask, with what was seen last and why', async () => {
    const watch = start();
    await eventually(async () => {
      expect(watch.reading.source.state).toBe('live');
    });
    answer = refusal('unreachable', 'The controller does not answer (503)');
    await eventually(async () => {
      expect(watch.reading.source).toMatchObject({
        state: 'stale',
        observedAt: expect.any(String),
        reason: {
          code: 'certificate-stale',
          why: expect.stringContaining('The controller does not answer (503).'),
        },
      });
    });
    expect(watch.reading.certificates).toHaveLength(1);
    answer = async () => FIRST;
    await eventually(async () => {
      expect(watch.reading.source.state).toBe('live');
    });
  });

  it('has the last known after a restart, and calls it that', async () => {
    await store.see('prod', FIRST, new Date('2026-11-22T10:00:00Z'));
    answer = () => new Promise(() => {});
    const watch = start();
    await eventually(async () => {
      expect(watch.reading).toMatchObject({
        certificates: [{ fingerprint: 'SHA256:first' }],
        source: { state: 'stale', observedAt: '2026-11-22T10:00:00.000Z' },
      });
    });
  });

  it('says that it was never seen, and that it may not be asked for', async () => {
    answer = refusal('missing', 'Cluster prod has no Service x');
    const watch = start();
    await eventually(async () => {
      expect(watch.reading.source).toMatchObject({
        state: 'unreachable',
        reason: { code: 'certificate-unreachable' },
      });
    });
    expect(watch.reading.source.observedAt).toBeUndefined();
    answer = refusal('forbidden', 'Cluster prod does not let Safekeep');
    await eventually(async () => {
      expect(watch.reading.source).toMatchObject({
        state: 'forbidden',
        reason: { code: 'certificate-forbidden' },
      });
    });
  });

  it('is not live with what could not be recorded', async () => {
    store.isBroken = true;
    const watch = start();
    await eventually(async () => {
      expect(watch.reading.source.state).toBe('unreachable');
    });
    store.isBroken = false;
    await eventually(async () => {
      expect(watch.reading.source.state).toBe('live');
    });
  });

  it('ends at once, though nobody answers', async () => {
    answer = () => new Promise(() => {});
    start();
    await eventually(async () => {
      expect(asked).toBe(1);
    });
    stopping[0].abort();
    await running;
  });

  it('knows what somebody was just given, and what other clusters have', async () => {
    const pem = { ...SECOND, cluster: 'prod', pem: 'PEM' };
    const observer = CertificateObserver.create({
      clusters: ['prod', 'test'],
      fetch: async cluster => ({ ...pem, cluster }),
      store: new MemoryStore() as never,
      logger: mockServices.logger.mock(),
    });
    expect(await observer.fetch('prod')).toEqual(pem);
    expect(observer.readingOf('prod')).toMatchObject({
      certificates: [{ fingerprint: 'SHA256:second' }],
      source: { state: 'live' },
    });
    expect(observer.elsewhere('test')).toEqual({ 'SHA256:second': 'prod' });
    expect(observer.elsewhere('prod')).toEqual({});
    expect(observer.readingOf('other')).toBeUndefined();
  });
});

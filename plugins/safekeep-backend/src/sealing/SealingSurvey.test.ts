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

import {
  SealedSecretObservation,
  SourceState,
  WorkloadObservation,
} from '@safekeep/backstage-plugin-safekeep-common';
import { SealingSurvey } from './SealingSurvey';

const OWN = { namespace: 'kube-system', name: 'sealed-secrets-controller' };

function sealed(
  certificate: string,
  options: Partial<SealedSecretObservation> = {},
): SealedSecretObservation {
  return {
    kind: 'SealedSecret',
    namespace: 'shop',
    name: 'db',
    generation: 1,
    observedGeneration: 1,
    synced: true,
    processedAt: '2026-03-01T00:00:00Z',
    scope: 'strict',
    keys: ['A'],
    checksum: '',
    sealedKeys: { A: { sealedAt: '2026-02-01T00:00:00Z', certificate } },
    linkedKeys: [],
    ...options,
  };
}

function controller(namespace: string, name: string): WorkloadObservation {
  return {
    kind: 'Deployment',
    namespace,
    name,
    generation: 1,
    desired: 1,
    ready: 1,
    updated: 1,
    total: 1,
    images: [],
    claims: [],
    secretReferences: [],
    checksums: {},
    sealedSecretsController: {},
  };
}

function surveyOf(
  sealedSecrets: SealedSecretObservation[],
  state: SourceState = 'live',
) {
  const store = {
    readSealedSecrets: jest.fn(async () => sealedSecrets),
    readControllers: jest.fn(async () => [
      controller(OWN.namespace, OWN.name),
      controller('default', OWN.name),
    ]),
  };
  const survey = SealingSurvey.create({
    store,
    certificates: {
      readingOf: cluster =>
        cluster === 'eu'
          ? {
              certificates: [],
              source: { kind: 'cluster', name: 'eu', state },
            }
          : undefined,
      elsewhere: () => ({ 'SHA256:x': 'us' }),
    },
  });
  const read = (isSurveyed: boolean) =>
    survey.read('eu', { isSurveyed, controller: OWN });
  return { survey, store, read };
}

describe('SealingSurvey', () => {
  it('says what was opened last with which key, and what waits', async () => {
    const { read } = surveyOf([
      sealed('SHA256:a'),
      sealed('SHA256:a', { processedAt: '2026-03-03T00:00:00Z' }),
      sealed('SHA256:a', { processedAt: '2026-03-02T00:00:00Z' }),
      // It does not open, which proves nothing.
      sealed('SHA256:b', { synced: false }),
      // What was opened is not what it says now.
      sealed('SHA256:c', { generation: 2 }),
      sealed('SHA256:d', { synced: undefined }),
      sealed('SHA256:e', { processedAt: undefined }),
    ]);
    expect(await read(true)).toEqual({
      certificates: [],
      isCurrent: true,
      elsewhere: { 'SHA256:x': 'us' },
      cluster: {
        opened: { 'SHA256:a': '2026-03-03T00:00:00Z' },
        waiting: 2,
        told: 6,
        otherControllers: ['default/sealed-secrets-controller'],
      },
    });
  });

  it('reads a cluster only when somebody must know, and seldom', async () => {
    const { read, store } = surveyOf([]);
    expect(await read(false)).not.toHaveProperty('cluster');
    expect(store.readSealedSecrets).not.toHaveBeenCalled();
    await Promise.all([read(true), read(true)]);
    await read(true);
    expect(store.readSealedSecrets).toHaveBeenCalledTimes(1);
  });

  it('does not keep a failure', async () => {
    const { read, store } = surveyOf([]);
    store.readSealedSecrets.mockRejectedValueOnce(new Error('away'));
    await expect(read(true)).rejects.toThrow('away');
    await expect(read(true)).resolves.toHaveProperty('cluster');
  });

  it.each<SourceState>(['stale', 'starting', 'forbidden', 'unreachable'])(
    'calls nothing current while the certificate is %s',
    async state => {
      const { read } = surveyOf([], state);
      expect(await read(false)).toMatchObject({ isCurrent: false });
    },
  );

  it('knows nothing of a cluster that is not configured', async () => {
    const { survey } = surveyOf([]);
    expect(
      await survey.read('asia', { isSurveyed: true, controller: OWN }),
    ).toBeUndefined();
  });
});

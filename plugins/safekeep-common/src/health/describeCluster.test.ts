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

import fc from 'fast-check';
import { ClusterFacts, SealedSecretDigest } from '../clusterFacts';
import { SealingCertificateFacts } from '../facts';
import { ControllerArguments, WorkloadObservation } from '../observations';
import { SourceState, SourceStatus } from '../status';
import { controller, sealedSecret } from './__fixtures__/observer';
import { controllerVersion, isControllerImage } from './controllerVersion';
import { describeCluster, digestSealedSecret } from './describeCluster';

const NOW = new Date('2026-03-15T12:00:00Z');

function source(state: SourceState = 'live'): SourceStatus {
  return { kind: 'cluster', name: 'eu', state };
}

function certificate(
  fingerprint: string,
  notBefore: string,
  options: Partial<SealingCertificateFacts> = {},
): SealingCertificateFacts {
  return {
    fingerprint,
    notBefore,
    notAfter: '2036-01-01T00:00:00Z',
    firstSeenAt: notBefore,
    lastSeenAt: '2026-03-15T11:59:00Z',
    ...options,
  };
}

const NEWEST = certificate('SHA256:newest', '2026-03-01T00:00:00Z');
const OLDER = certificate('SHA256:older', '2026-02-01T00:00:00Z');

function deployment(
  version: string,
  options: Partial<WorkloadObservation> = {},
  given: ControllerArguments = {},
): WorkloadObservation {
  return controller({
    images: [
      'istio/proxyv2:1.20.0',
      `bitnami/sealed-secrets-controller:${version}`,
    ],
    sealedSecretsController: given,
    ...options,
  });
}

function facts(options: Partial<ClusterFacts> = {}): ClusterFacts {
  return {
    name: 'eu',
    source: source(),
    certificateSource: source(),
    certificateFrom: 'controller',
    controller: deployment('0.40.0'),
    controllerName: 'sealed-secrets-controller',
    controllerNamespace: 'kube-system',
    otherControllers: [],
    sealedSecretsInstalled: true,
    certificates: [NEWEST, OLDER],
    elsewhere: {},
    sealedSecrets: [],
    ...options,
  };
}

function controllerCodes(options: Partial<ClusterFacts>) {
  const { controller: found, state } = describeCluster(facts(options), NOW);
  return [state, found.state, ...found.reasons.map(({ code }) => code)];
}

function keyCodes(options: Partial<ClusterFacts>, now = NOW) {
  const { keys, state } = describeCluster(facts(options), now);
  return [state, ...keys.map(({ reasons }) => reasons.map(({ code }) => code))];
}

describe('the controller of a cluster', () => {
  it('is told with its version, its image and what it does by default', () => {
    expect(describeCluster(facts(), NOW).controller).toEqual({
      name: 'sealed-secrets-controller',
      namespace: 'kube-system',
      state: 'ok',
      reasons: [],
      image: 'bitnami/sealed-secrets-controller:0.40.0',
      version: '0.40.0',
      desired: 1,
      ready: 1,
      renewalPeriod: { seconds: 2_592_000, from: 'default' },
    });
  });

  it.each<[string, Partial<ClusterFacts>, string[]]>([
    ['is well', {}, ['ok', 'ok']],
    [
      'renders templates for whoever asks',
      { controller: deployment('0.39.9') },
      ['attention', 'attention', 'controller-version-oracle'],
    ],
    [
      'widens scopes',
      { controller: deployment('v0.35.0-debian-12-r0') },
      ['attention', 'attention', 'controller-version-scope'],
    ],
    [
      'is of an unknown version, which is no reproach',
      { controller: deployment('latest') },
      ['ok', 'ok'],
    ],
    [
      'is not ready',
      { controller: deployment('0.40.0', { ready: 0 }) },
      ['failing', 'failing', 'controller-not-ready'],
    ],
    [
      'is scaled to 0',
      { controller: deployment('0.40.0', { desired: 0, ready: 0 }) },
      ['failing', 'failing', 'controller-scaled-to-zero'],
    ],
    [
      'runs twice',
      { controller: deployment('0.40.0', { desired: 2, ready: 2 }) },
      ['attention', 'attention', 'controller-several-replicas'],
    ],
    [
      'writes no status, and is old: the worst first',
      {
        controller: deployment(
          '0.26.0',
          { ready: 0 },
          { updatesNoStatus: true },
        ),
      },
      [
        'failing',
        'failing',
        'controller-not-ready',
        'controller-status-off',
        'controller-version-scope',
      ],
    ],
    [
      'is not alone',
      {
        otherControllers: [
          deployment('0.40.0', {
            namespace: 'default',
            name: 'sealed-secrets',
          }),
        ],
      },
      ['attention', 'attention', 'controller-not-alone'],
    ],
    [
      'has another name than configured',
      {
        controller: undefined,
        otherControllers: [
          deployment('0.40.0', {
            namespace: 'default',
            name: 'sealed-secrets',
          }),
        ],
      },
      ['failing', 'failing', 'controller-other-name'],
    ],
    [
      'was not found',
      { controller: undefined },
      ['failing', 'failing', 'controller-not-found'],
    ],
    [
      'is not installed',
      { controller: undefined, sealedSecretsInstalled: false },
      ['attention', 'attention', 'cluster-without-sealed-secrets'],
    ],
    [
      'could not be looked at',
      { controller: 'not-visible', source: source('unreachable') },
      ['unknown', 'unknown', 'cluster-unreachable'],
    ],
    [
      'was well when it was last seen',
      { source: source('stale') },
      ['unknown', 'unknown', 'cluster-stale'],
    ],
    [
      'was away when it was last seen, which may be over',
      {
        source: source('stale'),
        controller: deployment('0.40.0', { ready: 0 }),
      },
      ['unknown', 'unknown', 'cluster-stale', 'controller-not-ready'],
    ],
    [
      'is well, and its certificate cannot be had',
      { certificateSource: source('unreachable'), certificates: [] },
      ['unknown', 'ok'],
    ],
  ])('%s', (_, options, expected) => {
    expect(controllerCodes(options)).toEqual(expected);
  });

  it('names what to set where it has another name', () => {
    const [why] = describeCluster(
      facts({
        controller: undefined,
        otherControllers: [
          deployment('0.40.0', {
            namespace: 'default',
            name: 'sealed-secrets',
          }),
        ],
      }),
      NOW,
    ).controller.reasons;
    expect(why.why).toContain('default/sealed-secrets runs');
    expect(why.whatToDo).toContain('safekeep.sealedSecrets.clusters.eu');
  });
});

describe('the sealing keys of a cluster', () => {
  const due = new Date('2026-04-01T00:00:01Z');

  it.each<[string, Partial<ClusterFacts>, unknown[], Date?]>(
    [
      ['are renewed', {}, ['ok', [], []]],
      [
        'are given a day for it',
        {},
        ['ok', [], []],
        new Date('2026-03-31T23:59:59Z'),
      ],
      [
        'are not renewed',
        {},
        ['attention', ['sealing-key-not-renewed'], []],
        due,
      ],
      [
        'are not meant to be renewed',
        { controller: deployment('0.40.0', {}, { renewalSeconds: 0 }) },
        ['ok', [], []],
        due,
      ],
      [
        'are renewed seldom',
        { controller: deployment('0.40.0', {}, { renewalSeconds: 7_776_000 }) },
        ['ok', [], []],
        due,
      ],
      [
        'are not said to be late where nobody knows the controller',
        { controller: 'not-visible', source: source('forbidden') },
        ['unknown', [], []],
        due,
      ],
      [
        'went back to an older one',
        { certificates: [OLDER, NEWEST] },
        ['attention', ['sealing-key-not-renewed'], ['sealing-key-lost']],
      ],
      [
        'are about to expire',
        {
          certificates: [
            { ...NEWEST, notAfter: '2026-04-10T00:00:00Z' },
            { ...OLDER, notAfter: '2026-02-10T00:00:00Z' },
          ],
        },
        ['attention', ['sealing-certificate-expiring'], []],
      ],
      [
        'have expired',
        { certificates: [{ ...NEWEST, notAfter: '2026-03-15T11:59:59Z' }] },
        ['failing', ['sealing-certificate-expired']],
      ],
    ].map(row => [row[0], row[1], row[2], row[3] ?? NOW] as never),
  )('%s', (_, options, expected, now) => {
    expect(keyCodes(options, now)).toEqual(expected);
  });

  it('are counted with what is sealed with them, and what is not theirs', () => {
    const digest = (
      keys: Record<string, number>,
      options: Partial<SealedSecretDigest> = {},
    ): SealedSecretDigest => ({
      state: 'synced',
      isTold: true,
      isRecorded: true,
      keys,
      ...options,
    });
    const { keys, strayCertificates, sealedSecrets } = describeCluster(
      facts({
        elsewhere: { 'SHA256:foreign': 'us' },
        sealedSecrets: [
          digest({ 'SHA256:newest': 2 }),
          digest({ 'SHA256:newest': 1, 'SHA256:older': 3 }),
          digest({ 'SHA256:foreign': 4 }, { state: 'failing' }),
          digest({ 'SHA256:nobody': 5 }, { state: 'waiting' }),
          digest({}, { isRecorded: false }),
        ],
      }),
      NOW,
    );
    expect(keys.map(({ newest, sealed }) => [newest, sealed])).toEqual([
      [true, { secrets: 2, keys: 3 }],
      [false, { secrets: 1, keys: 3 }],
    ]);
    expect(strayCertificates).toEqual([
      { fingerprint: 'SHA256:nobody', secrets: 1, keys: 5 },
      { fingerprint: 'SHA256:foreign', secrets: 1, keys: 4, cluster: 'us' },
    ]);
    expect(sealedSecrets).toEqual({
      total: 5,
      synced: 3,
      waiting: 1,
      failing: 1,
      withOlderKey: 1,
      notRecorded: 1,
    });
  });

  it('are not called none, older or strange where none was ever seen', () => {
    const status = describeCluster(
      facts({
        certificates: [],
        certificateSource: source('unreachable'),
        sealedSecrets: [digestSealedSecret(sealedSecret())],
      }),
      NOW,
    );
    expect(status).toMatchObject({ keys: [], strayCertificates: [] });
    expect(status.sealedSecrets).not.toHaveProperty('withOlderKey');
    expect(
      describeCluster(
        facts({ source: source('unreachable'), sealedSecrets: undefined }),
        NOW,
      ),
    ).not.toHaveProperty('sealedSecrets');
  });
});

describe('digestSealedSecret', () => {
  it('tells a backlog from a failure, and what is recorded', () => {
    expect(digestSealedSecret(sealedSecret())).toMatchObject({
      state: 'synced',
      isTold: true,
      isRecorded: true,
    });
    const failing = sealedSecret({ synced: false, sealedKeys: {} });
    expect(digestSealedSecret(failing)).toMatchObject({
      state: 'failing',
      isRecorded: false,
      keys: {},
    });
    expect(
      digestSealedSecret({ ...failing, generation: 2, observedGeneration: 1 }),
    ).toMatchObject({ state: 'waiting', isTold: true });
    expect(digestSealedSecret({ ...failing, synced: undefined })).toMatchObject(
      { state: 'waiting', isTold: false },
    );
  });

  it('counts each SealedSecret once', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.record({
            synced: fc.constantFrom(true, false, undefined),
            generation: fc.nat(2),
            observedGeneration: fc.nat(2),
          }),
          { maxLength: 9 },
        ),
        all => {
          const { sealedSecrets } = describeCluster(
            facts({
              sealedSecrets: all.map(each =>
                digestSealedSecret(sealedSecret(each)),
              ),
            }),
            NOW,
          );
          const { total, synced, waiting, failing } = sealedSecrets!;
          expect(total).toBe(all.length);
          expect(synced + waiting + failing).toBe(total);
        },
      ),
    );
  });
});

describe('the image of a controller', () => {
  it.each([
    ['docker.io/bitnami/sealed-secrets-controller:0.36.6', '0.36.6'],
    ['ghcr.io/bitnami-labs/sealed-secrets-controller:v0.27.1', '0.27.1'],
    ['bitnamilegacy/sealed-secrets:0.28.0-debian-12-r1', '0.28.0'],
    [
      'localhost:5000/rancher/mirrored-bitnami-sealed-secrets-controller:0.40',
      '0.40.0',
    ],
    ['localhost:5000/sealed-secrets@sha256:0a1b', undefined],
    ['localhost:5000/sealed-secrets:0.40.1@sha256:0a1b', '0.40.1'],
    ['sealed-secrets', undefined],
    ['sealed-secrets:latest', undefined],
  ])('%s', (image, version) => {
    expect(isControllerImage(image)).toBe(true);
    expect(controllerVersion(image)).toBe(version);
  });

  it.each([
    'acme/sealed-secrets-web:1.0.0',
    'notsealed-secrets:1',
    'sealed-secrets/web:1',
    'bitnami/kubeseal:0.40.0',
    '',
  ])('is not %s', image => {
    expect(isControllerImage(image)).toBe(false);
  });
});

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

import { SealedKeyRecord } from '../annotations';
import { SealingCertificateFacts, SealingFacts } from '../facts';
import { SealedSecretObservation } from '../observations';
import { sealedSecret } from './__fixtures__/observer';
import { explainClosedKeys } from './closedKeys';

const NEWEST = 'SHA256:newest';
const OLDER = 'SHA256:older';
const LOST = 'SHA256:lost';
const FOREIGN = 'SHA256:foreign';
const LABEL = 'observer-prod/observer-secrets';

function certificate(
  fingerprint: string,
  notBefore: string,
  lastSeenAt = '2026-03-05T00:00:00Z',
): SealingCertificateFacts {
  return {
    fingerprint,
    notBefore,
    notAfter: '2036-01-01T00:00:00Z',
    firstSeenAt: notBefore,
    lastSeenAt,
  };
}

function sealing(options: Partial<SealingFacts> = {}): SealingFacts {
  return {
    certificates: [
      certificate(NEWEST, '2026-03-01T00:00:00Z'),
      certificate(OLDER, '2026-02-01T00:00:00Z', '2026-03-01T00:00:00Z'),
    ],
    isCurrent: true,
    elsewhere: { [FOREIGN]: 'us' },
    cluster: { opened: {}, waiting: 0, told: 3, otherControllers: [] },
    ...options,
  };
}

/** A SealedSecret of two keys; by default the controller opens neither. */
function closed(
  record: Partial<SealedKeyRecord> | undefined,
  options: Partial<SealedSecretObservation> = {},
): SealedSecretObservation {
  const full = record && {
    sealedAt: '2026-02-04T09:00:00Z',
    certificate: NEWEST,
    ...record,
  };
  return sealedSecret({
    synced: false,
    keys: ['A', 'B'],
    message: 'no key could decrypt secret (A, B)',
    processedAt: '2026-03-02T00:00:00Z',
    sealedKeys: full ? { A: full, B: full } : {},
    ...options,
  });
}

function codes(
  sealed: SealedSecretObservation,
  facts: SealingFacts | undefined = sealing(),
): string[] {
  return explainClosedKeys(sealed, { cluster: 'eu', sealing: facts }).map(
    ({ code }) => code,
  );
}

const opened = (fingerprint: string, at: string) =>
  sealing({
    cluster: {
      opened: { [fingerprint]: at },
      waiting: 0,
      told: 3,
      otherControllers: [],
    },
  });
const alone = { message: 'no key could decrypt secret (A)' };

const CASES: [string, string[], SealedSecretObservation, SealingFacts?][] = [
  [
    'name and namespace are others than recorded',
    ['sealed-secret-moved'],
    closed({ label: 'observer-dev/observer-secrets' }),
  ],
  [
    'the namespace is another than recorded, namespace-wide',
    ['sealed-secret-moved'],
    closed({ label: 'observer-dev' }, { scope: 'namespace-wide' }),
  ],
  [
    'the scope annotation was taken away',
    ['sealed-secret-scope-changed'],
    closed({ label: 'observer-prod' }),
  ],
  [
    'sealed for the whole cluster, and strict now',
    ['sealed-secret-scope-changed'],
    closed({ label: '' }),
  ],
  [
    'renamed, by what kubeseal left in the template',
    ['sealed-secret-moved'],
    closed(undefined, { template: { name: 'old' } }),
  ],
  [
    'moved, by what kubeseal left in the template',
    ['sealed-secret-moved'],
    closed(undefined, { template: { namespace: 'observer-dev' } }),
  ],
  [
    'the scope is only in the template',
    ['sealed-secret-scope-changed'],
    closed(undefined, { template: { scope: 'cluster-wide' } }),
  ],
  [
    'a new name does not matter to namespace-wide',
    ['sealed-secret-wrong-key'],
    closed(undefined, { scope: 'namespace-wide', template: { name: 'old' } }),
  ],
  [
    'what is recorded goes before what the template says',
    ['sealed-secret-value-altered'],
    closed({ label: LABEL }, { template: { name: 'old' } }),
  ],
  [
    'another cluster has the certificate',
    ['sealed-secret-other-cluster'],
    closed({ certificate: FOREIGN }),
  ],
  [
    'nobody has the certificate',
    ['sealed-secret-unknown-certificate'],
    closed({ certificate: 'SHA256:nobody' }),
  ],
  [
    'nobody has the certificate, and nobody has looked',
    ['sealed-secret-wrong-key'],
    closed({ certificate: 'SHA256:nobody' }),
    sealing({ certificates: [] }),
  ],
  [
    'the certificate was never handed out, but its key opens others',
    ['sealed-secret-made-for-another'],
    closed({ certificate: 'SHA256:restored' }),
    opened('SHA256:restored', '2026-03-03T00:00:00Z'),
  ],
  [
    'the private key is there, and the label not recorded',
    ['sealed-secret-made-for-another'],
    closed({}),
  ],
  [
    'the private key is there, and the label as it was',
    ['sealed-secret-value-altered'],
    closed({ label: LABEL }),
  ],
  [
    'an older private key still opens others',
    ['sealed-secret-made-for-another'],
    closed({ certificate: OLDER }),
    opened(OLDER, '2026-03-02T00:00:00Z'),
  ],
  [
    'an older private key opened others before, which proves nothing',
    ['sealed-secret-wrong-key'],
    closed({ certificate: OLDER }),
    opened(OLDER, '2026-03-01T23:59:59Z'),
  ],
  [
    'an older private key, and the label as it was',
    ['sealed-secret-key-gone'],
    closed({ certificate: OLDER, label: LABEL }),
  ],
  [
    'a younger certificate was handed out before',
    ['sealed-secret-key-lost'],
    closed({ certificate: LOST }),
    sealing({
      certificates: [
        certificate(NEWEST, '2026-03-01T00:00:00Z'),
        certificate(LOST, '2026-03-02T00:00:00Z', '2026-03-03T00:00:00Z'),
      ],
    }),
  ],
  [
    'a younger certificate, while nobody knows which one is handed out now',
    ['sealed-secret-wrong-key'],
    closed({ certificate: LOST }),
    sealing({
      isCurrent: false,
      certificates: [
        certificate(NEWEST, '2026-03-01T00:00:00Z'),
        certificate(LOST, '2026-03-02T00:00:00Z'),
      ],
    }),
  ],
  [
    'only one does not open, without a record',
    ['sealed-secret-some-keys-closed'],
    closed(undefined, { ...alone, template: { name: 'old' } }),
  ],
  [
    'only one does not open, with the record of the others',
    ['sealed-secret-some-keys-closed'],
    closed({}, alone),
  ],
  [
    'only one does not open, whose name, key and certificate are right',
    ['sealed-secret-value-altered'],
    closed({ label: LABEL }, alone),
  ],
  [
    'a second controller runs',
    ['sealed-secret-two-controllers'],
    closed(undefined),
    sealing({
      cluster: {
        opened: {},
        waiting: 0,
        told: 1,
        otherControllers: ['default/sealed-secrets'],
      },
    }),
  ],
  [
    'the value is no sealed one',
    ['sealed-secret-not-sealed'],
    closed({}, { damagedKeys: { A: 'not-sealed', B: 'not-sealed' } }),
  ],
  [
    'each for a cause of its own',
    ['sealed-secret-cut-off', 'sealed-secret-not-sealed'],
    closed({}, { damagedKeys: { A: 'cut-off', B: 'not-sealed' } }),
  ],
  [
    'one is damaged, which the message tells of another way',
    ['sealed-secret-not-sealed', 'sealed-secret-moved'],
    closed(
      { label: 'observer-dev/observer-secrets' },
      {
        damagedKeys: { A: 'not-base64' },
        message:
          'no key could decrypt secret (B); illegal base64 data at input byte 0 (A)',
      },
    ),
  ],
  ['nothing is recorded', ['sealed-secret-wrong-key'], closed(undefined)],
  [
    'the message names no key',
    ['sealed-secret-made-for-another'],
    closed({}, { message: 'no key could decrypt secret' }),
  ],
  [
    'there are no keys, as with the old field spec.data',
    ['sealed-secret-wrong-key'],
    closed({}, { keys: [], message: 'no key could decrypt secret' }),
  ],
];

describe('why no key could decrypt a secret', () => {
  it.each(
    CASES.map(([title, expected, sealed, facts]) => ({
      title,
      expected,
      sealed,
      facts,
    })),
  )('$title', ({ expected, sealed, facts }) => {
    expect(codes(sealed, facts)).toEqual(expected);
  });

  it('says what it was sealed for, and which keys', () => {
    const [{ why, whatToDo }] = explainClosedKeys(
      closed({ label: 'observer-dev/observer-secrets' }),
      { cluster: 'eu', sealing: undefined },
    );
    expect(why).toBe(
      'The controller cannot open 2 of 2 keys (A, B): sealed for observer-dev/observer-secrets, and it is observer-prod/observer-secrets now.',
    );
    expect(whatToDo).toContain('Seal it again for observer-prod');
  });

  it('names the cluster that it was sealed for', () => {
    const [{ why }] = explainClosedKeys(closed({ certificate: FOREIGN }), {
      cluster: 'eu',
      sealing: sealing(),
    });
    expect(why).toContain('the certificate of cluster us');
  });

  it('claims nothing of certificates that nobody has looked at', () => {
    const [{ code }] = explainClosedKeys(closed({ label: LABEL }), {
      cluster: 'eu',
      sealing: undefined,
    });
    expect(code).toBe('sealed-secret-wrong-key');
  });

  it('asks the records only for what they say themselves', () => {
    const sealed = closed(
      {},
      {
        keys: ['constructor'],
        message: 'no key could decrypt secret (constructor)',
      },
    );
    expect(codes(sealed)).toEqual(['sealed-secret-wrong-key']);
  });
});

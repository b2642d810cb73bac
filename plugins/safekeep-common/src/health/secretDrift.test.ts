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
  SecretMetadataObservation,
} from '../observations';
import { SecretStatus, SourceState } from '../status';
import {
  healthyFacts,
  KEYS,
  NAMESPACE,
  namespaceFacts,
  observerDeployment,
  observerPod,
  repositoryFacts,
  SEALED_UID,
  sealedFile,
  sealedSecret,
  secretMetadata,
} from './__fixtures__/observer';
import { describeEntity } from './describeEntity';

const BY_CONTROLLER = {
  manager: 'controller',
  time: '2026-02-04T09:00:05Z',
  owners: [SEALED_UID],
};

interface World {
  sealed?: Partial<SealedSecretObservation>;
  /** Null: the Secret is not there. */
  secret?: Partial<SecretMetadataObservation> | null;
  /** Undefined: nobody asked for its metadata. */
  watched?: SourceState;
}

function statusIn({ sealed, secret = {}, watched }: World) {
  const observed = sealedSecret({
    processedAt: '2026-02-04T09:00:06Z',
    ...sealed,
  });
  return describeEntity(
    healthyFacts({
      namespaces: [
        namespaceFacts(
          [
            observerDeployment(),
            observerPod(),
            observed,
            ...(secret ? [secretMetadata(secret)] : []),
          ],
          {
            ...(watched && {
              secretMetadata: {
                kind: 'secret-metadata',
                name: 'sandbox',
                namespace: NAMESPACE,
                state: watched,
                observedAt: '2026-02-05T12:00:00Z',
              },
            }),
          },
        ),
      ],
      repository: repositoryFacts([sealedFile(observed)]),
    }),
  );
}

function secretIn(world: World): SecretStatus {
  return statusIn({ watched: 'live', ...world }).secrets[0];
}

function codes({ reasons }: SecretStatus): string[] {
  return reasons.map(({ code }) => code);
}

describe('the drift of a Secret', () => {
  it('is none where the Secret is as the controller made it', () => {
    const secret = secretIn({});
    expect([secret.state, secret.drift, codes(secret)]).toEqual([
      'ok',
      'none',
      [],
    ]);
  });

  it('is not looked at where nobody asked for it, and nothing else changes', () => {
    const drifted: World = { secret: null };
    const unwatched = secretIn({ ...drifted, watched: undefined });
    expect([unwatched.state, unwatched.drift]).toEqual(['ok', 'not-watched']);
    expect(
      statusIn({}).sources.some(({ kind }) => kind === 'secret-metadata'),
    ).toBe(false);
  });

  it('finds a Secret that is gone', () => {
    const secret = secretIn({ secret: null });
    expect([secret.state, secret.drift, codes(secret)]).toEqual([
      'failing',
      'found',
      ['secret-missing'],
    ]);
    expect(secret.reasons[0].why).toContain('observer-secrets');
  });

  it('finds keys that were removed, and names them', () => {
    const secret = secretIn({
      secret: {
        writers: [
          { ...BY_CONTROLLER, keys: KEYS.filter(key => key !== 'DB_USER') },
        ],
      },
    });
    expect([secret.state, secret.drift]).toEqual(['failing', 'found']);
    expect(secret.reasons).toMatchObject([
      { code: 'secret-keys-missing', parameters: { keys: 'DB_USER' } },
    ]);
  });

  it('finds keys that were added, and who wrote them', () => {
    const writers = [
      { ...BY_CONTROLLER, keys: KEYS },
      {
        manager: 'kubectl-edit',
        time: '2026-02-04T08:00:00Z',
        keys: ['TOKEN'],
        owners: [],
      },
    ];
    const secret = secretIn({ secret: { writers } });
    expect([secret.state, secret.drift]).toEqual(['attention', 'found']);
    expect(secret.reasons).toMatchObject([
      {
        code: 'secret-keys-added',
        parameters: { keys: 'TOKEN', manager: 'kubectl-edit' },
      },
    ]);
    expect(secretIn({ secret: { writers, patched: true } })).toMatchObject({
      state: 'ok',
      drift: 'none',
    });
  });

  it('counts the keys of the template as made, and a key that it drops as either', () => {
    const writers = [{ ...BY_CONTROLLER, keys: [...KEYS, 'application.yml'] }];
    expect(
      codes(
        secretIn({
          sealed: { templateKeys: ['application.yml'] },
          secret: { writers },
        }),
      ),
    ).toEqual([]);
    expect(
      codes(secretIn({ sealed: { templateKeys: ['application.yml'] } })),
    ).toEqual(['secret-keys-missing']);
    for (const keys of [KEYS, KEYS.slice(1)]) {
      expect(
        codes(
          secretIn({
            sealed: { droppedKeys: [KEYS[0]] },
            secret: { writers: [{ ...BY_CONTROLLER, keys }] },
          }),
        ),
      ).toEqual([]);
    }
  });

  it('finds a value that somebody wrote after the controller', () => {
    const secret = secretIn({
      secret: {
        writers: [
          { ...BY_CONTROLLER, keys: KEYS.slice(1) },
          {
            manager: 'kubectl-edit',
            time: '2026-02-05T10:00:00Z',
            keys: [KEYS[0]],
            owners: [],
          },
        ],
      },
    });
    expect([secret.state, secret.drift]).toEqual(['attention', 'found']);
    expect(secret.reasons).toMatchObject([
      {
        code: 'secret-edited-by-hand',
        parameters: {
          keys: KEYS[0],
          manager: 'kubectl-edit',
          date: '2026-02-05T10:00:00Z',
        },
      },
    ]);
  });

  it.each([
    ['before the controller took the Secret over', '2026-02-03T10:00:00Z'],
    ['with what the controller then found right', '2026-02-04T09:00:05Z'],
  ])('is none for a value that was written %s', (_, time) => {
    const writers = [
      { ...BY_CONTROLLER, keys: KEYS.slice(1) },
      { manager: 'kubectl', time, keys: [KEYS[0]], owners: [] },
    ];
    expect(secretIn({ secret: { writers } })).toMatchObject({
      state: 'ok',
      drift: 'none',
    });
  });

  it.each([
    ['in the same second', '2026-02-04T09:00:06Z'],
    ['at a time that is none', 'yesterday'],
    ['at no time', undefined],
  ])('is not known for a value that was written %s', (_, time) => {
    const writers = [
      { ...BY_CONTROLLER, keys: KEYS.slice(1) },
      { manager: 'kubectl', time, keys: [KEYS[0]], owners: [] },
    ];
    const secret = secretIn({ secret: { writers } });
    expect([secret.drift, codes(secret)]).toEqual(['not-known', []]);
  });

  it('is none for a value that another applies as the controller wrote it', () => {
    // A server-side apply of the same value makes two managers of one key.
    const writers = [
      { ...BY_CONTROLLER, keys: KEYS },
      {
        manager: 'argocd-controller',
        time: '2026-02-05T10:00:00Z',
        keys: [KEYS[0]],
        owners: [],
      },
    ];
    expect(secretIn({ secret: { writers } })).toMatchObject({
      state: 'ok',
      drift: 'none',
    });
  });

  it('knows no owner by name alone', () => {
    const owner = {
      kind: 'SealedSecret',
      name: 'observer-secrets',
      uid: SEALED_UID,
      controller: true,
    };
    const owned = (
      owners: SecretMetadataObservation['owners'],
      more: Partial<SecretMetadataObservation> = {},
      sealed: Partial<SealedSecretObservation> = {},
    ) => codes(secretIn({ secret: { owners, ...more }, sealed }));
    expect(owned([])).toEqual(['secret-not-owned']);
    expect(owned([{ ...owner, controller: false }])).toEqual([
      'secret-not-owned',
    ]);
    expect(owned([{ ...owner, uid: 'of-an-earlier-one' }])).toEqual([
      'secret-owned-by-another',
    ]);
    expect(owned([], { managed: true })).toEqual([
      'secret-outlives-sealed-secret',
    ]);
    expect(owned([], { managed: true }, { skipsOwner: true })).toEqual([]);
    expect(owned([], {}, { skipsOwner: true })).toEqual(['secret-not-owned']);
    expect(owned([], { patched: true })).toEqual([]);
  });

  it('is not known where it cannot be told who is the controller', () => {
    const secret = secretIn({
      sealed: { skipsOwner: true },
      secret: {
        owners: [],
        managed: true,
        writers: [{ ...BY_CONTROLLER, owners: [], keys: KEYS }],
      },
    });
    expect([secret.state, secret.drift]).toEqual(['ok', 'not-known']);
  });

  it('is not known where the cluster keeps no book of the keys', () => {
    const secret = secretIn({ secret: { writers: undefined } });
    expect([secret.state, secret.drift, codes(secret)]).toEqual([
      'ok',
      'not-known',
      [],
    ]);
    // The owner is known all the same.
    expect(
      secretIn({ secret: { writers: undefined, owners: [] } }),
    ).toMatchObject({ drift: 'found' });
  });

  it.each([
    ['has said nothing', { synced: undefined }],
    [
      'has not come to the newest change',
      { generation: 2, observedGeneration: 1 },
    ],
    ['failed', { synced: false, message: 'no key could decrypt secret (A)' }],
  ])('is not compared while the controller %s', (_, sealed) => {
    const secret = secretIn({ sealed, secret: null });
    expect(secret.drift).toBe('not-known');
    expect(codes(secret)).not.toContain('secret-missing');
  });

  it.each<[SourceState, string]>([
    ['starting', 'secret-metadata-starting'],
    ['forbidden', 'secret-metadata-forbidden'],
    ['unreachable', 'secret-metadata-unreachable'],
    ['stale', 'secret-metadata-stale'],
  ])(
    'is not known while the metadata is %s, and nothing is ok',
    (state, code) => {
      const status = statusIn({ watched: state, secret: null });
      const [secret] = status.secrets;
      expect([secret.drift, secret.state, status.state]).toEqual([
        'not-known',
        'unknown',
        'unknown',
      ]);
      expect(codes(secret)[0]).toBe(code);
      expect(secret.lastState).toBe(state === 'stale' ? 'failing' : undefined);
      expect(
        status.sources.find(({ kind }) => kind === 'secret-metadata')?.reason
          ?.code,
      ).toBe(code);
    },
  );
});

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

import { mockServices, TestDatabases } from '@backstage/backend-test-utils';
import {
  Observation,
  PodObservation,
  SealedSecretObservation,
  WorkloadObservation,
} from '@safekeep/backstage-plugin-safekeep-common';
import { Knex } from 'knex';
import { DatabaseObservationStore } from './DatabaseObservationStore';
import { SealingCertificateStore } from './SealingCertificateStore';

jest.setTimeout(60_000);

function pod(name: string, namespace = 'shop', restarts = 0): PodObservation {
  return {
    kind: 'Pod',
    namespace,
    name,
    phase: 'Running',
    ready: true,
    restarts,
  };
}

const CONTROLLER: WorkloadObservation = {
  kind: 'Deployment',
  namespace: 'kube-system',
  name: 'sealed-secrets-controller',
  generation: 1,
  desired: 1,
  ready: 1,
  updated: 1,
  total: 1,
  images: [],
  claims: [],
  secretReferences: [],
  checksums: {},
};

// PostgreSQL runs where BACKSTAGE_TEST_DATABASE_POSTGRES17_CONNECTION_STRING or Docker is.
// Of the PostgreSQLs, those that an environment variable gives a server for.
const databases = TestDatabases.create({
  ids: [
    'SQLITE_3',
    'POSTGRES_14',
    'POSTGRES_15',
    'POSTGRES_16',
    'POSTGRES_17',
    'POSTGRES_18',
  ],
});

describe.each(databases.eachSupportedId())(
  'DatabaseObservationStore on %s',
  databaseId => {
    let knex: Knex;
    let store: DatabaseObservationStore;

    async function open(): Promise<DatabaseObservationStore> {
      return DatabaseObservationStore.create({
        database: mockServices.database({ knex }),
      });
    }

    async function names(
      cluster: string,
      namespace: string,
    ): Promise<string[]> {
      const found = await store.readNamespace(cluster, namespace);
      return found.map(({ name }) => name);
    }

    beforeEach(async () => {
      knex = await databases.init(databaseId);
      store = await open();
    });

    it('replaces one kind of one cluster and nothing else', async () => {
      const many = Array.from({ length: 1_000 }, (_, i) => pod(`pod-${i}`));
      await store.replaceKind('east', 'Pod', many);
      await store.replaceKind('west', 'Pod', [pod('other')]);
      await store.replaceKind('east', 'Deployment', [CONTROLLER]);
      expect(await names('east', 'shop')).toHaveLength(1_000);

      await store.replaceKind('east', 'Pod', [
        ...many.slice(0, 500),
        pod('pod-1', 'elsewhere'),
        pod('new'),
      ]);
      expect(await names('east', 'shop')).toHaveLength(501);
      expect(await names('east', 'elsewhere')).toEqual(['pod-1']);
      expect(await names('west', 'shop')).toEqual(['other']);
      expect(
        await store.readDeployment(
          'east',
          'kube-system',
          'sealed-secrets-controller',
        ),
      ).toEqual(CONTROLLER);
      expect(await store.readDeployment('west', 'kube-system', 'x')).toBe(
        undefined,
      );
    });

    it('leaves everything as it was when a replacement fails half-way', async () => {
      await store.replaceKind('east', 'Pod', [pod('a'), pod('b')]);
      const broken = {
        ...pod('c'),
        name: undefined,
      } as unknown as Observation;
      await expect(
        store.replaceKind('east', 'Pod', [pod('new'), broken]),
      ).rejects.toThrow();
      expect(await names('east', 'shop')).toEqual(['a', 'b']);
    });

    it('applies changes so that the last of each object counts', async () => {
      await store.replaceKind('east', 'Pod', [pod('kept'), pod('gone')]);
      await store.applyChanges('east', 'Pod', [
        { type: 'changed', observation: pod('kept', 'shop', 1) },
        { type: 'changed', observation: pod('kept', 'shop', 2) },
        { type: 'deleted', namespace: 'shop', name: 'gone' },
        { type: 'changed', observation: pod('brief') },
        { type: 'deleted', namespace: 'shop', name: 'brief' },
        { type: 'deleted', namespace: 'shop', name: 'back' },
        { type: 'changed', observation: pod('back') },
      ]);
      expect(await store.readNamespace('east', 'shop')).toEqual([
        pod('back'),
        pod('kept', 'shop', 2),
      ]);
    });

    it('has what it had after a restart, and forgets clusters on request', async () => {
      const seen = new Date('2026-11-22T10:00:00.123Z');
      await store.replaceKind('east', 'Pod', [pod('a')]);
      await store.setLastSeen('east', 'Pod', seen);
      await store.setLastSeen('east', 'Job', seen);
      await store.setLastSeen('east', 'Job', undefined);

      store = await open();
      expect(await names('east', 'shop')).toEqual(['a']);
      expect(await store.readLastSeen('east')).toEqual(
        new Map([['Pod', seen]]),
      );

      await store.keepClusters(['west']);
      expect(await names('east', 'shop')).toEqual([]);
      expect(await store.readLastSeen('east')).toEqual(new Map());
    });

    // The controller's word is about the last ciphertext. Without memory a pod
    // that started before its values came would count as restarted.
    it('keeps since when values are there over their re-encryption', async () => {
      const sealed = (
        options: Partial<SealedSecretObservation>,
      ): SealedSecretObservation => ({
        kind: 'SealedSecret',
        namespace: 'shop',
        name: 'secrets',
        generation: 2,
        observedGeneration: 2,
        synced: true,
        scope: 'strict',
        keys: [],
        checksum: 'rotated',
        processedAt: '2026-01-01T10:00:00Z',
        sealedKeys: {},
        linkedKeys: [],
        ...options,
      });
      const kept = async () => {
        const [found] = await store.readNamespace('east', 'shop');
        return (found as SealedSecretObservation).valuesSince;
      };
      const change = (options: Partial<SealedSecretObservation>) =>
        store.applyChanges('east', 'SealedSecret', [
          { type: 'changed', observation: sealed(options) },
        ]);
      const anew = {
        generation: 3,
        checksum: 'anew',
        earlierChecksums: ['rotated'],
      };
      const other = sealed({
        namespace: 'elsewhere',
        processedAt: '2025-01-01T00:00:00Z',
      });

      await store.replaceKind('east', 'SealedSecret', [sealed({}), other]);
      expect(await kept()).toBe(undefined);
      await change(anew);
      expect(await kept()).toBe('2026-01-01T10:00:00Z');
      const processed = {
        ...anew,
        observedGeneration: 3,
        processedAt: '2026-02-01T10:00:00Z',
      };
      await change(processed);
      expect(await kept()).toBe('2026-01-01T10:00:00Z');
      // After a restart everything is read anew.
      store = await open();
      const again = {
        ...processed,
        checksum: 'again',
        earlierChecksums: ['anew', 'rotated'],
      };
      await store.replaceKind('east', 'SealedSecret', [sealed(again), other]);
      expect(await kept()).toBe('2026-01-01T10:00:00Z');
      await change({ checksum: 'other values', generation: 5 });
      expect(await kept()).toBe(undefined);
      // Values that never came in were not there before the re-encryption.
      await change({
        checksum: 'last',
        earlierChecksums: ['other values'],
        generation: 6,
      });
      expect(await kept()).toBe(undefined);
    });

    it('keeps the Secrets of each namespace apart, and forgets those not asked for', async () => {
      const secret = (name: string, namespace: string): Observation => ({
        kind: 'Secret',
        namespace,
        name,
        owners: [],
        managed: false,
        patched: false,
      });
      const seen = new Date('2026-11-23T10:00:00.000Z');
      for (const namespace of ['shop', 'bank']) {
        await store.replaceKind(
          'east',
          'Secret',
          [secret('a', namespace), secret('b', namespace)],
          namespace,
        );
        await store.setLastSeen('east', 'Secret', seen, namespace);
      }
      await store.setLastSeen('east', 'Pod', seen);
      await store.replaceKind('west', 'Secret', [secret('w', 'shop')], 'shop');

      await store.replaceKind('east', 'Secret', [secret('b', 'shop')], 'shop');
      expect(await names('east', 'shop')).toEqual(['b']);
      expect(await names('east', 'bank')).toEqual(['a', 'b']);
      expect(await store.readLastSeen('east')).toEqual(
        new Map([['Pod', seen]]),
      );
      expect(await store.readLastSeen('east', 'bank')).toEqual(
        new Map([['Secret', seen]]),
      );

      await store.keepSecretNamespaces('east', ['shop']);
      expect(await names('east', 'bank')).toEqual([]);
      expect(await store.readLastSeen('east', 'bank')).toEqual(new Map());
      expect(await store.readLastSeen('east', 'shop')).toEqual(
        new Map([['Secret', seen]]),
      );
      expect(await names('east', 'shop')).toEqual(['b']);
      await store.keepSecretNamespaces('east', []);
      expect(await names('east', 'shop')).toEqual([]);
      expect(await names('west', 'shop')).toEqual(['w']);
      expect(await store.readLastSeen('east')).toEqual(
        new Map([['Pod', seen]]),
      );
    });

    it('carries over what was last seen when namespaces came in', async () => {
      const directory = `${__dirname}/../../migrations`;
      const seen = new Date('2026-11-23T10:00:00.123Z');
      await store.setLastSeen('east', 'Pod', seen);
      await store.setLastSeen('east', 'Secret', seen, 'shop');
      await knex.migrate.down({
        directory,
        name: '20261123060000_observed_namespaces.js',
      } as Knex.MigratorConfig);
      expect(await knex('observed_resources').select('kind')).toEqual([
        { kind: 'Pod' },
      ]);
      store = await open();
      expect(await store.readLastSeen('east')).toEqual(
        new Map([['Pod', seen]]),
      );
    });

    it('finds the SealedSecrets of a cluster, and its controllers', async () => {
      const sealed = (name: string): SealedSecretObservation => ({
        kind: 'SealedSecret',
        namespace: 'shop',
        name,
        generation: 1,
        scope: 'strict',
        keys: [],
        checksum: '',
        sealedKeys: {},
        linkedKeys: [],
      });
      const other = { ...CONTROLLER, sealedSecretsController: {} };
      await store.replaceKind('east', 'SealedSecret', [
        sealed('b'),
        sealed('a'),
      ]);
      await store.replaceKind('west', 'SealedSecret', [sealed('c')]);
      await store.replaceKind('east', 'Deployment', [
        { ...CONTROLLER, name: 'web' },
        // Its name is not what makes it one.
        { ...CONTROLLER, images: ['"sealedSecretsController":'] },
        { ...other, namespace: 'default', name: 'sealed-secrets' },
      ]);
      expect(
        (await store.readSealedSecrets('east')).map(({ name }) => name),
      ).toEqual(['a', 'b']);
      expect(
        (await store.readControllers('east')).map(({ name }) => name),
      ).toEqual(['sealed-secrets']);
      expect(await store.readControllers('west')).toEqual([]);
    });

    it('finds objects by their names, inside of namespaces and outside', async () => {
      const volume = (name: string): Observation => ({
        kind: 'PersistentVolume',
        namespace: '',
        name,
        phase: 'Bound',
        reclaimPolicy: 'Retain',
      });
      await store.replaceKind(
        'east',
        'PersistentVolume',
        ['c', 'a', 'b'].map(volume),
      );
      const namesOf = async (cluster: string, only?: string[]) =>
        (await store.readNamed(cluster, 'PersistentVolume', only)).map(
          ({ name }) => name,
        );
      expect(await namesOf('east')).toEqual(['a', 'b', 'c']);
      expect(await namesOf('east', ['c', 'a', 'x', 'a'])).toEqual(['a', 'c']);
      expect(await namesOf('east', [])).toEqual([]);
      expect(await namesOf('west')).toEqual([]);
      await store.replaceKind('east', 'PersistentVolume', []);
    });

    it('remembers certificates, the one handed out last first', async () => {
      const certificates = await SealingCertificateStore.create({
        database: mockServices.database({ knex }),
      });
      const at = (minute: number) =>
        new Date(Date.UTC(2026, 10, 22, 10, minute, 0, 123));
      const first = {
        fingerprint: 'SHA256:a',
        notBefore: '2026-01-01T00:00:00.000Z',
        notAfter: '2036-01-01T00:00:00.000Z',
      };
      const second = {
        ...first,
        fingerprint: 'SHA256:b',
        notBefore: '2026-02-01T00:00:00.000Z',
      };
      await certificates.see('east', first, at(0));
      await certificates.see('east', first, at(1));
      await certificates.see('east', second, at(2));
      await certificates.see('west', first, at(3));
      expect(await certificates.read('east')).toEqual([
        {
          ...second,
          firstSeenAt: at(2).toISOString(),
          lastSeenAt: at(2).toISOString(),
        },
        {
          ...first,
          firstSeenAt: at(0).toISOString(),
          lastSeenAt: at(1).toISOString(),
        },
      ]);
      // A backup was restored: the older one is handed out again.
      await certificates.see('east', first, at(4));
      expect((await certificates.read('east'))[0]).toMatchObject({
        fingerprint: 'SHA256:a',
        firstSeenAt: at(0).toISOString(),
      });
      await certificates.keepClusters(['west']);
      expect(await certificates.read('east')).toEqual([]);
      expect(await certificates.read('west')).toHaveLength(1);
    });

    it('migrates down to nothing and up again', async () => {
      const directory = `${__dirname}/../../migrations`;
      await knex.migrate.rollback({ directory }, true);
      expect(await knex.schema.hasTable('observations')).toBe(false);
      expect(await knex.schema.hasTable('observed_resources')).toBe(false);
      expect(await knex.schema.hasTable('sealing_certificates')).toBe(false);
      store = await open();
      await store.replaceKind('east', 'Pod', [pod('a')]);
      expect(await names('east', 'shop')).toEqual(['a']);
    });
  },
);

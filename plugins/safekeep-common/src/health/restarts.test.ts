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

import { restartProgress } from './restarts';
import {
  observerDeployment,
  observerPod,
  sealedSecret,
  workload,
} from './__fixtures__/observer';

const ROTATED_AT = '2026-02-05T10:00:00Z';
const before = '2026-02-05T09:59:59Z';
const after = '2026-02-05T10:00:01Z';

const sealed = sealedSecret({
  checksum: 'new',
  keys: ['DB_PASSWORD', 'KIS_HTS_ID', 'constructor'],
  sealedKeys: {
    DB_PASSWORD: {
      sealedAt: ROTATED_AT,
      rotatedAt: ROTATED_AT,
      certificate: 'SHA256:x',
    },
    KIS_HTS_ID: { sealedAt: ROTATED_AT, certificate: 'SHA256:x' },
  },
});
const checksums = { 'observer-secrets': 'new' };

describe('restartProgress', () => {
  it.each([
    ['the same checksum, rolled out', { checksums }, 'done'],
    [
      'an earlier checksum',
      { checksums: { 'observer-secrets': 'old' } },
      'pending',
    ],
    ['too few new pods', { checksums, desired: 2, updated: 1 }, 'pending'],
    ['old pods left', { checksums, total: 2, updated: 1 }, 'pending'],
    [
      'a template that the controller has not seen',
      { checksums, generation: 2, observedGeneration: 1 },
      'pending',
    ],
    [
      'a controller that has said nothing',
      { checksums, observedGeneration: undefined },
      'pending',
    ],
    [
      'scaled to zero, with the same checksum',
      { checksums, desired: 0 },
      'done',
    ],
  ])('decides by the checksum: %s', (_, options, expected) => {
    expect(restartProgress(observerDeployment(options), sealed, [])).toBe(
      expected,
    );
  });

  it.each([
    ['the checksum of the same values, encrypted before', 'old', 'done'],
    ['one before that', 'older', 'done'],
    ['the newest', 'new', 'done'],
    ['that of other values', 'other', 'pending'],
  ])('waits for nothing after a re-encryption: %s', (_, checksum, expected) => {
    const reencrypted = { ...sealed, earlierChecksums: ['old', 'older'] };
    const consumer = observerDeployment({
      checksums: { 'observer-secrets': checksum },
    });
    expect(restartProgress(consumer, reencrypted, [])).toBe(expected);
    expect(restartProgress({ ...consumer, updated: 0 }, reencrypted, [])).toBe(
      'pending',
    );
  });

  it.each([
    ['that started before', before, 'pending'],
    ['that started after', after, 'done'],
  ])(
    'does not wait for a checksum where Reloader restarts: a pod %s',
    (_, startedAt, expected) => {
      const pods = [observerPod({ startedAt })];
      const consumer = observerDeployment({
        // Of the time before Reloader was asked for.
        checksums: { 'observer-secrets': 'old' },
        reloader: { secrets: ['observer-secrets'], searches: false },
      });
      expect(restartProgress(consumer, sealed, pods)).toBe(expected);
      const searching = {
        ...consumer,
        reloader: { secrets: [], searches: true },
      };
      expect(restartProgress(searching, sealed, pods)).toBe('pending');
      expect(
        restartProgress(searching, { ...sealed, reloaderMark: 'match' }, pods),
      ).toBe(expected);
    },
  );

  it('does not compare clocks where there is a checksum', () => {
    const pods = [observerPod({ startedAt: before })];
    expect(
      restartProgress(observerDeployment({ checksums }), sealed, pods),
    ).toBe('done');
  });

  // A sync may apply the template before the controller has made the Secret:
  // what starts in between has the checksum of the new content, and the old one.
  it.each([
    ['before the Secret had the content', {}, before, 'pending'],
    ['in the same second', {}, ROTATED_AT, 'done'],
    ['after it', {}, after, 'done'],
    ['nobody knows when', {}, undefined, 'done'],
    [
      'while the controller has not come to it yet',
      { generation: 3, observedGeneration: 2 },
      after,
      'pending',
    ],
    [
      'with values that were only encrypted anew since, by when is not known',
      { checksum: 'newer', earlierChecksums: ['new'] },
      before,
      'unknown',
    ],
    [
      'after values that were only encrypted anew since',
      {
        checksum: 'newer',
        earlierChecksums: ['new'],
        valuesSince: before,
        processedAt: '2026-03-05T10:00:00Z',
      },
      after,
      'done',
    ],
    [
      'before values that were only encrypted anew since',
      {
        checksum: 'newer',
        earlierChecksums: ['new'],
        valuesSince: ROTATED_AT,
        processedAt: '2026-03-05T10:00:00Z',
      },
      before,
      'pending',
    ],
    ['and the controller does not say', { processedAt: '' }, before, 'done'],
  ])(
    'does not take a start for one that came too early: %s',
    (_, options, startedAt, expected) => {
      const made = { ...sealed, processedAt: ROTATED_AT, ...options };
      const consumer = observerDeployment({ checksums });
      const pods = [observerPod({ startedAt })];
      expect(restartProgress(consumer, made, pods)).toBe(expected);
    },
  );

  it.each([
    ['of this change', ROTATED_AT, before, 'pending'],
    ['of this change', ROTATED_AT, '2026-02-05T11:00:00Z', 'pending'],
    ['of this change', ROTATED_AT, '2026-02-05T12:00:01Z', 'done'],
    ['of one before', '2026-02-05T11:30:00Z', after, 'done'],
  ])(
    'without a checksum waits for the controller, where the rotation is %s',
    (_, sealedAt, startedAt, expected) => {
      const made = {
        ...sealed,
        // Sealed in a pull request that was merged two hours later.
        processedAt: '2026-02-05T12:00:00Z',
        sealedKeys: {
          ...sealed.sealedKeys,
          KIS_HTS_ID: { sealedAt, certificate: 'SHA256:x' },
        },
      };
      const pods = [observerPod({ startedAt })];
      expect(restartProgress(observerDeployment(), made, pods)).toBe(expected);
    },
  );

  it.each([
    ['a pod older than the value', [{ startedAt: before }], 'pending'],
    ['a pod younger than the value', [{ startedAt: after }], 'done'],
    ['one of each', [{ startedAt: after }, { startedAt: before }], 'pending'],
    ['a pod without a start', [{ startedAt: undefined }], 'unknown'],
    ['a start that is no time', [{ startedAt: 'soon' }], 'unknown'],
    ['no pod that is known', [], 'unknown'],
    [
      'an old pod that is over',
      [{ startedAt: before, phase: 'Succeeded' }, { startedAt: after }],
      'done',
    ],
    [
      'an old pod of another workload',
      [
        { startedAt: before, owner: 'ReplicaSet/observer-api-6d4b75cb6d' },
        { startedAt: after },
      ],
      'done',
    ],
  ])('without a checksum decides by age: %s', (_, pods, expected) => {
    expect(
      restartProgress(observerDeployment(), sealed, pods.map(observerPod)),
    ).toBe(expected);
  });

  it('looks only at the keys that are read', () => {
    const pods = [observerPod({ startedAt: before })];
    const reading = (keys: string[]) =>
      observerDeployment({
        secretReferences: [{ secret: 'observer-secrets', keys }],
      });
    expect(restartProgress(reading(['KIS_HTS_ID']), sealed, pods)).toBe('done');
    expect(restartProgress(reading(['constructor']), sealed, pods)).toBe(
      'done',
    );
    expect(restartProgress(reading(['DB_PASSWORD']), sealed, pods)).toBe(
      'pending',
    );
  });

  it.each(['CronJob', 'Job'] as const)('never waits for a %s', kind => {
    const job = workload({
      kind,
      name: 'report',
      secretReferences: [{ secret: 'observer-secrets' }],
      checksums: { 'observer-secrets': 'old' },
    });
    expect(restartProgress(job, sealed, [])).toBe('done');
  });
});

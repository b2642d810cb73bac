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
import { NamespaceFacts } from '../../facts';
import { ServerContainer, WorkloadObservation } from '../../observations';
import {
  LabelSelector,
  SURROUNDING_KINDS,
  SurroundingObservation,
} from '../../surroundings';

/*
 * Anything that may be observed around a database. Names come from the small
 * set that they are given, so that objects find one another.
 */

const aTime = fc.constantFrom(
  '2026-02-05T09:00:00.000Z',
  '2026-02-05T10:00:00.000Z',
);
const aCount = fc.integer({ min: 0, max: 3 });
const aLabel = fc.constantFrom('app', 'tier', '__proto__', 'constructor');
const someLabels = fc.dictionary(aLabel, fc.constantFrom('a', 'b'), {
  maxKeys: 2,
});

const aSelector: fc.Arbitrary<LabelSelector> = fc.record(
  {
    matchLabels: someLabels,
    matchExpressions: fc.array(
      fc.record({
        key: aLabel,
        operator: fc.constantFrom('In', 'NotIn', 'Exists', 'DoesNotExist', ''),
        values: fc.array(fc.constantFrom('a', 'b'), { maxLength: 2 }),
      }),
      { maxLength: 1 },
    ),
  },
  { requiredKeys: ['matchLabels'] },
);

/** What is kept of a workload beyond what its secrets need. */
export function workloadSurroundings(aName: fc.Arbitrary<string>) {
  const aServer: fc.Arbitrary<ServerContainer> = fc.record(
    {
      name: aName,
      image: fc.constant('postgres:15'),
      pgdata: fc.oneof(fc.constant('/var/lib/postgresql/data'), fc.string()),
      mounts: fc.array(
        fc.record(
          {
            claim: aName,
            path: fc.oneof(fc.constant('/var/lib/postgresql'), fc.string()),
            subPath: fc.string(),
          },
          { requiredKeys: ['path'] },
        ),
        { maxLength: 2 },
      ),
      probes: fc.constant([]),
      runAsUser: aCount,
      variant: fc.constantFrom('alpine' as const, 'debian' as const),
      imageUser: aCount,
    },
    { requiredKeys: ['name', 'image', 'mounts', 'probes'] },
  );
  const appliedBy: fc.Arbitrary<NonNullable<WorkloadObservation['appliedBy']>> =
    fc.record(
      {
        tool: fc.constantFrom('argo-cd' as const, 'flux' as const),
        name: aName,
        certain: fc.constant(true as const),
      },
      { requiredKeys: ['tool', 'name'] },
    );
  return {
    podLabels: someLabels,
    server: aServer,
    appliedBy,
    retention: fc.record({
      whenDeleted: fc.constantFrom('Retain', 'Delete'),
      whenScaled: fc.constantFrom('Retain', 'Delete'),
    }),
    timetable: fc.record(
      { schedule: fc.string(), lastSuccessAt: aTime },
      { requiredKeys: ['schedule'] },
    ),
    ended: fc.record(
      {
        cronJob: aName,
        outcome: fc.constantFrom('complete' as const, 'failed' as const),
        at: aTime,
      },
      { requiredKeys: [] },
    ),
    backupTool: fc.constant('pg_dump'),
  };
}

/** An object of any kind that may be around a database. */
export function aSurrounding(
  aName: fc.Arbitrary<string>,
  aNamespace: fc.Arbitrary<string>,
): fc.Arbitrary<SurroundingObservation> {
  const place = { namespace: aNamespace, name: aName };
  const outside = { namespace: fc.constant('' as const), name: aName };
  const names = fc.array(aName, { maxLength: 2 });
  return fc.oneof<fc.Arbitrary<SurroundingObservation>[]>(
    fc.record({
      kind: fc.constant('Service' as const),
      ...place,
      type: fc.constantFrom('ClusterIP', 'LoadBalancer'),
      headless: fc.boolean(),
      selector: someLabels,
      ports: fc.constantFrom<number[][]>([5432], [80], []),
    }),
    fc.record({
      kind: fc.constant('EndpointSlice' as const),
      ...place,
      service: aName,
      ready: names,
      notReady: names,
    }),
    fc.record(
      {
        kind: fc.constant('PersistentVolume' as const),
        ...outside,
        phase: fc.string(),
        reclaimPolicy: fc.constantFrom('Delete', 'Retain'),
        claim: fc.record(place),
        onOneNode: fc.constant(true as const),
      },
      { requiredKeys: ['kind', 'namespace', 'name', 'phase', 'reclaimPolicy'] },
    ),
    fc.record({
      kind: fc.constant('StorageClass' as const),
      ...outside,
      provisioner: fc.constantFrom('a', 'kubernetes.io/no-provisioner'),
      bindingMode: fc.constantFrom(
        'Immediate' as const,
        'WaitForFirstConsumer' as const,
      ),
      reclaimPolicy: fc.constant('Delete'),
    }),
    fc.record(
      {
        kind: fc.constant('Event' as const),
        ...place,
        reason: fc.constantFrom('ProvisioningFailed', 'BackOff'),
        about: fc.record({
          kind: fc.constantFrom('Pod', 'PersistentVolumeClaim', 'toString'),
          name: aName,
        }),
        count: aCount,
        lastAt: aTime,
        message: fc.string(),
      },
      {
        requiredKeys: ['kind', 'namespace', 'name', 'reason', 'about', 'count'],
      },
    ),
    fc.record({
      kind: fc.constant('PodDisruptionBudget' as const),
      ...place,
      selector: aSelector,
      disruptionsAllowed: aCount,
    }),
    fc.record({
      kind: fc.constant('NetworkPolicy' as const),
      ...place,
      selector: aSelector,
      ingress: fc.array(
        fc.record(
          {
            ports: fc.array(fc.record({ from: aCount, to: aCount }), {
              maxLength: 1,
            }),
            limited: fc.boolean(),
          },
          { requiredKeys: ['limited'] },
        ),
        { maxLength: 2 },
      ),
    }),
    fc.record(
      {
        kind: fc.constantFrom('Application' as const, 'Kustomization' as const),
        ...place,
        destination: aNamespace,
        state: fc.string(),
        prunes: fc.boolean(),
        failures: fc.array(
          fc.record({
            kind: fc.constantFrom('StatefulSet', 'Deployment'),
            ...place,
            why: fc.constantFrom('immutable' as const, 'refused' as const),
          }),
          { maxLength: 2 },
        ),
      },
      { requiredKeys: ['kind', 'namespace', 'name', 'failures'] },
    ),
    fc.record(
      {
        kind: fc.constantFrom('Cluster' as const, 'postgresql' as const),
        ...place,
        generation: aCount,
        phase: fc.constantFrom('Cluster in healthy state', 'Running', ''),
        image: fc.constantFrom('ghcr.io/cloudnative-pg/postgresql:16', 'x'),
        version: fc.constant('16'),
        instances: aCount,
        readyInstances: aCount,
        claims: names,
        lastFailedBackupAt: aTime,
        walArchiving: fc.constantFrom('working' as const, 'failing' as const),
        hasBackup: fc.boolean(),
      },
      {
        requiredKeys: [
          'kind',
          'namespace',
          'name',
          'generation',
          'instances',
          'claims',
        ],
      },
    ),
  );
}

/** Any of the kinds may be seen, or not. */
export const someVisibility: fc.Arbitrary<NamespaceFacts['surroundings']> =
  fc.dictionary(
    fc.constantFrom(...SURROUNDING_KINDS),
    fc.constantFrom(
      'seen' as const,
      'seen' as const,
      'forbidden' as const,
      'not-visible' as const,
    ),
  );

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
  DatabaseStatus,
  EntityStatus,
  HealthState,
  SecretStatus,
  StatusItem,
} from '@safekeep/backstage-plugin-safekeep-common';

const WORST_FIRST: HealthState[] = ['failing', 'attention', 'unknown', 'ok'];

/** A database or a secret, as a row of the card. */
export type Item =
  | { kind: 'database'; value: DatabaseStatus }
  | { kind: 'secret'; value: SecretStatus };

function severity({ state, lastState }: StatusItem): number {
  // What was failing when last seen ranks before what was fine.
  return (
    WORST_FIRST.indexOf(state) * WORST_FIRST.length +
    WORST_FIRST.indexOf(lastState ?? state)
  );
}

/** All databases and secrets, worst first; databases first among equals. */
export function itemsOf(status: EntityStatus): Item[] {
  const items: Item[] = [
    ...status.databases.map(value => ({ kind: 'database' as const, value })),
    ...status.secrets.map(value => ({ kind: 'secret' as const, value })),
  ];
  return items.sort((a, b) => severity(a.value) - severity(b.value));
}

/** Tells items apart, also those of one name in two clusters. */
export function itemKey({ kind, value }: Item): string {
  return [kind, value.cluster, value.namespace, value.name].join('/');
}

function asLastSeen<T extends StatusItem>(item: T): T {
  return item.state === 'unknown'
    ? item
    : { ...item, state: 'unknown', lastState: item.lastState ?? item.state };
}

/**
 * The same status once answers have stopped coming: every state becomes the
 * last one seen.
 */
export function asOutdated(status: EntityStatus): EntityStatus {
  return {
    ...status,
    state: 'unknown',
    databases: status.databases.map(asLastSeen),
    secrets: status.secrets.map(asLastSeen),
    checks: status.checks.map(check => ({ ...check, state: 'unknown' })),
  };
}

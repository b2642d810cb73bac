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

import { CompoundEntityRef } from '@backstage/catalog-model';
import { useApi } from '@backstage/frontend-plugin-api';
import { EntityStatus } from '@safekeep/backstage-plugin-safekeep-common';
import { useMemo } from 'react';
import { safekeepApiRef } from '../api/safekeepApiRef';
import { PolledAnswer, usePolled } from './usePolled';

export { POLL_INTERVAL_MS } from './usePolled';

/** The last answer, and how asking went since. */
export interface EntityStatusSnapshot
  extends Omit<PolledAnswer<EntityStatus>, 'answer'> {
  /** The last answer; kept while later questions fail. */
  status?: EntityStatus;
}

/** A snapshot that keeps itself up to date. */
export interface PolledEntityStatus extends EntityStatusSnapshot {
  /** Asks at once instead of at the next turn. */
  retry(): void;
}

/** Asks for an entity's status again and again. */
export function useEntityStatus(
  entityRef: CompoundEntityRef | undefined,
): PolledEntityStatus {
  const api = useApi(safekeepApiRef);
  const { kind, namespace, name } = entityRef ?? {};
  const question = useMemo(
    () =>
      kind && namespace && name
        ? (signal: AbortSignal) =>
            api.getEntityStatus({ kind, namespace, name }, { signal })
        : undefined,
    [api, kind, namespace, name],
  );
  const { answer, ...rest } = usePolled(question);
  return { ...rest, ...(answer && { status: answer }) };
}

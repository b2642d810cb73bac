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

import { EntityStatus } from '@safekeep/backstage-plugin-safekeep-common';
import { useMemo } from 'react';
import { asOutdated } from '../components/items';
import { judgeFreshness } from '../components/Freshness';
import { EntityStatusSnapshot, POLL_INTERVAL_MS } from './useEntityStatus';
import { useNow } from './useNow';

/** The last answer as it may be shown now: what is too old loses its colour. */
export function useShownStatus(
  snapshot: EntityStatusSnapshot,
): EntityStatus | undefined {
  const { status } = snapshot;
  const now = useNow(POLL_INTERVAL_MS);
  const outdated = judgeFreshness(snapshot, now)?.kind === 'outdated';
  return useMemo(
    () => (status && outdated ? asOutdated(status) : status),
    [status, outdated],
  );
}

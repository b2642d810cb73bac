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
import { useCallback, useEffect, useState } from 'react';
import { safekeepApiRef } from '../api/safekeepApiRef';
import { isRefusal } from './refusals';

/** How long after an answer the next one is asked for. */
export const POLL_INTERVAL_MS = 5_000;

/** The last answer, and how asking went since. */
export interface EntityStatusSnapshot {
  /** The last answer; kept while later questions fail. */
  status?: EntityStatus;
  /** When the last answer arrived. */
  answeredAt?: number;
  /** Why the newest question has no answer. */
  error?: Error;
  /** When questions began to fail. */
  failingSince?: number;
}

/** A snapshot that keeps itself up to date. */
export interface PolledEntityStatus extends EntityStatusSnapshot {
  /** Asks at once instead of at the next turn. */
  retry(): void;
}

/**
 * Asks for an entity's status again and again: never two questions at a time,
 * none while the document is hidden, none after the component is gone.
 */
export function useEntityStatus(
  entityRef: CompoundEntityRef | undefined,
): PolledEntityStatus {
  const api = useApi(safekeepApiRef);
  const [snapshot, setSnapshot] = useState<EntityStatusSnapshot>({});
  const [attempt, setAttempt] = useState(0);
  const { kind, namespace, name } = entityRef ?? {};

  useEffect(() => setSnapshot({}), [api, kind, namespace, name]);

  useEffect(() => {
    if (!kind || !namespace || !name) {
      return undefined;
    }
    const controller = new AbortController();
    let timer: ReturnType<typeof setTimeout> | undefined;
    let asking = false;

    async function ask() {
      clearTimeout(timer);
      if (asking || document.hidden) {
        return;
      }
      asking = true;
      try {
        const status = await api.getEntityStatus(
          { kind: kind!, namespace: namespace!, name: name! },
          { signal: controller.signal },
        );
        if (!controller.signal.aborted) {
          setSnapshot({ status, answeredAt: Date.now() });
        }
      } catch (error) {
        if (!controller.signal.aborted) {
          setSnapshot(previous => ({
            // What may no longer be seen is not kept on the screen.
            ...(!isRefusal(error) && previous),
            error: error instanceof Error ? error : new Error(String(error)),
            failingSince: previous.failingSince ?? Date.now(),
          }));
        }
      }
      asking = false;
      if (!controller.signal.aborted) {
        timer = setTimeout(ask, POLL_INTERVAL_MS);
      }
    }

    function onVisibilityChange() {
      if (document.hidden) {
        clearTimeout(timer);
      } else {
        ask();
      }
    }

    document.addEventListener('visibilitychange', onVisibilityChange);
    ask();
    return () => {
      controller.abort();
      clearTimeout(timer);
      document.removeEventListener('visibilitychange', onVisibilityChange);
    };
  }, [api, kind, namespace, name, attempt]);

  const retry = useCallback(() => setAttempt(count => count + 1), []);
  return { ...snapshot, retry };
}

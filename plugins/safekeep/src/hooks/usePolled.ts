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

import { useCallback, useEffect, useState } from 'react';
import { isRefusal } from './refusals';

/** How long after an answer the next one is asked for. */
export const POLL_INTERVAL_MS = 5_000;

/** The last answer, and how asking went since. */
export interface PolledAnswer<T> {
  /** The last answer; kept while later questions fail. */
  answer?: T;
  /** When the last answer arrived. */
  answeredAt?: number;
  /** Why the newest question has no answer. */
  error?: Error;
  /** When questions began to fail. */
  failingSince?: number;
}

/**
 * Asks again and again: never two questions at a time, none while the document
 * is hidden, none after the component is gone.
 *
 * @param question - asks once; another one starts anew, undefined asks nothing
 */
export function usePolled<T>(
  question: ((signal: AbortSignal) => Promise<T>) | undefined,
): PolledAnswer<T> & {
  /** Asks at once instead of at the next turn. */
  retry(): void;
} {
  const [polled, setPolled] = useState<PolledAnswer<T>>({});
  const [attempt, setAttempt] = useState(0);

  useEffect(() => setPolled({}), [question]);

  useEffect(() => {
    if (!question) {
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
        const answer = await question!(controller.signal);
        if (!controller.signal.aborted) {
          setPolled({ answer, answeredAt: Date.now() });
        }
      } catch (error) {
        if (!controller.signal.aborted) {
          setPolled(previous => ({
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
  }, [question, attempt]);

  const retry = useCallback(() => setAttempt(count => count + 1), []);
  return { ...polled, retry };
}

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

import { waitFor } from '../../src';
import { Kubernetes, KubernetesObject } from './kubernetes';

/** How a Secret went from one who makes it to another. */
export interface Handover {
  /**
   * How long there was none of its name; 0 when it was taken over as it was,
   * and undefined when it stayed away because the controller had given up.
   */
  gapMs: number | undefined;
  /** How often the controller met a Secret that it does not own. */
  refusals: number;
}

type Event = KubernetesObject & {
  reason: string;
  count?: number;
  involvedObject: { name: string };
};

/** The controller may be busy with others. */
const PATIENCE_MS = 240_000;

/** The controller's tries after a refusal are over within a second. */
const TRIED_MS = 10_000;

/**
 * Follows a Secret from now on, until the one of its name belongs to a
 * SealedSecret, or the controller has given it up.
 */
export function watchHandover(
  kubernetes: Kubernetes,
  secret: { namespace: string; name: string },
): { result(): Promise<Handover>; stop(): void } {
  const { namespace, name } = secret;
  const watch = kubernetes.watch({
    kind: 'secrets',
    namespace,
    show: '{.type} {.object.metadata.name} {.object.metadata.ownerReferences[0].kind} {.object.metadata.deletionTimestamp}',
  });
  const find = (events: string[]) =>
    watch.lines.find(({ line }) => events.includes(line.trim()));
  return {
    stop: watch.stop,
    async result() {
      let refusedAt: number | undefined;
      const owned = await waitFor(
        `Secret ${name} of the SealedSecret`,
        async () => {
          const found = find([
            `ADDED ${name} SealedSecret`,
            `MODIFIED ${name} SealedSecret`,
          ]);
          if (found) return found;
          if ((await countRefusals(kubernetes, secret)) === 0) return undefined;
          refusedAt ??= Date.now();
          return Date.now() - refusedAt > TRIED_MS && 'given up';
        },
        { timeoutMs: PATIENCE_MS, intervalMs: 1000 },
      );
      watch.stop();
      const deleted = watch.lines.find(({ line }) =>
        line.startsWith(`DELETED ${name}`),
      );
      const refusals = await countRefusals(kubernetes, secret);
      if (owned === 'given up') {
        return { gapMs: undefined, refusals };
      }
      return { gapMs: deleted ? owned.at - deleted.at : 0, refusals };
    },
  };
}

/** How often the controller has said that a Secret is in its way. */
export async function countRefusals(
  kubernetes: Kubernetes,
  { namespace, name }: { namespace: string; name: string },
): Promise<number> {
  const events = await kubernetes.list<Event>({ kind: 'events', namespace });
  return events
    .filter(
      ({ reason, involvedObject }) =>
        reason === 'ErrUpdateFailed' && involvedObject.name === name,
    )
    .reduce((sum, { count }) => sum + (count ?? 1), 0);
}

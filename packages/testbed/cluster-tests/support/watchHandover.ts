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
  /** How long there was none of its name. */
  gapMs: number;
  /** How often the controller met a Secret that it does not own. */
  refusals: number;
}

type Event = KubernetesObject & {
  reason: string;
  count?: number;
  involvedObject: { name: string };
};

/**
 * Follows a Secret from now on, until another one of its name belongs to a
 * SealedSecret.
 */
export function watchHandover(
  kubernetes: Kubernetes,
  secret: { namespace: string; name: string },
): { result(): Promise<Handover>; stop(): void } {
  const { namespace, name } = secret;
  const watch = kubernetes.watch({
    kind: 'secrets',
    namespace,
    show: '{.type} {.object.metadata.name} {.object.metadata.ownerReferences[0].kind}',
  });
  const find = (event: string) =>
    watch.lines.find(({ line }) => line.trim() === event);
  return {
    stop: watch.stop,
    async result() {
      const made = await waitFor(
        `Secret ${name} of the SealedSecret`,
        async () => find(`ADDED ${name} SealedSecret`),
        { timeoutMs: 60_000 },
      );
      watch.stop();
      const deleted = find(`DELETED ${name}`);
      const events = await kubernetes.list<Event>({
        kind: 'events',
        namespace,
      });
      return {
        gapMs: deleted ? made.at - deleted.at : 0,
        refusals: events
          .filter(
            ({ reason, involvedObject }) =>
              reason === 'ErrUpdateFailed' && involvedObject.name === name,
          )
          .reduce((sum, { count }) => sum + (count ?? 1), 0),
      };
    },
  };
}

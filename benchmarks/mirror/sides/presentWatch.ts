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

import { mkdtemp, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import createKnex from 'knex';
import { KubeConfigTransport } from '../../../plugins/safekeep-backend/src/clusters/ClusterTransport';
import { Limiter } from '../../../plugins/safekeep-backend/src/clusters/Limiter';
import {
  DEFAULT_WATCH_TIMING,
  ResourceWatch,
} from '../../../plugins/safekeep-backend/src/clusters/ResourceWatch';
import { WATCHED_RESOURCES } from '../../../plugins/safekeep-backend/src/clusters/watchedResources';
import { DatabaseObservationStore } from '../../../plugins/safekeep-backend/src/database/DatabaseObservationStore';
import { countsOf, FOLLOWED_KINDS } from '../kinds';
import { Following, Target } from './Following';

const CLUSTER = 'synthetic';
const LISTS_AT_ONCE = 8;

/**
 * The watch of the first loop: each kind is listed in pages, projected, and
 * written to the plugin's database; here SQLite in a file.
 */
export async function follow(target: Target): Promise<Following> {
  // Beside what the one who started this process removes.
  const folder = await mkdtemp(join(dirname(target.kubeconfig), 'database-'));
  const knex = createKnex({
    client: 'better-sqlite3',
    connection: join(folder, 'observations.sqlite'),
    useNullAsDefault: true,
  });
  const stopping = new AbortController();
  const store = await DatabaseObservationStore.create({
    database: { getClient: async () => knex },
  });
  const transport = KubeConfigTransport.create({
    name: CLUSTER,
    access: {
      type: 'kubeconfig',
      context: target.context,
      file: target.kubeconfig,
    },
  });
  const lists = new Limiter(LISTS_AT_ONCE);
  const running: Array<Promise<void>> = [];
  const live = FOLLOWED_KINDS.map(
    ({ kind }) =>
      new Promise<void>((resolve, reject) => {
        const watch = new ResourceWatch({
          resource: WATCHED_RESOURCES.find(each => each.kind === kind)!,
          transport,
          lists,
          timing: DEFAULT_WATCH_TIMING,
          sink: {
            replace: observations =>
              store.replaceKind(CLUSTER, kind, observations),
            apply: changes => store.applyChanges(CLUSTER, kind, changes),
          },
          onStatus: ({ state, message }) =>
            state === 'live'
              ? resolve()
              : reject(new Error(`${kind} is ${state}: ${message}`)),
        });
        running.push(watch.run(stopping.signal));
      }),
  );
  await Promise.all(live);
  return {
    count: async () => {
      const rows: Array<{ kind: string; objects: number }> = await knex(
        'observations',
      )
        .select('kind')
        .count({ objects: '*' })
        .groupBy('kind');
      return countsOf(kind =>
        Number(rows.find(row => row.kind === kind)?.objects ?? 0),
      );
    },
    podPhase: async (namespace, name) => {
      const row = await knex('observations')
        .where({ cluster: CLUSTER, kind: 'Pod', namespace, name })
        .first('observation');
      return row && JSON.parse(row.observation).phase;
    },
    stop: async () => {
      stopping.abort();
      await Promise.all(running);
      await knex.destroy();
      await rm(folder, { recursive: true });
    },
  };
}

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

import { Observation } from '@safekeep/backstage-plugin-safekeep-common';
import { assertNamespaceServed } from './assertNamespaceServed';

function namespaceOf(...entities: string[]): Observation {
  return { kind: 'Namespace', namespace: 'prod', name: 'prod', entities };
}

function check(
  observations: Observation[],
  granted?: { cluster: string; namespace: string },
) {
  return assertNamespaceServed({
    access: {
      repositories: [],
      grants: granted
        ? [
            {
              entities: new Set(['group:default/payments']),
              clusters: new Set([granted.cluster]),
              namespaces: new Set([granted.namespace]),
            },
          ]
        : [],
    },
    store: { readNamespace: async () => observations },
    cluster: 'eu',
    namespace: 'prod',
  });
}

describe('assertNamespaceServed', () => {
  it('lets pass what the Namespace or a grant gives to an entity', async () => {
    await expect(
      check([namespaceOf('component:default/observer')]),
    ).resolves.toBeUndefined();
    await expect(
      check([], { cluster: 'eu', namespace: 'prod' }),
    ).resolves.toBeUndefined();
  });

  it('refuses all others alike', async () => {
    const message =
      'Namespace prod of cluster eu belongs to no entity: annotate the Namespace with safekeep.io/entities, or grant it in safekeep.access';
    for (const attempt of [
      check([]),
      check([namespaceOf()]),
      check([], { cluster: 'us', namespace: 'prod' }),
      check([], { cluster: 'eu', namespace: 'dev' }),
    ]) {
      await expect(attempt).rejects.toMatchObject({
        name: 'NotAllowedError',
        message,
      });
    }
  });
});

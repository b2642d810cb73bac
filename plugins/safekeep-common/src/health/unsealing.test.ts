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

import { SealingFacts } from '../facts';
import {
  ControllerArguments,
  SealedSecretObservation,
  WorkloadObservation,
} from '../observations';
import {
  controller,
  namespaceFacts,
  sealedSecret,
} from './__fixtures__/observer';
import { viewNamespace } from './namespaceView';
import { unsealingFindings } from './unsealing';

const untold = sealedSecret({
  synced: undefined,
  observedGeneration: undefined,
});
const changed = sealedSecret({ generation: 3, observedGeneration: 2 });

function cluster(
  options: Partial<NonNullable<SealingFacts['cluster']>> = {},
): SealingFacts {
  return {
    certificates: [],
    isCurrent: false,
    elsewhere: {},
    cluster: {
      opened: {},
      waiting: 1,
      told: 0,
      otherControllers: [],
      ...options,
    },
  };
}

function found(
  sealed: SealedSecretObservation,
  options: {
    sealing?: SealingFacts;
    controller?: WorkloadObservation | 'not-visible';
  } = {},
) {
  const view = viewNamespace(namespaceFacts([sealed], options));
  return unsealingFindings(sealed, view).map(({ state, reason }) => [
    state,
    reason.code,
    reason.why,
  ]);
}

function told(given: ControllerArguments) {
  return controller({ sealedSecretsController: given });
}

describe('what the controller has not come to', () => {
  it.each<
    [
      string,
      SealedSecretObservation,
      Parameters<typeof found>[1],
      string,
      string,
    ]
  >([
    [
      'nothing else is known',
      untold,
      {},
      'attention',
      'sealed-secret-unprocessed',
    ],
    [
      'a change, and nothing else is known',
      changed,
      {},
      'attention',
      'sealed-secret-pending',
    ],
    [
      'the controller is away',
      untold,
      { controller: controller({ ready: 0 }) },
      'attention',
      'sealed-secret-controller-away',
    ],
    [
      'the controller is away, and a change waits',
      changed,
      { controller: controller({ desired: 0, ready: 0 }) },
      'attention',
      'sealed-secret-controller-away',
    ],
    [
      'nobody could look at the controller',
      untold,
      { controller: 'not-visible' },
      'attention',
      'sealed-secret-unprocessed',
    ],
    [
      'it is busy',
      changed,
      { sealing: cluster({ waiting: 7, told: 3 }) },
      'attention',
      'sealed-secret-waiting',
    ],
    [
      'it passed this one over',
      untold,
      { sealing: cluster({ waiting: 1, told: 3 }) },
      'attention',
      'sealed-secret-passed-over',
    ],
    [
      'it has told of this one before',
      changed,
      { sealing: cluster({ waiting: 1, told: 3 }) },
      'attention',
      'sealed-secret-pending',
    ],
    [
      'it does not watch the namespace, however busy it is',
      untold,
      {
        controller: told({ onlyNamespaces: ['kube-system', 'shop'] }),
        sealing: cluster({ waiting: 7 }),
      },
      'failing',
      'sealed-secret-namespace-not-watched',
    ],
    [
      'it watches the namespace',
      untold,
      { controller: told({ onlyNamespaces: ['observer-prod'] }) },
      'attention',
      'sealed-secret-unprocessed',
    ],
    [
      'it says nothing of anything',
      untold,
      { controller: told({ updatesNoStatus: true }) },
      'unknown',
      'sealed-secret-status-off',
    ],
  ])('%s', (_, sealed, options, state, code) => {
    expect(found(sealed, options)).toEqual([[state, code, expect.any(String)]]);
  });

  it('says how many wait', () => {
    const [[, , why]] = found(changed, { sealing: cluster({ waiting: 7 }) });
    expect(why).toContain('7 SealedSecrets of this cluster wait');
  });

  it('is no failure, whatever failed before', () => {
    const before = {
      synced: false,
      message: 'no key could decrypt secret (A)',
    };
    expect(found({ ...changed, ...before })).toEqual([
      ['attention', 'sealed-secret-pending', expect.any(String)],
    ]);
  });
});

it('says each cause of a failure, and nothing of what is opened', () => {
  expect(found(sealedSecret())).toEqual([]);
  expect(
    found(
      sealedSecret({
        synced: false,
        keys: ['A', 'B'],
        message: 'no key could decrypt secret (A, B)',
        damagedKeys: { A: 'cut-off', B: 'not-sealed' },
      }),
    ).map(([state, code]) => [state, code]),
  ).toEqual([
    ['failing', 'sealed-secret-cut-off'],
    ['failing', 'sealed-secret-not-sealed'],
  ]);
});

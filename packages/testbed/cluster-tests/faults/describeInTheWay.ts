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

/* eslint-disable jest/no-export -- a part of faults.test.ts */

import { setTimeout as sleep } from 'node:timers/promises';
import { generateValue } from '@safekeep/backstage-plugin-safekeep-node';
import { KubernetesObject } from '../support/kubernetes';
import { FaultBed } from './FaultBed';
import { FaultPlace, isFor, secretOf } from './FaultPlace';
import { together } from './together';

const FILE = 'credentials.yaml';
/** In a moment the controller has given up. */
const CONTROLLER_GIVES_UP_MS = 2_000;

async function makeByHand(place: FaultPlace): Promise<void> {
  await place.tools.kubernetes.apply([
    {
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { name: 'credentials', namespace: place.namespace },
      stringData: { PASSWORD: generateValue({ length: 24 }) },
    },
  ]);
  await place.deploy({ [FILE]: await place.seal() });
}

async function expectInTheWay(place: FaultPlace): Promise<void> {
  const status = await place.waitFor('that a Secret is in the way', found =>
    isFor('sealed-secret-in-the-way', found.secrets[0]),
  );
  expect(secretOf(status)).toMatchObject({
    state: 'failing',
    reasons: [
      {
        why: 'A Secret of this name exists that the controller does not manage.',
        whatToDo:
          'Annotate that Secret with sealedsecrets.bitnami.com/managed: "true", or delete it. Then seal a value of the SealedSecret again: only a change of its spec makes the controller try again.',
      },
    ],
  });
}

async function ownerOf({ tools, namespace }: FaultPlace) {
  const secret = await tools.kubernetes.find<KubernetesObject>({
    kind: 'secret',
    namespace,
    name: 'credentials',
  });
  return secret?.metadata.ownerReferences?.[0].kind;
}

/** A Secret that somebody has made by hand. */
export function describeInTheWay(bed: FaultBed): void {
  describe('a Secret made by hand', () => {
    const meanwhile = together();
    const annotated = bed.addPlace('annotated', makeByHand);
    const deleted = bed.addPlace('deleted', makeByHand);

    it(
      'is told, and given over by the annotation and a value sealed again',
      meanwhile(async () => {
        await expectInTheWay(annotated);
        await bed.kubernetes.kubectl([
          'annotate',
          'secret/credentials',
          `--namespace=${annotated.namespace}`,
          'sealedsecrets.bitnami.com/managed=true',
        ]);
        await bed.kubernetes.kubectl([
          'annotate',
          'sealedsecret/credentials',
          `--namespace=${annotated.namespace}`,
          'example.org/changed=once',
        ]);
        await sleep(CONTROLLER_GIVES_UP_MS);
        // Nothing but the spec counts.
        expect(await ownerOf(annotated)).toBeUndefined();

        await annotated.deploy({ [FILE]: await annotated.seal() });
        await annotated.waitUntilOk();
        expect(await ownerOf(annotated)).toBe('SealedSecret');
      }),
    );

    it(
      'is told, and made anew after it was deleted and a value sealed again',
      meanwhile(async () => {
        await expectInTheWay(deleted);
        await bed.kubernetes.delete({
          kind: 'secret',
          namespace: deleted.namespace,
          name: 'credentials',
        });
        await sleep(CONTROLLER_GIVES_UP_MS);
        // It was not the controller's to make again; the card does not say it is fine.
        expect(await ownerOf(deleted)).toBeUndefined();
        expect((await deleted.status()).state).toBe('failing');

        await deleted.deploy({ [FILE]: await deleted.seal() });
        await deleted.waitUntilOk();
        expect(await ownerOf(deleted)).toBe('SealedSecret');
      }),
    );
  });
}

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

import { SecretStatus } from '@safekeep/backstage-plugin-safekeep-common';
import { generateValue } from '@safekeep/backstage-plugin-safekeep-node';
import { allowSecretMetadata } from '../support/safekeepAccount';
import { FaultBed } from './FaultBed';
import { FaultPlace, isFor, secretOf } from './FaultPlace';
import { together } from './together';

const FILE = 'credentials.yaml';

async function makeWatched(place: FaultPlace): Promise<void> {
  await allowSecretMetadata(place.tools.testbed, place.namespace);
  await place.deploy({ [FILE]: await place.seal() });
}

/** A merge patch of the Secret, as `kubectl edit` sends it. */
async function edit(place: FaultPlace, patch: object): Promise<void> {
  await place.tools.kubernetes.kubectl([
    'patch',
    'secret/credentials',
    `--namespace=${place.namespace}`,
    '--type=merge',
    '--field-manager=kubectl-edit',
    `--patch=${JSON.stringify(patch)}`,
  ]);
}

async function untilDrift(
  place: FaultPlace,
  code: string,
): Promise<SecretStatus> {
  const status = await place.waitFor(`drift: ${code}`, found =>
    isFor(code, found.secrets[0]),
  );
  const secret = secretOf(status);
  expect(secret.drift).toBe('found');
  return secret;
}

async function untilNoDrift(place: FaultPlace): Promise<void> {
  const status = await place.waitUntilOk();
  expect(secretOf(status)).toMatchObject({
    state: 'ok',
    drift: 'none',
    reasons: [],
  });
}

/** What the card says to do: the controller makes a deleted Secret again. */
async function deleteSecret({ tools, namespace }: FaultPlace): Promise<void> {
  await tools.kubernetes.delete({
    kind: 'secret',
    namespace,
    name: 'credentials',
  });
}

/** A Secret that is no longer what its SealedSecret makes. */
export function describeDrift(bed: FaultBed): void {
  describe('a Secret that drifts', () => {
    const meanwhile = together();
    const watched = { watchesSecrets: true };
    const edited = bed.addPlace('edited', makeWatched, watched);
    const keys = bed.addPlace('keys', makeWatched, watched);
    const disowned = bed.addPlace('disowned', makeWatched, watched);
    const unseen = bed.addPlace(
      'unseen',
      async place => place.deploy({ [FILE]: await place.seal() }),
      watched,
    );

    it(
      'says who wrote a value by hand, until the Secret is made again',
      meanwhile(async () => {
        await untilNoDrift(edited);
        const value = generateValue({ length: 24 });
        await edit(edited, { stringData: { PASSWORD: value } });
        const secret = await untilDrift(edited, 'secret-edited-by-hand');
        expect(secret.state).toBe('attention');
        expect(secret.reasons[0].parameters).toMatchObject({
          keys: 'PASSWORD',
          manager: 'kubectl-edit',
        });
        expect(JSON.stringify(await edited.status())).not.toContain(value);
        await deleteSecret(edited);
        await untilNoDrift(edited);
      }),
    );

    it(
      'names the keys that were added and removed',
      meanwhile(async () => {
        await untilNoDrift(keys);
        await edit(keys, { stringData: { TOKEN: 'by hand' } });
        const added = await untilDrift(keys, 'secret-keys-added');
        expect(added.reasons[0].parameters).toMatchObject({
          keys: 'TOKEN',
          manager: 'kubectl-edit',
        });
        await edit(keys, { data: { TOKEN: null, USER: null } });
        const missing = await untilDrift(keys, 'secret-keys-missing');
        expect([missing.state, missing.reasons.length]).toEqual(['failing', 1]);
        expect(missing.reasons[0].parameters.keys).toBe('USER');
        await deleteSecret(keys);
        await untilNoDrift(keys);
      }),
    );

    it(
      'says that it has lost its owner, and what gives it back',
      meanwhile(async () => {
        await untilNoDrift(disowned);
        await edit(disowned, { metadata: { ownerReferences: null } });
        const secret = await untilDrift(disowned, 'secret-not-owned');
        expect(secret.state).toBe('attention');
        await bed.kubernetes.kubectl([
          'annotate',
          'secret/credentials',
          `--namespace=${disowned.namespace}`,
          'sealedsecrets.bitnami.com/managed=true',
        ]);
        await untilDrift(disowned, 'secret-outlives-sealed-secret');
        await disowned.deploy({ [FILE]: await disowned.seal() });
        await untilNoDrift(disowned);
      }),
    );

    it(
      'is not known where the account may not look, and then is',
      meanwhile(async () => {
        const status = await unseen.waitFor('that it may not look', found =>
          isFor('secret-metadata-forbidden', found.secrets[0]),
        );
        expect(secretOf(status)).toMatchObject({
          state: 'unknown',
          drift: 'not-known',
        });
        expect(status.state).toBe('unknown');
        const isSeen = ({ kind, state }: { kind: string; state: string }) =>
          kind === 'cluster' && state === 'live';
        expect(status.sources.some(isSeen)).toBe(true);
        await allowSecretMetadata(bed.testbed, unseen.namespace);
        // It is tried again slowly.
        await unseen.waitUntilOk(200_000);
      }),
    );
  });
}

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

/* eslint-disable jest/no-export -- a suite that is run on more than one cluster */

import { recordAt } from '../../kubernetes/json/isRecord';
import { ClusterTarget } from '../ClusterTarget';
import { SEALED_SECRETS, SealingBench } from './SealingBench';

const INVALID = 'SealedSecret.bitnami.com "odd" is invalid:';

/** SealedSecrets that the API server itself refuses, or stores without some field. */
export function describeSealedSecretSchema(target: () => ClusterTarget): void {
  describe('the schema of SealedSecrets', () => {
    let bench: SealingBench;

    beforeAll(async () => {
      bench = await SealingBench.create(target());
    });
    afterAll(async () => bench.remove());

    it.each([
      ['no spec', undefined, `${INVALID} spec: Required value`],
      [
        'no values',
        { template: {} },
        `${INVALID} spec.encryptedData: Required value`,
      ],
      [
        'a value that is no text',
        { encryptedData: { A: 5 } },
        `${INVALID} spec.encryptedData.A: Invalid value: "integer": spec.encryptedData.A in body must be of type string: "integer"`,
      ],
      [
        'an annotation that is no text',
        {
          encryptedData: {},
          template: { metadata: { annotations: { wave: 1 } } },
        },
        `${INVALID} spec.template.metadata.annotations.wave: Invalid value: "integer": spec.template.metadata.annotations.wave in body must be of type string: "integer"`,
      ],
      [
        'an `immutable` that is no boolean',
        { encryptedData: {}, template: { immutable: 'yes' } },
        `${INVALID} spec.template.immutable: Invalid value: "string": spec.template.immutable in body must be of type boolean: "string"`,
      ],
    ])('refuses %s', async (_what, spec, message) => {
      const answer = await bench.space.call('POST', SEALED_SECRETS, {
        body: {
          apiVersion: 'bitnami.com/v1alpha1',
          kind: 'SealedSecret',
          metadata: { name: 'odd' },
          ...(spec ? { spec } : {}),
        },
      });
      expect(answer.status).toBe(422);
      expect(answer.body.message).toBe(message);
    });

    it('drops the fields that it does not know', async () => {
      const created = await bench.space.create(SEALED_SECRETS, {
        apiVersion: 'bitnami.com/v1alpha1',
        kind: 'SealedSecret',
        metadata: { name: 'pruned' },
        spec: {
          encryptedData: {},
          sealedBy: 'hand',
          template: { type: 'Opaque', stringData: { A: '1' } },
        },
        extra: true,
      });
      expect(created.extra).toBeUndefined();
      expect(recordAt(created, 'spec')).toEqual({
        encryptedData: {},
        template: { type: 'Opaque' },
      });
    });
  });
}

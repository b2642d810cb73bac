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

import { SealedKeyRecord } from '../annotations';
import {
  CERTIFICATE,
  healthyFacts,
  namespaceFacts,
  observerDeployment,
  observerPod,
  repositoryFacts,
  sealedFile,
  sealedSecret,
} from './__fixtures__/observer';
import { describeEntity } from './describeEntity';

const RULE = { dueBefore: '2026-01-01T00:00:00.000Z', days: 90 };

function statusOf(
  records: Record<string, Partial<SealedKeyRecord>>,
  rotation: typeof RULE | null = RULE,
) {
  const sealedKeys = Object.fromEntries(
    Object.entries(records).map(([key, record]) => [
      key,
      { certificate: CERTIFICATE, sealedAt: '2026-02-01T00:00:00Z', ...record },
    ]),
  );
  const keys = [...Object.keys(records), 'UNRECORDED'];
  const sealed = sealedSecret({ keys, sealedKeys });
  const { secrets } = describeEntity(
    healthyFacts({
      namespaces: [
        namespaceFacts([sealed, observerDeployment(), observerPod()]),
      ],
      repository: repositoryFacts([sealedFile(sealed)]),
      rotation: rotation ?? undefined,
    }),
  );
  return secrets[0];
}

describe('the rule of how old a value may be', () => {
  it('names the keys that are older, since when, and opens the form with them', () => {
    const secret = statusOf({
      SEALED_LONG_AGO: { sealedAt: '2025-06-01T00:00:00Z' },
      ROTATED_SINCE: { rotatedAt: '2026-01-15T00:00:00Z' },
      REENCRYPTED_SINCE: { rotatedAt: '2025-07-01T00:00:00Z' },
      SEALED_SINCE: {},
    });
    expect(secret.state).toBe('attention');
    expect(secret.reasons).toMatchObject([
      {
        code: 'secret-rotation-due',
        parameters: {
          keys: 'REENCRYPTED_SINCE, SEALED_LONG_AGO',
          date: '2025-06-01T00:00:00Z',
          days: '90',
        },
      },
    ]);
    expect(secret.action).toMatchObject({
      template: 'rotate-secret',
      formData: { keys: ['REENCRYPTED_SINCE', 'SEALED_LONG_AGO'] },
    });
  });

  it('leaves out what the rotation of a database’s password put beside it', () => {
    const old = { sealedAt: '2025-06-01T00:00:00Z' };
    const secret = statusOf({
      DB_PASSWORD: {},
      DB_PASSWORD_PREVIOUS: old,
      DB_PASSWORD_VERIFIER: old,
    });
    expect(secret.reasons).toEqual([]);
  });

  it('says nothing without a rule, or of what nothing is recorded of', () => {
    const old = { SEALED_LONG_AGO: { sealedAt: '2025-06-01T00:00:00Z' } };
    expect(statusOf({}).state).toBe('ok');
    const without = statusOf(old, null);
    expect(without).toMatchObject({ state: 'ok', reasons: [] });
    expect(without.action?.formData).not.toHaveProperty('keys');
  });
});

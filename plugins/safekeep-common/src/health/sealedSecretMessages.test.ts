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

import { explainSealedSecretMessage } from './sealedSecretMessages';

const where = {
  namespace: 'observer-prod',
  name: 'observer-secrets',
  keys: ['A', 'B', 'C'],
};

describe('explainSealedSecretMessage', () => {
  it.each([
    ['no key could decrypt secret (A, B)', 'sealed-secret-wrong-key'],
    ['no key could decrypt secret', 'sealed-secret-wrong-key'],
    ['illegal base64 data at input byte 7 (A)', 'sealed-secret-invalid-data'],
    [
      'failed update: Resource "observer-secrets" already exists and is not managed by SealedSecret',
      'sealed-secret-in-the-way',
    ],
    [
      'Secret "observer-secrets" is invalid: data: Forbidden: field is immutable when `immutable` is set',
      'sealed-secret-immutable',
    ],
    [
      'Error updating observer-prod/observer-secrets: the target Secret is immutable',
      'sealed-secret-immutable',
    ],
    [
      'template: A:1:2: executing "A" at <.X>: map has no entry for key "X"',
      'sealed-secret-invalid-template',
    ],
    [
      'secrets is forbidden: User "system:serviceaccount:kube-system:sealed-secrets-controller" cannot create resource "secrets"',
      'sealed-secret-controller-forbidden',
    ],
    [
      "using deprecated 'data' field, use 'encryptedData' or flip the feature flag",
      'sealed-secret-failed',
    ],
    ['', 'sealed-secret-failed'],
    [undefined, 'sealed-secret-failed'],
    [
      '2 errors occurred:\n\t* no key could decrypt secret (B)\n\t* illegal base64 data at input byte 0 (A)',
      'sealed-secret-wrong-key',
    ],
  ])('%s: %s', (message, code) => {
    const explained = explainSealedSecretMessage(message, where);
    expect(explained.code).toBe(code);
    expect(explained.why).not.toMatch(/\{\{|undefined|\s$/);
  });

  it('says which keys cannot be opened, and where to seal them for', () => {
    const { why, whatToDo } = explainSealedSecretMessage(
      'no key could decrypt secret (A, B)',
      where,
    );
    expect(why).toContain('cannot open 2 of 3 keys (A, B)');
    expect(whatToDo).toContain('observer-prod/observer-secrets');
    expect(
      explainSealedSecretMessage('no key could decrypt secret', where).why,
    ).toContain('cannot open it');
  });

  it('keeps a long message short, and on one line', () => {
    const { why } = explainSealedSecretMessage(`a\n${'b'.repeat(10_000)}`, {
      ...where,
    });
    expect(why.length).toBeLessThan(400);
    expect(why).not.toContain('\n');
  });
});

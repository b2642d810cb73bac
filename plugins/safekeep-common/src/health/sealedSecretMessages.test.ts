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
  // Every message of controller, log and kubeseal 0.40, in their own words.
  it.each([
    ['no key could decrypt secret (A, B)', 'sealed-secret-wrong-key'],
    ['no key could decrypt secret', 'sealed-secret-wrong-key'],
    ['unable to decrypt sealed secret: observer', 'sealed-secret-wrong-key'],
    ['illegal base64 data at input byte 7 (A)', 'sealed-secret-invalid-data'],
    ['SealedSecret data is too short', 'sealed-secret-invalid-data'],
    [
      'failed update: Resource "observer-secrets" already exists and is not managed by SealedSecret',
      'sealed-secret-in-the-way',
    ],
    [
      'Secret "observer-secrets" is invalid: data: Forbidden: field is immutable when `immutable` is set',
      'sealed-secret-immutable',
    ],
    [
      'Error updating observer-prod/observer-secrets: the target Secret is immutable. Once a Secret is marked as immutable, it is not possible to revert this change nor to mutate the contents of the data field.',
      'sealed-secret-immutable',
    ],
    [
      'Secret "observer-secrets" is invalid: type: Invalid value: "kubernetes.io/tls": field is immutable',
      'sealed-secret-type-changed',
    ],
    [
      'template: A:1:2: executing "A" at <.X>: map has no entry for key "X"',
      'sealed-secret-invalid-template',
    ],
    [
      'secrets is forbidden: User "system:serviceaccount:kube-system:sealed-secrets-controller" cannot create resource "secrets"',
      'sealed-secret-controller-forbidden',
    ],
    ['namespaces "observer-prod" not found', 'sealed-secret-namespace-missing'],
    [
      `level=ERROR msg="namespace doesn't exist" namespace=obsrver`,
      'sealed-secret-namespace-missing',
    ],
    [
      "using deprecated 'data' field, use 'encryptedData' or flip the feature flag",
      'sealed-secret-deprecated-data',
    ],
    [
      "cannot use the field 'encryptedData' and the deprecated field 'data' at the same time",
      'sealed-secret-both-fields',
    ],
    ['Error updating, giving up', 'sealed-secret-given-up'],
    ['update suppressed, no changes in spec', 'sealed-secret-change-ignored'],
    ['key registry has no keys', 'controller-without-keys'],
    ['private key is not an RSA key', 'controller-without-keys'],
    ['cannot get certificate', 'controller-without-keys'],
    [
      'Multistream YAML not supported yet (see https://github.com/bitnami-labs/sealed-secrets/issues/114)',
      'sealed-secret-several-documents',
    ],
    [
      'failed to encrypt using an expired certificate on January 2, 2026',
      'sealing-certificate-unusable',
    ],
    [
      'expected RSA public key but found *ecdsa.PublicKey',
      'sealing-certificate-unusable',
    ],
    ['failed to read any certificates', 'sealing-certificate-unusable'],
    [
      'cannot get sealed secret service: services "sealed-secrets-controller" not found. Please, use the flag --controller-name and --controller-namespace to set up the name and namespace of the sealed secrets controller',
      'controller-unreachable',
    ],
    [
      'cannot fetch certificate: no endpoints available for service "http:sealed-secrets-controller:"',
      'controller-unreachable',
    ],
    [
      'cannot fetch certificate: dial tcp 10.0.0.1:8080: i/o timeout',
      'controller-unreachable',
    ],
    [
      'cannot validate sealed secret: the server is currently unable to handle the request',
      'controller-busy',
    ],
    [
      'cannot re-encrypt secret: an error on the server ("") has prevented the request from succeeding',
      'controller-busy',
    ],
    [
      'secret.data is empty in input Secret, assuming this is an error and aborting.',
      'sealed-secret-input-invalid',
    ],
    ['missing metadata.name in input Secret', 'sealed-secret-input-invalid'],
    [
      'namespace mismatch: input secret is in namespace "a" but "b" was specified',
      'sealed-secret-input-invalid',
    ],
    [
      'no secrets found. Ensure the input is valid and UTF-8 encoded',
      'sealed-secret-input-invalid',
    ],
    ['secret must declare a namespace', 'sealed-secret-input-invalid'],
    ['the moon is in the wrong phase', 'sealed-secret-failed'],
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
    // Every cause has a cure.
    expect(explained.whatToDo).toMatch(/\.$/);
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

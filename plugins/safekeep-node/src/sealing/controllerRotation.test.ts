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

import fc from 'fast-check';
import {
  explainRotateRefusal,
  readRotateAnswer,
  renderRotateRequest,
  ReencryptionTarget,
} from './controllerRotation';
import { createSealingKeyPair } from './__testUtils__/sealingKeyPair';
import { parseSealingCertificate } from './certificate';
import { assertCiphertext } from './ciphertext';
import { sealValue } from './sealValue';

const certificate = parseSealingCertificate(createSealingKeyPair().certificate);
const seal = (value = 'x') =>
  sealValue({ certificate, label: 'prod/db', value: Buffer.from(value) });
const before = seal();
const target: ReencryptionTarget = {
  scope: 'strict',
  namespace: 'prod',
  name: 'db',
  encryptedData: { A: before },
};
const CANARY = 'canary-4711';

/** As the controller has it, without a kind. */
function answer(change: object = {}, metadata: object = {}): string {
  return JSON.stringify({
    metadata: { name: 'db', namespace: 'prod', ...metadata },
    spec: { encryptedData: { A: seal() } },
    ...change,
  });
}

describe('what the controller is asked, and what it answers', () => {
  it('is given no template and no metadata but the scope, which it may read in either place', () => {
    expect(JSON.parse(renderRotateRequest(target))).toEqual({
      apiVersion: 'bitnami.com/v1alpha1',
      kind: 'SealedSecret',
      metadata: { name: 'db', namespace: 'prod' },
      spec: {
        encryptedData: { A: before },
        template: { metadata: { name: 'db', namespace: 'prod' } },
      },
    });
    const { metadata, spec } = JSON.parse(
      renderRotateRequest({ ...target, scope: 'cluster-wide' }),
    );
    expect(metadata.annotations).toEqual({
      'sealedsecrets.bitnami.com/cluster-wide': 'true',
    });
    expect(spec.template.metadata).toEqual(metadata);
    expect(() => renderRotateRequest({ ...target, name: '../x' })).toThrow(
      'is not a valid name',
    );
  });

  it('gives the ciphertexts of the keys that were asked for, and no other', () => {
    const made = seal();
    const text = answer({ spec: { encryptedData: { A: made, B: seal() } } });
    expect(readRotateAnswer(text, target)).toEqual({ A: made });
    const kind = 'SealedSecret';
    expect(readRotateAnswer(answer({ kind }), target)).toHaveProperty('A');
  });

  it.each([
    ['what is not JSON', CANARY],
    ['another kind', answer({ kind: CANARY })],
    ['another name', answer({}, { name: CANARY })],
    ['another namespace', answer({}, { namespace: CANARY })],
    [
      'another scope',
      answer(
        {},
        { annotations: { 'sealedsecrets.bitnami.com/cluster-wide': 'true' } },
      ),
    ],
    ['no data', answer({ spec: { data: { A: CANARY } } })],
    ['a key less', answer({ spec: { encryptedData: { B: CANARY } } })],
    ['an opened value', answer({ spec: { encryptedData: { A: CANARY } } })],
    [
      'an opened value in base64',
      answer({ spec: { encryptedData: { A: btoa(CANARY) } } }),
    ],
    ['a value as it was', answer({ spec: { encryptedData: { A: before } } })],
  ])(
    'takes nothing of an answer with %s, and repeats none of it',
    (_, text) => {
      let message = '';
      try {
        readRotateAnswer(text, target);
      } catch (error) {
        message = String(error);
      }
      expect(message).toContain('prod/db');
      expect(message).toContain('nothing of it is used');
      expect(message).not.toContain(CANARY);
      expect(message).not.toContain(btoa(CANARY));
    },
  );

  it('explains what can be behind a refusal', () => {
    expect(explainRotateRefusal(target)).toMatch(
      /cannot re-encrypt SealedSecret prod\/db.*another scope than strict.*private key is gone/,
    );
  });

  it('tells a ciphertext from everything else', () => {
    const check = (text: string) => () => assertCiphertext(text, { what: 'K' });
    const sealed = seal('some value');
    expect(check(sealed)).not.toThrow();
    expect(check(sealed.replace(/.{76}/g, '$&\r\n'))).not.toThrow();
    expect(check(sealed.slice(0, 300))).toThrow('K is no sealed value');
    expect(() =>
      assertCiphertext(sealed, { what: 'K', certificate }),
    ).not.toThrow();
    fc.assert(
      fc.property(fc.string({ maxLength: 200 }), text => {
        expect(check(text)).toThrow(/^K is n/);
        expect(check(btoa(encodeURIComponent(text)))).toThrow(/^K is n/);
      }),
    );
    // Large enough that a careless pattern would overflow.
    expect(check(`${'A'.repeat(4_000_000)}!`)).toThrow('not base64');
  });
});

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

import { REASONS, ReasonCode, reason } from './reasons';

describe('reasons', () => {
  it('fills in what it is given', () => {
    expect(
      reason('controller-not-ready', {
        namespace: 'kube-system',
        name: 'sealed-secrets',
        ready: '0',
        desired: '1',
      }),
    ).toEqual({
      code: 'controller-not-ready',
      parameters: {
        namespace: 'kube-system',
        name: 'sealed-secrets',
        ready: '0',
        desired: '1',
      },
      why: 'The sealed-secrets controller has 0 of 1 pods ready.',
      whatToDo: 'Look at the pods of kube-system/sealed-secrets.',
    });
  });

  it('does not fill in twice what looks like a parameter', () => {
    expect(reason('claim-not-found', { claim: '{{claim}}' }).why).toBe(
      'Claim {{claim}} was not found.',
    );
  });

  it('leaves no placeholder and no space where something is not given', () => {
    for (const code of Object.keys(REASONS) as ReasonCode[]) {
      const { why, whatToDo = '' } = reason(code);
      expect(`${why}\n${whatToDo}`).not.toMatch(/\{\{|\}\}| $/);
    }
  });

  it('says each thing in sentences, without exclamation', () => {
    for (const { why, ...rest } of Object.values(REASONS)) {
      for (const text of [why, ...Object.values(rest)]) {
        // A sentence may end with what somebody else says.
        expect(text).toMatch(/(?:[.]|\{\{\w+\}\})$/);
        expect(text).not.toContain('!');
      }
    }
  });
});

describe('somebody else’s message in a reason', () => {
  it.each(['the connection is refused', 'the connection is refused.'])(
    'ends our sentence once: %s',
    message => {
      const { why, parameters } = reason('cluster-unreachable', {
        cluster: 'prod',
        message,
      });
      expect(why).toBe(
        'Cluster prod does not answer: the connection is refused.',
      );
      expect(parameters.message).toBe('the connection is refused');
    },
  );
});

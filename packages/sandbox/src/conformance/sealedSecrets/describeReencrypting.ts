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
import { KubernetesObject } from '../../kubernetes/objects/KubernetesObject';
import { ApiAnswer } from '../ApiTarget';
import { ClusterTarget } from '../ClusterTarget';
import { pause } from '../eventually';
import { PREFIX, SEALED_SECRETS, SealingBench } from './SealingBench';

/** What the controller makes of a SealedSecret that it shall seal anew, and what it loses on the way. */
export function describeReencrypting(target: () => ClusterTarget): void {
  describe('re-encrypting by the controller', () => {
    let bench: SealingBench;

    beforeAll(async () => {
      bench = await SealingBench.create(target());
    });
    afterAll(async () => bench.remove());

    /** Newer controllers answer two a second; what they refuse for that is asked again. */
    async function ask(body: unknown): Promise<ApiAnswer> {
      for (;;) {
        const answer = await bench.askController('POST', 'v1/rotate', { body });
        if (answer.status !== 429) {
          return answer;
        }
        await pause(600);
      }
    }

    function sealed(
      name: string,
      options: { annotations?: Record<string, string>; template?: object } = {},
    ): KubernetesObject {
      return bench.sealedSecret(name, { A: bench.seal(name, 'one') }, options);
    }

    it('answers with other sealed values of the same meaning', async () => {
      const before = sealed('plain');
      const answer = await ask(before);
      expect(answer.status).toBe(200);
      expect(answer.headers['content-type']).toBe('text/plain; charset=utf-8');
      const after = JSON.parse(answer.text);
      const namespace = bench.space.name;
      expect(after).toEqual({
        metadata: { name: 'plain', namespace },
        spec: {
          template: { metadata: { name: 'plain', namespace } },
          encryptedData: { A: expect.stringMatching(/^Ag/) },
        },
      });
      const { encryptedData } = after.spec;
      expect(encryptedData).not.toEqual(recordAt(before, 'spec').encryptedData);
      await bench.space.create(
        SEALED_SECRETS,
        bench.sealedSecret('plain', encryptedData),
      );
      await bench.untilSynced('plain', {
        observedGeneration: 1,
        status: 'True',
        message: undefined,
      });
      expect(await bench.valuesOf('plain')).toEqual({ A: 'one' });
    });

    it('seals what the template renders, and loses the template’s data and metadata', async () => {
      const before = sealed('full', {
        annotations: { note: 'kept' },
        template: {
          type: 'example.com/database',
          immutable: true,
          metadata: { labels: { team: 'lost' } },
          data: { URL: 'http://{{ .A }}' },
        },
      });
      before.metadata.labels = { app: 'kept' };
      const after = JSON.parse((await ask(before)).text);
      const { name, namespace } = before.metadata;
      expect(after.metadata).toEqual({ name, namespace });
      expect(after.spec.template).toEqual({
        type: 'example.com/database',
        immutable: true,
        metadata: {
          name,
          namespace,
          labels: { app: 'kept' },
          annotations: { note: 'kept' },
        },
      });
      expect(Object.keys(after.spec.encryptedData).sort()).toEqual([
        'A',
        'URL',
      ]);
    });

    it('keeps the scope', async () => {
      const annotations = { [`${PREFIX}/namespace-wide`]: 'true' };
      const scope = 'namespace-wide';
      const answer = await ask(
        bench.sealedSecret(
          'renamed',
          { A: bench.seal('original', 'one', { scope }) },
          { annotations: { ...annotations, note: 'lost' } },
        ),
      );
      expect(JSON.parse(answer.text).metadata.annotations).toEqual(annotations);
    });

    it('says nothing of what it cannot open or read', async () => {
      const other = { ...sealed('one'), metadata: { name: 'two' } };
      for (const body of [other, { apiVersion: 'v1', kind: 'Secret' }, 'x']) {
        expect(await ask(body)).toMatchObject({ status: 500, text: '' });
      }
    });
  });
}

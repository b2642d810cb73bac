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

import { sealIntoManifest } from '@safekeep/backstage-plugin-safekeep-node';
import { parseAllDocuments } from 'yaml';
import {
  makeTestCertificate,
  TestCertificate,
} from '../anchors/testCertificate';
import { Benchmark } from '../Figure';
import { inTurn, processorTimeOf } from '../rounds';

const DOCUMENTS = 1000;
/** One alone would be lost among what the anchor left to collect. */
const EDITS = 20;
const NAMESPACE = 'observer-prod';

/**
 * One key of one SealedSecret in a file of a thousand. The anchor is what any
 * program does that reads and writes YAML with the same library; its output
 * differs from its input in more than the key.
 */
export const editing: Benchmark = {
  figures: [
    {
      name: 'edit',
      title: `a key changed in a file of ${DOCUMENTS} SealedSecrets`,
      unit: 'ms of processor time',
      anchor: 'yaml, the whole file parsed and written',
      goal: { ours: { atMost: 200 } },
    },
  ],
  async measure({ rounds, onProgress }) {
    onProgress(`editing a file of ${DOCUMENTS} SealedSecrets`);
    const certificate = await makeTestCertificate();
    const text = thousandSealedSecrets(certificate);
    const edit = await inTurn(
      rounds,
      () => {
        let edited = text;
        const seconds = processorTimeOf(() => {
          for (let count = 0; count < EDITS; count++) {
            edited = sealIntoManifest({
              text,
              path: 'all.yaml',
              certificate: certificate.certificate,
              namespace: NAMESPACE,
              name: `secret-${DOCUMENTS / 2}`,
              values: new Map([['TOKEN', Buffer.from('another value')]]),
              now: new Date(),
            }).text;
          }
        });
        if (edited === text) {
          throw new Error('nothing was edited');
        }
        return (seconds * 1000) / EDITS;
      },
      () => {
        let written = '';
        const seconds = processorTimeOf(() => {
          const documents = parseAllDocuments(text);
          documents[DOCUMENTS / 2].setIn(
            ['spec', 'encryptedData', 'TOKEN'],
            'another value',
          );
          written = documents.map(String).join('');
        });
        if (!written.includes('TOKEN: another value')) {
          throw new Error('nothing was written');
        }
        return seconds * 1000;
      },
    );
    return { edit };
  },
};

function thousandSealedSecrets({ certificate }: TestCertificate): string {
  const documents = [];
  for (let index = 0; index < DOCUMENTS; index++) {
    const { text } = sealIntoManifest({
      certificate,
      namespace: NAMESPACE,
      name: `secret-${index}`,
      values: new Map([
        ['USER', Buffer.from('observer')],
        ['PASSWORD', Buffer.from('something long enough')],
        ['TOKEN', Buffer.from(`value ${index}`)],
      ]),
      now: new Date(),
    });
    documents.push(text);
  }
  return documents.join('---\n');
}

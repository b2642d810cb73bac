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
import { Comparison, inTurn, ratiosOf, spreadOf } from '../Comparison';

const ROUNDS = 9;
const DOCUMENTS = 1000;
const NAMESPACE = 'observer-prod';

/**
 * One key of one SealedSecret in a file of a thousand. The anchor is what any
 * program does that reads and writes YAML with the same library; its output
 * differs from its input in more than the key.
 */
export async function compareEditing(): Promise<Comparison> {
  const certificate = await makeTestCertificate();
  try {
    const text = thousandSealedSecrets(certificate);
    const name = `secret-${DOCUMENTS / 2}`;
    const rounds = await inTurn(
      ROUNDS,
      () => {
        const start = performance.now();
        const edited = sealIntoManifest({
          text,
          path: 'all.yaml',
          certificate: certificate.certificate,
          namespace: NAMESPACE,
          name,
          values: new Map([['TOKEN', Buffer.from('another value')]]),
          now: new Date(),
        });
        const time = performance.now() - start;
        if (edited.text === text) {
          throw new Error('Nothing was edited');
        }
        return time;
      },
      () => {
        const start = performance.now();
        const documents = parseAllDocuments(text);
        documents[DOCUMENTS / 2].setIn(
          ['spec', 'encryptedData', 'TOKEN'],
          'another value',
        );
        const written = documents.map(String).join('');
        if (written.length === 0) {
          throw new Error('Nothing was written');
        }
        return performance.now() - start;
      },
    );
    return {
      what: `one key changed in a file of ${DOCUMENTS} SealedSecrets (${(
        text.length / 1e6
      ).toFixed(1)} MB)`,
      unit: 'milliseconds',
      ours: { ...spreadOf(rounds.ours), each: 'edit' },
      anchor: {
        ...spreadOf(rounds.anchor),
        each: 'edit',
        name: 'yaml, the whole file parsed and written',
      },
      ratios: ratiosOf(rounds),
      goal: 'under 200 ms',
    };
  } finally {
    await certificate.remove();
  }
}

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

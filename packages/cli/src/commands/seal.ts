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

import { InputError } from '@backstage/errors';
import {
  parseSealingCertificate,
  sealIntoManifest,
  SealingScope,
} from '@safekeep/backstage-plugin-safekeep-node';
import { fetchCertificate, isAddress } from '../files/fetchCertificate';
import { readOptionalText, readText } from '../files/readText';
import { replaceFile } from '../files/replaceFile';
import { readAssignedValues } from './readAssignedValues';

/** Options of `safekeep seal`. */
export interface SealOptions {
  cert: string;
  namespace: string;
  name: string;
  scope?: SealingScope;
  into?: string;
}

/** `safekeep seal`: prints a SealedSecret, or edits the file of `--into`. */
export async function seal(
  assignments: string[],
  options: SealOptions,
): Promise<void> {
  const { into, namespace, name, scope } = options;
  if (!namespace || !name) {
    throw new InputError('--namespace and --name must not be empty');
  }
  const certificate = parseSealingCertificate(
    isAddress(options.cert)
      ? await fetchCertificate(options.cert)
      : await readText(options.cert, 'certificate'),
  );
  const before = into === undefined ? undefined : await readOptionalText(into);
  const values = await readAssignedValues(assignments);
  try {
    const { text } = sealIntoManifest({
      text: before,
      path: into,
      certificate,
      namespace,
      name,
      scope,
      values,
      now: new Date(),
    });
    if (into === undefined) {
      process.stdout.write(text);
    } else {
      await replaceFile(into, text);
    }
  } finally {
    for (const value of values.values()) {
      value.fill(0);
    }
  }
}

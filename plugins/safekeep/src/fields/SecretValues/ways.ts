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

import {
  binarySecretName,
  SECRET_SIZE_LIMIT,
} from '@safekeep/backstage-plugin-safekeep-common';

/** How a key gets its value: from elsewhere, on one line, on many, or from a file. */
export type ValueWay = 'other' | 'typed' | 'lines' | 'file';

/** The way that fits what the form's secrets hold. */
export function wayOf(
  key: string,
  secrets: Record<string, string | undefined>,
): ValueWay {
  if (secrets[binarySecretName(key)]) {
    return 'file';
  }
  return secrets[key]?.includes('\n') ? 'lines' : 'typed';
}

/** Why a file cannot be a value. */
export type FileProblem = 'too-large' | 'empty' | 'unreadable';

/** The bytes of a file in base64, read here and sent nowhere. */
export async function readFile(
  file: File,
): Promise<{ base64: string } | { problem: FileProblem }> {
  if (file.size > SECRET_SIZE_LIMIT) {
    return { problem: 'too-large' };
  }
  if (file.size === 0) {
    return { problem: 'empty' };
  }
  return new Promise(resolve => {
    const reader = new FileReader();
    reader.onerror = () => resolve({ problem: 'unreadable' });
    reader.onload = () => {
      // A data URL: what is behind the comma is the file.
      const base64 = String(reader.result).split(',').at(1);
      resolve(base64 ? { base64 } : { problem: 'unreadable' });
    };
    reader.readAsDataURL(file);
  });
}

/** How many bytes base64 stands for. */
export function sizeOfBase64(base64: string): number {
  return (base64.length / 4) * 3 - (/=*$/.exec(base64)?.[0].length ?? 0);
}

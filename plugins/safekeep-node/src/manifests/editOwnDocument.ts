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
import { readSealedSecrets } from './sealedSecretObjects';
import {
  DocumentPart,
  replacePart,
  splitDocuments,
} from './yaml/splitDocuments';

interface SecretOfFile {
  path: string;
  namespace: string;
  name: string;
}

/**
 * Does an edit of a SealedSecret on its own document instead of on the whole
 * file, which takes its time when there are hundreds in it. What is refused
 * there is asked of the whole file, whose lines the error then names.
 */
export function editOwnDocument<T extends { text: string }>(
  file: string,
  secret: SecretOfFile,
  edit: (text: string) => T,
): T {
  return onOwnDocument(file, secret, (text, part) => {
    const edited = edit(text);
    return part
      ? { ...edited, text: replacePart(file, part, edited.text) }
      : edited;
  });
}

/**
 * Looks at a SealedSecret by its own document alone; what is refused there is
 * asked of the whole file.
 */
export function onOwnDocument<T>(
  file: string,
  secret: SecretOfFile,
  look: (text: string, part?: DocumentPart) => T,
): T {
  const part = ownDocument(file, secret);
  if (part) {
    try {
      return look(part.text, part);
    } catch (error) {
      if (!(error instanceof InputError)) {
        throw error;
      }
    }
  }
  return look(file);
}

/** The one document that holds the SealedSecret; undefined where that is not certain. */
function ownDocument(
  file: string,
  { path, namespace, name }: SecretOfFile,
): DocumentPart | undefined {
  const parts = splitDocuments(file) ?? [];
  if (parts.length < 2) {
    return undefined;
  }
  const own: DocumentPart[] = [];
  for (const part of parts) {
    // A name may be written with escapes.
    if (part.text.includes(name) || part.text.includes('\\')) {
      try {
        const secrets = readSealedSecrets(part.text, path);
        own.push(
          ...secrets
            .filter(
              secret =>
                secret.name === name &&
                (secret.namespace ?? namespace) === namespace,
            )
            .map(() => part),
        );
      } catch (error) {
        if (error instanceof InputError) {
          return undefined;
        }
        throw error;
      }
    }
  }
  return own.length === 1 ? own[0] : undefined;
}

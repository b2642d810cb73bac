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
  ANNOTATION_LINKED_KEYS,
  ANNOTATION_SEALED_KEYS,
} from '@safekeep/backstage-plugin-safekeep-common';
import { composedAnnotation, composedOf } from './composedKeys';
import { readTemplateReferences } from './goTemplate';
import { renderLinkedKeys, renderSealedKeys } from './sealedSecretAnnotations';
import { findSealedSecret } from './sealedSecretObjects';
import { changeKeys } from './yaml/changeKeys';
import { mergeEntries } from './yaml/mergeEntries';

/**
 * Makes sealed keys of a SealedSecret entries of `spec.template.data`, which
 * the controller renders from the other keys: from then on they follow these.
 * The text of the templates is readable in Git.
 *
 * @throws InputError where the controller could not render one
 */
export function composeKeys(
  text: string,
  options: {
    path: string;
    namespace: string;
    name: string;
    /** Key to Go template, such as `postgres://app:{{ .DB_PASSWORD }}@db/app`. */
    templates: Readonly<Record<string, string>>;
  },
): { text: string; encryptedData: Record<string, string> } {
  const { path, templates } = options;
  const secret = findSealedSecret(text, options);
  const { position } = secret;
  const composed = Object.keys(templates);
  const encryptedData = Object.fromEntries(
    Object.entries(secret.encryptedData).filter(
      ([key]) => !composed.includes(key),
    ),
  );
  for (const [key, template] of Object.entries(templates)) {
    assertRenders(key, template, {
      path,
      has: candidate => Object.hasOwn(secret.encryptedData, candidate),
      sealed: Object.keys(encryptedData),
    });
  }
  let edited = changeKeys(text, {
    path,
    position,
    mapping: ['spec', 'encryptedData'],
    remove: composed,
  });
  edited = mergeEntries(edited, {
    path,
    position,
    mapping: ['spec', 'template', 'data'],
    entries: templates,
  });
  const stays = (key: string) => (composed.includes(key) ? undefined : key);
  edited = mergeEntries(edited, {
    path,
    position,
    mapping: ['metadata', 'annotations'],
    entries: {
      [ANNOTATION_SEALED_KEYS]: renderSealedKeys(
        new Map(
          Object.entries(secret.sealedKeys).filter(([key]) => stays(key)),
        ),
      ),
      ...(secret.linkedKeys && {
        [ANNOTATION_LINKED_KEYS]: renderLinkedKeys(
          secret.linkedKeys.map(group => group.filter(stays)),
        ),
      }),
      ...composedAnnotation(
        secret.composedKeys,
        composedOf(secret.composedKeys, stays),
      ),
    },
  });
  return { text: edited, encryptedData };
}

function assertRenders(
  key: string,
  template: string,
  secret: { path: string; has(key: string): boolean; sealed: string[] },
): void {
  if (!secret.has(key)) {
    throw new InputError(
      `${secret.path} has no sealed key ${key} that could be composed`,
    );
  }
  let references;
  try {
    references = readTemplateReferences(template);
  } catch (error) {
    throw new InputError(
      `The template for ${key} cannot be parsed: ${(error as Error).message}`,
    );
  }
  if (references.length === 0) {
    throw new InputError(
      `The template for ${key} names no key, as {{ .DB_PASSWORD }} does: it would be in Git as it stands`,
    );
  }
  const unknown = references
    .map(reference => reference.key)
    .filter(each => !secret.sealed.includes(each));
  if (unknown.length > 0) {
    throw new InputError(
      `The template for ${key} names ${unknown.join(
        ', ',
      )}, which is not among the sealed keys ${secret.sealed.join(', ')}`,
    );
  }
}

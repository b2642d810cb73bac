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
import { isDeepStrictEqual } from 'node:util';
import { assertCanChange } from './assertCanChange';
import { assertKeyName } from './assertKeyName';
import { composedAnnotation, composedOf } from './composedKeys';
import { editOwnDocument } from './editOwnDocument';
import { readTemplateReferences, renameTemplateReferences } from './goTemplate';
import { linkedKeyGroups } from './linkedKeys';
import { renderLinkedKeys, renderSealedKeys } from './sealedSecretAnnotations';
import {
  findSealedSecret,
  SealedSecretObject,
  secretKeys,
} from './sealedSecretObjects';
import { assertTypeHolds } from './secretTypes';
import { changeKeys } from './yaml/changeKeys';
import { mergeEntries } from './yaml/mergeEntries';
import { lineOfValue, replaceInScalars } from './yaml/replaceInScalars';

/** @public */
export interface EditKeysOptions {
  /** Where the file is, for errors. */
  path: string;
  namespace: string;
  name: string;
  remove: string[];
  /** Old key to new; two may change places. */
  rename: ReadonlyMap<string, string>;
}

/** @public */
export interface EditKeysResult {
  text: string;
  /** All ciphertexts after the change, by key. */
  encryptedData: Record<string, string>;
  /** Entries of `spec.template.data` that name a renamed key, and were changed with it. */
  renamedInTemplate: string[];
  /** Annotations of the Secret that is made of it. */
  templateAnnotations: Record<string, string>;
}

/**
 * Takes keys out of a SealedSecret and gives others a new name. The ciphertexts
 * stay: a value is sealed for a namespace and a name, not for a key, so that no
 * value has to be known. What is recorded of the keys, and the template that
 * names them, follows.
 *
 * @public
 */
export function editKeysInManifest(
  text: string,
  options: EditKeysOptions,
): EditKeysResult {
  return editOwnDocument(text, options, part => editKeysIn(part, options));
}

function editKeysIn(text: string, options: EditKeysOptions): EditKeysResult {
  const { path, remove, rename } = options;
  const secret = findSealedSecret(text, options);
  const { position } = secret;
  assertCanChange(secret, options);
  assertEdit(secret, options);
  assertTemplateFollows(text, secret, options);

  const encryptedData = Object.fromEntries(
    Object.entries(secret.encryptedData)
      .filter(([key]) => !remove.includes(key))
      .map(([key, value]) => [rename.get(key) ?? key, value]),
  );
  const templateData = Object.fromEntries(
    Object.entries(secret.templateData)
      .filter(([key]) => !remove.includes(key))
      .map(([key, value]) => [rename.get(key) ?? key, value]),
  );
  assertTypeHolds({
    what: `${path}, line ${secret.line}: Secret ${options.namespace}/${options.name}`,
    type: secret.type,
    keys: secretKeys(Object.keys(encryptedData), templateData),
    annotations: secret.templateAnnotations,
  });

  const renamedInTemplate = Object.entries(secret.templateData)
    .filter(([, template]) => namedIn(template).some(key => rename.has(key)))
    .map(([key]) => key);
  let edited = replaceInScalars(text, {
    path,
    position,
    changes: renamedInTemplate.map(key =>
      templateChange(key, secret.templateData[key] as string, rename),
    ),
  });
  for (const mapping of [
    ['spec', 'encryptedData'],
    ['spec', 'template', 'data'],
  ]) {
    edited = changeKeys(edited, { path, position, mapping, remove, rename });
  }
  edited = mergeEntries(edited, {
    path,
    position,
    mapping: ['metadata', 'annotations'],
    entries: annotationsAfter(secret, options),
  });
  const { templateAnnotations } = secret;
  return {
    text: edited,
    encryptedData,
    renamedInTemplate,
    templateAnnotations,
  };
}

function namedIn(template: string | null): string[] {
  return readTemplateReferences(template ?? '').map(({ key }) => key);
}

function templateChange(
  key: string,
  template: string,
  rename: ReadonlyMap<string, string>,
) {
  // Whole actions: a bare ".KEY" may stand in the text between them too.
  const actions = template.match(/\{\{[\s\S]*?\}\}/g) ?? [];
  return {
    at: ['spec', 'template', 'data', key],
    value: renameTemplateReferences(template, rename),
    parts: actions
      .map(from => ({ from, to: renamedAction(from, rename) }))
      .filter(({ from, to }) => from !== to),
  };
}

/** One action by itself: what it opens or closes is of no matter here. */
function renamedAction(
  action: string,
  rename: ReadonlyMap<string, string>,
): string {
  for (const [before, behind] of [
    ['', ''],
    ['', '{{end}}'],
    ['{{if 1}}', '{{end}}'],
    ['{{if 1}}', ''],
  ]) {
    try {
      const renamed = renameTemplateReferences(
        before + action + behind,
        rename,
      );
      return renamed.slice(before.length, renamed.length - behind.length);
    } catch {
      // It needs another one beside it.
    }
  }
  return action;
}

function assertEdit(
  secret: SealedSecretObject,
  { path, namespace, name, remove, rename }: EditKeysOptions,
): void {
  const present = Object.keys(secret.encryptedData);
  const place = `${path}, line ${secret.line}: SealedSecret ${namespace}/${name}`;
  if (remove.length === 0 && rename.size === 0) {
    throw new InputError(
      'There is nothing to change: name a key to remove or to rename',
    );
  }
  const unknown = [...remove, ...rename.keys()].filter(
    key => !present.includes(key),
  );
  if (unknown.length > 0) {
    // Of a key to remove, nothing tells one that is gone from one that never was.
    const done =
      rename.size > 0 &&
      remove.every(key => !present.includes(key)) &&
      [...rename].every(
        ([from, to]) => !present.includes(from) && present.includes(to),
      );
    throw new InputError(
      done
        ? `There is nothing to change: ${place} is as asked already`
        : `${place} has no key ${unknown.join(', ')}: it has ${present.join(
            ', ',
          )}`,
    );
  }
  const both = remove.filter(key => rename.has(key));
  if (both.length > 0) {
    throw new InputError(
      `Key ${both.join(', ')} is both to be removed and to be renamed`,
    );
  }
  for (const [from, to] of rename) {
    assertKeyName(to);
    if (from === to) {
      throw new InputError(`Key ${from} already has that name`);
    }
  }
  const stays = present.filter(
    key => !remove.includes(key) && !rename.has(key),
  );
  const taken = [...rename].filter(
    ([, to], index, all) =>
      stays.includes(to) || all.findIndex(each => each[1] === to) !== index,
  );
  if (taken.length > 0) {
    throw new InputError(
      `${place} would have key ${taken[0][1]} twice: remove the other one, or choose another name for ${taken[0][0]}`,
    );
  }
  const made = [...rename].find(
    ([, to]) =>
      Object.hasOwn(secret.templateData, to) &&
      !remove.includes(to) &&
      !rename.has(to),
  );
  if (made) {
    throw new InputError(
      `${place} already makes key ${made[1]} in spec.template.data, which would win over ${made[0]}: choose another name`,
    );
  }
  if (present.every(key => remove.includes(key))) {
    throw new InputError(
      `${place} would be left without a key. Delete the SealedSecret instead: its part of ${path}, and where nothing else is in that file, the file and its line in the kustomization`,
    );
  }
}

/** Refuses to leave a template that names what is no longer there. */
function assertTemplateFollows(
  text: string,
  { position, templateData }: SealedSecretObject,
  { path, name, remove, rename }: EditKeysOptions,
): void {
  for (const [entry, template] of Object.entries(templateData)) {
    if (remove.includes(entry)) {
      continue;
    }
    const at = ['spec', 'template', 'data', entry];
    const line = lineOfValue(text, { path, position, at });
    const place = `${path}, line ${line}: ${at.join(
      '.',
    )} of SealedSecret ${name}`;
    for (const { key, isScoped } of readTemplateReferences(template ?? '')) {
      if (remove.includes(key)) {
        throw new InputError(
          `${place} uses {{ .${key} }}, which would be without a value: change the template first, or keep the key`,
        );
      }
      if (isScoped && rename.has(key)) {
        throw new InputError(
          `${place} names .${key} inside "with", "range" or "define", where it may mean something else: write $.${key} there first, or keep the name`,
        );
      }
    }
  }
}

/** Records follow their key; links that were assumed by the keys' names are written down where the names no longer tell. */
function annotationsAfter(
  secret: SealedSecretObject,
  { remove, rename }: EditKeysOptions,
): Record<string, string> {
  const present = Object.keys(secret.encryptedData);
  const nameAfter = (key: string) => rename.get(key) ?? key;
  const records = new Map(
    Object.entries(secret.sealedKeys)
      .filter(([key]) => present.includes(key) && !remove.includes(key))
      .map(([key, record]) => [nameAfter(key), record]),
  );
  const groups = linkedKeyGroups(present, secret.linkedKeys)
    .map(group => group.filter(key => !remove.includes(key)).map(nameAfter))
    .filter(group => group.length > 1);
  const keys = present.filter(key => !remove.includes(key)).map(nameAfter);
  const sorted = (links: string[][]) => links.map(group => [...group].sort());
  const isTold =
    secret.linkedKeys === undefined &&
    isDeepStrictEqual(sorted(linkedKeyGroups(keys, undefined)), sorted(groups));
  return {
    ...(records.size > 0 && {
      [ANNOTATION_SEALED_KEYS]: renderSealedKeys(records),
    }),
    ...(!isTold && { [ANNOTATION_LINKED_KEYS]: renderLinkedKeys(groups) }),
    ...composedAnnotation(
      secret.composedKeys,
      composedOf(secret.composedKeys, key =>
        remove.includes(key) ? undefined : nameAfter(key),
      ),
    ),
  };
}

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

import { ApiHolder, translationApiRef } from '@backstage/frontend-plugin-api';
import { CustomFieldValidator } from '@backstage/plugin-scaffolder-react';
import { safekeepTranslationRef } from '../translation';
import { readSecretForm } from './formContext';
import { KeyEdits, nameProblem, readKeyEdits } from './keyEdits';
import { isValidKey, RESERVED_NAMES } from './keys';
import { lengthProblem, readValueMaking, ValueMaking } from './valueMaking';

function translator(apiHolder: ApiHolder) {
  const snapshot = apiHolder
    .get(translationApiRef)
    ?.getTranslation(safekeepTranslationRef);
  return snapshot?.ready ? snapshot.t : undefined;
}

/** At least one key, and only names that Kubernetes takes. */
export const validateKeys: CustomFieldValidator<string[]> = (
  keys,
  field,
  { apiHolder },
) => {
  const t = translator(apiHolder);
  if (!keys?.length) {
    field.addError(t?.('field.chooseKeys') ?? 'Choose at least one key.');
  }
  for (const key of keys ?? []) {
    if (!isValidKey(key)) {
      field.addError(
        t?.('field.invalidKey', { key }) ?? `${key} is not a valid key.`,
      );
    }
  }
};

/** Something must change, and no name may be taken. */
export const validateKeyEdits: CustomFieldValidator<KeyEdits> = (
  value,
  field,
  { apiHolder },
) => {
  const t = translator(apiHolder);
  const edits = readKeyEdits(value);
  const renamed = Object.entries(edits.rename);
  if (edits.remove.length === 0 && renamed.length === 0) {
    field.addError(t?.('edit.nothing') ?? 'Choose what is to change.');
  }
  for (const [key, to] of renamed) {
    // Which other keys there are, the field itself shows.
    const others = Object.keys(edits.rename).filter(other => other !== key);
    const problem = nameProblem(key, to, edits, others);
    if (problem) {
      field.addError(
        t?.(`edit.${problem}`, { key: to }) ?? `${to} cannot be the name.`,
      );
    }
  }
};

/** Long enough, and nothing that contains a rotated value is left unsaid. */
export const validateValueMaking: CustomFieldValidator<ValueMaking> = (
  value,
  field,
  { apiHolder },
) => {
  const t = translator(apiHolder);
  const making = readValueMaking(value);
  const problem = lengthProblem(making);
  if (problem) {
    field.addError(t?.(`making.${problem}`) ?? 'Choose another length.');
  }
  for (const key of making.undecided) {
    field.addError(
      t?.('making.undecided', { key }) ?? `Say what becomes of ${key}.`,
    );
  }
};

/** Values only for keys that are chosen and that the scaffolder leaves to us. */
export const validateGiven: CustomFieldValidator<string[]> = (
  given,
  field,
  { apiHolder, formData },
) => {
  const t = translator(apiHolder);
  const { keys } = readSecretForm({ formData });
  for (const key of given ?? []) {
    if (RESERVED_NAMES.includes(key)) {
      field.addError(
        t?.('field.reserved', { key }) ?? `${key} is a reserved name.`,
      );
    } else if (keys.length > 0 && !keys.includes(key)) {
      field.addError(
        t?.('field.givenUnknown', { key }) ?? `${key} is not chosen.`,
      );
    }
  }
};

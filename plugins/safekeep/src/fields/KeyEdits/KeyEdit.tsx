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

import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Radio, RadioGroup, TextField } from '@backstage/ui';
import { safekeepTranslationRef } from '../../translation';
import { KeyEdit as Edit, KeyEdits, nameProblem } from '../keyEdits';
import styles from './KeyEditsField.module.css';

/** What becomes of one key. */
export function KeyEdit(props: {
  name: string;
  edits: KeyEdits;
  /** The other keys of the secret. */
  others: string[];
  isDisabled?: boolean;
  onChange(edit: Edit): void;
}) {
  const { name, edits, others, isDisabled, onChange } = props;
  const { t } = useTranslationRef(safekeepTranslationRef);
  const to = Object.hasOwn(edits.rename, name) ? edits.rename[name] : undefined;
  const problem = to ? nameProblem(name, to, edits, others) : undefined;
  const kept = edits.remove.includes(name) ? 'remove' : 'keep';

  function choose(choice: string) {
    onChange(
      choice === 'rename'
        ? { kind: 'rename', to: '' }
        : { kind: choice === 'remove' ? 'remove' : 'keep' },
    );
  }

  return (
    <div className={styles.key}>
      <RadioGroup
        label={t('edit.legend', { key: name })}
        value={to === undefined ? kept : 'rename'}
        orientation="horizontal"
        onChange={choose}
        isDisabled={isDisabled}
      >
        <div className={styles.choices}>
          <Radio value="keep">{t('edit.keep')}</Radio>
          <Radio value="rename">{t('edit.rename')}</Radio>
          <Radio value="remove">{t('edit.remove')}</Radio>
        </div>
      </RadioGroup>
      {to !== undefined && (
        <TextField
          className={styles.name}
          label={t('edit.newName', { key: name })}
          description={
            problem
              ? t(`edit.${problem}`, { key: to })
              : t('field.addDescription')
          }
          value={to}
          onChange={text => onChange({ kind: 'rename', to: text })}
          isRequired
          isInvalid={problem !== undefined}
          isDisabled={isDisabled}
          autoComplete="off"
        />
      )}
    </div>
  );
}

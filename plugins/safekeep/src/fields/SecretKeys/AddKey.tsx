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
import { Button, TextField } from '@backstage/ui';
import { useState } from 'react';
import { safekeepTranslationRef } from '../../translation';
import { isValidKey } from '../keys';
import styles from './SecretKeysField.module.css';

/** Takes a key that is not in the list. */
export function AddKey(props: {
  isDisabled?: boolean;
  onAdd(key: string): void;
}) {
  const { isDisabled, onAdd } = props;
  const { t } = useTranslationRef(safekeepTranslationRef);
  const [text, setText] = useState('');
  const key = text.trim();
  const invalid = key !== '' && !isValidKey(key);

  function add() {
    if (key !== '' && !invalid) {
      onAdd(key);
      setText('');
    }
  }

  return (
    <div className={styles.add}>
      <TextField
        label={t('field.addLabel')}
        description={
          invalid ? t('field.invalidKey', { key }) : t('field.addDescription')
        }
        value={text}
        onChange={setText}
        onKeyDown={event => {
          // Enter would submit the whole form.
          if (event.key === 'Enter') {
            event.preventDefault();
            add();
          }
        }}
        isInvalid={invalid}
        validationBehavior="aria"
        isDisabled={isDisabled}
        autoComplete="off"
      />
      <Button
        variant="secondary"
        isDisabled={isDisabled || key === '' || invalid}
        onPress={add}
      >
        {t('field.add')}
      </Button>
    </div>
  );
}

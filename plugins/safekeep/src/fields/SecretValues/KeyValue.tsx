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
import { PasswordField, Radio, RadioGroup, Text } from '@backstage/ui';
import { safekeepTranslationRef } from '../../translation';
import { ValueMode } from '../schemas';
import styles from './SecretValuesField.module.css';

/** How one key gets its value. */
export function KeyValue(props: {
  name: string;
  mode: ValueMode;
  isTyped: boolean;
  onlyTyped: boolean;
  isReserved: boolean;
  isDisabled?: boolean;
  value: string;
  onChoose(isTyped: boolean): void;
  onType(value: string): void;
}) {
  const { name, mode, isTyped, onlyTyped, isReserved, isDisabled } = props;
  const { t } = useTranslationRef(safekeepTranslationRef);
  const other = mode === 'rotate' ? t('field.generated') : t('field.fromFile');
  return (
    <div className={styles.key}>
      {!onlyTyped && (
        <RadioGroup
          label={t('field.valueLegend', { key: name })}
          description={
            isReserved ? t('field.reserved', { key: name }) : undefined
          }
          value={isTyped ? 'typed' : 'other'}
          orientation="horizontal"
          onChange={choice => props.onChoose(choice === 'typed')}
          isDisabled={isDisabled}
        >
          <div className={styles.choices}>
            <Radio value="other">{other}</Radio>
            <Radio value="typed" isDisabled={isReserved}>
              {t('field.typed')}
            </Radio>
          </div>
        </RadioGroup>
      )}
      {onlyTyped && isReserved && (
        <Text>{t('field.reserved', { key: name })}</Text>
      )}
      {isTyped && (
        <PasswordField
          className={styles.typed}
          label={t('field.typedLabel', { key: name })}
          description={t('field.typedKeep')}
          value={props.value}
          onChange={props.onType}
          isRequired
          isDisabled={isDisabled}
          autoComplete="new-password"
        />
      )}
    </div>
  );
}

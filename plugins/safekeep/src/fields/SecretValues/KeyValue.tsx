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
import {
  PasswordField,
  Radio,
  RadioGroup,
  Text,
  TextAreaField,
} from '@backstage/ui';
import { safekeepTranslationRef } from '../../translation';
import { ValueMode } from '../schemas';
import { FileValue } from './FileValue';
import styles from './SecretValuesField.module.css';
import { ValueWay } from './ways';

/** How one key gets its value. */
export function KeyValue(props: {
  name: string;
  mode: ValueMode;
  way: ValueWay;
  /** Whether nothing else could give it one. */
  onlyGiven: boolean;
  isReserved: boolean;
  isDisabled?: boolean;
  /** What was typed. */
  text: string;
  /** What was chosen as a file, in base64. */
  base64: string;
  onChoose(way: ValueWay): void;
  onType(text: string): void;
  onFile(base64: string | undefined): void;
}) {
  const { name, mode, way, onlyGiven, isReserved, isDisabled } = props;
  const { t } = useTranslationRef(safekeepTranslationRef);
  const other = mode === 'rotate' ? t('field.generated') : t('field.fromFile');
  const typing = {
    className: way === 'lines' ? styles.lines : styles.typed,
    label: t('field.typedLabel', { key: name }),
    description: t('field.typedKeep'),
    value: props.text,
    onChange: props.onType,
    isRequired: true,
    isDisabled,
  };
  if (onlyGiven && isReserved) {
    return <Text>{t('field.reserved', { key: name })}</Text>;
  }
  return (
    <div className={styles.key}>
      <RadioGroup
        label={t('field.valueLegend', { key: name })}
        description={
          isReserved ? t('field.reserved', { key: name }) : undefined
        }
        value={way}
        orientation="horizontal"
        onChange={choice => props.onChoose(choice as ValueWay)}
        isDisabled={isDisabled}
      >
        <div className={styles.choices}>
          {!onlyGiven && <Radio value="other">{other}</Radio>}
          <Radio value="typed" isDisabled={isReserved}>
            {t('field.typed')}
          </Radio>
          <Radio value="lines" isDisabled={isReserved}>
            {t('field.lines')}
          </Radio>
          <Radio value="file" isDisabled={isReserved}>
            {t('field.file')}
          </Radio>
        </div>
      </RadioGroup>
      {way === 'typed' && (
        <PasswordField {...typing} autoComplete="new-password" />
      )}
      {way === 'lines' && (
        <TextAreaField {...typing} autoComplete="off" spellCheck="false" />
      )}
      {way === 'file' && (
        <FileValue
          name={name}
          value={props.base64}
          isDisabled={isDisabled}
          onChoose={props.onFile}
        />
      )}
    </div>
  );
}

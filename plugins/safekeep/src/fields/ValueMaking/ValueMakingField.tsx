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
  Alert,
  Box,
  Checkbox,
  NumberField,
  Radio,
  RadioGroup,
  Text,
  TextField,
} from '@backstage/ui';
import { ValueAlphabet } from '@safekeep/backstage-plugin-safekeep-common';
import { useEffect } from 'react';
import { safekeepTranslationRef } from '../../translation';
import { readSecretForm, texts } from '../formContext';
import { ValueMakingFieldProps } from '../schemas';
import { useFormSecret } from '../useFormSecret';
import {
  ALPHABET_NAMES,
  bitsOf,
  composedKeys,
  lengthProblem,
  namesPart,
  readValueMaking,
  ValueMaking,
} from '../valueMaking';
import styles from './ValueMakingField.module.css';

const ALPHABETS = {
  'letters-and-digits': 'making.lettersAndDigits',
  'url-safe': 'making.urlSafe',
  hex: 'making.hex',
  symbols: 'making.symbols',
} as const;

/** Chooses what generated values are made of, and what becomes of values that contain them. */
export function ValueMakingField(props: ValueMakingFieldProps) {
  const { formData, onChange, formContext, disabled } = props;
  const { t } = useTranslationRef(safekeepTranslationRef);
  const form = readSecretForm(formContext);
  const read = useFormSecret(form);
  const secret = read.state === 'found' ? read.secret : undefined;
  const making = readValueMaking(formData);
  const given = texts(
    (formContext as { formData?: { given?: unknown } } | undefined)?.formData
      ?.given,
  );
  const composed = composedKeys(secret, form.keys);
  const undecided = making.evenIfStale
    ? []
    : composed
        .filter(
          ({ key, parts }) => !namesPart(making.compose[key] ?? '', parts),
        )
        .map(({ key }) => key);

  function change(part: Partial<ValueMaking>) {
    onChange({ ...making, ...part });
  }

  const isSettled =
    formData?.alphabet !== undefined &&
    undecided.join() === making.undecided.join();
  useEffect(() => {
    if (!isSettled) {
      change({ undecided });
    }
  });

  const isGenerated = form.keys.some(key => !given.includes(key));
  const problem = lengthProblem(making);
  return (
    <Box bg="neutral" className={styles.field}>
      {isGenerated && (
        <>
          <RadioGroup
            label={t('making.alphabet')}
            value={making.alphabet}
            isDisabled={disabled}
            onChange={choice => change({ alphabet: choice as ValueAlphabet })}
          >
            {ALPHABET_NAMES.map(name => (
              <Radio key={name} value={name}>
                {t(ALPHABETS[name])}
              </Radio>
            ))}
          </RadioGroup>
          <NumberField
            className={styles.length}
            label={t('making.length')}
            value={making.length}
            minValue={1}
            maxValue={4096}
            isDisabled={disabled}
            onChange={length => change({ length })}
          />
          <Text role="status">
            {problem
              ? t(`making.${problem}`)
              : t('making.bits', { bits: String(bitsOf(making)) })}
          </Text>
          {making.alphabet === 'symbols' && (
            <Alert
              status="warning"
              icon
              description={t('making.symbolsWarning')}
            />
          )}
        </>
      )}
      {composed.map(({ key, parts }) => (
        <TextField
          key={key}
          label={t('making.template', { key })}
          description={t('making.templateHelp', {
            key,
            parts: parts.join(', '),
            example: `postgres://user:{{ .${parts[0]} }}@host/database`,
          })}
          value={making.compose[key] ?? ''}
          isDisabled={disabled || making.evenIfStale}
          onChange={template => {
            const { [key]: _, ...others } = making.compose;
            change({
              compose:
                template === '' ? others : { ...others, [key]: template },
            });
          }}
        />
      ))}
      {composed.length > 0 && (
        <Checkbox
          isSelected={making.evenIfStale}
          isDisabled={disabled}
          onChange={evenIfStale =>
            change({ evenIfStale, ...(evenIfStale && { compose: {} }) })
          }
        >
          {t('making.evenIfStale', {
            keys: composed.map(({ key }) => key).join(', '),
          })}
        </Checkbox>
      )}
    </Box>
  );
}

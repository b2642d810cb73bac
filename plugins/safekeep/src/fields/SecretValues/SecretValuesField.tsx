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
import { useTemplateSecrets } from '@backstage/plugin-scaffolder-react';
import { Box, Text } from '@backstage/ui';
import {
  binarySecretName,
  SecretStatus,
} from '@safekeep/backstage-plugin-safekeep-common';
import { useEffect, useState } from 'react';
import { safekeepTranslationRef } from '../../translation';
import { readSecretForm, SecretForm, texts } from '../formContext';
import { RESERVED_NAMES } from '../keys';
import { KeyNamesFieldProps, modeOf, ValueMode } from '../schemas';
import { useFormSecret } from '../useFormSecret';
import { Consequences } from './Consequences';
import { KeyValue } from './KeyValue';
import styles from './SecretValuesField.module.css';
import { ValueWay, wayOf } from './ways';

/** The keys that need a value: those chosen, or all that the plain file has. */
function keysToValue(
  mode: ValueMode,
  form: SecretForm,
  secret: SecretStatus | undefined,
): string[] {
  return mode === 'seal' && form.keys.length === 0
    ? secret?.keys.map(({ name }) => name) ?? []
    : form.keys;
}

/**
 * Asks how each key gets its value. The field's own value is the names of the
 * keys whose values are given; such a value lives in the scaffolder's secrets
 * and in the input that shows it, and nowhere else.
 */
export function SecretValuesField(props: KeyNamesFieldProps) {
  const { formData, onChange, formContext, disabled } = props;
  const { t } = useTranslationRef(safekeepTranslationRef);
  const { secrets, setSecrets } = useTemplateSecrets();
  const form = readSecretForm(formContext);
  const read = useFormSecret(form);
  const mode = modeOf(props);
  const [ways, setWays] = useState<Record<string, ValueWay>>({});

  const secret = read.state === 'found' ? read.secret : undefined;
  const keys = keysToValue(mode, form, secret);
  const given = texts(formData);
  const ready = read.state !== 'loading';

  // Sealing takes values from the plain file; what is not in it must be typed.
  function mustBeTyped(key: string): boolean {
    return (
      mode === 'seal' &&
      ready &&
      (secret
        ? secret.management !== 'plain' ||
          !secret.keys.some(({ name }) => name === key)
        : !form.path)
    );
  }

  const typed = keys.filter(
    key =>
      !RESERVED_NAMES.includes(key) &&
      (mustBeTyped(key) || given.includes(key)),
  );

  function give(values: Record<string, string | undefined>) {
    // Secrets can only be merged in; an undefined one is left out of the task.
    setSecrets(values as Record<string, string>);
  }

  function forget(key: string) {
    give({ [key]: undefined, [binarySecretName(key)]: undefined });
  }

  useEffect(() => {
    if (!ready || sameKeys(given, typed)) {
      return;
    }
    for (const key of given) {
      if (!typed.includes(key)) {
        forget(key);
      }
    }
    onChange(typed);
  });

  function choose(key: string, way: ValueWay) {
    forget(key);
    setWays({ ...ways, [key]: way });
    const others = typed.filter(other => other !== key);
    onChange(way === 'other' ? others : [...others, key]);
  }

  if (keys.length === 0) {
    return <Text>{t('field.chooseFirst')}</Text>;
  }
  return (
    <Box bg="neutral" className={styles.field}>
      <Text>
        {mode === 'rotate' ? t('field.generatedHelp') : t('field.fromFileHelp')}{' '}
        {t('field.typedHelp')}
      </Text>
      {keys.map(key => (
        <KeyValue
          key={key}
          name={key}
          mode={mode}
          way={
            typed.includes(key)
              ? givenWay(ways[key]) ?? wayOf(key, secrets)
              : 'other'
          }
          onlyGiven={mustBeTyped(key)}
          isReserved={RESERVED_NAMES.includes(key)}
          isDisabled={disabled}
          text={secrets[key] ?? ''}
          base64={secrets[binarySecretName(key)] ?? ''}
          onChoose={way => choose(key, way)}
          onType={text => give({ [key]: text })}
          onFile={base64 => give({ [binarySecretName(key)]: base64 })}
        />
      ))}
      <Consequences
        mode={mode}
        form={form}
        read={read}
        keys={keys}
        typed={typed}
      />
    </Box>
  );
}

/** A key that must be given is, whatever was chosen before it had to be. */
function givenWay(way: ValueWay | undefined): ValueWay | undefined {
  return way === 'other' ? undefined : way;
}

function sameKeys(left: string[], right: string[]): boolean {
  return left.length === right.length && left.every(key => right.includes(key));
}

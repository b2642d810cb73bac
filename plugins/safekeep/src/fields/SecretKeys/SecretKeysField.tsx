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
import { Alert, Box, Checkbox, CheckboxGroup, Skeleton } from '@backstage/ui';
import { useEffect, useState } from 'react';
import { safekeepTranslationRef } from '../../translation';
import { readSecretForm, texts } from '../formContext';
import { linkedKeys } from '../keys';
import { KeyNamesFieldProps, modeOf } from '../schemas';
import { FormSecret, useFormSecret } from '../useFormSecret';
import { AddKey } from './AddKey';
import { KeyFacts } from './KeyFacts';
import styles from './SecretKeysField.module.css';

/** Chooses keys of the form's secret; its value is their names. */
export function SecretKeysField(props: KeyNamesFieldProps) {
  const { formData, onChange, formContext, required, disabled } = props;
  const { t } = useTranslationRef(safekeepTranslationRef);
  const form = readSecretForm(formContext);
  const read = useFormSecret(form);
  const secret = read.state === 'found' ? read.secret : undefined;
  const [added, setAdded] = useState<string[]>([]);
  const chosen = texts(formData);
  const mode = modeOf(props);

  // A plain file is sealed as a whole.
  const whole =
    mode === 'seal' && secret?.management === 'plain'
      ? secret.keys.map(({ name }) => name)
      : [];
  // Keys of one value change together: one of each group stands for all of it.
  const standing =
    mode === 'rotate'
      ? chosen.filter(
          (key, index) =>
            !linkedKeys(secret, chosen.slice(0, index)).includes(key),
        )
      : [...new Set([...whole, ...chosen])];
  const isSettled = standing.length === chosen.length;
  useEffect(() => {
    if (!isSettled) {
      onChange(standing);
    }
  });

  if (read.state === 'loading') {
    return (
      <div
        role="status"
        aria-label={t('field.loading', { name: form.name ?? '' })}
      >
        <Skeleton width="100%" height="6rem" />
      </div>
    );
  }

  const known = secret?.keys.map(({ name }) => name) ?? [];
  const options = [...new Set([...known, ...chosen, ...added])];
  const alongside = mode === 'rotate' ? linkedKeys(secret, standing) : [];
  const legend = form.name
    ? t('field.keysLegend', { name: form.name })
    : t('field.keysLegendUnnamed');
  return (
    // A surface of its own, on which inputs stand out from the form's paper.
    <Box bg="neutral" className={styles.field}>
      <ReadNotice read={read} known={known.length} {...form} />
      {options.length > 0 && (
        <CheckboxGroup
          label={legend}
          description={props.schema.description}
          isRequired={required}
          // The browser's own check would ask for every box of the group.
          validationBehavior="aria"
          isDisabled={disabled}
          value={[...standing, ...alongside]}
          onChange={keys =>
            onChange(keys.filter(key => !alongside.includes(key)))
          }
        >
          {options.map(key => (
            <Checkbox
              key={key}
              value={key}
              isDisabled={alongside.includes(key) || whole.includes(key)}
              className={styles.option}
            >
              <KeyFacts
                name={key}
                secret={secret}
                isWhole={whole.includes(key)}
                changesWith={
                  alongside.includes(key)
                    ? standing.filter(other =>
                        linkedKeys(secret, [other]).includes(key),
                      )
                    : []
                }
              />
            </Checkbox>
          ))}
        </CheckboxGroup>
      )}
      {(known.length === 0 || mode === 'seal') && (
        <AddKey
          isDisabled={disabled}
          onAdd={key => {
            setAdded(keys => [...keys, key]);
            onChange([...new Set([...standing, key])]);
          }}
        />
      )}
    </Box>
  );
}

function ReadNotice(props: {
  read: FormSecret;
  known: number;
  name?: string;
  namespace?: string;
}) {
  const { read, known, name = '', namespace = '' } = props;
  const { t } = useTranslationRef(safekeepTranslationRef);
  function notice() {
    switch (read.state) {
      case 'no-entity':
        return t('field.unreadable', { reason: t('field.noStatus') });
      case 'unreadable':
        return t('field.unreadable', { reason: read.error.message });
      case 'not-found':
        return t('field.notFound', { name, namespace });
      default:
        return known === 0 ? t('field.notKnown', { name }) : undefined;
    }
  }
  const text = notice();
  return text ? (
    <Alert role="status" status="info" icon description={text} />
  ) : null;
}

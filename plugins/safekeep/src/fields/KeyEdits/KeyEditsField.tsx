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
import { Alert, Box, Skeleton, Text } from '@backstage/ui';
import { useEffect, useState } from 'react';
import { safekeepTranslationRef } from '../../translation';
import { readSecretForm } from '../formContext';
import { readKeyEdits, withEdit } from '../keyEdits';
import { KeyEditsFieldProps } from '../schemas';
import { AddKey } from '../SecretKeys/AddKey';
import { useFormSecret } from '../useFormSecret';
import { KeyEdit } from './KeyEdit';
import styles from './KeyEditsField.module.css';

/** Chooses which keys of the form's secret are removed, and which get another name. */
export function KeyEditsField(props: KeyEditsFieldProps) {
  const { formData, onChange, formContext, disabled } = props;
  const { t } = useTranslationRef(safekeepTranslationRef);
  const form = readSecretForm(formContext);
  const read = useFormSecret(form);
  const [added, setAdded] = useState<string[]>([]);
  const edits = readKeyEdits(formData);
  const isSet = formData?.remove !== undefined && formData.rename !== undefined;
  useEffect(() => {
    // A value that is not there is not validated.
    if (!isSet) {
      onChange(edits);
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
  const known =
    read.state === 'found' ? read.secret.keys.map(({ name }) => name) : [];
  const keys = [
    ...new Set([
      ...known,
      ...edits.remove,
      ...Object.keys(edits.rename),
      ...added,
    ]),
  ];
  return (
    <Box bg="neutral" className={styles.field}>
      <Text>{t('edit.help')}</Text>
      {known.length === 0 && (
        <>
          <Alert
            role="status"
            status="info"
            icon
            description={t('field.notKnown', { name: form.name ?? '' })}
          />
          <AddKey
            isDisabled={disabled}
            onAdd={key => setAdded([...added, key])}
          />
        </>
      )}
      {keys.map(key => (
        <KeyEdit
          key={key}
          name={key}
          edits={edits}
          others={keys.filter(other => other !== key)}
          isDisabled={disabled}
          onChange={edit => onChange(withEdit(edits, key, edit))}
        />
      ))}
    </Box>
  );
}

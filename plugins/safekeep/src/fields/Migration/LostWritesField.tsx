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
import { Alert, Checkbox, Skeleton } from '@backstage/ui';
import { useEffect } from 'react';
import { safekeepTranslationRef } from '../../translation';
import { readMigrationForm } from '../migrationForm';
import { LostWritesFieldProps } from '../schemas';
import styles from './MigrationField.module.css';
import { useFormDatabase } from './useFormDatabase';

/**
 * Asks whoever goes back from a restored database to accept what is lost.
 * Nothing is said for it: without an answer the form has none.
 */
export function LostWritesField(props: LostWritesFieldProps) {
  const { formData, onChange, formContext, disabled } = props;
  const { t } = useTranslationRef(safekeepTranslationRef);
  const form = readMigrationForm(formContext);
  const read = useFormDatabase(form);
  const migration =
    read.state === 'found' ? read.database.migration : undefined;
  // Before the switch, and with the claim kept, the old server has every write.
  const losesNothing =
    migration !== undefined &&
    (migration.option === 'reuse-claim' || migration.stage === 'quiesce');
  useEffect(() => {
    if (losesNothing && formData !== false) {
      onChange(false);
    }
  });
  if (read.state === 'loading') {
    return (
      <div
        role="status"
        aria-label={t('moving.loading', { name: form.database ?? '' })}
      >
        <Skeleton width="100%" height="4rem" />
      </div>
    );
  }
  if (losesNothing) {
    return (
      <Alert
        role="status"
        status="info"
        icon
        description={t('moving.losesNothing')}
      />
    );
  }
  return (
    <div className={styles.field}>
      <Alert
        role="status"
        status="warning"
        icon
        description={
          migration
            ? t('moving.loses', { claim: <code>{migration.claim}</code> })
            : t('moving.mayLose')
        }
      />
      <Checkbox
        isSelected={formData === true}
        isDisabled={disabled}
        onChange={accepted => onChange(accepted ? true : undefined)}
      >
        {t('moving.acceptLostWrites')}
      </Checkbox>
    </div>
  );
}

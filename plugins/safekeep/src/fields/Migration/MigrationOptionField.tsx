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
import { Alert, Skeleton } from '@backstage/ui';
import { useEffect } from 'react';
import { safekeepTranslationRef } from '../../translation';
import { OPTIONS, readMigrationForm, suggestOption } from '../migrationForm';
import { MigrationOptionFieldProps } from '../schemas';
import { Choice } from './Choice';
import { useFormDatabase } from './useFormDatabase';

/** Chooses how the data of a database gets to its StatefulSet. */
export function MigrationOptionField(props: MigrationOptionFieldProps) {
  const { formData, onChange, formContext, disabled } = props;
  const { t } = useTranslationRef(safekeepTranslationRef);
  const form = readMigrationForm(formContext);
  const read = useFormDatabase(form);
  const database = read.state === 'found' ? read.database : undefined;
  const { option, cause } = suggestOption(database);
  const isFixed = cause === 'under-way';
  const isLoading = read.state === 'loading';
  useEffect(() => {
    const chosen = formData && !isFixed ? formData : option;
    if (!isLoading && chosen && chosen !== formData) {
      onChange(chosen);
    }
  });

  if (isLoading) {
    return (
      <div
        role="status"
        aria-label={t('moving.loading', { name: form.database ?? '' })}
      >
        <Skeleton width="100%" height="8rem" />
      </div>
    );
  }
  if (!option) {
    return (
      <Alert
        role="status"
        status="danger"
        icon
        description={t(`moving.optionCause.${cause}`)}
      />
    );
  }
  const claims = database?.claims.map(({ name }) => name).join(', ');
  return (
    <Choice
      legend={t('moving.optionLegend')}
      value={formData}
      options={OPTIONS.map(value => ({
        value,
        name: t(`moving.option.${value}`),
        help:
          value === 'reuse-claim'
            ? t('moving.reuseClaimHelp', {
                claim: claims ? <code>{claims}</code> : t('moving.theClaim'),
              })
            : t('moving.dumpHelp'),
        // What somebody has deleted cannot be kept.
        isDisabled: cause === 'deleting' && value === 'reuse-claim',
      }))}
      cause={t(`moving.optionCause.${cause}`)}
      isDisabled={disabled || isFixed}
      onChange={value => onChange(value as (typeof OPTIONS)[number])}
    />
  );
}

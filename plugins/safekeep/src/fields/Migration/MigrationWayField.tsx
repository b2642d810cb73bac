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
import { useEffect } from 'react';
import { safekeepTranslationRef } from '../../translation';
import { readMigrationForm, suggestWay, WAYS } from '../migrationForm';
import { MigrationWayFieldProps } from '../schemas';
import { Choice } from './Choice';
import { useFormDatabase } from './useFormDatabase';

/** Chooses in how many pull requests a database moves; only what is safe can be chosen. */
export function MigrationWayField(props: MigrationWayFieldProps) {
  const { formData, onChange, formContext, disabled } = props;
  const { t } = useTranslationRef(safekeepTranslationRef);
  const form = readMigrationForm(formContext);
  const read = useFormDatabase(form);
  const database = read.state === 'found' ? read.database : undefined;
  const suggested = suggestWay(database, form.option ?? 'reuse-claim');
  const isOpen = suggested.way === 'guarded' && suggested.cause !== 'under-way';
  useEffect(() => {
    const chosen = isOpen && formData ? formData : suggested.way;
    if (read.state !== 'loading' && chosen !== formData) {
      onChange(chosen);
    }
  });

  if (read.state === 'loading') {
    // The field before it says so.
    return null;
  }
  return (
    <Choice
      legend={t('moving.wayLegend')}
      value={formData}
      options={WAYS.map(value => ({
        value,
        name: t(`moving.way.${value}`),
        help: t(`moving.wayHelp.${value}`),
        isDisabled: !isOpen && value !== suggested.way,
      }))}
      cause={t(`moving.wayCause.${suggested.cause}`)}
      isDisabled={disabled}
      onChange={value => onChange(value as (typeof WAYS)[number])}
    />
  );
}

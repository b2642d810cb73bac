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
import { ButtonLink } from '@backstage/ui';
import { StatusAction } from '@safekeep/backstage-plugin-safekeep-common';
import { safekeepTranslationRef } from '../../translation';
import { useTemplateHref } from './useTemplateHref';

const LABELLED: string[] = [
  'seal-secret',
  'rotate-secret',
  'edit-secret-keys',
  'roll-back-secret',
  'rotate-database-password',
  're-encrypt-secrets',
  'create-postgres',
  'migrate-postgres',
  'roll-back-postgres',
];

/** The later steps of a rotation and stages of a migration are called by what they do. */
const STEPS = {
  'rotate-database-password': {
    switch: 'action.switch-password',
    retire: 'action.retire-password',
  },
  'migrate-postgres': {
    switch: 'action.switch-database',
    release: 'action.release-guard',
    finalize: 'action.finish-migration',
  },
} as const;

function stepOf({ template, formData }: StatusAction) {
  const { step, stage } = formData;
  if (template === 'rotate-database-password') {
    return step === 'switch' || step === 'retire'
      ? STEPS[template][step]
      : undefined;
  }
  return template === 'migrate-postgres' &&
    (stage === 'switch' || stage === 'release' || stage === 'finalize')
    ? STEPS[template][stage]
    : undefined;
}

/** Opens the template that makes the change, with its form filled in. */
export function ActionLink(props: {
  action: StatusAction;
  name: string;
  /** Something that may be done, where nothing asks for it. */
  isQuiet?: boolean;
}) {
  const { action, name, isQuiet } = props;
  const { t } = useTranslationRef(safekeepTranslationRef);
  const href = useTemplateHref();

  const step = stepOf(action);
  const named = LABELLED.includes(action.template)
    ? t(`action.${action.template}`)
    : t('action.other');
  const label = step ? t(step) : named;
  return (
    <ButtonLink
      href={href(action.template, action.formData)}
      size="small"
      variant={isQuiet ? 'tertiary' : 'secondary'}
      aria-label={t('action.label', { action: label, name })}
    >
      {label}
    </ButtonLink>
  );
}

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
import { Button } from '@backstage/ui';
import { RiCloudOffLine, RiLockLine } from '@remixicon/react';
import { ReactNode } from 'react';
import { safekeepTranslationRef } from '../../translation';
import { Notice } from './Notice';

/** The viewer may not see it. */
export function ForbiddenNotice(props: {
  heading?: 'h2' | 'h3';
  children: ReactNode;
}) {
  const { t } = useTranslationRef(safekeepTranslationRef);
  return (
    <Notice
      icon={RiLockLine}
      tone="neutral"
      heading={props.heading}
      title={t('notice.forbiddenTitle')}
    >
      <p>{props.children}</p>
    </Notice>
  );
}

/** The backend does not answer. */
export function UnreachableNotice(props: {
  heading?: 'h2' | 'h3';
  error: Error;
  children: ReactNode;
  onRetry(): void;
}) {
  const { heading, error, children, onRetry } = props;
  const { t } = useTranslationRef(safekeepTranslationRef);
  return (
    <Notice
      icon={RiCloudOffLine}
      tone="danger"
      heading={heading}
      title={t('notice.unreachableTitle')}
      action={
        <Button size="small" variant="secondary" onPress={onRetry}>
          {t('action.retry')}
        </Button>
      }
    >
      <p>{children}</p>
      <p>{t('notice.unreachableDetail', { message: error.message })}</p>
    </Notice>
  );
}

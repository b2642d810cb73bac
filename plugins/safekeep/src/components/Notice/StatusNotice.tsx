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
  RiEyeOffLine,
  RiGhostLine,
  RiInbox2Line,
  RiLoader4Line,
} from '@remixicon/react';
import {
  EntityStatus,
  safekeepStatusReadPermission,
} from '@safekeep/backstage-plugin-safekeep-common';
import { POLL_INTERVAL_MS } from '../../hooks/useEntityStatus';
import { useFormats } from '../../hooks/useFormats';
import { isForbidden, isNotFound } from '../../hooks/refusals';
import { safekeepTranslationRef } from '../../translation';
import { useSourceName } from '../Freshness';
import { ForbiddenNotice, UnreachableNotice } from './NoAnswerNotices';
import { Notice } from './Notice';

const SECONDS = String(POLL_INTERVAL_MS / 1_000);

/** There is no answer at all: the viewer may not, or the backend does not. */
export function NoAnswer(props: { error: Error; onRetry(): void }) {
  const { error, onRetry } = props;
  const { t } = useTranslationRef(safekeepTranslationRef);
  if (isForbidden(error)) {
    return (
      <ForbiddenNotice>
        {t('notice.forbiddenBody', {
          permission: <code>{safekeepStatusReadPermission.name}</code>,
        })}
      </ForbiddenNotice>
    );
  }
  if (isNotFound(error)) {
    return (
      <Notice
        icon={RiGhostLine}
        tone="neutral"
        title={t('notice.notFoundTitle')}
      >
        <p>{t('notice.notFoundBody', { seconds: SECONDS })}</p>
      </Notice>
    );
  }
  return (
    <UnreachableNotice error={error} onRetry={onRetry}>
      {t('notice.unreachableBody', { seconds: SECONDS })}
    </UnreachableNotice>
  );
}

/** There is an answer, with no database and no secret in it. */
export function NothingToShow(props: { status: EntityStatus }) {
  const { sources } = props.status;
  const { t } = useTranslationRef(safekeepTranslationRef);
  const formats = useFormats();
  const { subject } = useSourceName();
  const states = new Set(sources.map(({ state }) => state));

  if (sources.length > 0 && states.size === 1 && states.has('live')) {
    return (
      <Notice icon={RiInbox2Line} tone="neutral" title={t('notice.emptyTitle')}>
        <p>
          {t('notice.emptyBody', {
            places: formats.list(sources.map(subject)),
          })}
        </p>
      </Notice>
    );
  }
  if (states.has('starting') && !states.has('forbidden')) {
    return (
      <Notice
        icon={RiLoader4Line}
        tone="neutral"
        title={t('notice.startingTitle')}
      >
        <p>{t('notice.startingBody')}</p>
      </Notice>
    );
  }
  return (
    <Notice
      icon={RiEyeOffLine}
      tone="warning"
      title={t('notice.notLookedTitle')}
    >
      <p>{t('notice.notLookedBody')}</p>
    </Notice>
  );
}

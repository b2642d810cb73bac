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
  RiCheckboxBlankCircleLine,
  RiCheckLine,
  RiRecordCircleLine,
} from '@remixicon/react';
import { VisuallyHidden } from '@backstage/ui';
import { PullRequestStatus } from '@safekeep/backstage-plugin-safekeep-common';
import { safekeepTranslationRef } from '../../translation';
import styles from './Stages.module.css';
import { progressOf, STAGES } from './stages';

const ICONS = {
  done: RiCheckLine,
  current: RiRecordCircleLine,
  pending: RiCheckboxBlankCircleLine,
};

/** opened → merged → synced → unsealed → restarted, and where this one is. */
export function StageSteps(props: { pullRequest: PullRequestStatus }) {
  const { number, stage: reached } = props.pullRequest;
  const { t } = useTranslationRef(safekeepTranslationRef);
  return (
    <ol
      className={styles.steps}
      aria-label={t('pullRequest.stages', { number: String(number) })}
    >
      {STAGES.map(stage => {
        const progress =
          reached === 'restarted' ? 'done' : progressOf(stage, reached);
        const Icon = ICONS[progress];
        return (
          <li
            key={stage}
            className={styles.step}
            data-progress={progress}
            aria-current={progress === 'current' ? 'step' : undefined}
          >
            <Icon aria-hidden size={16} />
            <span>
              {t(`pullRequest.${stage}`)}
              <VisuallyHidden>, {t(`pullRequest.${progress}`)}</VisuallyHidden>
            </span>
          </li>
        );
      })}
    </ol>
  );
}

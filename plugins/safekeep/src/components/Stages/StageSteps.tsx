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
import { PullRequestStatus } from '@safekeep/backstage-plugin-safekeep-common';
import { safekeepTranslationRef } from '../../translation';
import { progressOf, STAGES } from './stages';
import { StepRow } from './StepRow';

/** opened → merged → synced → unsealed → restarted, and where this one is. */
export function StageSteps(props: { pullRequest: PullRequestStatus }) {
  const { number, stage: reached } = props.pullRequest;
  const { t } = useTranslationRef(safekeepTranslationRef);
  return (
    <StepRow
      label={t('pullRequest.stages', { number: String(number) })}
      steps={STAGES.map(stage => ({
        name: t(`pullRequest.${stage}`),
        progress: reached === 'restarted' ? 'done' : progressOf(stage, reached),
      }))}
    />
  );
}

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
import { Link } from '@backstage/ui';
import {
  RiCheckDoubleLine,
  RiGitMergeLine,
  RiGitPullRequestLine,
} from '@remixicon/react';
import { PullRequestStatus } from '@safekeep/backstage-plugin-safekeep-common';
import { safekeepTranslationRef } from '../../translation';
import styles from './Stages.module.css';
import { StageSteps } from './StageSteps';

function iconOf({ stage }: PullRequestStatus) {
  if (stage === 'opened') {
    return RiGitPullRequestLine;
  }
  return stage === 'restarted' ? RiCheckDoubleLine : RiGitMergeLine;
}

/** A pull request of Safekeep's, where it stands and what it waits for. */
export function PullRequestRow(props: { pullRequest: PullRequestStatus }) {
  const { pullRequest } = props;
  const { number, title, url, stage, database } = pullRequest;
  // The stages after the merge are those of a secret.
  const isElsewhere = database !== undefined;
  const { t } = useTranslationRef(safekeepTranslationRef);
  const Icon = iconOf(pullRequest);
  return (
    <li className={styles.row}>
      <Icon aria-hidden className={styles.icon} size={20} />
      <div className={styles.text}>
        <Link href={url} target="_blank" rel="noopener" standalone>
          {t('pullRequest.name', { title, number: String(number) })}
        </Link>
        <div className={styles.next}>
          {isElsewhere && stage === 'merged'
            ? t('pullRequest.databaseNext', {
                database: <code>{database}</code>,
              })
            : t(`pullRequest.${stage}Next`)}
        </div>
        {!isElsewhere && <StageSteps pullRequest={pullRequest} />}
      </div>
    </li>
  );
}

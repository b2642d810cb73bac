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
  ClusterStatus,
  SourceStatus,
} from '@safekeep/backstage-plugin-safekeep-common';
import { safekeepTranslationRef } from '../../translation';
import { SOURCE_ICONS } from '../Freshness';
import { useReasonText } from '../ReasonText';
import { RelativeTime } from '../RelativeTime';
import styles from './Clusters.module.css';

/** How well a cluster can be seen; nothing while all of it is live. */
export function ClusterSources(props: { cluster: ClusterStatus }) {
  const { source, certificateSource } = props.cluster;
  const { t } = useTranslationRef(safekeepTranslationRef);
  if (source.state === 'live' && certificateSource.state === 'live') {
    return null;
  }
  return (
    <ul className={styles.sources} aria-label={t('source.heading')}>
      <SourceLine label={t('clusters.sourceObjects')} source={source} />
      <SourceLine
        label={t('clusters.sourceCertificate')}
        source={certificateSource}
      />
    </ul>
  );
}

function SourceLine(props: { label: string; source: SourceStatus }) {
  const { label, source } = props;
  const { state, observedAt, reason } = source;
  const { t } = useTranslationRef(safekeepTranslationRef);
  const reasonText = useReasonText();
  const Icon = SOURCE_ICONS[state];
  const { why, whatToDo } = reason ? reasonText(reason) : {};
  return (
    <li>
      <Icon
        aria-hidden
        className={styles.sourceIcon}
        data-state={state}
        size={20}
      />
      <div>
        {label}: {t(`source.${state}`)}
        {observedAt && (
          <>
            , <RelativeTime time={observedAt} />
          </>
        )}
        {reason && (
          <div>
            {why} {whatToDo}
          </div>
        )}
      </div>
    </li>
  );
}

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
import { Skeleton, VisuallyHidden } from '@backstage/ui';
import { safekeepTranslationRef } from '../../translation';
import styles from './StatusCard.module.css';

/** As high as three rows, so that nothing jumps when the answer comes. */
export function CardSkeleton() {
  const { t } = useTranslationRef(safekeepTranslationRef);
  return (
    <div role="status" aria-busy="true">
      <VisuallyHidden>{t('card.loading')}</VisuallyHidden>
      {['40%', '55%', '45%'].map(width => (
        <div key={width} className={styles.skeletonRow} aria-hidden>
          <Skeleton width={20} height={20} rounded />
          <div className={styles.skeletonText}>
            <Skeleton width={width} height={18} />
            <Skeleton width="85%" height={14} />
            <Skeleton width="70%" height={14} />
          </div>
        </div>
      ))}
    </div>
  );
}

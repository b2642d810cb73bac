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
import { useFormats } from '../../hooks/useFormats';
import { safekeepTranslationRef } from '../../translation';
import { KeyAge } from './keyAges';
import styles from './Clusters.module.css';

/** The age of a sealing key against the renewal period: in words, with a bar of the same. */
export function KeyAgeBar(props: {
  age: KeyAge;
  periodSeconds: number | undefined;
  now: number;
}) {
  const { age, periodSeconds, now } = props;
  const { t } = useTranslationRef(safekeepTranslationRef);
  const formats = useFormats();

  function words(): string {
    if (!age.newest) {
      return t('clusters.wasNewest', {
        duration: formats.duration(age.seconds),
      });
    }
    const made = formats.age(age.since, now);
    if (age.due === undefined || !periodSeconds) {
      return t('clusters.made', { age: made });
    }
    return age.overdue
      ? t('clusters.overdue', {
          age: made,
          duration: formats.duration((now - age.due) / 1_000),
        })
      : t('clusters.due', { age: made, until: formats.until(age.due, now) });
  }

  return (
    <div className={styles.age}>
      {age.part !== undefined && (
        // The words beside it say the same.
        <div aria-hidden className={styles.bar}>
          <div
            className={styles.fill}
            data-age={barTone(age)}
            style={{ width: `${Math.max(2, Math.round(age.part * 100))}%` }}
          />
        </div>
      )}
      <span title={formats.exact(age.since)}>{words()}</span>
    </div>
  );
}

function barTone({ newest, overdue }: KeyAge): 'old' | 'overdue' | 'newest' {
  if (!newest) {
    return 'old';
  }
  return overdue ? 'overdue' : 'newest';
}

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
import { EndOfLife } from '@safekeep/backstage-plugin-safekeep-common';
import { useFormats } from '../../hooks/useFormats';
import { useNow } from '../../hooks/useNow';
import { safekeepTranslationRef } from '../../translation';
import { Flag } from '../Flag';
import styles from './Database.module.css';

const DAY_MS = 86_400_000;
/** Time enough to plan an upgrade. */
const SOON_MS = 183 * DAY_MS;

/** Until when a version is supported, as a word with its date, and who says so. */
export function Support(props: { endOfLife: EndOfLife }) {
  const { date, source } = props.endOfLife;
  const { t } = useTranslationRef(safekeepTranslationRef);
  const formats = useFormats();
  const now = useNow(60_000);
  // The last day is a day of support.
  const left = Date.parse(date) + DAY_MS - now;
  const day = formats.day(date);

  function word() {
    if (left <= 0) {
      return <Flag tone="danger">{t('database.unsupported', { day })}</Flag>;
    }
    return left < SOON_MS ? (
      <Flag tone="warning">{t('database.supportEnds', { day })}</Flag>
    ) : (
      <span className={styles.quiet}>{t('database.supported', { day })}</span>
    );
  }

  return (
    <>
      {word()}
      <Link href={source} target="_blank" rel="noopener">
        {t('database.supportSource')}
      </Link>
    </>
  );
}

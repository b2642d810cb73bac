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
import { Text } from '@backstage/ui';
import { EntityStatus } from '@safekeep/backstage-plugin-safekeep-common';
import { safekeepTranslationRef } from '../../translation';
import { ItemRow } from '../ItemRow';
import { itemKey, itemsOf } from '../items';
import { NothingToShow } from '../Notice';
import { SourceNotes } from '../SourceNotes';
import { PullRequestRow } from '../Stages';
import styles from './StatusCard.module.css';

const MAX_ROWS = 5;

/** The rows of an answer: sources that fail us, items, changes under way. */
export function CardRows(props: { status: EntityStatus }) {
  const { status } = props;
  const { t } = useTranslationRef(safekeepTranslationRef);
  const items = itemsOf(status);
  const said = status.sources.flatMap(({ reason }) => reason ?? []);
  const hidden = items.length - MAX_ROWS;
  // How far a database's change has come, the database's own row says.
  const underWay = status.pullRequests.filter(
    ({ stage, database }) =>
      stage !== 'restarted' && !(database && stage === 'merged'),
  );
  return (
    <>
      <SourceNotes sources={status.sources} />
      {items.length === 0 && <NothingToShow status={status} />}
      {items.length + underWay.length > 0 && (
        <ul className={styles.rows} aria-label={t('card.listLabel')}>
          {items.slice(0, MAX_ROWS).map(item => (
            <ItemRow key={itemKey(item)} item={item} said={said} />
          ))}
          {hidden > 0 && (
            <li className={styles.more}>
              <Text variant="body-small">
                {t('card.more', { count: hidden })}
              </Text>
            </li>
          )}
          {underWay.slice(0, MAX_ROWS).map(pullRequest => (
            <PullRequestRow key={pullRequest.url} pullRequest={pullRequest} />
          ))}
        </ul>
      )}
    </>
  );
}

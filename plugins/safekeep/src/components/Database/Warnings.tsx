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
import { DatabaseStatus } from '@safekeep/backstage-plugin-safekeep-common';
import { safekeepTranslationRef } from '../../translation';
import { PanelSection } from '../PanelSection';
import { RelativeTime } from '../RelativeTime';
import styles from './Database.module.css';
import { NotSeen } from './NotSeen';

/** What the cluster warned of lately; it forgets by itself. */
export function Warnings(props: { database: DatabaseStatus }) {
  const { database } = props;
  const { events } = database;
  const { t } = useTranslationRef(safekeepTranslationRef);
  return (
    <PanelSection title={t('event.title')}>
      {!events && <NotSeen database={database} kinds={['Event']} />}
      {events?.length === 0 && t('event.none')}
      {events && events.length > 0 && (
        <ul className={styles.list}>
          {events.map(event => (
            <li key={[event.about, event.reason, event.lastAt].join(' ')}>
              <div className={styles.line}>
                <strong>{event.reason}</strong>
                <code>{event.about}</code>
                <span className={styles.quiet}>
                  {t('event.times', { count: event.count })}
                  {event.lastAt && (
                    <>
                      , <RelativeTime time={event.lastAt} />
                    </>
                  )}
                </span>
              </div>
              {event.message && <div>{event.message}</div>}
            </li>
          ))}
        </ul>
      )}
    </PanelSection>
  );
}

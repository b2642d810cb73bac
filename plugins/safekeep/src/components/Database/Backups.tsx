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
  BackupStatus,
  DatabaseStatus,
} from '@safekeep/backstage-plugin-safekeep-common';
import { safekeepTranslationRef } from '../../translation';
import { Flag } from '../Flag';
import { RelativeTime } from '../RelativeTime';
import styles from './Database.module.css';
import { NotSeen } from './NotSeen';

/** What makes backups of a database, and when it last did; "none" said plainly. */
export function Backups(props: { database: DatabaseStatus }) {
  const { database } = props;
  const { backups } = database;
  const { t } = useTranslationRef(safekeepTranslationRef);
  if (!backups) {
    return <NotSeen database={database} kinds={['CronJob']} />;
  }
  if (backups.length === 0) {
    return <Flag tone="warning">{t('database.noBackups')}</Flag>;
  }
  return (
    <>
      {backups.map(backup => (
        <BackupLine key={`${backup.kind}/${backup.name}`} backup={backup} />
      ))}
    </>
  );
}

function BackupLine(props: { backup: BackupStatus }) {
  const { backup } = props;
  const { kind, name, schedule, suspended } = backup;
  const { lastSuccessAt, lastFailureAt } = backup;
  const { t } = useTranslationRef(safekeepTranslationRef);
  const failedSince =
    lastFailureAt !== undefined &&
    (lastSuccessAt === undefined || lastFailureAt > lastSuccessAt);
  return (
    <div className={styles.line}>
      <span>
        {kind === 'operator' ? t('database.byOperator') : kind}{' '}
        <code>{name}</code>
        {schedule && (
          <>
            , <code>{schedule}</code>
          </>
        )}
      </span>
      {suspended && <Flag tone="warning">{t('database.suspended')}</Flag>}
      {lastSuccessAt ? (
        <span>
          {t('database.lastSuccess', {
            age: <RelativeTime time={lastSuccessAt} />,
          })}
        </span>
      ) : (
        <Flag tone="warning">{t('database.noSuccess')}</Flag>
      )}
      {failedSince && (
        <Flag tone="danger">
          <span>
            {t('database.lastFailure', {
              age: <RelativeTime time={lastFailureAt} />,
            })}
          </span>
        </Flag>
      )}
    </div>
  );
}

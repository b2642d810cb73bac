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
import { OperatorStatus } from '@safekeep/backstage-plugin-safekeep-common';
import { safekeepTranslationRef } from '../../translation';
import { Fact } from '../Fact';
import { Flag } from '../Flag';
import { RelativeTime } from '../RelativeTime';
import styles from './Database.module.css';
import { operatorName } from './operatorName';

/** What an operator says of the servers that it runs, in its own words. */
export function OperatorFacts(props: { operator: OperatorStatus }) {
  const { operator } = props;
  const { phase, phaseReason, primary, instances, readyInstances } = operator;
  const { lastBackupAt, lastFailedBackupAt, recoverableSince } = operator;
  const { walArchiving } = operator;
  const { t } = useTranslationRef(safekeepTranslationRef);
  return (
    <>
      <Fact label={t('operator.label')}>
        {operatorName(operator)}
        {phase && `: ${phase}`}
        {phaseReason && ` (${phaseReason})`}
      </Fact>
      <Fact label={t('operator.instances')}>
        <div>
          {t('operator.ready', {
            ready: String(readyInstances),
            instances: String(instances),
          })}
        </div>
        {primary && (
          <div>{t('operator.primary', { pod: <code>{primary}</code> })}</div>
        )}
      </Fact>
      {walArchiving && (
        <Fact label={t('operator.walArchiving')}>
          {walArchiving === 'working' ? (
            t('operator.walWorking')
          ) : (
            <Flag tone="danger">{t('operator.walFailing')}</Flag>
          )}
        </Fact>
      )}
      {(lastBackupAt || lastFailedBackupAt || recoverableSince) && (
        <Fact label={t('operator.recovery')}>
          <div className={styles.stack}>
            {recoverableSince && (
              <span>
                {t('operator.recoverableSince', {
                  age: <RelativeTime time={recoverableSince} />,
                })}
              </span>
            )}
            {lastBackupAt && (
              <span>
                {t('database.lastSuccess', {
                  age: <RelativeTime time={lastBackupAt} />,
                })}
              </span>
            )}
            {lastFailedBackupAt && (
              <span>
                {t('database.lastFailure', {
                  age: <RelativeTime time={lastFailedBackupAt} />,
                })}
              </span>
            )}
          </div>
        </Fact>
      )}
    </>
  );
}

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
import { DatabasePodStatus } from '@safekeep/backstage-plugin-safekeep-common';
import { safekeepTranslationRef } from '../../translation';
import { Flag } from '../Flag';
import { RelativeTime } from '../RelativeTime';
import styles from './Database.module.css';

/** The pods of a database: what they do, how often they restarted, how they ended last. */
export function Pods(props: { pods: DatabasePodStatus[] }) {
  const { t } = useTranslationRef(safekeepTranslationRef);
  if (props.pods.length === 0) {
    return null;
  }
  return (
    <ul className={styles.list}>
      {props.pods.map(pod => {
        const { name, phase, ready, restarts, node } = pod;
        const { startedAt, waiting, lastExit } = pod;
        return (
          <li key={name} className={styles.line}>
            <code>{name}</code>
            {ready ? (
              <span>{t('database.podReady')}</span>
            ) : (
              <Flag tone="warning">{waiting ?? phase}</Flag>
            )}
            <span className={styles.quiet}>
              {node && <>{t('database.onNode', { node })} </>}
              {startedAt && (
                <>
                  {t('database.started', {
                    age: <RelativeTime time={startedAt} />,
                  })}{' '}
                </>
              )}
              {t('database.restarts', { count: restarts })}{' '}
              {lastExit && (
                <>
                  {t('database.lastExit', {
                    exit: [lastExit.exitCode, lastExit.reason]
                      .filter(part => part !== undefined)
                      .join(' '),
                  })}
                  {lastExit.finishedAt && (
                    <>
                      {' '}
                      (<RelativeTime time={lastExit.finishedAt} />)
                    </>
                  )}
                </>
              )}
            </span>
          </li>
        );
      })}
    </ul>
  );
}

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
import { CheckStatus } from '@safekeep/backstage-plugin-safekeep-common';
import { safekeepTranslationRef } from '../../translation';
import { useReasonText } from '../ReasonText';
import { StateIcon, StateWord } from '../StateMark';
import styles from './StatusTab.module.css';

/** What must hold, whether it does, and what was seen. */
export function Checklist(props: { checks: CheckStatus[] }) {
  const { checks } = props;
  const { t } = useTranslationRef(safekeepTranslationRef);
  const reasonText = useReasonText();
  if (checks.length === 0) {
    return <Text>{t('check.none')}</Text>;
  }
  return (
    <ul className={styles.list}>
      {checks.map(({ id, state, evidence, reason }) => {
        const { why, whatToDo } = reason ? reasonText(reason) : {};
        return (
          <li key={id} className={styles.check}>
            <StateIcon state={state} />
            <div className={styles.checkText}>
              <div className={styles.checkTitle}>
                <span>{t(`check.${id}`)}</span>
                <StateWord state={state} />
              </div>
              {evidence && (
                <div className={styles.evidence}>
                  {t('check.evidence', { evidence: <code>{evidence}</code> })}
                </div>
              )}
              {state !== 'ok' && reason && (
                <div>
                  {why} {whatToDo}
                </div>
              )}
            </div>
          </li>
        );
      })}
    </ul>
  );
}

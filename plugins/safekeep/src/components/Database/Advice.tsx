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
import { ActionLine } from '../ActionLink';
import { PanelSection } from '../PanelSection';
import { useReasonText } from '../ReasonText';
import styles from './Database.module.css';

/** What could be better though nothing is wrong now. */
export function Advice(props: { database: DatabaseStatus }) {
  const { advice, name } = props.database;
  const { t } = useTranslationRef(safekeepTranslationRef);
  const reasonText = useReasonText();
  if (advice.length === 0) {
    return null;
  }
  return (
    <PanelSection title={t('database.advice')}>
      <ul className={styles.list}>
        {advice.map(({ reason, action }) => {
          const { why, whatToDo } = reasonText(reason);
          return (
            <li key={`${reason.code} ${reason.why}`}>
              <ActionLine action={action} name={name}>
                {why} {whatToDo}
              </ActionLine>
            </li>
          );
        })}
      </ul>
    </PanelSection>
  );
}

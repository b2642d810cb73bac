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

import {
  Reason,
  StatusAction,
} from '@safekeep/backstage-plugin-safekeep-common';
import { ActionLine } from '../ActionLink';
import { useReasonText } from './ReasonText';
import styles from './ReasonList.module.css';

/** Why something is as it is, what to do, and the template that does it. */
export function ReasonList(props: {
  reasons: Reason[];
  /** What it is about; without it no template is offered. */
  name?: string;
  /** What is offered beside the list already. */
  offered?: (StatusAction | undefined)[];
  className?: string;
}) {
  const { reasons, name, offered = [], className = '' } = props;
  const known = new Set(offered.map(each => JSON.stringify(each)));
  const reasonText = useReasonText();
  if (reasons.length === 0) {
    return null;
  }
  return (
    <ul className={`${styles.reasons} ${className}`}>
      {reasons.map(reason => {
        const { why, whatToDo } = reasonText(reason);
        return (
          <li key={`${reason.code} ${reason.why}`}>
            {name &&
            reason.action &&
            !known.has(JSON.stringify(reason.action)) ? (
              <ActionLine action={reason.action} name={name}>
                {why} {whatToDo}
              </ActionLine>
            ) : (
              <>
                {why} {whatToDo}
              </>
            )}
          </li>
        );
      })}
    </ul>
  );
}

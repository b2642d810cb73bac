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

import { RiInformationLine } from '@remixicon/react';
import { SourceStatus } from '@safekeep/backstage-plugin-safekeep-common';
import { useReasonText } from '../ReasonText';
import styles from './SourceNotes.module.css';

/** Why a source cannot be seen as it is now, and what would help. */
export function SourceNotes(props: { sources: SourceStatus[] }) {
  const reasonText = useReasonText();
  const notes = props.sources.filter(({ reason }) => reason);
  if (notes.length === 0) {
    return null;
  }
  return (
    <ul className={styles.notes}>
      {notes.map(({ kind, name, namespace, reason }) => {
        const { why, whatToDo } = reasonText(reason!);
        return (
          <li key={[kind, name, namespace].join('/')} className={styles.note}>
            <RiInformationLine aria-hidden className={styles.icon} size={16} />
            <span>
              {why} {whatToDo}
            </span>
          </li>
        );
      })}
    </ul>
  );
}

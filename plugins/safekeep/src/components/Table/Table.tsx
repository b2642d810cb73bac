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

import { ReactNode } from 'react';
import styles from './Table.module.css';

/** A table under headings, which scrolls where it does not fit. */
export function Table(props: {
  label: string;
  headings: string[];
  /** Its cells stay on one line. */
  isWide?: boolean;
  /**
   * Where there is no room, each row becomes a block of two columns, and its
   * cells say by `data-label` what they are.
   */
  stacks?: boolean;
  /** For the box around the table. */
  className?: string;
  /** Its rows. */
  children: ReactNode;
}) {
  const { label, headings, isWide = false, stacks, children } = props;
  const { className = '' } = props;
  return (
    <div
      className={`${styles.scroll} ${className}`}
      // Wider than a phone, so it must be possible to scroll it by keyboard.
      {...(isWide && { role: 'group', 'aria-label': label, tabIndex: 0 })}
    >
      <table
        className={styles.table}
        data-wide={isWide}
        data-stacks={stacks}
        aria-label={label}
      >
        <thead>
          <tr>
            {headings.map(heading => (
              <th key={heading} scope="col">
                {heading}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>{children}</tbody>
      </table>
    </div>
  );
}

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

import { ReactNode, useId } from 'react';
import styles from './PanelSection.module.css';

/** A titled part of an object's panel, below its facts. */
export function PanelSection(props: {
  title: string;
  /** True where nobody can say that it still is so. */
  isStale?: boolean;
  children: ReactNode;
}) {
  const { title, isStale, children } = props;
  const titleId = useId();
  return (
    <section
      className={styles.section}
      data-stale={isStale}
      aria-labelledby={titleId}
    >
      <h5 id={titleId} className={styles.title}>
        {title}
      </h5>
      {children}
    </section>
  );
}

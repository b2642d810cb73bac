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

import { Text } from '@backstage/ui';
import { RemixiconComponentType } from '@remixicon/react';
import { ReactNode } from 'react';
import styles from './Notice.module.css';

/** What stands in place of the rows when there are none to show. */
export function Notice(props: {
  icon: RemixiconComponentType;
  tone: 'neutral' | 'warning' | 'danger';
  title: ReactNode;
  /** Where no heading is between the page's and this one. Default: `h3`. */
  heading?: 'h2' | 'h3';
  children?: ReactNode;
  action?: ReactNode;
}) {
  const { icon: Icon, tone, title, heading = 'h3', children, action } = props;
  return (
    <div className={styles.notice}>
      <Icon aria-hidden className={styles.icon} data-tone={tone} size={32} />
      <Text as={heading} variant="body-medium" weight="bold">
        {title}
      </Text>
      <div className={styles.body}>{children}</div>
      {action && <div>{action}</div>}
    </div>
  );
}

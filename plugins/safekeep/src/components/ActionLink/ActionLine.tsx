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

import { StatusAction } from '@safekeep/backstage-plugin-safekeep-common';
import { ReactNode } from 'react';
import { ActionLink } from './ActionLink';
import styles from './ActionLine.module.css';

/** A sentence or two, and beside them the action that they are about. */
export function ActionLine(props: {
  action: StatusAction | undefined;
  name: string;
  children: ReactNode;
}) {
  const { action, name, children } = props;
  return (
    <div className={styles.line}>
      <p>{children}</p>
      {action && <ActionLink action={action} name={name} />}
    </div>
  );
}

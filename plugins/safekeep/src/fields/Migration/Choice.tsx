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

import { Radio, RadioGroup, Text } from '@backstage/ui';
import { ReactNode } from 'react';
import styles from './MigrationField.module.css';

/** A choice of which each possibility needs a sentence or two. */
export function Choice(props: {
  legend: string;
  value: string | undefined;
  options: Array<{
    value: string;
    name: string;
    help: ReactNode;
    isDisabled?: boolean;
  }>;
  /** Why it stands as it does. */
  cause: ReactNode;
  isDisabled?: boolean;
  onChange(value: string): void;
}) {
  const { legend, value, options, cause, isDisabled, onChange } = props;
  return (
    <div className={styles.field}>
      <RadioGroup
        label={legend}
        value={value ?? null}
        isDisabled={isDisabled}
        onChange={onChange}
      >
        {options.map(option => (
          <Radio
            key={option.value}
            value={option.value}
            className={styles.option}
            isDisabled={option.isDisabled}
          >
            <span className={styles.text}>
              <span>{option.name}</span>
              <span className={styles.help}>{option.help}</span>
            </span>
          </Radio>
        ))}
      </RadioGroup>
      <Text role="status">{cause}</Text>
    </div>
  );
}

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
import { FieldLabel, Text } from '@backstage/ui';
import { SECRET_SIZE_LIMIT } from '@safekeep/backstage-plugin-safekeep-common';
import { useId, useState } from 'react';
import { safekeepTranslationRef } from '../../translation';
import styles from './SecretValuesField.module.css';
import { FileProblem, readFile, sizeOfBase64 } from './ways';

const PROBLEMS = {
  'too-large': 'field.fileTooLarge',
  empty: 'field.fileEmpty',
  unreadable: 'field.fileUnreadable',
} as const;

/** Takes a file whose bytes are the value, such as a keystore. */
export function FileValue(props: {
  name: string;
  /** What was chosen, in base64. */
  value: string;
  isDisabled?: boolean;
  onChoose(base64: string | undefined): void;
}) {
  const { name, value, isDisabled, onChoose } = props;
  const { t } = useTranslationRef(safekeepTranslationRef);
  const id = useId();
  const [problem, setProblem] = useState<FileProblem>();

  async function choose(file: File | undefined) {
    const read = file ? await readFile(file) : undefined;
    setProblem(read && 'problem' in read ? read.problem : undefined);
    onChoose(read && 'base64' in read ? read.base64 : undefined);
  }

  return (
    <div className={styles.file}>
      <FieldLabel
        label={t('field.fileLabel', { key: name })}
        htmlFor={id}
        description={t('field.typedKeep')}
      />
      <input
        id={id}
        type="file"
        required={value === ''}
        disabled={isDisabled}
        aria-describedby={`${id}-state`}
        onChange={event => choose(event.target.files?.[0])}
      />
      <Text id={`${id}-state`} role="status">
        {problem &&
          t(PROBLEMS[problem], { limit: String(SECRET_SIZE_LIMIT / 1024) })}
        {!problem &&
          value !== '' &&
          t('field.fileChosen', { count: sizeOfBase64(value) })}
      </Text>
    </div>
  );
}

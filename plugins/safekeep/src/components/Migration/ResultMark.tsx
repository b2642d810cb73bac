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
import {
  RiAlertFill,
  RiCheckboxCircleFill,
  RiCloseCircleFill,
  RiQuestionFill,
} from '@remixicon/react';
import { VerificationLine } from '@safekeep/backstage-plugin-safekeep-common';
import { safekeepTranslationRef } from '../../translation';
import styles from './Migration.module.css';

const ICONS = {
  pass: RiCheckboxCircleFill,
  warn: RiAlertFill,
  fail: RiCloseCircleFill,
  'not-known': RiQuestionFill,
};

/** What a comparison came to, as a shape, a colour and a word. */
export function ResultMark(props: { result: VerificationLine['result'] }) {
  const { result } = props;
  const { t } = useTranslationRef(safekeepTranslationRef);
  const Icon = ICONS[result];
  return (
    <span className={styles.result} data-result={result}>
      <Icon aria-hidden size={16} />
      {t(`verification.result.${result}`)}
    </span>
  );
}

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
  RiCheckboxBlankCircleLine,
  RiCheckLine,
  RiCloseLine,
  RiQuestionLine,
  RiRecordCircleLine,
} from '@remixicon/react';
import { VisuallyHidden } from '@backstage/ui';
import { safekeepTranslationRef } from '../../translation';
import styles from './Stages.module.css';

const ICONS = {
  done: RiCheckLine,
  current: RiRecordCircleLine,
  running: RiRecordCircleLine,
  pending: RiCheckboxBlankCircleLine,
  failed: RiCloseLine,
  unknown: RiQuestionLine,
};

/** A step of a change: its name, and whether it is done. */
export interface Step {
  name: string;
  progress: keyof typeof ICONS;
}

/** Steps in their order, each with an icon and, for who does not see it, a word. */
export function StepRow(props: { label: string; steps: Step[] }) {
  const { t } = useTranslationRef(safekeepTranslationRef);
  return (
    <ol className={styles.steps} aria-label={props.label}>
      {props.steps.map(({ name, progress }) => {
        const Icon = ICONS[progress];
        return (
          <li
            key={name}
            className={styles.step}
            data-progress={progress}
            aria-current={
              progress === 'current' || progress === 'running'
                ? 'step'
                : undefined
            }
          >
            <Icon aria-hidden size={16} />
            <span>
              {name}
              <VisuallyHidden>, {t(`pullRequest.${progress}`)}</VisuallyHidden>
            </span>
          </li>
        );
      })}
    </ol>
  );
}

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
  RiHistoryLine,
  RiQuestionFill,
} from '@remixicon/react';
import { HealthState } from '@safekeep/backstage-plugin-safekeep-common';
import { safekeepTranslationRef } from '../../translation';
import styles from './StateMark.module.css';

const ICONS = {
  ok: RiCheckboxCircleFill,
  attention: RiAlertFill,
  failing: RiCloseCircleFill,
  unknown: RiQuestionFill,
  stale: RiHistoryLine,
};

/** What a mark shows: a state, or one that was true when it was last seen. */
export interface MarkedState {
  state: HealthState;
  /** Set when nobody can see the state now. */
  lastState?: HealthState;
}

function appearance(marked: MarkedState): keyof typeof ICONS {
  return marked.lastState ? 'stale' : marked.state;
}

/** The state as a shape and a colour; always beside its word. */
export function StateIcon(props: MarkedState) {
  const look = appearance(props);
  const Icon = ICONS[look];
  return (
    <Icon aria-hidden className={styles.icon} data-state={look} size={20} />
  );
}

/** The state as a word. */
export function StateWord(props: MarkedState) {
  const { t } = useTranslationRef(safekeepTranslationRef);
  const { state, lastState } = props;
  return (
    <span className={styles.word} data-state={appearance(props)}>
      {lastState
        ? t('state.lastSeen', { state: t(`state.${lastState}`) })
        : t(`state.${state}`)}
    </span>
  );
}

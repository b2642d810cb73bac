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
import { PasswordRotationStatus } from '@safekeep/backstage-plugin-safekeep-common';
import { safekeepTranslationRef } from '../../translation';
import { RelativeTime } from '../RelativeTime';
import { Step, StepRow } from '../Stages';
import styles from './ObjectPanel.module.css';

const PROGRESS = {
  waiting: 'pending',
  running: 'current',
  done: 'done',
  failed: 'failed',
  unknown: 'unknown',
} as const satisfies Record<PasswordRotationStatus['state'], Step['progress']>;

const SLOT_STEPS = ['prepare', 'switch', 'retire'] as const;

/** How far a rotation of the database's password is, and what its Job said. */
export function PasswordRotation(props: { rotation: PasswordRotationStatus }) {
  const { rotation } = props;
  const { secret, keys, strategy, step, state, since, job, verdict } = rotation;
  const { role, otherRole } = rotation;
  const { t } = useTranslationRef(safekeepTranslationRef);
  const now = PROGRESS[state];

  function steps(): Step[] {
    if (strategy === 'in-place') {
      return [
        { name: t('rotation.newValue'), progress: 'done' },
        { name: t('rotation.change'), progress: now },
      ];
    }
    const at = SLOT_STEPS.findIndex(each => each === step);
    return SLOT_STEPS.map((each, index) => {
      const other = index < at ? 'done' : 'pending';
      return {
        name: t(`rotation.${each}`),
        progress: index === at ? now : other,
      };
    });
  }

  return (
    <div>
      <div>
        {t(strategy === 'in-place' ? 'rotation.inPlace' : 'rotation.twoSlot', {
          secret: <code>{secret}</code>,
          keys: <code>{keys.join(', ')}</code>,
        })}
        {', '}
        <RelativeTime time={since} />
      </div>
      {role && (
        <div className={styles.linked}>
          {otherRole
            ? t('rotation.roles', {
                role: <code>{role}</code>,
                other: <code>{otherRole}</code>,
              })
            : t('rotation.role', { role: <code>{role}</code> })}
        </div>
      )}
      <StepRow label={t('rotation.steps', { secret })} steps={steps()} />
      <div className={styles.linked}>
        {job
          ? t(`rotation.${state}Job`, { job: <code>{job}</code> })
          : t('rotation.noJob')}{' '}
        {verdict && (
          <>
            {t(`rotation.${verdict.verdict}`)} {t(`login.${verdict.login}`)}
          </>
        )}
      </div>
    </div>
  );
}

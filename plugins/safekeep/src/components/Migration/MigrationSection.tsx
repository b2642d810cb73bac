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
  DatabaseMigrationStatus,
  DatabaseStatus,
  Reason,
} from '@safekeep/backstage-plugin-safekeep-common';
import { safekeepTranslationRef } from '../../translation';
import { ActionLine } from '../ActionLink';
import { PanelSection } from '../PanelSection';
import { ReasonList, useReasonText } from '../ReasonText';
import { RelativeTime } from '../RelativeTime';
import { StepRow } from '../Stages';
import styles from './Migration.module.css';
import { PROGRESS, stepKey } from './standing';
import { VerificationReport } from './VerificationReport';

/** Where a database's move to a StatefulSet stands, what it waits for, and both ways on. */
export function MigrationSection(props: {
  database: DatabaseStatus;
  migration: DatabaseMigrationStatus;
}) {
  const { database, migration } = props;
  const { name, lastState } = database;
  const { option, way, stage, claim, newClaim, startedAt, steps } = migration;
  const { t } = useTranslationRef(safekeepTranslationRef);
  const isStale = lastState !== undefined;
  return (
    <>
      <PanelSection
        title={t(stage === 'roll-back' ? 'migration.back' : 'migration.title')}
        isStale={isStale}
      >
        <div>
          {option === 'reuse-claim'
            ? t('migration.reuseClaim', { claim: <code>{claim}</code> })
            : t('migration.dumpAndRestore', {
                claim: <code>{claim}</code>,
                newClaim: newClaim ? (
                  <code>{newClaim}</code>
                ) : (
                  t('migration.newClaim')
                ),
              })}{' '}
          {t(`migration.way.${way}`)}{' '}
          {t('migration.begun', { age: <RelativeTime time={startedAt} /> })}
        </div>
        <StepRow
          label={t('migration.steps', { name })}
          steps={steps.map(({ id, state }) => ({
            name: t(stepKey(migration, id)),
            progress: PROGRESS[state],
          }))}
        />
        <StepReasons migration={migration} said={database.reasons} />
        <Next migration={migration} name={name} />
        <WayBack migration={migration} name={name} />
      </PanelSection>
      <VerificationReport migration={migration} name={name} isStale={isStale} />
    </>
  );
}

/** Why steps are not done, but what the panel's head says already. */
function StepReasons(props: {
  migration: DatabaseMigrationStatus;
  said: Reason[];
}) {
  const { migration, said } = props;
  const { t } = useTranslationRef(safekeepTranslationRef);
  const reasonText = useReasonText();
  const unsaid = migration.steps.flatMap(({ id, reason }) =>
    reason && said.every(({ why }) => why !== reason.why)
      ? [{ id, reason }]
      : [],
  );
  if (unsaid.length === 0) {
    return null;
  }
  return (
    <ul className={styles.reasons}>
      {unsaid.map(({ id, reason }) => {
        const { why, whatToDo } = reasonText(reason);
        return (
          <li key={id}>
            <strong>{t(stepKey(migration, id))}</strong>: {why} {whatToDo}
          </li>
        );
      })}
    </ul>
  );
}

function Next(props: { migration: DatabaseMigrationStatus; name: string }) {
  const { migration, name } = props;
  const { next } = migration;
  const { t } = useTranslationRef(safekeepTranslationRef);
  if (!next) {
    return migration.stage === 'finalized' ? (
      <div>{t('migration.nothingLeft')}</div>
    ) : null;
  }
  if (next.blockedBy.length > 0) {
    return (
      <div>
        <div>{t(`migration.blocked.${next.stage}`)}</div>
        <ReasonList reasons={next.blockedBy} className={styles.blocked} />
      </div>
    );
  }
  return (
    <ActionLine action={next.action} name={name}>
      {t(
        migration.stage === 'roll-back' && next.stage === 'finalize'
          ? 'migration.ready.finishBack'
          : `migration.ready.${next.stage}`,
      )}{' '}
      {!next.action && t('migration.mayNot')}
    </ActionLine>
  );
}

function WayBack(props: { migration: DatabaseMigrationStatus; name: string }) {
  const { migration, name } = props;
  const { rollBack, option } = migration;
  const { t } = useTranslationRef(safekeepTranslationRef);
  if (!rollBack) {
    return null;
  }
  return (
    <ActionLine action={rollBack} name={name}>
      {option === 'dump-and-restore' && migration.stage === 'switch'
        ? t('migration.goBackLosing')
        : t('migration.goBack')}
    </ActionLine>
  );
}

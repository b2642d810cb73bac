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
  Accordion,
  AccordionPanel,
  AccordionTrigger,
  Alert,
  Text,
} from '@backstage/ui';
import { DatabaseStatus } from '@safekeep/backstage-plugin-safekeep-common';
import { ReactNode, useEffect, useId } from 'react';
import { ReasonList } from '../../components/ReasonText';
import { useFormats } from '../../hooks/useFormats';
import { safekeepTranslationRef } from '../../translation';
import {
  consumersOf,
  MigrationForm,
  moveUnderWay,
  readMigrationForm,
  suggestWay,
} from '../migrationForm';
import { replacedCommands } from '../replacedCommands';
import { MigrationStageFieldProps } from '../schemas';
import styles from './MigrationField.module.css';
import { useFormDatabase } from './useFormDatabase';

/** What a stage of a move will do, what it replaces and what is checked, before anything is done. */
export function MigrationPlanField(props: MigrationStageFieldProps) {
  const { formData, onChange, formContext } = props;
  const { t } = useTranslationRef(safekeepTranslationRef);
  const given = readMigrationForm(formContext);
  const read = useFormDatabase(given);
  const formats = useFormats();
  const titleId = useId();
  const checkedId = useId();
  useEffect(() => {
    if (!formData) {
      onChange('start');
    }
  });
  if (read.state === 'loading') {
    return null;
  }
  const database = read.state === 'found' ? read.database : undefined;
  const form = asPlanned(given, database);
  const consumers =
    read.state === 'found' ? consumersOf(read.status, read.database) : [];
  const lines = planLines(form, t as unknown as Translate, {
    claim: form.claim ? <code>{form.claim}</code> : t('moving.theClaim'),
    consumers:
      consumers.length > 0 ? formats.list(consumers) : t('moving.whatUsesIt'),
  });
  const isDump = form.option === 'dump-and-restore';
  return (
    <div className={styles.field}>
      <NotReady form={form} database={database} state={read.state} />
      <section className={styles.plan} aria-labelledby={titleId}>
        <Text as="h3" id={titleId} variant="body-medium" weight="bold">
          {t('field.happens')}
        </Text>
        <ul>
          {lines.map(({ key, line }) => (
            <li key={key}>{line}</li>
          ))}
        </ul>
        {!form.isBack && (
          <>
            <Text as="h3" id={checkedId} variant="body-medium" weight="bold">
              {t('moving.checked')}
            </Text>
            <ul aria-labelledby={checkedId}>
              <li>
                {t(isDump ? 'moving.checkedOther' : 'moving.checkedSame')}
              </li>
              <li>{t('moving.checkedCounts')}</li>
              <li>{t('moving.checkedContents')}</li>
              <li>{t('moving.checkedHolds')}</li>
            </ul>
          </>
        )}
      </section>
      {!form.isBack && (
        <Accordion>
          <AccordionTrigger level={3} title={t('moving.commands')} />
          <AccordionPanel>
            <pre
              className={styles.commands}
              // A region that scrolls must be reachable by keyboard.
              // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
              tabIndex={0}
              aria-label={t('moving.commands')}
            >
              {replacedCommands(form).join('\n')}
            </pre>
          </AccordionPanel>
        </Accordion>
      )}
    </div>
  );
}

interface Planned extends MigrationForm {
  claim?: string;
  /** It has gone back, and what is left of the move is what is tidied up. */
  isBack: boolean;
}

/** The form with what a move that has begun says instead of it. */
function asPlanned(
  form: MigrationForm,
  database: DatabaseStatus | undefined,
): Planned {
  const migration = moveUnderWay(database);
  const option = migration?.option ?? form.option ?? 'reuse-claim';
  const claim =
    migration?.claim ?? database?.claims.map(({ name }) => name).join(', ');
  return {
    ...form,
    option,
    way: migration?.way ?? form.way ?? suggestWay(database, option).way,
    ...(claim && { claim }),
    isBack: migration?.stage === 'roll-back',
  };
}

type Translate = (key: string, slots: Record<string, ReactNode>) => ReactNode;

function planLines(
  { stage, option, way, backup, isBack }: Planned,
  t: Translate,
  slots: { claim: ReactNode; consumers: ReactNode },
): Array<{ key: string; line: ReactNode }> {
  const isDump = option === 'dump-and-restore';
  const start =
    way === 'guarded'
      ? ['guardedSwitch', 'guard', 'guardedCount', 'guardedAway', 'guardedNext']
      : [
          'quiesce',
          isDump ? 'quiesceDump' : 'quiesceCount',
          'quiesceServes',
          'quiesceAway',
        ];
  const keys = {
    start: [...start, ...(backup ? ['backup'] : [])],
    switch: isDump
      ? ['switchDump', 'switchRestore', 'switchNext']
      : ['switchClaim', 'guard', 'switchCount', 'switchNext'],
    release: ['release', 'releaseOnly'],
    finalize: isBack
      ? ['finishBack', 'finishBackRestart']
      : [
          ...(way === 'staged' ? ['finalizeConsumers'] : []),
          'finalizeFiles',
          ...(isDump
            ? ['finalizeNoBack']
            : ['finalizeRestart', 'finalizeBack']),
        ],
  }[stage];
  const wayBack = isDump && stage === 'switch' ? 'goBackLosing' : 'goBack';
  const all = [
    ...keys,
    'onMerge',
    ...(stage === 'finalize' || isBack ? [] : [wayBack]),
  ];
  return all.map(key => ({ key, line: t(`moving.plan.${key}`, slots) }));
}

/** Why a stage cannot be proposed now, or that nobody could look. */
function NotReady(props: {
  form: MigrationForm;
  database: DatabaseStatus | undefined;
  state: 'no-entity' | 'unreadable' | 'not-found' | 'found';
}) {
  const { form, database, state } = props;
  const { t } = useTranslationRef(safekeepTranslationRef);
  if (!database) {
    return (
      <Alert
        role="status"
        status="warning"
        icon
        description={t(
          state === 'not-found' ? 'moving.notFound' : 'moving.notSeen',
          { name: form.database ?? '' },
        )}
      />
    );
  }
  const next = database.migration?.next;
  if (form.stage === 'start' || !database.migration) {
    return null;
  }
  if (next?.stage !== form.stage) {
    return (
      <Alert
        role="status"
        status="warning"
        icon
        description={t('moving.notNext')}
      />
    );
  }
  return next.blockedBy.length > 0 ? (
    <Alert
      role="status"
      status="warning"
      icon
      description={
        <>
          {t(`migration.blocked.${next.stage}`)}
          <ReasonList reasons={next.blockedBy} />
        </>
      }
    />
  ) : null;
}

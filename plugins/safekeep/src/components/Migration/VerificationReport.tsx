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
  DatabaseSnapshot,
  VerificationLine,
} from '@safekeep/backstage-plugin-safekeep-common';
import { Fragment, ReactNode, useId } from 'react';
import { useFormats } from '../../hooks/useFormats';
import { safekeepTranslationRef } from '../../translation';
import { PanelSection } from '../PanelSection';
import { useReasonText } from '../ReasonText';
import { RelativeTime } from '../RelativeTime';
import { Table } from '../Table';
import { NamedTables } from './NamedTables';
import { ResultMark } from './ResultMark';
import styles from './Migration.module.css';

const WORST_FIRST = ['fail', 'warn', 'not-known', 'pass'] as const;

/** What is counted, and not merely written in digits. */
const COUNTS = new Set<VerificationLine['id']>([
  'databases',
  'tables',
  'rows',
  'checksums',
  'sequences',
  'objects',
  'extensions',
  'roles',
  'invalid-indexes',
  'invalid-constraints',
]);

/** A database before and after its move, line by line, what is wrong first. */
export function VerificationReport(props: {
  migration: DatabaseMigrationStatus;
  name: string;
  /** True where nobody can say that it still is so. */
  isStale: boolean;
}) {
  const { migration, name, isStale } = props;
  const { verification, before, after } = migration;
  const { t } = useTranslationRef(safekeepTranslationRef);
  if (verification.length === 0 && !before && !after) {
    return null;
  }
  const lines = [...verification].sort(
    (a, b) => WORST_FIRST.indexOf(a.result) - WORST_FIRST.indexOf(b.result),
  );
  return (
    <PanelSection title={t('verification.title')} isStale={isStale}>
      {lines.length > 0 && <Summary lines={lines} />}
      {before && <Taken moment="before" snapshot={before} />}
      {after && <Taken moment="after" snapshot={after} />}
      {lines.length > 0 && <LineTable lines={lines} name={name} />}
      {before && after && (
        <NamedTables
          before={before}
          after={after}
          name={name}
          isQuiet={migration.way === 'staged'}
        />
      )}
    </PanelSection>
  );
}

function Summary(props: { lines: VerificationLine[] }) {
  const { t } = useTranslationRef(safekeepTranslationRef);
  const counted = WORST_FIRST.flatMap(result => {
    const count = props.lines.filter(line => line.result === result).length;
    return count > 0 ? [{ result, count }] : [];
  });
  return (
    <div className={styles.summary}>
      {counted.map(({ result, count }) => (
        <span key={result}>
          <ResultMark result={result} /> {t('verification.lines', { count })}
        </span>
      ))}
    </div>
  );
}

function Taken(props: {
  moment: 'before' | 'after';
  snapshot: DatabaseSnapshot;
}) {
  const { moment, snapshot } = props;
  const { t } = useTranslationRef(safekeepTranslationRef);
  return (
    <div className={styles.quiet}>
      {t(`verification.${moment}Taken`, {
        age: <RelativeTime time={snapshot.takenAt} />,
        version: snapshot.version,
      })}{' '}
      {snapshot.otherSessions === 0
        ? t('verification.alone')
        : t('verification.sessions', { count: snapshot.otherSessions })}
    </div>
  );
}

function LineTable(props: { lines: VerificationLine[]; name: string }) {
  const { lines, name } = props;
  const { t } = useTranslationRef(safekeepTranslationRef);
  const reasonText = useReasonText();
  const formats = useFormats();
  const tableId = useId();

  function value({ id }: VerificationLine, text: string): ReactNode {
    if (text === '') {
      return t('verification.notTold');
    }
    if (COUNTS.has(id) && /^\d{1,15}$/.test(text)) {
      return formats.count(Number(text));
    }
    return /^\d{16,}$/.test(text) ? (
      <span className={styles.identifier}>{text}</span>
    ) : (
      text
    );
  }

  return (
    <Table
      label={t('verification.table', { name })}
      headings={[
        t('verification.what'),
        t('verification.before'),
        t('verification.after'),
        t('verification.resultHeading'),
      ]}
      stacks
      className={styles.comparison}
    >
      {lines.map(line => {
        const { why, whatToDo } = line.reason ? reasonText(line.reason) : {};
        const lineId = `${tableId}${line.id}`;
        return (
          <Fragment key={line.id}>
            <tr>
              <th scope="row" id={lineId}>
                {t(`verification.line.${line.id}`)}
              </th>
              <td
                className={styles.value}
                data-label={t('verification.before')}
              >
                {value(line, line.before)}
              </td>
              <td className={styles.value} data-label={t('verification.after')}>
                {value(line, line.after)}
              </td>
              <td className={styles.verdict}>
                <ResultMark result={line.result} />
              </td>
            </tr>
            {line.reason && (
              <tr className={styles.explained}>
                <td colSpan={4} headers={lineId} className={styles.why}>
                  {why} {whatToDo}
                </td>
              </tr>
            )}
          </Fragment>
        );
      })}
    </Table>
  );
}

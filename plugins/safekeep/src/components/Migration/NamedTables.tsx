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
import { Accordion, AccordionPanel, AccordionTrigger } from '@backstage/ui';
import {
  DatabaseSnapshot,
  VerificationLine,
} from '@safekeep/backstage-plugin-safekeep-common';
import { useFormats } from '../../hooks/useFormats';
import { safekeepTranslationRef } from '../../translation';
import { Table } from '../Table';
import { ResultMark } from './ResultMark';
import styles from './Migration.module.css';
import { TableComparison, tableChanges } from './tableChanges';

/**
 * How bad a change is: what clients may have written in between is expected,
 * where they were not stopped.
 */
function resultOf(
  { change, after }: TableComparison,
  isQuiet: boolean,
): VerificationLine['result'] {
  switch (change) {
    case 'gone':
      return 'fail';
    case 'fewer':
      return isQuiet || after === 0 ? 'fail' : 'warn';
    case 'altered':
      return isQuiet ? 'fail' : 'not-known';
    case 'more':
      return isQuiet ? 'fail' : 'pass';
    case 'new':
      return isQuiet ? 'warn' : 'pass';
    case 'not-told':
      return 'not-known';
    default:
      return 'pass';
  }
}

/** The tables that the snapshots name, with their rows before and after. */
export function NamedTables(props: {
  before: DatabaseSnapshot;
  after: DatabaseSnapshot;
  name: string;
  /** Nobody wrote in between. */
  isQuiet: boolean;
}) {
  const { before, after, name, isQuiet } = props;
  const { t } = useTranslationRef(safekeepTranslationRef);
  const formats = useFormats();
  const tables = tableChanges(before, after);
  const rest = Math.max(before.more, after.more);
  const isLost = tables.some(table => resultOf(table, isQuiet) === 'fail');

  function rows(count: number | undefined, isThere: boolean) {
    if (!isThere) {
      return '–';
    }
    return count === undefined
      ? t('verification.notTold')
      : formats.count(count);
  }

  if (tables.length === 0) {
    return null;
  }
  return (
    <Accordion defaultExpanded={isLost} className={styles.tables}>
      <AccordionTrigger
        level={6}
        title={t('verification.tables', { count: tables.length })}
      />
      <AccordionPanel>
        <Table
          label={t('verification.tablesOf', { name })}
          headings={[
            t('verification.tableName'),
            t('verification.rowsBefore'),
            t('verification.rowsAfter'),
            t('verification.resultHeading'),
          ]}
          stacks
          className={styles.comparison}
        >
          {tables.map(table => (
            <tr key={[table.database, table.schema, table.name].join('\n')}>
              <th scope="row">
                <code>
                  {table.schema}.{table.name}
                </code>
                {before.databases.length > 1 && (
                  <div className={styles.why}>
                    {t('verification.inDatabase', {
                      database: <code>{table.database}</code>,
                    })}
                  </div>
                )}
              </th>
              <td
                className={styles.number}
                data-label={t('verification.rowsBefore')}
              >
                {rows(table.before, table.change !== 'new')}
              </td>
              <td
                className={styles.number}
                data-label={t('verification.rowsAfter')}
              >
                {rows(table.after, table.change !== 'gone')}
              </td>
              <td className={styles.verdict}>
                <ResultMark result={resultOf(table, isQuiet)} />
                <div className={styles.why}>
                  {t(`verification.change.${table.change}`)}
                </div>
              </td>
            </tr>
          ))}
        </Table>
        {rest > 0 && (
          <div className={styles.quiet}>
            {t('verification.more', { count: rest })}
          </div>
        )}
      </AccordionPanel>
    </Accordion>
  );
}

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
import { Button, Link, Text } from '@backstage/ui';
import { EntityStatus } from '@safekeep/backstage-plugin-safekeep-common';
import { useState } from 'react';
import { safekeepTranslationRef } from '../../translation';
import { RelativeTime } from '../RelativeTime';
import { Table } from '../Table';
import styles from './History.module.css';
import { HistoryLine, historyOf } from './historyOf';

const FIRST_LINES = 15;

/** What happened, one line per event, newest first. */
export function History(props: { status: EntityStatus }) {
  const { t } = useTranslationRef(safekeepTranslationRef);
  const [isWhole, setWhole] = useState(false);
  const all = historyOf(props.status);
  const hidden = isWhole ? 0 : all.length - FIRST_LINES;
  if (all.length === 0) {
    return <Text>{t('history.none')}</Text>;
  }
  return (
    <>
      <Table
        label={t('history.title')}
        headings={[
          t('history.when'),
          t('history.what'),
          t('history.who'),
          t('history.where'),
        ]}
        className={styles.history}
      >
        {(isWhole ? all : all.slice(0, FIRST_LINES)).map(line => (
          <tr key={line.id}>
            <td className={styles.when}>
              <RelativeTime time={line.at} />
            </td>
            <td>
              <What what={line.what} />
            </td>
            <td>{line.who}</td>
            <td>
              <Where line={line} />
            </td>
          </tr>
        ))}
      </Table>
      {hidden > 0 && (
        <Button variant="secondary" size="small" onPress={() => setWhole(true)}>
          {t('history.more', { count: hidden })}
        </Button>
      )}
    </>
  );
}

function What(props: { what: HistoryLine['what'] }) {
  const { what } = props;
  const { t } = useTranslationRef(safekeepTranslationRef);
  switch (what.kind) {
    case 'opened':
    case 'merged':
      return <>{t(`history.${what.kind}`, { title: what.title })}</>;
    case 'sealed':
    case 'rotated':
      return (
        <>
          {t(`history.${what.kind}`, {
            secret: <code>{what.secret}</code>,
            keys: <code>{what.keys.join(', ')}</code>,
          })}
        </>
      );
    case 'ended':
      return (
        <>
          {t('history.ended', {
            pod: <code>{what.pod}</code>,
            exit: what.exit,
          })}
        </>
      );
    case 'warning':
      return (
        <>
          {t('history.warning', {
            reason: <strong>{what.reason}</strong>,
            about: <code>{what.about}</code>,
            count: what.count,
          })}
        </>
      );
    default:
      return (
        <>
          {t(`history.${what.kind}`, {
            database: <code>{what.database}</code>,
          })}
        </>
      );
  }
}

function Where(props: { line: HistoryLine }) {
  const { pullRequest, commit } = props.line;
  const { t } = useTranslationRef(safekeepTranslationRef);
  return (
    <div className={styles.links}>
      {pullRequest && (
        <Link href={pullRequest.url} target="_blank" rel="noopener">
          {t('history.pullRequest', { number: String(pullRequest.number) })}
        </Link>
      )}
      {commit && (
        <Link href={commit.url} target="_blank" rel="noopener">
          {t('history.commit', { commit: commit.id.slice(0, 7) })}
        </Link>
      )}
    </div>
  );
}

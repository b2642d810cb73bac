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
import { parseEntityRef } from '@backstage/catalog-model';
import { Text } from '@backstage/ui';
import { EntityStatus } from '@safekeep/backstage-plugin-safekeep-common';
import { ReactNode } from 'react';
import { safekeepTranslationRef } from '../../translation';
import { ActionLink } from '../ActionLink';
import { History } from '../History';
import { itemKey, itemsOf } from '../items';
import { NothingToShow } from '../Notice';
import { PullRequestRow } from '../Stages';
import { Checklist } from './Checklist';
import { DatabasePanel } from './DatabasePanel';
import { Panel } from './Panel';
import { SecretPanel } from './SecretPanel';
import { Sources } from './Sources';
import styles from './StatusTab.module.css';

/** Checks, changes and sources at the left; the objects at the right. */
export function StatusDetails(props: { status: EntityStatus }) {
  const { status } = props;
  const { t } = useTranslationRef(safekeepTranslationRef);
  const items = itemsOf(status);
  const databases = items.flatMap(item =>
    item.kind === 'database' ? [item] : [],
  );
  const secrets = items.flatMap(item => (item.kind === 'secret' ? [item] : []));
  const allLive = status.sources.every(({ state }) => state === 'live');

  function none(text: string) {
    return <Text>{allLive ? text : t('tab.notLooked')}</Text>;
  }

  return (
    <div className={styles.whole}>
      <div className={styles.columns}>
        <div className={styles.column}>
          <Panel title={t('check.heading')}>
            <Checklist checks={status.checks} />
          </Panel>
          <Panel title={t('pullRequest.heading')}>
            {status.pullRequests.length > 0 ? (
              <ul className={styles.list}>
                {status.pullRequests.map(pullRequest => (
                  <PullRequestRow
                    key={pullRequest.url}
                    pullRequest={pullRequest}
                  />
                ))}
              </ul>
            ) : (
              <Text>{t('pullRequest.none')}</Text>
            )}
          </Panel>
          <Panel title={t('source.heading')}>
            <Sources sources={status.sources} />
          </Panel>
        </div>
        <div className={styles.column}>
          {items.length === 0 ? (
            <Panel title={t('title')}>
              <NothingToShow status={status} />
              <CreateDatabase status={status} />
            </Panel>
          ) : (
            <>
              <Group title={t('tab.databases')}>
                {databases.map(item => (
                  <DatabasePanel key={itemKey(item)} item={item} />
                ))}
                {databases.length === 0 && none(t('tab.noDatabases'))}
                <CreateDatabase status={status} />
              </Group>
              <Group title={t('tab.secrets')}>
                {secrets.length > 0
                  ? secrets.map(item => (
                      <SecretPanel key={itemKey(item)} item={item} />
                    ))
                  : none(t('tab.noSecrets'))}
              </Group>
            </>
          )}
        </div>
      </div>
      <Panel title={t('history.title')}>
        <History status={status} />
      </Panel>
    </div>
  );
}

/** The way to a first database, for who may propose one. */
function CreateDatabase(props: { status: EntityStatus }) {
  const { createDatabase, entityRef } = props.status;
  return createDatabase ? (
    <div>
      <ActionLink
        action={createDatabase}
        name={parseEntityRef(entityRef).name}
        isQuiet
      />
    </div>
  ) : null;
}

function Group(props: { title: string; children: ReactNode }) {
  return (
    <section className={styles.group} aria-label={props.title}>
      <Text as="h3" variant="body-large" weight="bold">
        {props.title}
      </Text>
      {props.children}
    </section>
  );
}

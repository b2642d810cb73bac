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
import { Card, CardBody, CardHeader, Link } from '@backstage/ui';
import {
  StatusAction,
  StatusItem,
} from '@safekeep/backstage-plugin-safekeep-common';
import { ReactNode, useId } from 'react';
import { safekeepTranslationRef } from '../../translation';
import { ActionLink } from '../ActionLink';
import { Fact } from '../Fact';
import { ItemSummary } from '../ItemRow';
import { Item } from '../items';
import { ReasonList } from '../ReasonText';
import { RelativeTime } from '../RelativeTime';
import { StateIcon, StateWord } from '../StateMark';
import styles from './ObjectPanel.module.css';

/** What the panels of a database and of a secret have in common. */
export function ObjectPanel(props: {
  item: Item;
  facts: ReactNode;
  /** Changes that a part of the panel offers. */
  offered?: (StatusAction | undefined)[];
  children?: ReactNode;
}) {
  const { item, facts, offered = [], children } = props;
  const { state, lastState, name, reasons, action } = item.value;
  const titleId = useId();
  return (
    <Card role="region" aria-labelledby={titleId}>
      <CardHeader>
        <div className={styles.header} data-stale={lastState !== undefined}>
          <StateIcon state={state} lastState={lastState} />
          <div className={styles.heading}>
            <div className={styles.title}>
              <h4 id={titleId} className={styles.name}>
                <code>{name}</code>
              </h4>
              <StateWord state={state} lastState={lastState} />
            </div>
            <div className={styles.summary}>
              <ItemSummary item={item} />
            </div>
          </div>
          {action && <ActionLink action={action} name={name} />}
        </div>
      </CardHeader>
      <CardBody>
        <ReasonList
          reasons={reasons}
          name={name}
          offered={[action, ...offered]}
          className={styles.reasons}
        />
        <dl className={styles.facts}>
          {facts}
          <CommonFacts item={item.value} />
        </dl>
        {children}
      </CardBody>
    </Card>
  );
}

function CommonFacts(props: { item: StatusItem }) {
  const { cluster, namespace, location, observedAt } = props.item;
  const { t } = useTranslationRef(safekeepTranslationRef);
  return (
    <>
      <Fact label={t('item.where')}>
        {cluster
          ? t('item.cluster', {
              cluster: <code>{cluster}</code>,
              namespace: <code>{namespace}</code>,
            })
          : t('item.namespaceOnly', { namespace: <code>{namespace}</code> })}
      </Fact>
      {/* Without a location nothing is said: the object may be in Git all the same. */}
      {location && (
        <Fact label={t('item.file')}>
          <Link href={location.url} target="_blank" rel="noopener">
            {t('item.fileLine', {
              path: location.path,
              line: String(location.line),
            })}
          </Link>
        </Fact>
      )}
      {observedAt && (
        <Fact label={t('item.observed')}>
          <RelativeTime time={observedAt} />
        </Fact>
      )}
    </>
  );
}

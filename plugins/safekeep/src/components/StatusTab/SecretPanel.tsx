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
import { RiRestartLine } from '@remixicon/react';
import {
  SecretConsumer,
  SecretStatus,
} from '@safekeep/backstage-plugin-safekeep-common';
import { safekeepTranslationRef } from '../../translation';
import { ActionLine, ActionLink } from '../ActionLink';
import { Fact } from '../Fact';
import { useReasonText } from '../ReasonText';
import { RelativeTime } from '../RelativeTime';
import { KeyTable } from './KeyTable';
import { ObjectPanel } from './ObjectPanel';
import styles from './ObjectPanel.module.css';

const SCOPES = {
  strict: 'secret.scopeStrict',
  'namespace-wide': 'secret.scopeNamespaceWide',
  'cluster-wide': 'secret.scopeClusterWide',
} as const;

const DRIFTS = {
  none: 'secret.driftNone',
  found: 'secret.driftFound',
  'not-known': 'secret.driftNotKnown',
  'not-watched': 'secret.driftNotWatched',
} as const;

/** One secret: its keys, who reads it, and whether they must restart. */
export function SecretPanel(props: {
  item: { kind: 'secret'; value: SecretStatus };
}) {
  const { item } = props;
  const {
    scope,
    consumers,
    drift,
    name,
    action,
    databaseAction,
    advice,
    processedAt,
  } = item.value;
  const reasonText = useReasonText();
  const { t } = useTranslationRef(safekeepTranslationRef);
  return (
    <ObjectPanel
      item={item}
      facts={
        <>
          {scope && <Fact label={t('secret.scope')}>{t(SCOPES[scope])}</Fact>}
          <Fact label={t('secret.consumers')}>
            <Consumers consumers={consumers} />
          </Fact>
          {drift && <Fact label={t('secret.drift')}>{t(DRIFTS[drift])}</Fact>}
          {processedAt && (
            <Fact label={t('secret.processedAt')}>
              <RelativeTime time={processedAt} />
            </Fact>
          )}
        </>
      }
    >
      {(databaseAction || action?.template === 'rotate-secret') && (
        // Who may propose new values may propose other names, and earlier values.
        <div className={styles.keyActions}>
          {databaseAction && <ActionLink action={databaseAction} name={name} />}
          {action?.template === 'rotate-secret' &&
            (['edit-secret-keys', 'roll-back-secret'] as const).map(
              template => (
                <ActionLink
                  key={template}
                  action={{ ...action, template }}
                  name={name}
                />
              ),
            )}
        </div>
      )}
      {advice && (
        <div className={styles.advice}>
          <ActionLine action={advice.action} name={name}>
            {reasonText(advice.reason).why} {reasonText(advice.reason).whatToDo}
          </ActionLine>
        </div>
      )}
      <KeyTable secret={item.value} />
    </ObjectPanel>
  );
}

function Consumers(props: { consumers: SecretConsumer[] }) {
  const { consumers } = props;
  const { t } = useTranslationRef(safekeepTranslationRef);
  if (consumers.length === 0) {
    return <>{t('secret.noConsumers')}</>;
  }
  return (
    <ul className={styles.consumers}>
      {consumers.map(({ kind, name, restartPending }) => (
        <li key={`${kind}/${name}`}>
          <span>
            {kind} <code>{name}</code>
          </span>
          {restartPending ? (
            <span className={styles.pending}>
              <RiRestartLine aria-hidden size={14} />
              {t('secret.restartPending')}
            </span>
          ) : (
            <span className={styles.settled}>
              {t('secret.noRestartPending')}
            </span>
          )}
        </li>
      ))}
    </ul>
  );
}

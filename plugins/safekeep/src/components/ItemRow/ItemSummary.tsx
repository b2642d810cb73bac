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
  DatabaseStatus,
  SecretStatus,
} from '@safekeep/backstage-plugin-safekeep-common';
import { safekeepTranslationRef } from '../../translation';
import { operatorName } from '../Database';
import { Item } from '../items';
import { engineName } from '../ReasonText';
import { RelativeTime } from '../RelativeTime';

/** What the object is, in half a line. */
export function ItemSummary(props: { item: Item }) {
  const { item } = props;
  return item.kind === 'database' ? (
    <DatabaseSummary database={item.value} />
  ) : (
    <SecretSummary secret={item.value} />
  );
}

function DatabaseSummary(props: { database: DatabaseStatus }) {
  const { engine, version, workload, claims, operator } = props.database;
  const { t } = useTranslationRef(safekeepTranslationRef);
  const slots = {
    engine: [engineName(engine), version].filter(Boolean).join(' '),
    workload: workload.kind,
  };
  if (operator) {
    return (
      <>
        {t('database.summaryOperated', {
          ...slots,
          operator: operatorName(operator),
          ready: String(operator.readyInstances),
          instances: String(operator.instances),
        })}
      </>
    );
  }
  if (claims.length === 0) {
    return <>{t('database.summaryNoClaim', slots)}</>;
  }
  const names = claims.map(({ name }) => name).join(', ');
  return (
    <>{t('database.summary', { ...slots, claims: <code>{names}</code> })}</>
  );
}

function SecretSummary(props: { secret: SecretStatus }) {
  const { management, keys } = props.secret;
  const { t } = useTranslationRef(safekeepTranslationRef);
  const count = t('secret.keys', { count: keys.length });
  if (management === 'unmanaged') {
    return <>{t('secret.unmanaged')}</>;
  }
  if (management !== 'sealed') {
    return <>{t(`secret.${management}`, { keys: count })}</>;
  }
  const newest = keys
    .flatMap(({ sealedAt }) => sealedAt ?? [])
    .sort()
    .pop();
  return newest ? (
    <>
      {t('secret.sealedAge', {
        keys: count,
        age: <RelativeTime time={newest} />,
      })}
    </>
  ) : (
    <>{t('secret.sealed', { keys: count })}</>
  );
}

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
  ClaimStatus,
  DatabaseStatus,
} from '@safekeep/backstage-plugin-safekeep-common';
import { safekeepTranslationRef } from '../../translation';
import { Flag } from '../Flag';
import { PanelSection } from '../PanelSection';
import { Table } from '../Table';
import styles from './Database.module.css';
import { NotSeen } from './NotSeen';

/** Where a database's data is: each claim, its class and volume, and what becomes of them. */
export function VolumeTable(props: { database: DatabaseStatus }) {
  const { database } = props;
  const { claims, retention, name } = database;
  const { t } = useTranslationRef(safekeepTranslationRef);
  return (
    <PanelSection title={t('volume.title')}>
      {claims.length === 0 ? (
        <Flag tone="danger">{t('database.noClaims')}</Flag>
      ) : (
        <Table
          label={t('volume.table', { name })}
          headings={[
            t('volume.claim'),
            t('volume.size'),
            t('volume.class'),
            t('volume.volume'),
          ]}
          stacks
          className={styles.volumes}
        >
          {claims.map(claim => (
            <ClaimRow key={claim.name} claim={claim} database={database} />
          ))}
        </Table>
      )}
      {retention && (
        <div className={styles.line}>
          <span className={styles.quiet}>
            {t('volume.retention', {
              deleted: retention.whenDeleted,
              scaled: retention.whenScaled,
            })}
          </span>
          {[retention.whenDeleted, retention.whenScaled].includes('Delete') && (
            <Flag tone="warning">{t('volume.retentionDeletes')}</Flag>
          )}
        </div>
      )}
    </PanelSection>
  );
}

function ClaimRow(props: { claim: ClaimStatus; database: DatabaseStatus }) {
  const { claim, database } = props;
  const { name, phase, capacity, requested, storageClass } = claim;
  const { accessModes, volume, deleting } = claim;
  const { t } = useTranslationRef(safekeepTranslationRef);
  const isBound = phase === 'Bound';
  return (
    <tr>
      <th scope="row">
        <code>{name}</code>
        <div className={styles.line}>
          {isBound ? (
            <span className={styles.quiet}>{phase}</span>
          ) : (
            <Flag tone="danger">{phase ?? t('database.claimNotFound')}</Flag>
          )}
          {deleting && <Flag tone="danger">{t('volume.deleting')}</Flag>}
        </div>
      </th>
      <td data-label={t('volume.size')}>
        {capacity ?? requested ?? t('volume.notTold')}
        {accessModes && (
          <div className={styles.quiet}>{accessModes.join(', ')}</div>
        )}
      </td>
      <td data-label={t('volume.class')}>
        {storageClass ? <code>{storageClass}</code> : t('volume.notTold')}
      </td>
      <td data-label={t('volume.volume')}>
        {volume ? (
          <>
            <code className={styles.long}>{volume.name}</code>
            <div className={styles.line}>
              <Reclaim policy={volume.reclaimPolicy} database={database} />
              {volume.onOneNode && (
                <span className={styles.quiet}>{t('volume.onOneNode')}</span>
              )}
            </div>
          </>
        ) : (
          <span className={styles.quiet}>
            {isBound ? t('volume.notTold') : t('volume.unbound')}
          </span>
        )}
      </td>
    </tr>
  );
}

function Reclaim(props: {
  policy: string | undefined;
  database: DatabaseStatus;
}) {
  const { policy, database } = props;
  const { t } = useTranslationRef(safekeepTranslationRef);
  if (policy === undefined) {
    return (
      <span className={styles.quiet}>
        <NotSeen database={database} kinds={['PersistentVolume']} />
      </span>
    );
  }
  return policy === 'Delete' ? (
    <Flag tone="warning">{t('volume.reclaimDelete')}</Flag>
  ) : (
    <span className={styles.quiet}>{t('volume.reclaim', { policy })}</span>
  );
}

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
import { DatabaseStatus } from '@safekeep/backstage-plugin-safekeep-common';
import { safekeepTranslationRef } from '../../translation';
import { Fact } from '../Fact';
import { Flag } from '../Flag';
import { engineName } from '../ReasonText';
import styles from './Database.module.css';
import { Pods } from './Pods';
import { Support } from './Support';

/** What serves a database: workload, pods, version, image, and what applies it. */
export function ServerFacts(props: { database: DatabaseStatus }) {
  const { database } = props;
  const { workload, engine, version, endOfLife } = database;
  const { image, imageVariant, floatingTag } = database;
  const { t } = useTranslationRef(safekeepTranslationRef);
  return (
    <>
      <Fact label={t('database.workload')}>
        <div className={styles.line}>
          <span>
            {workload.kind}, READY {workload.ready}/{workload.desired}
          </span>
          {workload.kind === 'Deployment' && database.claims.length > 0 && (
            <Flag tone="danger">{t('database.inDeployment')}</Flag>
          )}
        </div>
        <Pods pods={database.pods} />
      </Fact>
      <Fact label={t('database.version')}>
        <div className={styles.line}>
          <span>
            {engineName(engine)} {version ?? t('database.versionNotTold')}
          </span>
          {endOfLife && <Support endOfLife={endOfLife} />}
        </div>
      </Fact>
      <Fact label={t('database.image')}>
        <div className={styles.line}>
          <code>{image}</code>
          {imageVariant && (
            <span className={styles.quiet}>
              {t('database.variant', { variant: imageVariant })}
            </span>
          )}
          {floatingTag && (
            <Flag tone="warning">{t('database.floatingTag')}</Flag>
          )}
        </div>
      </Fact>
      <Fact label={t('database.appliedBy')}>
        <AppliedBy database={database} />
      </Fact>
    </>
  );
}

const TOOLS = { 'argo-cd': 'Argo CD', flux: 'Flux' };

function AppliedBy(props: { database: DatabaseStatus }) {
  const { appliedBy, sync } = props.database;
  const { t } = useTranslationRef(safekeepTranslationRef);
  if (!appliedBy) {
    return <>{t('database.appliedByNotTold')}</>;
  }
  return (
    <div className={styles.line}>
      <span>
        {TOOLS[appliedBy]}
        {sync && (
          <>
            , {sync.kind}{' '}
            <code>
              {sync.namespace}/{sync.name}
            </code>
            {sync.state && `, ${sync.state}`}
          </>
        )}
      </span>
      {sync?.prunes !== undefined && (
        <span className={styles.quiet}>
          {t(sync.prunes ? 'database.prunes' : 'database.doesNotPrune')}
        </span>
      )}
    </div>
  );
}

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
  ServiceStatus,
} from '@safekeep/backstage-plugin-safekeep-common';
import { safekeepTranslationRef } from '../../translation';
import { Fact } from '../Fact';
import { Flag } from '../Flag';
import styles from './Database.module.css';
import { NotSeen } from './NotSeen';

/** How a database is reached: its Services, and whom its policies let in. */
export function NetworkFacts(props: { database: DatabaseStatus }) {
  const { database } = props;
  const { services, networkPolicies, disruptionBudgets } = database;
  const { t } = useTranslationRef(safekeepTranslationRef);
  return (
    <>
      <Fact label={t('database.services')}>
        {!services && <NotSeen database={database} kinds={['Service']} />}
        {services?.length === 0 && t('database.noServices')}
        {services?.map(service => (
          <ServiceLine key={service.name} service={service} />
        ))}
      </Fact>
      <Fact label={t('database.networkPolicy')}>
        {!networkPolicies && (
          <NotSeen database={database} kinds={['NetworkPolicy']} />
        )}
        {networkPolicies?.length === 0 && t('database.noNetworkPolicy')}
        {networkPolicies?.map(({ name, allows }) => (
          <div key={name}>
            <code>{name}</code>: {t(`database.allows.${allows}`)}
          </div>
        ))}
      </Fact>
      <Fact label={t('database.disruptionBudget')}>
        {!disruptionBudgets && (
          <NotSeen database={database} kinds={['PodDisruptionBudget']} />
        )}
        {disruptionBudgets?.length === 0 && t('database.noDisruptionBudget')}
        {disruptionBudgets?.map(budget => (
          <div key={budget.name} className={styles.line}>
            <span>
              <code>{budget.name}</code>:{' '}
              {budget.minAvailable !== undefined &&
                `minAvailable ${budget.minAvailable}`}
              {budget.maxUnavailable !== undefined &&
                `maxUnavailable ${budget.maxUnavailable}`}
            </span>
            <span className={styles.quiet}>
              {t('database.evictable', { count: budget.disruptionsAllowed })}
            </span>
          </div>
        ))}
      </Fact>
    </>
  );
}

function ServiceLine(props: { service: ServiceStatus }) {
  const { name, type, headless, ports, endpoints } = props.service;
  const { t } = useTranslationRef(safekeepTranslationRef);
  const isOpen = type === 'NodePort' || type === 'LoadBalancer';
  return (
    <div className={styles.line}>
      <span>
        <code>{name}</code>: {type}
        {headless && `, ${t('database.headless')}`}, {ports.join(', ')}
      </span>
      {isOpen && <Flag tone="warning">{t('database.outside')}</Flag>}
      <Endpoints endpoints={endpoints} />
    </div>
  );
}

function Endpoints(props: { endpoints: ServiceStatus['endpoints'] }) {
  const { endpoints } = props;
  const { t } = useTranslationRef(safekeepTranslationRef);
  if (!endpoints) {
    return (
      <span className={styles.quiet}>{t('database.endpointsNotSeen')}</span>
    );
  }
  const { ready, notReady } = endpoints;
  return ready === 0 ? (
    <Flag tone="warning">{t('database.noEndpoints')}</Flag>
  ) : (
    <span className={styles.quiet}>
      {t('database.endpoints', { count: ready })}
      {notReady > 0 && ` ${t('database.notReady', { count: notReady })}`}
    </span>
  );
}

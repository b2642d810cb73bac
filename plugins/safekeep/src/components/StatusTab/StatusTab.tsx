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

import { getCompoundEntityRef } from '@backstage/catalog-model';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { useEntity } from '@backstage/plugin-catalog-react';
import { Card, CardBody, Skeleton, Text, VisuallyHidden } from '@backstage/ui';
import { isSafekeepAvailable } from '../../filters';
import { useEntityStatus } from '../../hooks/useEntityStatus';
import { useShownStatus } from '../../hooks/useShownStatus';
import { safekeepTranslationRef } from '../../translation';
import { FreshnessMark } from '../Freshness';
import { MissingAnnotation, NoAnswer } from '../Notice';
import { PollFailure } from '../StatusCard';
import { StatusDetails } from './StatusDetails';
import styles from './StatusTab.module.css';

/** The entity tab: the same answer as the card's, with all its evidence. */
export function StatusTab() {
  const { entity } = useEntity();
  const { t } = useTranslationRef(safekeepTranslationRef);
  const available = isSafekeepAvailable(entity);
  const polled = useEntityStatus(
    available ? getCompoundEntityRef(entity) : undefined,
  );
  const status = useShownStatus(polled);

  function body() {
    if (status) {
      return (
        <>
          <PollFailure snapshot={polled} />
          <StatusDetails status={status} />
        </>
      );
    }
    if (available && !polled.error) {
      return <TabSkeleton />;
    }
    return (
      <Card>
        <CardBody>
          {polled.error ? (
            <NoAnswer error={polled.error} onRetry={polled.retry} />
          ) : (
            <MissingAnnotation name={entity.metadata.name} />
          )}
        </CardBody>
      </Card>
    );
  }

  return (
    <section aria-label={t('title')}>
      <div className={styles.header}>
        <Text as="h2" variant="title-small" weight="bold">
          {t('title')}
        </Text>
        <FreshnessMark snapshot={polled} />
      </div>
      {body()}
    </section>
  );
}

function TabSkeleton() {
  const { t } = useTranslationRef(safekeepTranslationRef);
  return (
    <div role="status" aria-busy="true" className={styles.columns}>
      <VisuallyHidden>{t('card.loading')}</VisuallyHidden>
      <Skeleton width="100%" height="24rem" />
      <Skeleton width="100%" height="24rem" />
    </div>
  );
}

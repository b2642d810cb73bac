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
  Card,
  CardBody,
  Container,
  Skeleton,
  Text,
  VisuallyHidden,
} from '@backstage/ui';
import { ClusterStatus } from '@safekeep/backstage-plugin-safekeep-common';
import { useClusters } from '../../hooks/useClusters';
import { useNow } from '../../hooks/useNow';
import { POLL_INTERVAL_MS } from '../../hooks/usePolled';
import { safekeepTranslationRef } from '../../translation';
import { FreshnessMark, judgeFreshness } from '../Freshness';
import { PollFailure } from '../StatusCard';
import { ClusterPanel } from './ClusterPanel';
import { NoClusters, NoClustersAnswer } from './ClustersNotices';
import styles from './Clusters.module.css';

function sourcesOf(clusters: ClusterStatus[]) {
  return clusters.flatMap(({ source, certificateSource }) => [
    source,
    certificateSource,
  ]);
}

/** All clusters: their controllers, their sealing keys and what became of their SealedSecrets. */
export function ClustersPage() {
  const { t } = useTranslationRef(safekeepTranslationRef);
  const { answer: clusters, ...polled } = useClusters();
  const now = useNow(POLL_INTERVAL_MS);
  const snapshot = {
    ...polled,
    ...(clusters && { status: { sources: sourcesOf(clusters) } }),
  };

  function body() {
    if (clusters && clusters.length > 0) {
      const outdated = judgeFreshness(snapshot, now)?.kind === 'outdated';
      return (
        <div className={styles.list}>
          <PollFailure snapshot={snapshot} />
          {clusters.map(cluster => (
            <ClusterPanel
              key={cluster.name}
              cluster={cluster}
              outdated={outdated}
            />
          ))}
        </div>
      );
    }
    if (!clusters && !polled.error) {
      return (
        <div role="status" aria-busy="true">
          <VisuallyHidden>{t('clusters.loading')}</VisuallyHidden>
          <Skeleton width="100%" height="24rem" />
        </div>
      );
    }
    return (
      <Card>
        <CardBody>
          {clusters ? (
            <NoClusters />
          ) : (
            <NoClustersAnswer error={polled.error!} onRetry={polled.retry} />
          )}
        </CardBody>
      </Card>
    );
  }

  return (
    <Container>
      <section aria-label={t('clusters.title')}>
        <div className={styles.header}>
          <Text color="secondary">{t('clusters.subtitle')}</Text>
          <FreshnessMark snapshot={snapshot} />
        </div>
        {body()}
      </section>
    </Container>
  );
}

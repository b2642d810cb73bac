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

import { useRouteRef } from '@backstage/core-plugin-api';
import { getCompoundEntityRef } from '@backstage/catalog-model';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { useEntity } from '@backstage/plugin-catalog-react';
import {
  Card,
  CardBody,
  CardFooter,
  CardHeader,
  Link,
  Text,
} from '@backstage/ui';
import { useId } from 'react';
import { isSafekeepAvailable } from '../../filters';
import { useEntityStatus } from '../../hooks/useEntityStatus';
import { useShownStatus } from '../../hooks/useShownStatus';
import { detailsRouteRef } from '../../routes';
import { safekeepTranslationRef } from '../../translation';
import { FreshnessMark } from '../Freshness';
import { MissingAnnotation, NoAnswer } from '../Notice';
import { CardRows } from './CardRows';
import { CardSkeleton } from './CardSkeleton';
import { PollFailure } from './PollFailure';
import styles from './StatusCard.module.css';

/** The entity card: whether this service's data and secrets are safe. */
export function StatusCard() {
  const { entity } = useEntity();
  const { t } = useTranslationRef(safekeepTranslationRef);
  const available = isSafekeepAvailable(entity);
  const polled = useEntityStatus(
    available ? getCompoundEntityRef(entity) : undefined,
  );
  const status = useShownStatus(polled);
  const detailsRoute = useRouteRef(detailsRouteRef);
  const titleId = useId();

  function body() {
    if (!available) {
      return <MissingAnnotation name={entity.metadata.name} />;
    }
    if (status) {
      return (
        <>
          <PollFailure snapshot={polled} />
          <CardRows status={status} />
        </>
      );
    }
    return polled.error ? (
      <NoAnswer error={polled.error} onRetry={polled.retry} />
    ) : (
      <CardSkeleton />
    );
  }

  return (
    <Card role="region" aria-labelledby={titleId}>
      <CardHeader>
        <div className={styles.header}>
          <Text as="h2" id={titleId} variant="title-x-small" weight="bold">
            {t('title')}
          </Text>
          <FreshnessMark snapshot={polled} />
        </div>
      </CardHeader>
      <CardBody>
        <div className={styles.body}>{body()}</div>
      </CardBody>
      {available && detailsRoute && (
        <CardFooter>
          <Link
            href={detailsRoute()}
            variant="body-small"
            aria-label={t('card.detailsLabel')}
          >
            {t('card.details')}
          </Link>
        </CardFooter>
      )}
    </Card>
  );
}

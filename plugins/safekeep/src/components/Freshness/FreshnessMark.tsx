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
import { RiHistoryLine } from '@remixicon/react';
import { SourceStatus } from '@safekeep/backstage-plugin-safekeep-common';
import { useFormats } from '../../hooks/useFormats';
import { useNow } from '../../hooks/useNow';
import { safekeepTranslationRef } from '../../translation';
import styles from './FreshnessMark.module.css';
import { Freshness, FreshnessSnapshot, judgeFreshness } from './freshness';
import { SOURCE_ICONS } from './sourceIcons';
import { useSourceName } from './useSourceName';

const ICONS = { ...SOURCE_ICONS, outdated: RiHistoryLine };

/** The top right of the card: how much what is shown can be relied on. */
export function FreshnessMark(props: { snapshot: FreshnessSnapshot }) {
  const { snapshot } = props;
  const { t } = useTranslationRef(safekeepTranslationRef);
  const formats = useFormats();
  const now = useNow();
  const nameOf = useSourceName();
  const freshness = judgeFreshness(snapshot, now);
  if (!freshness) {
    return null;
  }

  function causeOf({ kind, name }: SourceStatus): string {
    switch (kind) {
      case 'cluster':
        return t('freshness.clusterSilent', { name });
      case 'secret-metadata':
        return t('freshness.secretMetadataSilent', { name });
      default:
        return t('freshness.repositorySilent', { name: nameOf.short(name) });
    }
  }

  function textOf(it: Freshness): string {
    switch (it.kind) {
      case 'live':
        return t('freshness.live', {
          age: formats.age(it.answeredAt, now, 'narrow'),
        });
      case 'outdated':
        return t('freshness.outdated', {
          age: formats.age(it.answeredAt, now),
        });
      case 'starting':
        return t('freshness.starting');
      case 'stale':
        return it.source.observedAt
          ? t('freshness.stale', {
              time: formats.clock(it.source.observedAt, now),
              cause: causeOf(it.source),
            })
          : t('freshness.staleUnknown', { cause: causeOf(it.source) });
      default:
        return t(`freshness.${it.kind}`, {
          subject: nameOf.subject(it.source),
        });
    }
  }

  const observed = (snapshot.status?.sources ?? []).map(source =>
    t('freshness.observed', {
      subject: nameOf.subject(source),
      time: source.observedAt
        ? formats.exact(source.observedAt)
        : t('time.never'),
    }),
  );
  const Icon = ICONS[freshness.kind];
  return (
    <span
      className={styles.mark}
      data-freshness={freshness.kind}
      title={observed.join('\n')}
    >
      <Icon aria-hidden className={styles.icon} size={14} />
      <span>{textOf(freshness)}</span>
    </span>
  );
}

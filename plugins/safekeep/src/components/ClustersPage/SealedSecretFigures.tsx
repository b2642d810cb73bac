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
import { ButtonLink } from '@backstage/ui';
import { ClusterStatus } from '@safekeep/backstage-plugin-safekeep-common';
import { safekeepTranslationRef } from '../../translation';
import { useTemplateHref } from '../ActionLink';
import { Section } from './Section';
import styles from './Clusters.module.css';

/** How many SealedSecrets there are, and what became of them. */
export function SealedSecretFigures(props: { cluster: ClusterStatus }) {
  const { name, sealedSecrets } = props.cluster;
  const { t } = useTranslationRef(safekeepTranslationRef);
  const href = useTemplateHref();
  if (!sealedSecrets) {
    return (
      <Section title={t('clusters.sealedSecrets')}>
        <p className={styles.note}>{t('clusters.sealedSecretsNotSeen')}</p>
      </Section>
    );
  }
  const { total, synced, waiting, failing, withOlderKey, notRecorded } =
    sealedSecrets;
  const figures = [
    { label: t('clusters.total'), value: total },
    { label: t('clusters.synced'), value: synced },
    { label: t('clusters.waiting'), value: waiting, tone: 'attention' },
    { label: t('clusters.failing'), value: failing, tone: 'failing' },
    {
      label: t('clusters.withOlderKey'),
      value: withOlderKey,
      tone: 'attention',
    },
    { label: t('clusters.notRecorded'), value: notRecorded },
  ];
  const mayReencrypt = (withOlderKey ?? 0) + notRecorded > 0;
  return (
    <Section
      title={t('clusters.sealedSecrets')}
      action={
        mayReencrypt && (
          <ButtonLink
            href={href('re-encrypt-secrets', { cluster: name })}
            size="small"
            variant="secondary"
            aria-label={t('clusters.reencryptIn', { name })}
          >
            {t('clusters.reencrypt')}
          </ButtonLink>
        )
      }
    >
      <dl className={styles.figures}>
        {figures.map(({ label, value, tone }) => (
          <div key={label} className={styles.figure}>
            <dt>{label}</dt>
            <dd data-tone={toneOf(value, tone)}>
              {value ?? t('clusters.notKnown')}
            </dd>
          </div>
        ))}
      </dl>
    </Section>
  );
}

function toneOf(value: number | undefined, tone: string | undefined) {
  if (value === undefined) {
    return 'unknown';
  }
  return value > 0 ? tone : undefined;
}

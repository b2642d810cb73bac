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
import { ClusterStatus } from '@safekeep/backstage-plugin-safekeep-common';
import { safekeepTranslationRef } from '../../translation';
import { Fingerprint } from './Fingerprint';
import { Section } from './Section';
import styles from './Clusters.module.css';

/** What SealedSecrets are recorded as sealed with, and the controller was never seen to hand out. */
export function StrayCertificates(props: { cluster: ClusterStatus }) {
  const { strayCertificates } = props.cluster;
  const { t } = useTranslationRef(safekeepTranslationRef);
  if (strayCertificates.length === 0) {
    return null;
  }
  return (
    <Section title={t('clusters.strays')}>
      <p className={styles.note}>{t('clusters.straysBody')}</p>
      <ul className={styles.strays}>
        {strayCertificates.map(({ fingerprint, keys, secrets, cluster }) => (
          <li key={fingerprint}>
            <Fingerprint fingerprint={fingerprint} />
            <span>
              {t('clusters.sealedCount', {
                count: keys,
                secrets: String(secrets),
              })}
              {cluster && (
                <>
                  {', '}
                  {t('clusters.strayOf', { name: <code>{cluster}</code> })}
                </>
              )}
            </span>
          </li>
        ))}
      </ul>
    </Section>
  );
}

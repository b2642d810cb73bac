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
  ClusterStatus,
  SealingKeyStatus,
} from '@safekeep/backstage-plugin-safekeep-common';
import { useFormats } from '../../hooks/useFormats';
import { useNow } from '../../hooks/useNow';
import { safekeepTranslationRef } from '../../translation';
import { ReasonList } from '../ReasonText';
import { Table } from '../Table';
import { Fingerprint } from './Fingerprint';
import { KeyAgeBar } from './KeyAgeBar';
import { KeyAge, keyAges } from './keyAges';
import { Section } from './Section';
import styles from './Clusters.module.css';

/** The sealing certificates that a cluster's controller was seen to hand out, newest first. */
export function SealingKeyTable(props: { cluster: ClusterStatus }) {
  const { name, keys, controller, certificateFrom } = props.cluster;
  const { t } = useTranslationRef(safekeepTranslationRef);
  const now = useNow(60_000);
  const periodSeconds = controller.renewalPeriod?.seconds;
  const ages = keyAges(keys, periodSeconds, now);
  return (
    <Section title={t('clusters.keys')}>
      {certificateFrom === 'file' && (
        <p className={styles.note}>{t('clusters.fromFile')}</p>
      )}
      {keys.length === 0 ? (
        <p className={styles.note}>{t('clusters.noKeys')}</p>
      ) : (
        <Table
          label={t('clusters.keysOf', { name })}
          headings={[
            t('secret.certificate'),
            t('clusters.age'),
            t('clusters.valid'),
            t('clusters.sealedWith'),
          ]}
          isWide
          className={styles.keys}
        >
          {keys.map((key, index) => (
            <KeyRow
              key={key.fingerprint}
              entry={key}
              age={ages[index]}
              periodSeconds={periodSeconds}
              now={now}
            />
          ))}
        </Table>
      )}
      <ReasonList
        reasons={keys.flatMap(({ reasons }) => reasons)}
        className={styles.reasons}
      />
    </Section>
  );
}

function KeyRow(props: {
  entry: SealingKeyStatus;
  age: KeyAge;
  periodSeconds: number | undefined;
  now: number;
}) {
  const { entry, age, periodSeconds, now } = props;
  const { fingerprint, newest, notBefore, notAfter, sealed } = entry;
  const { t } = useTranslationRef(safekeepTranslationRef);
  const formats = useFormats();
  return (
    <tr>
      <th scope="row">
        <Fingerprint fingerprint={fingerprint} />
        {newest && <span className={styles.tag}>{t('clusters.newest')}</span>}
      </th>
      <td>
        <KeyAgeBar age={age} periodSeconds={periodSeconds} now={now} />
      </td>
      <td>
        <time dateTime={notBefore} title={formats.exact(notBefore)}>
          {formats.day(notBefore)}
        </time>
        {' – '}
        <time dateTime={notAfter} title={formats.exact(notAfter)}>
          {formats.day(notAfter)}
        </time>
      </td>
      <td>
        {sealed
          ? t('clusters.sealedCount', {
              count: sealed.keys,
              secrets: String(sealed.secrets),
            })
          : t('clusters.notKnown')}
      </td>
    </tr>
  );
}

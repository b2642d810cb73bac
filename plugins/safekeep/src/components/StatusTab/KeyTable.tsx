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
import { Text } from '@backstage/ui';
import {
  SecretKeyStatus,
  SecretStatus,
} from '@safekeep/backstage-plugin-safekeep-common';
import { safekeepTranslationRef } from '../../translation';
import { RelativeTime } from '../RelativeTime';
import { Table } from '../Table';
import styles from './ObjectPanel.module.css';

/** `SHA256:mVhqJ3uN…`: enough to tell certificates apart at a glance. */
export function shortFingerprint(fingerprint: string): string {
  return fingerprint.length > 18 ? `${fingerprint.slice(0, 15)}…` : fingerprint;
}

const HELPERS = {
  'earlier-value': 'secret.helperEarlierValue',
  verifier: 'secret.helperVerifier',
} as const;

const RELATIONS = {
  newest: 'secret.newestKey',
  older: 'secret.olderKey',
  other: 'secret.otherKey',
} as const;

/** Each key with its age and the certificate that it was sealed with. */
export function KeyTable(props: { secret: SecretStatus }) {
  const { name, management, keys } = props.secret;
  const { t } = useTranslationRef(safekeepTranslationRef);
  if (keys.length === 0) {
    return (
      <div className={styles.keys}>
        <Text>{t('secret.keysNotKnown')}</Text>
      </div>
    );
  }
  const sealed = management === 'sealed';
  return (
    <Table
      label={t('secret.keyTable', { name })}
      headings={[
        t('secret.key'),
        t('secret.sealedAt'),
        ...(sealed ? [t('secret.rotatedAt'), t('secret.certificate')] : []),
      ]}
      isWide
      className={styles.keys}
    >
      {keys.map(key => (
        <KeyRow key={key.name} entry={key} sealed={sealed} />
      ))}
    </Table>
  );
}

function KeyRow(props: { entry: SecretKeyStatus; sealed: boolean }) {
  const { entry, sealed } = props;
  const { t } = useTranslationRef(safekeepTranslationRef);
  function age(time: string | undefined) {
    return time ? <RelativeTime time={time} /> : t('secret.notRecorded');
  }
  return (
    <tr>
      <th scope="row">
        <code>{entry.name}</code>
        {entry.helper && (
          <div className={styles.linked}>{t(HELPERS[entry.helper])}</div>
        )}
        {entry.linkedTo.length > 0 && (
          <div className={styles.linked}>
            {t('secret.linked', {
              keys: <code>{entry.linkedTo.join(', ')}</code>,
            })}
          </div>
        )}
      </th>
      {sealed ? (
        <>
          <td>{age(entry.sealedAt)}</td>
          <td>{age(entry.rotatedAt)}</td>
          <td>
            {entry.certificate ? (
              <>
                <code title={entry.certificate}>
                  {shortFingerprint(entry.certificate)}
                </code>
                {entry.sealedWith && (
                  <div className={styles.linked}>
                    {t(RELATIONS[entry.sealedWith])}
                  </div>
                )}
              </>
            ) : (
              t('secret.notRecorded')
            )}
          </td>
        </>
      ) : (
        <td>{t('secret.notSealed')}</td>
      )}
    </tr>
  );
}

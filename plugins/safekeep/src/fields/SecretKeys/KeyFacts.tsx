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
import { SecretStatus } from '@safekeep/backstage-plugin-safekeep-common';
import { RelativeTime } from '../../components/RelativeTime';
import { safekeepTranslationRef } from '../../translation';
import styles from './SecretKeysField.module.css';

/** A key's name, its age and the keys that change with it. */
export function KeyFacts(props: {
  name: string;
  secret: SecretStatus | undefined;
  /** Whether it comes along because its whole file does. */
  isWhole: boolean;
  /** Chosen keys that this one is changed along with. */
  changesWith: string[];
}) {
  const { name, secret, isWhole, changesWith } = props;
  const { t } = useTranslationRef(safekeepTranslationRef);
  const key = secret?.keys.find(candidate => candidate.name === name);

  function age() {
    if (key?.rotatedAt) {
      return t('field.age', { age: <RelativeTime time={key.rotatedAt} /> });
    }
    if (key?.sealedAt) {
      return t('field.sealedAge', {
        age: <RelativeTime time={key.sealedAt} />,
      });
    }
    if (isWhole) {
      return t('field.whole');
    }
    return secret?.management === 'plain'
      ? t('field.plain')
      : t('field.ageUnknown');
  }

  return (
    <span className={styles.key}>
      <code>{name}</code>
      {key && <span className={styles.fact}>{age()}</span>}
      {changesWith.length > 0 && (
        <span className={styles.fact}>
          {t('secret.linked', { keys: changesWith.join(', ') })}
        </span>
      )}
      {changesWith.length === 0 &&
        !isWhole &&
        key &&
        key.linkedTo.length > 0 && (
          <span className={styles.fact}>
            {t('field.linked', { keys: key.linkedTo.join(', ') })}
          </span>
        )}
    </span>
  );
}

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
import { DatabaseStatus } from '@safekeep/backstage-plugin-safekeep-common';
import { safekeepTranslationRef } from '../../translation';
import { Fact, ObjectPanel } from './ObjectPanel';
import { PasswordRotation } from './PasswordRotation';

/** One database: its workload, its volume and what it reads. */
export function DatabasePanel(props: {
  item: { kind: 'database'; value: DatabaseStatus };
}) {
  const { item } = props;
  const { workload, image, claims, secrets, passwordRotations } = item.value;
  const { t } = useTranslationRef(safekeepTranslationRef);
  return (
    <ObjectPanel
      item={item}
      facts={
        <>
          <Fact label={t('database.workload')}>
            {workload.kind},{' '}
            {t('database.ready', {
              ready: String(workload.ready),
              desired: String(workload.desired),
            })}
          </Fact>
          <Fact label={t('database.image')}>
            <code>{image}</code>
          </Fact>
          <Fact label={t('database.claim')}>
            {claims.length === 0 && t('database.noClaims')}
            {claims.map(({ name, phase, capacity, storageClass }) => (
              <div key={name}>
                <code>{name}</code>:{' '}
                {[phase ?? t('database.claimNotFound'), capacity, storageClass]
                  .filter(Boolean)
                  .join(', ')}
              </div>
            ))}
          </Fact>
          {passwordRotations?.map(rotation => (
            <Fact key={rotation.secret} label={t('rotation.label')}>
              <PasswordRotation rotation={rotation} />
            </Fact>
          ))}
          <Fact label={t('database.secrets')}>
            {secrets.length === 0 && t('database.noSecrets')}
            {secrets.map(secret => (
              <div key={secret}>
                <code>{secret}</code>
              </div>
            ))}
          </Fact>
        </>
      }
    />
  );
}

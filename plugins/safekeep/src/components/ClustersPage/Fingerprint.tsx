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
import { ButtonIcon } from '@backstage/ui';
import { RiCheckLine, RiFileCopyLine } from '@remixicon/react';
import { useState } from 'react';
import { safekeepTranslationRef } from '../../translation';
import { shortFingerprint } from '../StatusTab/KeyTable';
import styles from './Clusters.module.css';

/** A certificate by the beginning of its fingerprint; the whole of it can be copied. */
export function Fingerprint(props: { fingerprint: string }) {
  const { fingerprint } = props;
  const { t } = useTranslationRef(safekeepTranslationRef);
  const [copied, setCopied] = useState(false);
  async function copy() {
    await navigator.clipboard?.writeText(fingerprint);
    setCopied(true);
  }
  return (
    <span className={styles.fingerprint}>
      <code title={fingerprint}>{shortFingerprint(fingerprint)}</code>
      <ButtonIcon
        size="small"
        variant="tertiary"
        aria-label={
          copied
            ? t('action.copied')
            : t('clusters.copyFingerprint', {
                fingerprint: shortFingerprint(fingerprint),
              })
        }
        icon={
          copied ? <RiCheckLine aria-hidden /> : <RiFileCopyLine aria-hidden />
        }
        onPress={copy}
      />
    </span>
  );
}

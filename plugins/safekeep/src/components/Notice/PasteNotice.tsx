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
import { Button } from '@backstage/ui';
import { RemixiconComponentType, RiFileCopyLine } from '@remixicon/react';
import { useState } from 'react';
import { safekeepTranslationRef } from '../../translation';
import { Notice } from './Notice';
import styles from './Notice.module.css';

/** Something is missing that lines of a file give; they can be copied. */
export function PasteNotice(props: {
  icon: RemixiconComponentType;
  title: string;
  heading?: 'h2' | 'h3';
  body: string;
  lines: string;
  linesLabel: string;
}) {
  const { icon, title, heading, body, lines, linesLabel } = props;
  const { t } = useTranslationRef(safekeepTranslationRef);
  const [copied, setCopied] = useState(false);
  async function copy() {
    await navigator.clipboard?.writeText(lines);
    setCopied(true);
  }
  return (
    <Notice
      icon={icon}
      tone="neutral"
      title={title}
      heading={heading}
      action={
        <Button
          size="small"
          variant="secondary"
          iconStart={<RiFileCopyLine aria-hidden />}
          onPress={copy}
        >
          {copied ? t('action.copied') : t('action.copy')}
        </Button>
      }
    >
      <p>{body}</p>
      {/* Wider than a narrow card, so it must be possible to scroll it by keyboard. */}
      <pre
        className={styles.lines}
        // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
        tabIndex={0}
        aria-label={linesLabel}
      >
        {lines}
      </pre>
    </Notice>
  );
}

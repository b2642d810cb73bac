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
import { SourceStatus } from '@safekeep/backstage-plugin-safekeep-common';
import { safekeepTranslationRef } from '../../translation';
import { SOURCE_ICONS, useSourceName } from '../Freshness';
import { useReasonText } from '../ReasonText';
import { RelativeTime } from '../RelativeTime';
import styles from './StatusTab.module.css';

/** Where all of this was read, and how well each place can be seen. */
export function Sources(props: { sources: SourceStatus[] }) {
  const { t } = useTranslationRef(safekeepTranslationRef);
  const { short } = useSourceName();
  const reasonText = useReasonText();

  function nameOf({ kind, name }: SourceStatus) {
    switch (kind) {
      case 'cluster':
        return t('freshness.cluster', { name: <code>{name}</code> });
      case 'secret-metadata':
        return t('freshness.secretMetadata', { name: <code>{name}</code> });
      default:
        return t('freshness.repository', { name: <code>{short(name)}</code> });
    }
  }

  return (
    <ul className={styles.list}>
      {props.sources.map(source => {
        const { kind, name, namespace, state, observedAt, reason } = source;
        const Icon = SOURCE_ICONS[state];
        const { why, whatToDo } = reason ? reasonText(reason) : {};
        return (
          <li key={[kind, name, namespace].join('/')} className={styles.check}>
            <Icon
              aria-hidden
              className={styles.sourceIcon}
              data-state={state}
              size={20}
            />
            <div className={styles.checkText}>
              <div title={name}>
                {nameOf(source)}
                {namespace && (
                  <>
                    ,{' '}
                    {t('freshness.namespace', {
                      name: <code>{namespace}</code>,
                    })}
                  </>
                )}
              </div>
              <div className={styles.evidence}>
                {t(`source.${state}`)}
                {observedAt && (
                  <>
                    , <RelativeTime time={observedAt} />
                  </>
                )}
              </div>
              {reason && (
                <div>
                  {why} {whatToDo}
                </div>
              )}
            </div>
          </li>
        );
      })}
    </ul>
  );
}

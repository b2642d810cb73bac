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

/** Says why a fact is missing, where that is not the same as none. */
export function NotSeen(props: {
  database: DatabaseStatus;
  /** The kinds of Kubernetes that would tell. */
  kinds: string[];
}) {
  const { database, kinds } = props;
  const { t } = useTranslationRef(safekeepTranslationRef);
  const forbidden = kinds.filter(kind => database.notReadable.includes(kind));
  return forbidden.length > 0 ? (
    <>{t('database.notReadable', { kinds: forbidden.join(', ') })}</>
  ) : (
    <>{t('database.notSeen')}</>
  );
}

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
import { Alert } from '@backstage/ui';
import { useFormats } from '../../hooks/useFormats';
import { safekeepTranslationRef } from '../../translation';

/** Says that what is shown is the last answer, because asking again failed. */
export function PollFailure(props: {
  snapshot: { error?: Error; failingSince?: number; status?: object };
}) {
  const { error, failingSince, status } = props.snapshot;
  const { t } = useTranslationRef(safekeepTranslationRef);
  const formats = useFormats();
  if (!error || !status || failingSince === undefined) {
    return null;
  }
  return (
    <Alert
      role="status"
      status="warning"
      icon
      mb="2"
      description={t('notice.pollFailed', {
        time: formats.clock(failingSince, Date.now()),
        message: endSentence(error.message),
      })}
    />
  );
}

function endSentence(text: string): string {
  return /[.!?]$/.test(text) ? text : `${text}.`;
}

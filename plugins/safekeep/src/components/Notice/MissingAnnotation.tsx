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
import { RiMapPinLine } from '@remixicon/react';
import {
  ANNOTATION_GITOPS_URL,
  ANNOTATION_KUBERNETES_NAMESPACE,
} from '@safekeep/backstage-plugin-safekeep-common';
import { safekeepTranslationRef } from '../../translation';
import { PasteNotice } from './PasteNotice';

/** The lines to paste; the values are an example. */
export function annotationLines(name: string): string {
  return [
    'metadata:',
    '  annotations:',
    `    ${ANNOTATION_KUBERNETES_NAMESPACE}: ${name}-prod`,
    `    ${ANNOTATION_GITOPS_URL}: https://github.com/acme/deployment/tree/main/${name}`,
  ].join('\n');
}

/** For a card that is shown for an entity without the annotations. */
export function MissingAnnotation(props: { name: string }) {
  const { t } = useTranslationRef(safekeepTranslationRef);
  return (
    <PasteNotice
      icon={RiMapPinLine}
      title={t('notice.missingTitle')}
      body={t('notice.missingBody')}
      lines={annotationLines(props.name)}
      linesLabel={t('notice.missingLines')}
    />
  );
}

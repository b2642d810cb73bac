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
import { RiServerLine } from '@remixicon/react';
import { safekeepClustersReadPermission } from '@safekeep/backstage-plugin-safekeep-common';
import { isForbidden } from '../../hooks/refusals';
import { POLL_INTERVAL_MS } from '../../hooks/usePolled';
import { safekeepTranslationRef } from '../../translation';
import { ForbiddenNotice, PasteNotice, UnreachableNotice } from '../Notice';

const SECONDS = String(POLL_INTERVAL_MS / 1_000);

/** What configures a cluster for Backstage's own Kubernetes plugin, and so for Safekeep. */
const LINES = `kubernetes:
  serviceLocatorMethod: { type: multiTenant }
  clusterLocatorMethods:
    - type: config
      clusters:
        - name: prod
          url: https://prod.example:6443
          authProvider: serviceAccount
          serviceAccountToken: \${PROD_TOKEN}
          caFile: /etc/clusters/prod.pem`;

/** No cluster is configured. */
export function NoClusters() {
  const { t } = useTranslationRef(safekeepTranslationRef);
  return (
    <PasteNotice
      icon={RiServerLine}
      heading="h2"
      title={t('clusters.noneTitle')}
      body={t('clusters.noneBody')}
      lines={LINES}
      linesLabel={t('clusters.noneLines')}
    />
  );
}

/** There is no answer at all: the viewer may not, or the backend does not. */
export function NoClustersAnswer(props: { error: Error; onRetry(): void }) {
  const { error, onRetry } = props;
  const { t } = useTranslationRef(safekeepTranslationRef);
  if (isForbidden(error)) {
    return (
      <ForbiddenNotice heading="h2">
        {t('clusters.forbiddenBody', {
          permission: <code>{safekeepClustersReadPermission.name}</code>,
        })}
      </ForbiddenNotice>
    );
  }
  return (
    <UnreachableNotice heading="h2" error={error} onRetry={onRetry}>
      {t('clusters.unreachableBody', { seconds: SECONDS })}
    </UnreachableNotice>
  );
}

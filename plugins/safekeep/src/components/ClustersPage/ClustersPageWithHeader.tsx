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
import { PluginHeader } from '@backstage/ui';
import { RiShieldKeyholeLine } from '@remixicon/react';
import { safekeepTranslationRef } from '../../translation';
import { ClustersPage } from './ClustersPage';

/** The page for apps that give a page no header: those in the old frontend system. */
export function ClustersPageWithHeader() {
  const { t } = useTranslationRef(safekeepTranslationRef);
  return (
    <>
      <PluginHeader
        icon={<RiShieldKeyholeLine aria-hidden />}
        title={t('clusters.title')}
      />
      <ClustersPage />
    </>
  );
}

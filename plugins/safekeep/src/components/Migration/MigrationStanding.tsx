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
import { DatabaseMigrationStatus } from '@safekeep/backstage-plugin-safekeep-common';
import { safekeepTranslationRef } from '../../translation';
import { standingOf, stepKey } from './standing';

/** A line on where a migration stands, for a row; nothing once it is over. */
export function MigrationStanding(props: {
  migration: DatabaseMigrationStatus;
}) {
  const { migration } = props;
  const { t } = useTranslationRef(safekeepTranslationRef);
  const { done, total, at } = standingOf(migration);
  if (!at) {
    return null;
  }
  const counted = t(
    migration.stage === 'roll-back'
      ? 'migration.standingBack'
      : 'migration.standing',
    { done: String(done), total: String(total) },
  );
  return (
    <div>
      {counted}{' '}
      {t(`migration.at.${at.state === 'done' ? 'waiting' : at.state}`, {
        step: t(stepKey(migration, at.id)),
      })}
    </div>
  );
}

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
import {
  DatabaseStatus,
  StatusAction,
} from '@safekeep/backstage-plugin-safekeep-common';
import { safekeepTranslationRef } from '../../translation';
import {
  Advice,
  Backups,
  NetworkFacts,
  OperatorFacts,
  ServerFacts,
  VolumeTable,
  Warnings,
} from '../Database';
import { Fact } from '../Fact';
import { MigrationSection } from '../Migration';
import { ObjectPanel } from './ObjectPanel';
import { PasswordRotation } from './PasswordRotation';

const MIGRATION_TEMPLATES = ['migrate-postgres', 'roll-back-postgres'];

function isOfMigration(action: StatusAction | undefined): boolean {
  return action !== undefined && MIGRATION_TEMPLATES.includes(action.template);
}

/** One database: what serves it, where its data is, and how its move stands. */
export function DatabasePanel(props: {
  item: { kind: 'database'; value: DatabaseStatus };
}) {
  const { item } = props;
  const database = item.value;
  const { secrets, passwordRotations, migration, operator } = database;
  const { t } = useTranslationRef(safekeepTranslationRef);
  return (
    <ObjectPanel
      // What comes next in a move is offered where the move is told.
      item={
        migration && isOfMigration(database.action)
          ? { ...item, value: { ...database, action: undefined } }
          : item
      }
      offered={[migration?.next?.action, migration?.rollBack]}
      facts={
        <>
          <ServerFacts database={database} />
          {operator && <OperatorFacts operator={operator} />}
          <NetworkFacts database={database} />
          <Fact label={t('database.backups')}>
            <Backups database={database} />
          </Fact>
          {passwordRotations.map(rotation => (
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
    >
      {migration && (
        <MigrationSection database={database} migration={migration} />
      )}
      <VolumeTable database={database} />
      <Advice database={database} />
      <Warnings database={database} />
    </ObjectPanel>
  );
}

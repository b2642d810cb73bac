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

import { DatabaseMigration } from '@safekeep/backstage-plugin-safekeep-common';
import { findServer } from '../../postgres/findServer';
import { readServiceObjects } from '../../postgres/serviceObjects';
import { addMonitoring } from '../addMonitoring';
import { readServiceFiles } from '../locateSecret';
import { MigrateDatabaseOptions, Move } from './Move';

/**
 * Adds the monitoring that was asked for, of the server as the move leaves it;
 * a move that went back leaves nothing new.
 *
 * @returns what to know before the merge
 */
export function monitor(
  { changeSet, service: before, namespace }: Move,
  migration: DatabaseMigration,
  { monitoring }: Pick<MigrateDatabaseOptions, 'monitoring'>,
): string[] {
  if (!monitoring || migration.stage !== 'finalized') {
    return [];
  }
  const { folder } = before;
  const service = readServiceFiles(changeSet.files, folder);
  const objects = readServiceObjects(changeSet.files, service, namespace);
  const server = findServer(objects, {
    folder,
    secret: '',
    wanted: migration.to,
  });
  return addMonitoring(changeSet, service, {
    namespace,
    objects,
    server,
    monitoring,
  }).warnings;
}

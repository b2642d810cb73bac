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

import { InputError } from '@backstage/errors';
import {
  assertDatabaseNames,
  assertSqlName,
  METRICS_ROLE,
  secretNames,
  SUPERUSER,
} from '../postgres/DatabaseNames';
import { backupName, BackupPlan, renderBackup } from '../postgres/renderBackup';
import { NewDatabase, renderDatabase } from '../postgres/renderDatabase';
import { renderMonitoring } from '../postgres/renderMonitoring';
import { ParsedSealingCertificate } from '../sealing';
import { MonitoringOptions } from './addMonitoring';
import {
  assertBackupPlan,
  assertClaim,
  knownImage,
  memoryOf,
} from './assertNewDatabase';
import { ChangeSet } from './ChangeSet';
import { describeCreation } from './describeCreation';
import { changeIdOf } from './FileChange';
import {
  assertNothingThere,
  findManifestPlace,
  ManifestPlace,
} from './findManifestPlace';
import { defaultSealedPath, readServiceFiles } from './locateSecret';
import { PlannedChange } from './PlannedChange';
import { listFile } from './replacePlainFile';
import { sealCredentials } from './sealCredentials';

/** @public */
export interface CreatePostgresOptions {
  /** Folder of the service's manifests among the files; the root by default. */
  folder?: string;
  certificate: ParsedSealingCertificate;
  namespace: string;
  /** Of the StatefulSet and of the Service that clients use. */
  name: string;
  now: Date;
  /** An official image of PostgreSQL, or a copy of one, by its tag. */
  image: string;
  /** The database to make; by default called as the role. */
  database?: string;
  /** The role that owns it, which the service logs in as. */
  role: string;
  storageClass: string;
  /** Size of the data's claim, such as `10Gi`. */
  storage: string;
  /** Request and limit of the server, such as `512Mi`, which is the default. */
  memory?: string;
  backup?: {
    /** Five fields of cron, in UTC; every night by default. */
    schedule?: string;
    /** How many days dumps are kept; 7 by default. */
    keepDays?: number;
    /** Size of their claim; as the data's by default. */
    storage?: string;
    /** As the data's by default. */
    storageClass?: string;
  };
  /** An exporter, a ServiceMonitor and a dashboard; none by default. */
  monitoring?: MonitoringOptions;
}

/** @public */
export interface CreatePostgresResult extends PlannedChange {
  /** Names of the Secrets that the SealedSecrets become. */
  secrets: string[];
  /** The one of them that the service reads. */
  appSecret: string;
}

/**
 * Writes all that a new PostgreSQL server needs, with passwords that nobody has
 * seen: storage, Services, who may reach it, credentials, and backups.
 *
 * @remarks
 * Two roles from the first start on: the superuser, which only the server and
 * its backup read, and the role that owns the data, which the service reads.
 *
 * @throws InputError where something of that name is there, or the image is not
 *   one whose user and layout are known
 * @public
 */
export function createPostgres(
  files: Map<string, string>,
  options: CreatePostgresOptions,
): CreatePostgresResult {
  const { role, certificate } = options;
  assertDatabaseNames(options);
  const database = newDatabaseOf(options);
  const backup = backupOf(options);
  const service = readServiceFiles(files, options.folder ?? '');
  const place = findManifestPlace(files, service, options);
  const { kustomization } = place;

  const sealed = sealCredentials(options, {
    role,
    database: database.database,
    withMetrics: database.withMetrics,
    certificate,
    now: options.now,
    pathOf: secret =>
      defaultSealedPath(secret, kustomization, undefined, service.folder),
  });
  const manifests = manifestsOf(place, database, backup, options);
  const written = new Map([
    ...sealed.map(({ path, text }) => [path, text] as const),
    ...manifests,
  ]);
  assertNothingThere(files, service, options.namespace, written);
  const changeSet = ChangeSet.create(files);
  for (const [path, text] of written) {
    changeSet.write(path, text);
    if (kustomization) {
      listFile(changeSet, kustomization, path);
    }
  }

  const changes = changeSet.changes();
  const [path] = manifests.keys();
  return {
    ...describeCreation({
      database,
      role,
      backup,
      certificate,
      changes,
      path,
      sealed,
      kustomization,
    }),
    changes,
    changeId: changeIdOf(
      {
        verb: 'create-postgres',
        database,
        role,
        backup,
        monitoring: options.monitoring,
        certificate: certificate.fingerprint,
      },
      changes,
    ),
    path,
    keys: [],
    restartedWorkloads: [],
    secrets: sealed.map(({ secret }) => secret),
    appSecret: secretNames(options.name).app,
  };
}

/** Path to text; the server's own file first. */
function manifestsOf(
  place: ManifestPlace,
  database: NewDatabase,
  backup: BackupPlan,
  { monitoring }: CreatePostgresOptions,
): Map<string, string> {
  const { namespace, name } = database;
  const { metrics } = secretNames(name);
  return new Map([
    [place.pathOf('statefulsets', `${name}.yaml`), renderDatabase(database)],
    [
      place.pathOf('cronjobs', `${backupName(name)}.yaml`),
      renderBackup(database, backup),
    ],
    ...(monitoring
      ? [
          [
            place.pathOf('monitoring', `${name}-monitoring.yaml`),
            renderMonitoring({
              namespace,
              name,
              host: name,
              database: { value: database.database },
              role: { secret: metrics, key: 'METRICS_USER' },
              password: { secret: metrics, key: 'METRICS_PASSWORD' },
              ...monitoring,
            }),
          ] as const,
        ]
      : []),
  ]);
}

function newDatabaseOf(options: CreatePostgresOptions): NewDatabase {
  const { namespace, name, image, role, storageClass, storage } = options;
  const database = options.database ?? role;
  assertSqlName('Role', role);
  assertSqlName('Database', database);
  if ([SUPERUSER, METRICS_ROLE].includes(role)) {
    throw new InputError(
      `Role ${role} is one that the server has besides: call that of the service otherwise`,
    );
  }
  if (['postgres', 'template0', 'template1'].includes(database)) {
    throw new InputError(
      `Database ${database} is one that every server has: call that of the service otherwise`,
    );
  }
  assertClaim('the data', options);
  return {
    namespace,
    name,
    image,
    facts: knownImage(image),
    database,
    storageClass,
    storage,
    memory: memoryOf(options.memory ?? '512Mi'),
    withMetrics: options.monitoring !== undefined,
  };
}

function backupOf(options: CreatePostgresOptions): BackupPlan {
  const { backup = {} } = options;
  const plan = {
    schedule: backup.schedule ?? '17 2 * * *',
    keepDays: backup.keepDays ?? 7,
    storageClass: backup.storageClass ?? options.storageClass,
    storage: backup.storage ?? options.storage,
  };
  assertBackupPlan(plan);
  return plan;
}

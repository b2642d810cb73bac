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

import { JsonObject } from '@backstage/types';
import { BACKUP_SCRIPT } from './backupScript';
import {
  clientLabel,
  DatabaseNames,
  labelsOf,
  secretNames,
} from './DatabaseNames';
import { ImageFacts } from './imageFacts';
import { renderManifests } from './renderManifests';

const MOUNT = '/backups';

export interface BackupPlan {
  /** Five fields of cron, in UTC. */
  schedule: string;
  keepDays: number;
  storageClass: string;
  /** Size of the backups' claim, such as `10Gi`. */
  storage: string;
}

export const backupName = (name: string) => `${name}-backup`;
/** Name of the claim that the dumps are in. */
export const backupClaim = (name: string) => `${name}-backups`;
/** Name of the Job that makes the first backup. */
export const firstBackupName = (name: string) => `${name}-backup-first`;

/** The manifests of a database's backups, as text of a file. */
export function renderBackup(
  database: DatabaseNames & {
    image: string;
    facts: Required<Pick<ImageFacts, 'uid' | 'gid'>>;
  },
  plan: BackupPlan,
): string {
  const { namespace, name } = database;
  const labels = {
    'app.kubernetes.io/name': 'postgresql-backup',
    ...labelsOf(name),
  };
  const job = (backoffLimit: number): JsonObject => ({
    backoffLimit,
    activeDeadlineSeconds: 6 * 60 * 60,
    template: {
      metadata: { labels: { ...labels, ...clientLabel(name) } },
      spec: podSpec(database, plan),
    },
  });
  return renderManifests(
    `# Dumps of all databases, each read back, kept for ${plan.keepDays} days. They are in the
# same cluster as the database: copy them elsewhere. They hold what the database
# holds, and the roles' password verifiers.
`,
    [
      {
        apiVersion: 'v1',
        kind: 'PersistentVolumeClaim',
        metadata: {
          name: backupClaim(name),
          namespace,
          labels,
          annotations: {
            'argocd.argoproj.io/sync-options': 'Prune=false,Delete=false',
            'kustomize.toolkit.fluxcd.io/prune': 'disabled',
          },
        },
        spec: {
          accessModes: ['ReadWriteOnce'],
          storageClassName: plan.storageClass,
          resources: { requests: { storage: plan.storage } },
        },
      },
      {
        apiVersion: 'batch/v1',
        kind: 'CronJob',
        metadata: { name: backupName(name), namespace, labels },
        spec: {
          schedule: plan.schedule,
          timeZone: 'Etc/UTC',
          concurrencyPolicy: 'Forbid',
          startingDeadlineSeconds: 3600,
          successfulJobsHistoryLimit: 1,
          failedJobsHistoryLimit: 3,
          jobTemplate: { metadata: { labels }, spec: job(1) },
        },
      },
      // Storage that waits for its first pod would keep a sync from ever being
      // healthy until the first night.
      {
        apiVersion: 'batch/v1',
        kind: 'Job',
        metadata: { name: firstBackupName(name), namespace, labels },
        spec: job(4),
      },
    ],
  );
}

function podSpec(
  database: {
    name: string;
    image: string;
    facts: Required<Pick<ImageFacts, 'uid' | 'gid'>>;
  },
  plan: BackupPlan,
): JsonObject {
  const { name, image, facts } = database;
  const { superuser } = secretNames(name);
  const from = (key: string) => ({
    valueFrom: { secretKeyRef: { name: superuser, key } },
  });
  return {
    restartPolicy: 'Never',
    automountServiceAccountToken: false,
    enableServiceLinks: false,
    securityContext: {
      runAsNonRoot: true,
      runAsUser: facts.uid,
      runAsGroup: facts.gid,
      fsGroup: facts.gid,
      fsGroupChangePolicy: 'OnRootMismatch',
      seccompProfile: { type: 'RuntimeDefault' },
    },
    containers: [
      {
        name: 'backup',
        image,
        command: ['/bin/sh', '-c'],
        args: [BACKUP_SCRIPT],
        env: [
          { name: 'PGHOST', value: name },
          { name: 'PGUSER', ...from('POSTGRES_USER') },
          { name: 'PGPASSWORD', ...from('POSTGRES_PASSWORD') },
          { name: 'BACKUPS', value: MOUNT },
          { name: 'KEEP_DAYS', value: String(plan.keepDays) },
          // Seconds: a new database is made meanwhile.
          { name: 'PATIENCE', value: '900' },
        ],
        resources: {
          requests: { cpu: '50m', memory: '64Mi' },
          limits: { memory: '512Mi' },
        },
        securityContext: {
          allowPrivilegeEscalation: false,
          readOnlyRootFilesystem: true,
          capabilities: { drop: ['ALL'] },
        },
        volumeMounts: [
          { name: 'backups', mountPath: MOUNT },
          { name: 'tmp', mountPath: '/tmp' },
        ],
      },
    ],
    volumes: [
      {
        name: 'backups',
        persistentVolumeClaim: { claimName: backupClaim(name) },
      },
      // sh keeps a here-document there.
      { name: 'tmp', emptyDir: { sizeLimit: '64Mi' } },
    ],
  };
}

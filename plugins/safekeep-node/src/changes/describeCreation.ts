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

import { clientLabel, secretNames } from '../postgres/DatabaseNames';
import {
  backupClaim,
  backupName,
  BackupPlan,
  firstBackupName,
} from '../postgres/renderBackup';
import { NewDatabase } from '../postgres/renderDatabase';
import { ParsedSealingCertificate } from '../sealing';
import { describeChange } from './describeChange';
import { FileChange } from './FileChange';
import { SealedCredentials } from './sealCredentials';

interface Creation {
  database: NewDatabase;
  role: string;
  backup: BackupPlan;
  certificate: ParsedSealingCertificate;
  changes: FileChange[];
  /** The server's own file. */
  path: string;
  sealed: SealedCredentials[];
  kustomization?: string;
}

/** Title, description and warnings of a change that creates a database. */
export function describeCreation(creation: Creation): {
  title: string;
  description: string;
  warnings: string[];
} {
  const { database, role } = creation;
  const { namespace, name, facts, withMetrics } = database;
  const warnings = warningsOf(creation);
  const described = describeChange({
    namespace,
    name,
    purpose: `Sets up PostgreSQL ${facts.major} as StatefulSet \`${name}\` in namespace \`${namespace}\`, with database \`${database.database}\`, which role \`${role}\` owns. The passwords are random; nobody has seen them.`,
    changes: creation.changes,
    remarks: remarksOf(creation),
    restarted: [],
    onMerge: `The sync applies all of it, and the controller makes the Secrets. The server initialises its volume, with checksums of its pages, and makes the roles; Job \`${firstBackupName(
      name,
    )}\` waits for it and makes the first backup. It is there when the StatefulSet is ready, usually within a minute.${
      withMetrics
        ? ' The exporter logs in as a role that may read statistics only.'
        : ''
    }`,
    warnings,
    verify: `The server is ready, and the first backup names its databases:\n\n\`\`\`sh\n${[
      `kubectl -n ${namespace} rollout status statefulset/${name}`,
      `kubectl -n ${namespace} wait --for=condition=complete --timeout=20m job/${firstBackupName(
        name,
      )}`,
      `kubectl -n ${namespace} logs job/${firstBackupName(name)}`,
    ].join('\n')}\n\`\`\``,
    goBack: goBack(creation),
  });
  return {
    title: `Create PostgreSQL ${name}`,
    description: `${described}\n### How the service connects\n\n${connecting(
      creation,
    )}\n`,
    warnings,
  };
}

function remarksOf(creation: Creation): Record<string, string> {
  const { database, backup, sealed, path, kustomization } = creation;
  const { name, storage, storageClass, facts } = database;
  const others = Object.fromEntries(
    creation.changes
      .filter(change => change.action === 'create')
      .map(change => [
        change.path,
        change.path.endsWith(`${backupName(name)}.yaml`)
          ? `new; CronJob \`${backupName(name)}\` (\`${
              backup.schedule
            }\`, UTC), a first Job and claim \`${backupClaim(name)}\` of ${
              backup.storage
            } in \`${backup.storageClass}\``
          : 'new; the exporter, its ServiceMonitor and a dashboard',
      ]),
  );
  return {
    ...others,
    ...Object.fromEntries(
      sealed.map(each => [
        each.path,
        `new; \`${each.secret}\`, sealed (strict) with certificate \`${creation.certificate.fingerprint}\``,
      ]),
    ),
    [path]: `new; StatefulSet \`${name}\` as user ${facts.uid} of \`${database.image}\`, with a claim of ${storage} in \`${storageClass}\`, Services \`${name}\` and \`${name}-headless\`, a disruption budget, a NetworkPolicy and what runs on an empty volume`,
    ...(kustomization && { [kustomization]: 'lists the new files' }),
  };
}

function warningsOf({ database, kustomization }: Creation): string[] {
  const { namespace, name, withMetrics } = database;
  const claim = `data-${name}-0`;
  return [
    `A claim that an earlier StatefulSet of this name left is taken over with its data and its passwords, and these here would not fit. \`kubectl -n ${namespace} get pvc ${claim}\` must say \`NotFound\`.`,
    `The dumps are in the same cluster as the database, maybe on the same disk: copy them elsewhere too.`,
    'NetworkPolicies count only where the cluster’s network enforces them.',
    ...(withMetrics
      ? [
          'Without the Prometheus operator the cluster knows no ServiceMonitor, and the sync of that one object fails.',
        ]
      : []),
    ...(kustomization
      ? []
      : [
          'The folder has no kustomization: whatever applies it must take up new files by itself.',
        ]),
  ];
}

function goBack({ database }: Creation): string {
  const { namespace, name } = database;
  return `Revert this pull request. The claims \`data-${name}-0\` and \`${backupClaim(
    name,
  )}\` stay with what is in them; delete them by hand when nothing is to be kept: \`kubectl -n ${namespace} delete pvc data-${name}-0 ${backupClaim(
    name,
  )}\`. Before this is merged again, the first must be gone: it has the passwords of the first time.`;
}

function connecting({ database }: Creation): string {
  const { name } = database;
  const { app, superuser } = secretNames(name);
  const [[label, value]] = Object.entries(clientLabel(name));
  return [
    `Its pods need the label, which lets them through, and Secret \`${app}\`. \`${superuser}\` is for the server and its backup alone.`,
    '',
    '```yaml',
    'metadata:',
    '  labels:',
    `    ${label}: "${value}"`,
    'spec:',
    '  containers:',
    '    - env:',
    `        - { name: DB_HOST, value: ${name} }`,
    ...['DB_NAME', 'DB_USER', 'DB_PASSWORD'].flatMap(key => [
      `        - name: ${key}`,
      `          valueFrom: { secretKeyRef: { name: ${app}, key: ${key} } }`,
    ]),
    '```',
  ].join('\n');
}

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

import { MIGRATION_REASONS } from './migrationReasons';
import { PasswordVerdict } from './passwordRotation';
import { SNAPSHOT_REASONS } from './snapshotReasons';
import { StatusAction } from './statusAction';

/**
 * Why something is as it is. `code` and `parameters` let a frontend say it in
 * the reader's language; `why` and `whatToDo` are the English sentences.
 *
 * @public
 */
export interface Reason {
  code: ReasonCode;
  parameters: Record<string, string>;
  why: string;
  /** Absent when there is nothing to do but wait. */
  whatToDo?: string;
  /** The template that does it, where there is one and who asks may propose it. */
  action?: StatusAction;
}

/**
 * Every reason code with its English sentences; `{{name}}` stands for a
 * parameter.
 *
 * @public
 */
export const REASONS = {
  'database-in-deployment': {
    why: 'A Deployment lets a second pod write to claim {{claim}} at the same time.',
    whatToDo:
      'Move it to a StatefulSet that keeps the claim, in a guarded pull request.',
  },
  'database-without-claim': {
    why: '{{engine}} has no persistent volume claim: its data is lost when the pod is.',
    whatToDo: 'Give it a StatefulSet with a claim.',
  },
  'database-not-ready': {
    why: '{{ready}} of {{desired}} pods are ready. {{detail}}',
    whatToDo:
      'Look at the events and the log of the pod that is not ready. After a correction in Git, delete it if it is not replaced.',
  },
  'database-unschedulable': {
    why: 'No node takes pod {{pod}}: {{message}}.',
    whatToDo:
      'Correct in Git what it asks for (resources, nodeSelector, affinity, claims), or give the cluster a node that has it. Then delete pod {{pod}} if it still waits: a StatefulSet does not replace one that never became ready.',
  },
  'database-image-not-pulled': {
    why: 'The image of pod {{pod}} cannot be pulled: {{message}}.',
    whatToDo:
      'Correct the image in Git, or make the registry give it to this cluster. Then delete pod {{pod}} if it still waits: a StatefulSet does not replace one that never became ready.',
  },
  'database-scaled-to-zero': {
    why: 'It is scaled to 0, so nothing serves the data.',
    whatToDo: 'Set replicas to 1 in Git when it should run.',
  },
  'database-password-unconfirmed': {
    why: 'The password in {{secret}} was rotated ({{date}}), and nothing shows that the role in the database was changed with it.',
    whatToDo:
      'Rotate it with “Rotate a database password”, which changes both, or change the role with ALTER ROLE … PASSWORD to the same value: otherwise new connections are refused.',
  },
  'database-user-password-unconfirmed': {
    why: 'The password in {{secret}} was rotated ({{date}}), and nothing shows that the user in the database was changed with it.',
    whatToDo:
      'Give the user in the database the same password, or new connections are refused.',
  },
  'password-rotation-waiting': {
    why: 'A new password is in {{secret}} ({{date}}), and there is no Job yet that gives it to the database.',
    whatToDo:
      'Wait for the sync. If somebody deleted the Job, sync again so that it is made anew.',
  },
  'password-rotation-running': {
    why: 'Job {{job}} is changing the password of {{secret}} in the database. {{detail}}',
    whatToDo:
      'Wait for it. What logs in before it is through may still be refused.',
  },
  'password-rotation-not-known': {
    why: 'Job {{job}} ended, but whether the database has the new password of {{secret}} is not known: what its pod said cannot be read.',
    whatToDo:
      'Rotate the password again: the Job looks first, and changes nothing where the password is right.',
  },
  'password-rotation-failed': {
    why: 'Job {{job}} could not change the password of {{secret}} in the database. {{login}}',
    whatToDo:
      'Look at the events and the log of its pod, then rotate the password again.',
  },
  'password-secret-not-updated': {
    why: 'Job {{job}} gave up waiting for the new value of {{secret}} and changed nothing. {{login}}',
    whatToDo:
      'See why the controller does not open the SealedSecret. Then delete the Job and sync, so that it runs again.',
  },
  'password-server-unreachable': {
    why: 'The database did not answer Job {{job}}, so that the password of {{secret}} was not changed. {{login}}',
    whatToDo:
      'Bring the database up, and check its Service and the NetworkPolicies to it. Then delete the Job and sync, so that it runs again.',
  },
  'password-server-refused': {
    why: 'The database refused the connection of Job {{job}}, and not for a password of {{secret}}. {{login}}',
    whatToDo:
      'Look at the log of the database: too many connections, or a line of pg_hba.conf. Then delete the Job and sync, so that it runs again.',
  },
  'password-server-too-old': {
    why: 'The database is older than PostgreSQL 10, and Job {{job}} did not change the password of {{secret}}. {{login}}',
    whatToDo:
      'Change the role by hand with ALTER ROLE, and move to a PostgreSQL that is maintained.',
  },
  'password-not-checked': {
    why: 'The database lets anyone in without a password (trust), so that Job {{job}} did not change that of {{secret}}. {{login}}',
    whatToDo:
      'Set scram-sha-256 in pg_hba.conf for connections over the network. Then delete the Job and sync, so that it runs again.',
  },
  'password-previous-refused': {
    why: 'Job {{job}} could not log in with any password that {{secret}} has or had. {{login}}',
    whatToDo:
      'Set the password by a socket in the pod of the database (ALTER ROLE), or seal the one that works under the _PREVIOUS key. Then delete the Job and sync, so that it runs again.',
  },
  'password-admin-refused': {
    why: 'The database refuses the administrator’s password in {{secret}}, so that Job {{job}} changed nothing. {{login}}',
    whatToDo:
      'Rotate the administrator’s password in place first, or seal the one that works. Then delete the Job and sync, so that it runs again.',
  },
  'password-role-missing': {
    why: 'The role that owns the data does not exist, so that Job {{job}} changed nothing for {{secret}}. {{login}}',
    whatToDo:
      'Name the role that owns the tables, and prepare the rotation again.',
  },
  'password-slot-taken': {
    why: 'A role of the slot’s name exists and is no member of the owner, so that Job {{job}} did not touch it for {{secret}}. {{login}}',
    whatToDo:
      'Rename or drop that role, or make it a member of the owner. Then delete the Job and sync, so that it runs again.',
  },
  'password-read-only': {
    why: 'The database takes no writes, so that Job {{job}} could not change the password of {{secret}}. {{login}}',
    whatToDo:
      'Point the Service at the primary, or end the read-only mode. Then delete the Job and sync, so that it runs again.',
  },
  'password-alter-refused': {
    why: 'The database refused Job {{job}} to change the role for {{secret}}. {{login}}',
    whatToDo:
      'Give the role the right to change itself, or change it as administrator. The log of the database says why it refused.',
  },
  'password-login-refused-after-change': {
    why: 'Job {{job}} changed the role, but a login with the new password of {{secret}} is refused. {{login}}',
    whatToDo:
      'Look at pg_hba.conf and at the log of the database: the role may be NOLOGIN, expired, or not let in from there.',
  },
  'password-sessions-connected': {
    why: 'The earlier role of {{secret}} still has sessions, so that Job {{job}} did not shut it out. {{login}}',
    whatToDo:
      'Find in pg_stat_activity what still uses it, and restart that. Then delete the Job and sync, so that it runs again.',
  },
  'password-owner-kept': {
    why: 'The earlier role of {{secret}} is also the administrator, or owns what the others use: it still logs in with its earlier password.',
    whatToDo: 'Rotate that role’s own password in place.',
  },
  'password-slot-prepared': {
    why: 'Role {{role}} logs in with its new password, and the consumers of {{secret}} do not use it yet.',
    whatToDo: 'Switch them to it: that is the second of three pull requests.',
  },
  'password-slot-switching': {
    why: 'The consumers of {{secret}} get role {{role}}. Not restarted with it yet: {{consumers}}.',
    whatToDo: 'Wait for the rollout. If none is under way, restart them.',
  },
  'password-slot-switched': {
    why: 'The consumers of {{secret}} log in as {{role}}, and {{other}} can still log in.',
    whatToDo:
      'Retire {{other}} once nothing else uses it: that is the last of three pull requests.',
  },
  'claim-not-found': {
    why: 'Claim {{claim}} was not found.',
    whatToDo:
      'Check that the claim is in Git and was not deleted; a new claim starts empty.',
  },
  'claim-pending': {
    why: 'Claim {{claim}} is {{phase}}, not Bound. Its StorageClass: {{storageClass}}.',
    whatToDo:
      'Check that a pod which can be scheduled uses the claim, and that this StorageClass exists. If it does not, create it, or name another in Git: for that, delete the StatefulSet that makes the claim, and the claim, which was never bound.',
  },
  'claim-lost': {
    why: 'Claim {{claim}} is Lost: the volume that it was bound to is gone.',
    whatToDo:
      'Restore the volume under its name, or the data from a backup. Do not delete the claim before: a new one starts empty.',
  },
  'database-out-of-memory': {
    why: 'Pod {{pod}} was ended for taking more memory than its limit (OOMKilled).',
    whatToDo:
      'Raise resources.limits.memory in Git, or lower shared_buffers, work_mem and max_connections.',
  },
  'data-permission-denied': {
    why: 'The server in pod {{pod}} may not use its data directory: it runs as user {{user}}, and the files belong to another or are open to others.',
    whatToDo:
      'Set runAsUser, runAsGroup and fsGroup in Git to the user that the files belong to (postgres is 70 in Alpine images, 999 in Debian ones, 1001 at Bitnami), fsGroupChangePolicy to OnRootMismatch, and PGDATA to a folder below the mount.',
  },
  'data-user-unusual': {
    why: 'The server in pod {{pod}} ends again and again (exit code {{exitCode}}). It runs as user {{user}}, and its image is made for user {{imageUser}}.',
    whatToDo:
      'See the log of the pod for “Permission denied” or “wrong ownership”. If so, set runAsUser, runAsGroup and fsGroup in Git to {{imageUser}}.',
  },
  'data-of-another-version': {
    why: 'The data directory was made by another major version than the one that pod {{pod}} starts.',
    whatToDo:
      'Take the image back to the earlier major in Git. A newer major needs a dump and restore, or pg_upgrade: “Migrate PostgreSQL” with its second option does the former.',
  },
  'data-disk-full': {
    why: 'The volume of pod {{pod}} is full.',
    whatToDo:
      'Ask for more in the claim, if its StorageClass allows it to grow. Do not delete files in pg_wal: that loses the database.',
  },
  'data-lock-left': {
    why: 'The server in pod {{pod}} does not start, since the data directory has a lock file that another server, or the guard of a migration, has.',
    whatToDo:
      'See which other pod has this claim mounted, and scale it to 0 in Git. Delete postmaster.pid only when there is none.',
  },
  'data-directory-not-empty': {
    why: 'The server in pod {{pod}} makes no database, since its data directory is neither empty nor a database: a volume’s own lost+found, or an initialisation that was cut off.',
    whatToDo:
      'Set PGDATA to a folder below the mount. If this database had data, look first in which folder of the claim it is.',
  },
  'database-password-missing': {
    why: 'The data directory of pod {{pod}} is empty, and no password is given to make a database with.',
    whatToDo:
      'If this database had data, it is on another claim or in another folder: compare PGDATA, mountPath and subPath with the earlier manifest. If it is new, give it POSTGRES_PASSWORD from a Secret.',
  },
  'data-outside-claim': {
    why: 'The data directory {{directory}} is not on the claim, which is mounted at {{path}}: the data is lost with the container.',
    whatToDo:
      'Make a dump before anything restarts the pod. Then mount the claim where the image keeps its data: at /var/lib/postgresql/data until PostgreSQL 17, at /var/lib/postgresql from 18 on.',
  },
  'data-directory-differs': {
    why: 'On claim {{claim}} it uses the folder {{directory}}, and {{other}} uses {{otherDirectory}}: one of them is an empty database beside the data.',
    whatToDo:
      'Give both the same PGDATA, mountPath and subPath in Git: those of the one that has the data.',
  },
  'claim-left-behind': {
    why: 'It runs on claim {{own}}, and nothing mounts the older claim {{claim}} any more: the data may still be there.',
    whatToDo:
      'If tables are missing, scale the StatefulSet to 0 in Git and let it mount the older claim: “Migrate PostgreSQL” plans that. If nothing is missing, delete the older claim once there is a backup.',
  },
  'claim-two-servers': {
    why: 'Two servers have claim {{claim}} at this moment: {{pods}}. What both write is lost or broken.',
    whatToDo:
      'Scale all but the one with the right data to 0 in Git now. Then check that one: its log, a dump of all databases, and amcheck.',
  },
  'claim-shared': {
    why: 'Claim {{claim}} is mounted by {{others}} too: nothing keeps two servers from its data.',
    whatToDo:
      'Let one workload have the claim, and scale the other to 0 in Git, or remove it.',
  },
  'claim-class-missing': {
    why: 'Claim {{claim}} asks for StorageClass {{storageClass}}, which this cluster does not have. It has: {{known}}.',
    whatToDo:
      'Name one that there is in Git: a StatefulSet’s claim template cannot be changed, so delete the StatefulSet that makes the claim, and the claim, which was never bound. Or create that StorageClass.',
  },
  'claim-no-default-class': {
    why: 'Claim {{claim}} names no StorageClass, and this cluster has no default one. It has: {{known}}.',
    whatToDo:
      'Name one in Git: a StatefulSet’s claim template cannot be changed, so delete the StatefulSet that makes the claim, and the claim, which was never bound. Or mark one as the default.',
  },
  'claim-waits-for-pod': {
    why: 'Claim {{claim}} waits for a pod: StorageClass {{storageClass}} makes a volume only when a node has taken a pod that uses the claim.',
    whatToDo:
      'See why no pod that uses it has a node. In Argo CD, put the claim and the workload in one sync wave: an earlier wave waits for the claim for ever.',
  },
  'claim-not-provisioned': {
    why: 'No volume could be made for claim {{claim}} by {{provisioner}} (StorageClass {{storageClass}}): {{message}}.',
    whatToDo:
      'See the events of the claim. Size, access mode and topology must be what this provisioner can do, and the provisioner must run.',
  },
  'claim-no-volume': {
    why: 'No volume fits claim {{claim}}, and none is made for it: it wants {{requested}}, {{accessModes}}.',
    whatToDo:
      'Create a volume of that size and access mode, or name a StorageClass that makes them.',
  },
  'claim-volume-taken': {
    why: 'Claim {{claim}} wants volume {{volume}}, which is not there for it: gone, released, bound to another, or of another size, class or access mode.',
    whatToDo:
      'If that volume has the data, see its claimRef: a released one must have it removed before it can be bound again. Do not delete the volume.',
  },
  'service-without-endpoints': {
    why: 'Service {{service}} leads to no pod, though {{workload}} is ready: clients cannot reach the database.',
    whatToDo:
      'Compare the selector of the Service with the labels of the pods in Git, and make them the same.',
  },
  'service-several-workloads': {
    why: 'Service {{service}} leads to several workloads: {{workloads}}. Each connection goes to either of them.',
    whatToDo:
      'Give the Service a selector in Git that only the database’s pods have.',
  },
  'service-exposed': {
    why: 'Service {{service}} is of type {{type}}: the database can be reached from outside of the cluster.',
    whatToDo: 'Make it a ClusterIP, unless that is meant.',
  },
  'sync-immutable-field': {
    why: '{{by}} cannot apply {{kind}} {{name}}: Git changes a field of it that cannot be changed. It runs as it was before.',
    whatToDo:
      'Take that change back in Git. Or delete the StatefulSet with --cascade=orphan, so that the sync makes it anew: pods and claims stay. A larger claim is asked for in the claim itself.',
  },
  'sync-refused': {
    why: '{{by}} cannot apply {{kind}} {{name}}: the cluster refuses it. It runs as it was before.',
    whatToDo: 'See the message of the sync, and correct the manifest in Git.',
  },
  'operator-not-well': {
    why: '{{operator}} says of it: {{message}}.',
    whatToDo: 'See the status and the events of its resource.',
  },
  'wal-archiving-failing': {
    why: 'The write-ahead log is not archived: a restore to a point in time ends before now, and the volume fills up.',
    whatToDo:
      'See the condition ContinuousArchiving of the Cluster: most often the credentials or the address of the object store.',
  },
  'backup-failed': {
    why: 'The last backup, by {{name}}, failed ({{date}}). The last good one: {{last}}.',
    whatToDo: 'See the log of its Job.',
  },
  'backup-suspended': {
    why: 'Backups are suspended: {{name}}.',
    whatToDo: 'Set suspend to false in Git when they should run again.',
  },
  'database-without-backup': {
    why: 'Nothing in its namespace makes backups of it. What copies volumes from elsewhere is not seen.',
    whatToDo:
      'Add a CronJob with pg_dump: “Create PostgreSQL” writes one for a new database.',
  },
  'database-version-ended': {
    why: 'PostgreSQL {{major}} gets no fixes any more, not for security either, since {{date}}.',
    whatToDo:
      'Move to a newer major by dump and restore: “Migrate PostgreSQL” with its second option does that.',
  },
  'database-version-ending': {
    why: 'PostgreSQL {{major}} gets no fixes after {{date}}.',
    whatToDo: 'Plan the move to a newer major.',
  },
  'claims-go-with-stateful-set': {
    why: 'Its claims are deleted when the StatefulSet is deleted or scaled down (persistentVolumeClaimRetentionPolicy).',
    whatToDo: 'Set whenDeleted and whenScaled to Retain in Git.',
  },
  'volume-goes-with-claim': {
    why: 'Volume {{volume}} has reclaim policy Delete: its data goes when claim {{claim}} is deleted.',
    whatToDo:
      'Set persistentVolumeReclaimPolicy of that volume to Retain (kubectl patch pv), or use a StorageClass with reclaimPolicy Retain.',
  },
  'kinds-not-readable': {
    why: 'Cluster {{cluster}} does not let Safekeep read {{kinds}}: what they would tell of this database is not known.',
    whatToDo:
      'Apply the ClusterRole of the documentation to its account. What the cluster does not have can be left out.',
  },
  'database-not-reached': {
    why: 'Clients do not reach the database, or are not ready themselves: {{detail}}.',
    whatToDo:
      'Look at the events and the log of these pods: what they are refused for, or cannot find.',
  },
  'database-without-service': {
    why: 'No Service leads to {{workload}}: its clients find it under no name.',
    whatToDo:
      'Add a Service in Git whose selector is a label of the database’s pods, under the name that the clients are configured with.',
  },
  'secret-plain-in-git': {
    why: 'Anyone who can read the repository has its values ({{count}}): {{path}} is plain text.',
    whatToDo:
      'Seal it, and rotate the values afterwards: the history of the repository still holds them.',
  },
  'secret-plain-beside-sealed': {
    why: 'It is sealed, but {{path}} still holds the values as plain text.',
    whatToDo: 'Remove the plain file, and rotate the values.',
  },
  'secret-unmanaged': {
    why: 'Workloads read it, but neither a file in Git nor a SealedSecret makes it.',
    whatToDo:
      'If it was created by hand, seal it, so that it can be restored and reviewed.',
  },
  'secret-not-listed': {
    why: '{{path}} is in Git, but no kustomization lists it: it is not applied.',
    whatToDo: 'Add it to the resources of kustomization.yaml.',
  },
  'sealed-secret-not-in-git': {
    why: 'The SealedSecret is in the cluster but not in Git.',
    whatToDo:
      'Commit it to the GitOps repository, so that it can be restored and reviewed.',
  },
  'secret-not-applied': {
    why: 'The SealedSecret is in Git but not in the cluster yet.',
    whatToDo: 'Wait for the sync, or look at its errors if it takes minutes.',
  },
  'secret-out-of-sync': {
    why: 'The cluster does not have the content that Git has.',
    whatToDo: 'Wait for the sync, or look at its errors if it takes minutes.',
  },
  'sealed-secret-unprocessed': {
    why: 'The controller has not said anything about this SealedSecret.',
    whatToDo:
      'Check that the sealed-secrets controller runs and watches this namespace.',
  },
  'sealed-secret-pending': {
    why: 'The controller has not processed the newest change yet.',
    whatToDo: 'Wait; if it lasts, check that the controller runs.',
  },
  'sealed-secret-wrong-key': {
    why: 'The controller cannot open {{keys}}: sealed for another name, namespace, scope or cluster, or the private key is gone.',
    whatToDo:
      'Seal it again for {{namespace}}/{{name}} with the current certificate of this cluster.',
  },
  'sealed-secret-in-the-way': {
    why: 'A Secret of this name exists that the controller does not manage.',
    whatToDo:
      'Annotate that Secret with sealedsecrets.bitnami.com/managed: "true", or delete it. Then seal a value of the SealedSecret again: only a change of its spec makes the controller try again.',
  },
  'sealed-secret-invalid-data': {
    why: 'A value is not valid ciphertext: {{message}}.',
    whatToDo: 'Seal that key again.',
  },
  'sealed-secret-immutable': {
    why: 'The Secret of this name cannot be changed in place: {{message}}.',
    whatToDo:
      'Delete that Secret, so that the controller makes it again, or give the SealedSecret a new name.',
  },
  'sealed-secret-invalid-template': {
    why: 'Its template cannot be rendered: {{message}}.',
    whatToDo: 'Correct spec.template.data in Git.',
  },
  'sealed-secret-controller-forbidden': {
    why: 'The controller may not write this Secret: {{message}}.',
    whatToDo:
      'Give the controller’s account its rights in this namespace. Then seal a value of the SealedSecret again: only a change of its spec makes the controller try again.',
  },
  'sealed-secret-waiting': {
    why: 'The controller has not come to it yet: {{count}} SealedSecrets of this cluster wait.',
    whatToDo:
      'Wait: it takes them one after the other, as fast as its --kubeclient-qps allows (5 requests a second by default).',
  },
  'sealed-secret-controller-away': {
    why: 'It waits, since the controller {{namespace}}/{{name}} does not run.',
    whatToDo:
      'See why no pod of that Deployment is ready. When one is, it comes to this by itself.',
  },
  'sealed-secret-namespace-not-watched': {
    why: 'The controller does not watch namespace {{namespace}}: its arguments name {{watched}}.',
    whatToDo:
      'Add the namespace to its --additional-namespaces, or let it watch all. A name there that does not exist is skipped without a word.',
  },
  'sealed-secret-passed-over': {
    why: 'The controller has not said anything about this SealedSecret, though it has about {{count}} others of this cluster.',
    whatToDo:
      'If it lasts, check whether it watches this namespace (--additional-namespaces) and these labels (--label-selector).',
  },
  'sealed-secret-status-off': {
    why: 'Whether it was opened is not known: the controller is told to write no status (--update-status=false).',
    whatToDo: 'Take that argument away, so that failures show.',
  },
  'sealed-secret-moved': {
    why: 'The controller cannot open {{keys}}: sealed for {{from}}, and it is {{namespace}}/{{name}} now.',
    whatToDo:
      'Seal it again for {{namespace}}/{{name}}, or give it the name and namespace that it was sealed for.',
  },
  'sealed-secret-scope-changed': {
    why: 'The controller cannot open {{keys}}: sealed with scope {{sealedScope}}, and the SealedSecret’s own metadata says {{scope}}.',
    whatToDo:
      'Give metadata.annotations of the SealedSecret the scope {{sealedScope}} (that of the template does not count) and change its spec as well, since the controller takes no notice of annotations alone; or seal it again.',
  },
  'sealed-secret-other-cluster': {
    why: 'The controller cannot open {{keys}}: sealed with the certificate of cluster {{other}}.',
    whatToDo:
      'Seal it again with the certificate of cluster {{cluster}}, or apply it to cluster {{other}}.',
  },
  'sealed-secret-unknown-certificate': {
    why: 'The controller cannot open {{keys}}: sealed with certificate {{certificate}}, which this cluster was never seen to have (since {{since}}).',
    whatToDo:
      'Seal it again for {{namespace}}/{{name}} with the current certificate of this cluster.',
  },
  'sealed-secret-made-for-another': {
    why: 'The controller cannot open {{keys}}, though it has the private key: name, namespace or scope are not those that it was sealed for.',
    whatToDo:
      'Seal it again for {{namespace}}/{{name}}, or undo what renamed, moved or annotated it.',
  },
  'sealed-secret-value-altered': {
    why: 'The controller cannot open {{keys}}, though it has the private key, and name, namespace and scope are as sealed: the text was altered, or pasted from elsewhere.',
    whatToDo: 'Take it back from Git’s history, or seal that key again.',
  },
  'sealed-secret-key-lost': {
    why: 'The controller cannot open {{keys}}: the private key of certificate {{certificate}} is gone. It was handed out until {{lastSeen}}, and now an older one is.',
    whatToDo:
      'If the Secret with that key is there and labelled active, restart the controller; else restore it from a backup and restart, or seal the values again.',
  },
  'sealed-secret-key-gone': {
    why: 'The controller cannot open {{keys}}, and nothing was renamed: it has no longer the private key of certificate {{certificate}}.',
    whatToDo:
      'If the Secret with that key is there and labelled active (not compromised), restart the controller; else restore it from a backup and restart, or seal the values again.',
  },
  'sealed-secret-some-keys-closed': {
    why: 'The controller opens the others, but not {{keys}}. So name, namespace and scope are right; this was pasted from another SealedSecret, altered, or sealed with a certificate whose private key is gone.',
    whatToDo: 'Seal that key again for {{namespace}}/{{name}}.',
  },
  'sealed-secret-two-controllers': {
    why: 'The controller cannot open {{keys}}, and it is not alone: {{controllers}} runs in this cluster too, with private keys of its own.',
    whatToDo:
      'Let one of them watch this namespace, and seal with the certificate of that one.',
  },
  'sealed-secret-not-sealed': {
    why: 'No sealed value, whatever the key: {{keys}}. It is plain text or base64 of something else.',
    whatToDo:
      'Seal it. If it was a real value, rotate it: the history of the repository holds it in plain.',
  },
  'sealed-secret-cut-off': {
    why: 'Cut off, so that no key can open it: {{keys}}.',
    whatToDo:
      'Paste the whole value, or take it back from Git’s history, or seal it again.',
  },
  'sealed-secret-type-changed': {
    why: 'The Secret of this name has another type, and a type never changes: {{message}}.',
    whatToDo:
      'Delete that Secret, so that the controller makes it again with the new type, or give the SealedSecret a new name.',
  },
  'sealed-secret-both-fields': {
    why: 'It has the old field spec.data beside spec.encryptedData.',
    whatToDo: 'Remove spec.data.',
  },
  'sealed-secret-deprecated-data': {
    why: 'It has the old field spec.data, which this controller does not open.',
    whatToDo:
      'Seal its values again, which writes spec.encryptedData; or run the controller with --accept-deprecated-v1-data until then.',
  },
  'sealed-secret-namespace-missing': {
    why: 'The namespace was not there when the controller came to it: {{message}}.',
    whatToDo:
      'Create the namespace. Then seal a value of the SealedSecret again: only a change of its spec makes the controller try again.',
  },
  'sealed-secret-given-up': {
    why: 'The controller has tried five times and tries no more: {{message}}.',
    whatToDo:
      'See its log for the first failure. Then change the spec (seal a value again) or restart the controller.',
  },
  'sealed-secret-change-ignored': {
    why: 'Only metadata was changed, and the controller takes no notice of that: {{message}}.',
    whatToDo: 'Seal a value again, so that its spec changes.',
  },
  'sealed-secret-several-documents': {
    why: 'The controller takes one document at a time: {{message}}.',
    whatToDo: 'Split the file into one SealedSecret each.',
  },
  'sealed-secret-input-invalid': {
    why: 'What was to be sealed is not a whole Secret: {{message}}.',
    whatToDo:
      'Give the Secret a name, its namespace and at least one value, and seal it again.',
  },
  'controller-without-keys': {
    why: 'The controller has no private key that it can use: {{message}}.',
    whatToDo:
      'Look at the Secrets labelled sealedsecrets.bitnami.com/sealed-secrets-key in its namespace: each needs tls.crt and an RSA tls.key. Restart the controller afterwards.',
  },
  'controller-unreachable': {
    why: 'The controller could not be asked: {{message}}.',
    whatToDo:
      'Check the name of its Service (the Helm chart’s is sealed-secrets), that its pod is ready, and that the API server may reach port 8080.',
  },
  'controller-busy': {
    why: 'The controller could not answer: {{message}}.',
    whatToDo:
      'Ask again later: it answers two such requests a second. If it lasts, see its log.',
  },
  'sealing-certificate-unusable': {
    why: 'The sealing certificate cannot be used: {{message}}.',
    whatToDo: 'Fetch the current one from the controller.',
  },
  'sealed-secret-failed': {
    why: 'The controller reports: {{message}}.',
    whatToDo: 'See the log of the sealed-secrets controller.',
  },
  'secret-missing': {
    why: 'The controller made Secret {{name}}, and it is gone: what needs it does not start.',
    whatToDo:
      'Check that the sealed-secrets controller runs: it makes a deleted Secret again, unless it was started with --skip-recreate. If it does not, restart it.',
  },
  'secret-keys-missing': {
    why: 'Secret {{name}} is without {{keys}}, which its SealedSecret has: what reads them does not start again.',
    whatToDo:
      'Find out who removed them. Then delete the Secret: the controller makes it again, whole. It corrects nothing by itself.',
  },
  'secret-keys-added': {
    why: 'Secret {{name}} has {{keys}} beside what its SealedSecret makes; written by {{manager}}.',
    whatToDo:
      'If something reads them, seal them: they are in no file, and the next change of the SealedSecret removes them. Else delete the Secret: the controller makes it again.',
  },
  'secret-edited-by-hand': {
    why: 'The values of {{keys}} in Secret {{name}} were written by {{manager}} ({{date}}), after the controller: Git does not have them.',
    whatToDo:
      'Seal the value that is right; the next change of the SealedSecret overwrites these. If those in Git are right, delete the Secret: the controller makes it again.',
  },
  'secret-not-owned': {
    why: 'Secret {{name}} has no owner reference to its SealedSecret: the controller refuses to write the next change, and the Secret stays when the SealedSecret is deleted.',
    whatToDo:
      'Annotate that Secret with sealedsecrets.bitnami.com/managed: "true". Then seal a value of the SealedSecret again: only a change of its spec makes the controller write the Secret, with the owner reference.',
  },
  'secret-owned-by-another': {
    why: 'Secret {{name}} belongs to {{owner}}, not to its SealedSecret: the controller refuses to write the next change, and the Secret goes when that owner does.',
    whatToDo:
      'Find out what else makes a Secret of this name, and take it away or give one of them another name. Then annotate the Secret with sealedsecrets.bitnami.com/managed: "true", and seal a value of the SealedSecret again.',
  },
  'secret-outlives-sealed-secret': {
    why: 'Secret {{name}} has no owner reference to its SealedSecret: it stays when the SealedSecret is deleted.',
    whatToDo:
      'Seal a value of the SealedSecret again: the controller may write this Secret, and gives it the owner reference.',
  },
  'secret-metadata-starting': {
    why: 'The metadata of the Secrets of namespace {{namespace}} is being read for the first time.',
  },
  'secret-metadata-unreachable': {
    why: 'The metadata of the Secrets of namespace {{namespace}} of cluster {{cluster}} cannot be had: {{message}}.',
    whatToDo:
      'Check the network to the cluster, and that it answers a request for PartialObjectMetadata with metadata alone; or take the namespace out of safekeep.clusters.',
  },
  'secret-metadata-stale': {
    why: 'The metadata of the Secrets of namespace {{namespace}} of cluster {{cluster}} cannot be read since {{since}}: {{message}}.',
    whatToDo:
      'Check the network to the cluster, and that it answers a request for PartialObjectMetadata with metadata alone; or take the namespace out of safekeep.clusters.',
  },
  'secret-metadata-forbidden': {
    why: 'Cluster {{cluster}} does not let Safekeep read the metadata of the Secrets of namespace {{namespace}}.',
    whatToDo:
      'Give its account list and watch on Secrets in this namespace, which lets that account read the values too; or take the namespace out of safekeep.clusters.',
  },
  'restart-pending': {
    why: 'Still running with the earlier values: {{consumers}}.',
    whatToDo:
      'Wait for the rollout. If none is under way, restart them; a database in a Deployment only by scaling it to 0 and back, so that no second server starts on its volume.',
  },
  'cluster-starting': {
    why: 'Cluster {{cluster}} is being read for the first time.',
  },
  'cluster-unreachable': {
    why: 'Cluster {{cluster}} does not answer: {{message}}.',
    whatToDo: 'Check its address, its certificate and the network to it.',
  },
  'cluster-stale': {
    why: 'Cluster {{cluster}} does not answer since {{since}}: {{message}}.',
    whatToDo: 'Check its address, its certificate and the network to it.',
  },
  'cluster-forbidden': {
    why: 'Cluster {{cluster}} does not let Safekeep read {{resource}}.',
    whatToDo: 'Apply the ClusterRole of the documentation to its account.',
  },
  'cluster-unknown': {
    why: 'The entity names cluster {{cluster}}, which is not configured.',
    whatToDo: 'Correct the annotation or configure the cluster.',
  },
  'cluster-without-sealed-secrets': {
    why: 'Cluster {{cluster}} has no SealedSecret API: the sealed-secrets controller is not installed.',
    whatToDo: 'Install the sealed-secrets controller with its CRD.',
  },
  'cluster-missing': {
    why: 'No cluster is known that the entity runs on.',
    whatToDo:
      'Add the annotation backstage.io/kubernetes-namespace, and configure the cluster.',
  },
  'namespace-not-allowed': {
    why: 'This entity may not show namespace {{namespace}} of cluster {{cluster}}.',
    whatToDo:
      'Annotate the Namespace with safekeep.io/entities: {{entityRef}}, or grant it in safekeep.access.',
  },
  'repository-missing': {
    why: 'The entity does not say which GitOps repository it is deployed from.',
    whatToDo: 'Add the annotation safekeep.io/gitops-url.',
  },
  'repository-starting': {
    why: 'Repository {{repository}} is being read for the first time.',
  },
  'repository-unreachable': {
    why: 'Repository {{repository}} could not be read: {{message}}.',
    whatToDo: 'Check the URL and the integration’s token.',
  },
  'repository-stale': {
    why: 'Repository {{repository}} could not be read since {{since}}: {{message}}.',
    whatToDo: 'Check the URL and the integration’s token.',
  },
  'repository-file-not-visible': {
    why: 'Whether Git has it is not known: {{path}} could not be read.',
    whatToDo:
      'Check that the file is a valid manifest and that its namespace is known.',
  },
  'repository-not-allowed': {
    why: 'Repository {{repository}} is not among those that Safekeep may read.',
    whatToDo: 'Add it to safekeep.access.repositories.',
  },
  'check-not-visible': {
    why: 'What this check needs could not be looked at.',
    whatToDo: 'See the sources of this status.',
  },
  'controller-not-ready': {
    why: 'The sealed-secrets controller has {{ready}} of {{desired}} pods ready.',
    whatToDo: 'Look at the pods of {{namespace}}/{{name}}.',
  },
  'controller-scaled-to-zero': {
    why: 'The sealed-secrets controller is scaled to 0: nothing opens what is sealed, and nothing new can be sealed.',
    whatToDo: 'Set the replicas of Deployment {{namespace}}/{{name}} to 1.',
  },
  'controller-not-found': {
    why: 'No Deployment {{namespace}}/{{name}} was found.',
    whatToDo:
      'Install the sealed-secrets controller, or configure its name and namespace.',
  },
  'controller-other-name': {
    why: 'No Deployment {{namespace}}/{{name}} was found, but {{found}} runs the sealed-secrets controller.',
    whatToDo:
      'Set controllerNamespace and controllerName in safekeep.sealedSecrets.clusters.{{cluster}} to it.',
  },
  'controller-not-alone': {
    why: 'More than one sealed-secrets controller runs here: {{found}}, too. Each has private keys of its own.',
    whatToDo:
      'Remove all but one, or let each watch namespaces of its own (--additional-namespaces).',
  },
  'controller-several-replicas': {
    why: 'It has {{desired}} replicas, and is made for one: a new key of one is not known to the others.',
    whatToDo: 'Set its replicas to 1.',
  },
  'controller-status-off': {
    why: 'It is told to write no status (--update-status=false): what fails does not show.',
    whatToDo: 'Take that argument away.',
  },
  'controller-version-scope': {
    why: 'Version {{version}} is older than 0.36.0: re-encrypting takes the scope from the template, so that a value sealed for one name can be made one that opens under any.',
    whatToDo: 'Install 0.40.0 or later.',
  },
  'controller-version-oracle': {
    why: 'Version {{version}} is older than 0.40.0: whoever reaches its port can find out values, through templates that it renders when asked to re-encrypt (before 0.39.0 also to verify).',
    whatToDo:
      'Install 0.40.0 or later. Until then let nobody but Safekeep and administrators reach its Service, also through the API server.',
  },
  'sealing-key-not-renewed': {
    why: 'The newest key is of {{date}}, older than the renewal period ({{period}}).',
    whatToDo:
      'See the controller’s log for why it makes no new one, and restart it: it looks at the age when it starts.',
  },
  'sealing-key-lost': {
    why: 'It was handed out until {{lastSeen}}, and now an older one is: its private key is gone, or was not loaded. What is sealed with it does not open.',
    whatToDo:
      'If the Secret with that key is there and labelled active, restart the controller; else restore it from a backup, or seal what it was used for again.',
  },
  'sealing-certificate-expired': {
    why: 'The certificate expired on {{date}}: kubeseal and Safekeep refuse to seal with it. What is sealed still opens.',
    whatToDo: 'Have the controller make a new key: set --key-cutoff-time.',
  },
  'sealing-certificate-expiring': {
    why: 'The certificate expires on {{date}}; then nothing can be sealed with it.',
    whatToDo: 'Have the controller make a new key: set --key-cutoff-time.',
  },
  'secret-rotation-due': {
    why: 'What {{keys}} holds is older than the {{days}} days after which a value is to be rotated: it is from {{date}} or before.',
    whatToDo: 'Rotate it.',
  },
  'sealed-with-older-key': {
    why: 'Sealed with an older key than the newest of its cluster: {{keys}}. It opens for as long as that key is there.',
    whatToDo: 'Re-encrypt it. Values stay as they are, and nothing restarts.',
  },
  'certificate-starting': {
    why: 'The sealing certificate of cluster {{cluster}} is being asked for.',
  },
  'certificate-unreachable': {
    why: 'The sealing certificate of cluster {{cluster}} was never seen: {{message}}.',
    whatToDo:
      'Check that the controller runs, and that Safekeep’s account may get services/proxy of it.',
  },
  'certificate-stale': {
    why: 'The sealing certificate of cluster {{cluster}} was last seen at {{since}}: {{message}}.',
    whatToDo:
      'Check that the controller runs, and that Safekeep’s account may get services/proxy of it.',
  },
  'certificate-forbidden': {
    why: 'Cluster {{cluster}} does not let Safekeep ask for its sealing certificate: {{message}}.',
    whatToDo:
      'Apply the Role of the documentation to its account, or configure a certificateFile.',
  },
  'consumers-not-ready': {
    why: 'Not ready: {{consumers}}.',
    whatToDo: 'Look at the events and the log of the pods.',
  },
  ...MIGRATION_REASONS,
  ...SNAPSHOT_REASONS,
} as const satisfies Record<string, { why: string; whatToDo?: string }>;

/** @public */
export type ReasonCode = keyof typeof REASONS;

/**
 * What one can log in with, as a sentence of its own: the parameter `login` of
 * a reason stands for one of these.
 *
 * @public
 */
export const LOGIN_SENTENCES = {
  new: 'The new password works.',
  previous: 'The earlier password still works.',
  none: 'No password that is known works: new connections are refused.',
  unchecked: 'Which password works is not known.',
} as const satisfies Record<PasswordVerdict['login'], string>;

/**
 * Words of Safekeep's own that stand for a parameter of a reason where nobody
 * else's are known; a frontend knows them by these texts.
 *
 * @public
 */
export const PHRASES = {
  suspended: 'It is suspended.',
  'nothing-said': 'nothing yet',
  'no-detail': 'no detail is known',
  'unknown-time': 'an unknown time',
  'forge-silent': 'the forge has not answered yet',
} as const;

function isLogin(text: string): text is PasswordVerdict['login'] {
  return Object.hasOwn(LOGIN_SENTENCES, text);
}

function fill(text: string, parameters: Record<string, string>): string {
  return text.replace(/\{\{(\w+)\}\}/g, (_, name) => parameters[name] ?? '');
}

/**
 * The reason of that code with its sentences filled in.
 *
 * @public
 */
export function reason(
  code: ReasonCode,
  parameters: Record<string, string> = {},
): Reason {
  const texts: { why: string; whatToDo?: string } = REASONS[code];
  const filled = { ...parameters };
  // Somebody else's words become the end of our sentence.
  if (filled.message !== undefined) {
    filled.message = filled.message.trim().replace(/\.+$/, '');
  }
  const { login = '' } = filled;
  const words = {
    ...filled,
    ...(isLogin(login) && { login: LOGIN_SENTENCES[login] }),
  };
  return {
    code,
    parameters: filled,
    why: fill(texts.why, words).trim(),
    ...(texts.whatToDo && { whatToDo: fill(texts.whatToDo, words) }),
  };
}

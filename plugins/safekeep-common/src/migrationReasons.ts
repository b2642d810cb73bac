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

/**
 * Why a database that moves to a StatefulSet is where it is, and what the
 * comparison of before and after came to.
 */
export const MIGRATION_REASONS = {
  'migration-consumers-running': {
    why: 'Not at zero yet, so that they may still write: {{consumers}}.',
    whatToDo:
      'Wait until the change is applied and their pods are gone. If something scales them up again, stop that first.',
  },
  'migration-snapshot-running': {
    why: 'Job {{job}} counts what the database holds. {{detail}}',
    whatToDo: 'Wait until it has ended.',
  },
  'migration-snapshot-waiting': {
    why: 'There is no Job yet that counts what the database holds.',
    whatToDo:
      'Wait until the change is merged and applied. If it is and no Job comes, see what applies it.',
  },
  'migration-snapshot-not-known': {
    why: 'Job {{job}} has ended, and what it said is not to be read: its pod is gone or said something else.',
    whatToDo:
      'Delete the Job in the cluster: the next sync makes it again, and it counts once more.',
  },
  'migration-before-not-known': {
    why: 'What the database held before is not known, so that nothing can be compared.',
    whatToDo:
      'Look at the data yourself before you go on, or roll back and begin again.',
  },
  'migration-old-server-running': {
    why: 'The earlier server is not gone yet: {{pods}}.',
    whatToDo:
      'Wait until it has stopped: the guard lets no second one in before. If something scales {{workload}} up again, stop that.',
  },
  'migration-claim-in-use': {
    why: 'Claim {{claim}} is mounted by {{pods}}, too.',
    whatToDo:
      'Find out what it is and end it: two servers on one volume destroy the data.',
  },
  'migration-guard-waiting': {
    why: 'The guard waits: the lock of a server that started at {{date}} is on the data directory.',
    whatToDo: 'Wait until that server has stopped.',
  },
  'migration-guard-looking': {
    why: 'The guard looks whether another server has the data directory.',
  },
  'migration-lock-left': {
    why: 'The guard holds: the server that started at {{date}} left its lock behind, as one does that was killed, and no pod that mounts the claim is left.',
    whatToDo:
      'Make sure that nothing else uses the volume, then give up just this lock with “Release”. PostgreSQL recovers from its log when it starts. Argo CD applies it once the sync that waits is ended (Terminate).',
  },
  'migration-guard-no-data': {
    why: 'The guard holds: the data directory is not where it was expected. Without it an empty database would have been made.',
    whatToDo:
      'Compare PGDATA, mountPath and subPath of the StatefulSet with those of the Deployment, and correct them; or roll back. Argo CD applies it once the sync that waits is ended (Terminate).',
  },
  'migration-guard-wrong-major': {
    why: 'The guard holds: the data is of another major version of PostgreSQL than the image.',
    whatToDo:
      'Give the StatefulSet the image of the Deployment. To change the version, use dump-and-restore. Argo CD applies it once the sync that waits is ended (Terminate).',
  },
  'migration-guard-wrong-owner': {
    why: 'The guard holds: the data directory belongs to another user than the one that the server runs as.',
    whatToDo:
      'Give the StatefulSet the user of the Deployment’s image (runAsUser, fsGroup); or roll back. Argo CD applies it once the sync that waits is ended (Terminate).',
  },
  'migration-guard-silent': {
    why: 'The new server runs, and its guard said nothing that can be read.',
    whatToDo:
      'Make sure that no other server uses the volume before you go on.',
  },
  'migration-verification-failed': {
    why: 'What the database holds is not what it held: {{lines}}.',
    whatToDo:
      'Do not go on. See the report line by line, and roll back if it cannot be explained.',
  },
  'migration-deployment-left': {
    why: 'Deployment {{name}} is still there, at zero: what applies the repository does not remove what has left Git.',
    whatToDo:
      'Turn pruning on, or delete it by hand: kubectl -n {{namespace}} delete deployment {{name}}.',
  },
  'migration-consumers-left': {
    why: 'Still at zero from the move: {{consumers}}.',
    whatToDo: 'Wait until the change is applied.',
  },
  'migration-can-switch': {
    why: 'Everything that uses the database is off, and what it holds is counted: it can move now.',
    whatToDo: 'Propose the switch.',
  },
  'migration-can-finalize': {
    why: 'The database has moved, and nothing speaks against it. The way back is still open.',
    whatToDo: 'Finish the migration, or roll back.',
  },
  'migration-under-way': {
    why: 'It is moving to a StatefulSet.',
  },
  'migration-rolling-back': {
    why: 'It is going back to Deployment {{name}}.',
    whatToDo: 'Wait until the change is applied.',
  },
  'migration-rolled-back': {
    why: 'It is back in Deployment {{name}}; what is left of the move is still in Git.',
    whatToDo: 'Finish, so that the StatefulSet and the guard leave Git.',
  },
  'verified-version-changed': {
    why: 'The server is another version: {{after}} instead of {{before}}.',
    whatToDo: 'If you did not choose it, see the image of the StatefulSet.',
  },
  'verified-other-server': {
    why: 'This is not the server from before: its system identifier is another one, as after initdb. What the earlier one held is not in it.',
    whatToDo:
      'Let nothing write to it. Roll back: the data is where it was. Then compare PGDATA, mountPath, subPath and the claim.',
  },
  'verified-same-server': {
    why: 'The server is still the one from before: its system identifier is the same. Nothing was restored into a new one.',
    whatToDo:
      'See which pod the Service leads to, and the claim that the StatefulSet mounts.',
  },
  'verified-not-before': {
    why: 'What is called before was counted at {{before}}, on the server that is compared with it: that one runs since {{since}}. It tells nothing of the time before.',
    whatToDo:
      'Do not take this for a comparison: look at the data yourself, or roll back and begin again.',
  },
  'verified-data-checksums-off': {
    why: 'The earlier server kept checksums of its pages, this one does not.',
    whatToDo:
      'Turn them on with pg_checksums while the server is stopped, or make the new one with --data-checksums.',
  },
  'verified-encoding-changed': {
    why: 'Another encoding: {{databases}}.',
    whatToDo: 'Roll back, and restore with the encoding from before.',
  },
  'verified-collation-changed': {
    why: 'Another collation: {{databases}}. Text is sorted and compared otherwise than before.',
    whatToDo:
      'If you did not choose it, roll back. Else rebuild indexes on text (REINDEX).',
  },
  'verified-databases-missing': {
    why: 'Not there any more: {{databases}}.',
    whatToDo: 'Roll back.',
  },
  'verified-databases-added': {
    why: 'Not there before: {{databases}}.',
    whatToDo: 'Find out who made them.',
  },
  'verified-tables-missing': {
    why: 'Tables are not there any more: {{tables}}.',
    whatToDo: 'Roll back.',
  },
  'verified-tables-added': {
    why: '{{count}} tables were not there before.',
    whatToDo: 'Find out who made them.',
  },
  'verified-rows-missing': {
    why: 'Fewer rows than before: {{tables}}.',
    whatToDo: 'Roll back, unless you know who deleted them.',
  },
  'verified-rows-fewer': {
    why: 'Fewer rows than before: {{tables}}. Clients were writing meanwhile, and may have deleted them.',
    whatToDo: 'Look whether that is so.',
  },
  'verified-rows-grown': {
    why: '{{count}} rows more: clients were writing meanwhile.',
  },
  'verified-rows-unexpected': {
    why: 'More rows than before though nobody was to write: {{tables}}.',
    whatToDo: 'Find out who wrote, or whether something was restored twice.',
  },
  'verified-checksums-differ': {
    why: 'Other rows than before though nobody was to write: {{tables}}.',
    whatToDo: 'Roll back, unless you know who changed them.',
  },
  'verified-checksums-partly': {
    why: '{{count}} tables are too large to be read in full: they were compared by their counts.',
  },
  'verified-checksums-incomparable': {
    why: 'Not the same tables were read in full before and after: checksums tell nothing.',
    whatToDo: 'See the counts.',
  },
  'verified-checksums-of-version': {
    why: 'Checksums differ. The versions differ, too, and may write the same values otherwise.',
    whatToDo: 'Compare some rows yourself.',
  },
  'verified-clients-wrote': {
    why: 'Clients were writing meanwhile: what is different is told by the counts alone. {{count}} tables are the same to the last row.',
  },
  'verified-sequences-missing': {
    why: 'Sequences are not there any more: {{before}} before, {{after}} now.',
    whatToDo: 'Roll back: new rows would take numbers that are in use.',
  },
  'verified-sequences-differ': {
    why: 'Sequences are not where they were though nobody was to write.',
    whatToDo:
      'Compare their last values with the largest numbers in use before anything writes.',
  },
  'verified-sequences-moved': {
    why: 'Sequences have moved: clients were writing meanwhile.',
  },
  'verified-objects-missing': {
    why: 'Less is defined than before: {{before}} before, {{after}} now, counting columns, views, functions, triggers, indexes and constraints.',
    whatToDo: 'Compare pg_dump --schema-only of both; roll back if in doubt.',
  },
  'verified-objects-differ': {
    why: 'Not the same is defined as before: a name, a type or an owner has changed.',
    whatToDo: 'Compare pg_dump --schema-only of both.',
  },
  'verified-extensions-missing': {
    why: 'Extensions are not there any more: {{extensions}}.',
    whatToDo: 'Use an image that brings them, or roll back.',
  },
  'verified-extensions-changed': {
    why: 'Extensions have another version: {{extensions}}.',
    whatToDo: 'Look whether ALTER EXTENSION … UPDATE is wanted.',
  },
  'verified-roles-missing': {
    why: 'Roles are not there any more: {{before}} before, {{after}} now.',
    whatToDo: 'Roll back, or make them again before clients come back.',
  },
  'verified-roles-differ': {
    why: 'Roles have other attributes, memberships or settings than before.',
    whatToDo: 'Compare \\du and \\drds of both.',
  },
  'verified-indexes-invalid': {
    why: 'Indexes became invalid: {{before}} before, {{after}} now.',
    whatToDo: 'REINDEX them, and find out why.',
  },
  'verified-constraints-invalid': {
    why: 'Constraints are not validated: {{before}} before, {{after}} now.',
    whatToDo: 'ALTER TABLE … VALIDATE CONSTRAINT, and find out why.',
  },
  'verified-invalid-as-before': {
    why: '{{after}}, as before.',
    whatToDo: 'REINDEX or validate them when there is time.',
  },
} as const satisfies Record<string, { why: string; whatToDo?: string }>;

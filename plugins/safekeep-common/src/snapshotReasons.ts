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

import { SnapshotFailure } from './databaseSnapshot';

/** Why Job {{job}} has not counted what a database holds, for each failure. */
export const SNAPSHOT_REASONS = {
  'snapshot-server-unreachable': {
    why: 'Job {{job}}: the server did not answer in time.',
    whatToDo:
      'Check that the database is ready and that network policies let the Job reach it. Then delete the Job in the cluster: the next sync makes it again.',
  },
  'snapshot-login-refused': {
    why: 'Job {{job}}: the server refuses the password that the Secret holds.',
    whatToDo:
      'The database has another one than its Secret: rotate the password first. Then delete the Job in the cluster: the next sync makes it again.',
  },
  'snapshot-query-failed': {
    why: 'Job {{job}}: the server refused a query, or ended it.',
    whatToDo:
      'See the log of the database: a lock, a damaged index or a missing right is the usual cause. Then delete the Job in the cluster: the next sync makes it again.',
  },
  'snapshot-clients-connected': {
    why: 'Job {{job}}: other clients were still connected when the time to wait was over.',
    whatToDo:
      'Find out what is still connected (pg_stat_activity), and stop it. Then delete the Job in the cluster: the next sync makes it again.',
  },
  'snapshot-out-of-time': {
    why: 'Job {{job}}: it took longer than it may.',
    whatToDo:
      'Try again while the database is less busy. Then delete the Job in the cluster: the next sync makes it again.',
  },
  'snapshot-dump-failed': {
    why: 'Job {{job}}: the dump could not be written.',
    whatToDo:
      'Check that the volume of the dump is there and that user 65534 may write to it. Then delete the Job in the cluster: the next sync makes it again.',
  },
  'snapshot-no-room': {
    why: 'Job {{job}}: the volume for the dump is too small.',
    whatToDo:
      'Give its claim more room in Git. Then delete the Job in the cluster: the next sync makes it again.',
  },
  'snapshot-dump-missing': {
    why: 'Job {{job}}: the dump that should be restored is not there or not whole. Nothing was restored.',
    whatToDo: 'Roll back and begin again.',
  },
  'snapshot-target-not-empty': {
    why: 'Job {{job}}: the server that should be restored into holds tables already. It was not touched.',
    whatToDo:
      'See which claim the StatefulSet mounts: it has to be a new one. One that an earlier try has left is to be deleted while no pod uses it, once you are sure that nothing in it is needed. Else roll back.',
  },
  'snapshot-restore-failed': {
    why: 'Job {{job}}: the server refused a part of the dump, and holds only what came before it.',
    whatToDo:
      'What it said is in restore.log on the volume of the dump. Take that away, or roll back: the earlier data is where it was. Then delete the Job in the cluster: the next sync makes it again.',
  },
  'snapshot-same-server': {
    why: 'Job {{job}}: the server that answered to the end is still the one from before.',
    whatToDo:
      'See which pod the Service leads to. Then delete the Job in the cluster: the next sync makes it again.',
  },
  'snapshot-too-many-databases': {
    why: 'Job {{job}}: the server has more databases than a Job’s message has room for.',
    whatToDo:
      'Such a server cannot be moved this way: move its databases by hand.',
  },
  'snapshot-not-dumpable': {
    why: 'Job {{job}}: the server has what a dump does not carry: prepared transactions, tablespaces, a database that lets nobody in, or a name with a line end.',
    whatToDo:
      'Take it away, or let the StatefulSet mount the claim that is there. Then delete the Job in the cluster: the next sync makes it again.',
  },
  'snapshot-md5-passwords': {
    why: 'Job {{job}}: roles have passwords as md5, which the new server does not accept. Nothing was restored.',
    whatToDo:
      'Roll back, give those roles new passwords (rotate database password), and begin again.',
  },
  'snapshot-restored-already': {
    why: 'Job {{job}}: the dump that is there is of another server or was restored already. It was not written again.',
    whatToDo:
      'There is nothing to do: this Job has done its part. Finish the migration, or roll back.',
  },
} as const satisfies Record<
  `snapshot-${SnapshotFailure}`,
  { why: string; whatToDo: string }
>;

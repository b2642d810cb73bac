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

import { createTranslationRef } from '@backstage/frontend-plugin-api';
import {
  LOGIN_SENTENCES,
  REASONS,
} from '@safekeep/backstage-plugin-safekeep-common';

/**
 * Every text of Safekeep's frontend. The sentences of reasons are those of the
 * vocabulary, so that the backend's English and the page's cannot drift apart.
 *
 * @public
 */
export const safekeepTranslationRef = createTranslationRef({
  id: 'plugin.safekeep',
  translations: { ko: () => import('./translations/ko') },
  messages: {
    /** BCP 47: which rules dates, durations and lists are written by. */
    locale: 'en',
    title: 'Data & secrets',
    reason: REASONS,
    state: {
      ok: 'OK',
      attention: 'Needs attention',
      failing: 'Failing',
      unknown: 'Unknown',
      lastSeen: 'Last seen: {{state}}',
    },
    time: {
      never: 'never',
    },
    freshness: {
      live: 'live, {{age}}',
      starting: 'first reading under way',
      stale: 'stale since {{time}} ({{cause}})',
      staleUnknown: 'stale ({{cause}})',
      forbidden: 'not allowed to look at {{subject}}',
      unreachable: '{{subject}} cannot be reached',
      outdated: 'last answer {{age}}',
      clusterSilent: 'cluster {{name}} does not answer',
      repositorySilent: 'repository {{name}} cannot be read',
      secretMetadataSilent: 'Secrets of cluster {{name}} cannot be read',
      cluster: 'cluster {{name}}',
      namespace: 'namespace {{name}}',
      repository: 'repository {{name}}',
      secretMetadata: 'Secret metadata of cluster {{name}}',
      observed: '{{subject}}: seen to be current {{time}}',
    },
    card: {
      details: 'Details',
      detailsLabel: 'Details of data and secrets',
      listLabel: 'Databases and secrets, worst first',
      loading: 'Reading the state of databases and secrets',
      more_one: 'and {{count}} more',
      more_other: 'and {{count}} more',
    },
    database: {
      summary: '{{engine}} in a {{workload}} on claim {{claims}}',
      summaryNoClaim: '{{engine}} in a {{workload}}, without a claim',
      workload: 'Workload',
      ready: '{{ready}} of {{desired}} pods ready',
      image: 'Image',
      claim: 'Claim',
      claimNotFound: 'not found',
      noClaims: 'none: its data lives and dies with the pod',
      secrets: 'Reads secrets',
      noSecrets: 'none',
    },
    login: LOGIN_SENTENCES,
    rotation: {
      label: 'Password',
      inPlace: 'Changed in place, {{keys}} of {{secret}}',
      twoSlot: 'Two roles in turn, {{keys}} of {{secret}}',
      role: 'Role {{role}}',
      roles: 'The consumers use role {{role}}; the other is {{other}}.',
      steps: 'Steps of the rotation of {{secret}}',
      newValue: 'new value sealed',
      change: 'changed in the database',
      prepare: 'role prepared',
      switch: 'consumers switched',
      retire: 'earlier role retired',
      noJob: 'There is no Job for it.',
      waitingJob: 'Job {{job}} has not begun.',
      runningJob: 'Job {{job}}: what it began is not through yet.',
      doneJob: 'Job {{job}} is through.',
      failedJob: 'Job {{job}} failed.',
      unknownJob: 'Job {{job}} ended, and what it said cannot be read.',
      changed: 'It changed the password in the database.',
      unchanged: 'The database had the password already.',
      retired: 'The earlier role was dealt with.',
      failed: 'It did not do what it was for.',
    },
    secret: {
      keys_one: '{{count}} key',
      keys_other: '{{count}} keys',
      sealed: '{{keys}}, sealed',
      sealedAge: '{{keys}}, newest sealed {{age}}',
      plain: '{{keys}}, plain in Git',
      unmanaged: 'made by nothing in Git',
      unknown: '{{keys}}, and how it is made is not known',
      scope: 'Scope',
      scopeStrict: 'strict: this name in this namespace only',
      scopeNamespaceWide: 'namespace-wide: any name in this namespace',
      scopeClusterWide: 'cluster-wide: any name in any namespace',
      keyTable: 'Keys of {{name}}',
      key: 'Key',
      sealedAt: 'Sealed',
      rotatedAt: 'Value changed',
      certificate: 'Sealing certificate',
      newestKey: 'newest key',
      olderKey: 'older key',
      otherKey: 'a key that this cluster was never seen to have',
      processedAt: 'The controller’s last word',
      notSealed: 'not sealed',
      notRecorded: 'not recorded',
      linked: 'changes with {{keys}}',
      helperEarlierValue:
        'an earlier value, by which a Job can log in to change the password; no program reads it',
      helperVerifier:
        'what the database is told instead of the password; no program reads it',
      keysNotKnown:
        'Its keys are not known: Safekeep reads no Secret, and no file in Git lists them.',
      consumers: 'Read by',
      noConsumers: 'No workload that was seen reads it.',
      restartPending: 'restart pending',
      noRestartPending: 'no restart pending',
      drift: 'Drift in the cluster',
      driftNone:
        'none seen: the Secret has these keys and this owner, and nobody else has written it since',
      driftFound: 'found, see above',
      driftNotKnown: 'not known now',
      driftNotWatched:
        'not looked at: the Secret itself may have been changed. Safekeep reads the metadata of Secrets only where safekeep.clusters asks for it.',
    },
    item: {
      why: 'Why',
      whatToDo: 'What to do',
      file: 'File in Git',
      fileLine: '{{path}}, line {{line}}',
      observed: 'Last seen',
      where: 'Where',
      cluster: 'cluster {{cluster}}, namespace {{namespace}}',
      namespaceOnly: 'namespace {{namespace}}, known from Git only',
    },
    action: {
      'seal-secret': 'Seal…',
      'rotate-secret': 'Rotate…',
      'edit-secret-keys': 'Edit keys…',
      'roll-back-secret': 'Roll back…',
      'rotate-database-password': 'Rotate password…',
      'switch-password': 'Switch role…',
      'retire-password': 'Retire role…',
      're-encrypt-secrets': 'Re-encrypt…',
      'create-postgres': 'Create PostgreSQL…',
      'migrate-postgres': 'Migrate…',
      'switch-database': 'Switch to the StatefulSet…',
      'finish-migration': 'Finish migration…',
      'release-guard': 'Give up the lock…',
      'roll-back-postgres': 'Go back…',
      other: 'Open…',
      label: '{{action}} {{name}}',
      retry: 'Try again',
      copy: 'Copy the lines',
      copied: 'Copied',
    },
    check: {
      heading: 'Checklist',
      'controller-running': 'Sealed-secrets controller running',
      'secrets-sealed-in-git': 'Secrets sealed in Git',
      'secrets-unsealed': 'Sealed secrets opened by the controller',
      'database-in-stateful-set': 'Databases in a StatefulSet',
      'claims-bound': 'Claims bound',
      'consumers-ready': 'Workloads that read the secrets ready',
      'database-connected': 'Workloads connected to the database',
      'data-unchanged': 'Data the same after the migration',
      evidence: 'Seen: {{evidence}}',
      none: 'There is nothing to check yet.',
    },
    pullRequest: {
      heading: 'Pull requests',
      none: 'No pull request of Safekeep’s is open or was merged recently.',
      name: '{{title}} (#{{number}})',
      stages: 'Stages of pull request #{{number}}',
      done: 'done',
      current: 'reached',
      pending: 'still to come',
      failed: 'failed',
      unknown: 'not known',
      opened: 'opened',
      merged: 'merged',
      synced: 'synced',
      unsealed: 'unsealed',
      restarted: 'restarted',
      openedNext: 'Open. It waits for a review and the merge.',
      mergedNext: 'Merged. It waits for the sync to the cluster.',
      syncedNext: 'Synced. The controller has not opened the new values yet.',
      unsealedNext:
        'Unsealed. What it restarts or changes in a database is not through yet.',
      restartedNext: 'Done. What it restarts runs with the new values.',
      created: 'Opened',
      mergedAt: 'Merged',
      pointsAt: 'Changes {{secret}}',
    },
    source: {
      heading: 'Sources',
      live: 'Live',
      starting: 'Being read for the first time',
      stale: 'Stale',
      forbidden: 'Not allowed',
      unreachable: 'Unreachable',
    },
    clusters: {
      title: 'Sealing keys',
      subtitle:
        'Of each cluster: its sealed-secrets controller, its sealing keys, and what became of its SealedSecrets.',
      loading: 'Reading the state of the clusters',
      noneTitle: 'No cluster is configured',
      noneBody:
        'Add these lines to app-config.yaml, with your own cluster and the token of an account that has the rights of the documentation.',
      noneLines: 'The lines to add',
      forbiddenBody:
        'Seeing it takes the permission {{permission}}. Ask whoever runs this Backstage.',
      unreachableBody:
        'Nothing is known of the clusters until it does. It is asked again every {{seconds}} seconds.',
      sourceObjects: 'Deployments and SealedSecrets',
      sourceCertificate: 'Newest sealing certificate',
      notKnown: 'not known',
      controller: 'Controller',
      deployment: 'Deployment',
      ready: 'Pods',
      version: 'Version',
      versionNotKnown: 'not known',
      renewal: 'New sealing key',
      renewalEvery: 'every {{period}}',
      renewalDefault: 'every {{period}}, the default',
      renewalNever: 'never: renewal is switched off',
      watches: 'Opens only in',
      install: 'Install sealed-secrets…',
      installIn: 'Install sealed-secrets in {{name}}',
      keys: 'Sealing keys',
      keysOf: 'Sealing keys of {{name}}',
      noKeys:
        'No certificate of this cluster’s was seen yet. That is not the same as none.',
      fromFile:
        'The certificate is read from a configured file: when the controller makes a new key, it does not show here.',
      age: 'Age against the renewal',
      valid: 'Valid',
      sealedWith: 'Sealed with it',
      newest: 'newest',
      made: 'made {{age}}',
      due: 'made {{age}}, the next one is due {{until}}',
      overdue: 'made {{age}}, the next one is overdue for {{duration}}',
      wasNewest: 'was the newest for {{duration}}',
      copyFingerprint: 'Copy the fingerprint {{fingerprint}}',
      sealedCount_one: '{{count}} key, SealedSecrets: {{secrets}}',
      sealedCount_other: '{{count}} keys, SealedSecrets: {{secrets}}',
      strays: 'Other certificates',
      straysBody:
        'SealedSecrets of this cluster are recorded as sealed with these, and its controller was not seen to hand them out.',
      strayOf: 'of cluster {{name}}',
      sealedSecrets: 'SealedSecrets',
      sealedSecretsNotSeen: 'Nobody could look at them.',
      total: 'in all',
      synced: 'opened',
      waiting: 'waiting for the controller',
      failing: 'failing',
      withOlderKey: 'with an older key',
      notRecorded: 'with a key not recorded',
      reencrypt: 'Re-encrypt…',
      reencryptIn: 'Re-encrypt secrets of {{name}}',
    },
    tab: {
      overview: 'Checks',
      databases: 'Databases',
      secrets: 'Secrets',
      noDatabases: 'No database was found.',
      noSecrets: 'No secret was found.',
      notLooked: 'Nobody could look; see the sources.',
    },
    notice: {
      missingTitle: 'This entity does not say where it runs',
      missingBody:
        'Add these lines to its catalog-info.yaml, with your own namespace and repository.',
      missingLines: 'The lines to add',
      emptyTitle: 'No database and no secret found',
      emptyBody:
        'Safekeep looked at {{places}} and found nothing to look after.',
      notLookedTitle: 'Nobody could look',
      notLookedBody:
        'Whether there are databases and secrets is not known. That is not the same as none.',
      startingTitle: 'First reading under way',
      startingBody: 'What is found appears here by itself.',
      forbiddenTitle: 'You may not see this',
      forbiddenBody:
        'Seeing it takes the permission {{permission}} and the right to read this entity. Ask whoever runs this Backstage.',
      notFoundTitle: 'Safekeep does not know this entity',
      notFoundBody:
        'The catalog does not have it, or does not show it to you. It is read again every {{seconds}} seconds.',
      unreachableTitle: 'Safekeep’s backend does not answer',
      unreachableBody:
        'Nothing is known of this service’s databases and secrets until it does. It is asked again every {{seconds}} seconds.',
      unreachableDetail: 'It said: {{message}}',
      pollFailed:
        'Could not ask again since {{time}}: {{message}} What you see is the last answer.',
    },
    edit: {
      help: 'A key is renamed or removed without its value, which nobody needs to know. Other keys do not change.',
      legend: 'What becomes of {{key}}',
      keep: 'Keep',
      rename: 'Rename',
      remove: 'Remove',
      newName: 'New name of {{key}}',
      nothing: 'Choose a key to rename or to remove.',
      invalidName:
        '“{{key}}” cannot be a key: only letters, digits, “.”, “-” and “_” are allowed, and not “..” at the start.',
      takenName: 'A key has the name “{{key}}” already.',
    },
    making: {
      alphabet: 'What a generated value is made of',
      lettersAndDigits: 'Letters and digits',
      urlSafe: 'Letters, digits and - . _ ~ (safe in URLs)',
      hex: 'Hexadecimal: 0 to 9 and a to f',
      symbols: 'Letters, digits and symbols',
      symbolsWarning:
        'Some symbols mean something else in a URL, a shell or a configuration file. Choose this only where what reads the value demands it and quotes it.',
      length: 'Characters',
      bits: '{{bits}} bits: a value that nobody guesses.',
      lengthInvalid: 'Choose a whole number from 1 to 4096.',
      lengthGuessable:
        'Such a value could be guessed: it takes 64 bits at least. Choose more characters.',
      template: 'Template of {{key}}',
      templateHelp:
        '{{key}} contains the value of {{parts}} and would keep the earlier one, which nobody can read. Write it anew, as in {{example}}: the controller puts the value in from now on. The rest is readable in Git.',
      evenIfStale: 'Leave {{keys}} with the earlier value',
      undecided:
        'Say what becomes of {{key}}: write its template, choose it too, or leave it with the earlier value.',
    },
    field: {
      loading: 'Reading the keys of {{name}}',
      keysLegend: 'Keys of {{name}}',
      keysLegendUnnamed: 'Keys',
      age: 'changed {{age}}',
      sealedAge: 'sealed {{age}}',
      ageUnknown: 'age not recorded',
      plain: 'plain in Git',
      linked: 'changes with it: {{keys}}',
      whole: 'sealed with its file',
      unreadable:
        'The keys could not be read ({{reason}}). Type them; they are checked when the change is made.',
      notFound:
        'No secret {{name}} was found in namespace {{namespace}}. Type its keys; they are checked when the change is made.',
      noStatus: 'the form does not say which entity this is for',
      notKnown:
        'Which keys {{name}} has is not known. Type them; they are checked when the change is made.',
      addLabel: 'Another key',
      addDescription: 'Letters, digits, “.”, “-” and “_”.',
      add: 'Add',
      remove: 'Remove {{key}}',
      invalidKey:
        '“{{key}}” cannot be a key: only letters, digits, “.”, “-” and “_” are allowed.',
      chooseKeys: 'Choose at least one key.',
      chooseFirst: 'Choose keys first; their values are asked for here.',
      valueLegend: 'How {{key}} gets its value',
      generated: 'Generate it',
      generatedHelp:
        'A generated value is made in the task, sealed at once and shown to nobody.',
      fromFile: 'Take it from the file',
      fromFileHelp:
        'A value from the file is sealed as it stands in Git today.',
      typed: 'Type it',
      typedHelp:
        'A typed value is sent to the task as a secret and sealed there.',
      lines: 'Type several lines',
      file: 'Choose a file',
      fileLabel: 'File for {{key}}',
      fileChosen_one: 'A file of {{count}} byte is chosen.',
      fileChosen_other: 'A file of {{count}} bytes is chosen.',
      fileTooLarge:
        'This file has more than {{limit}} KiB, which is all that a Secret holds.',
      fileEmpty: 'This file is empty.',
      fileUnreadable: 'The browser could not read this file.',
      typedLabel: 'Value of {{key}}',
      typedKeep: 'It is kept in this form only until the task starts.',
      reserved:
        'The scaffolder keeps the name {{key}} for itself, so its value cannot be typed here.',
      givenUnknown: 'A value is given for {{key}}, which is not chosen.',
      happens: 'What will happen',
      happensFile: 'Nothing else in {{path}} changes.',
      happensNewFile: 'A sealed file replaces the plain one: {{path}}.',
      happensSealedFile: 'A sealed file is added to {{repository}}.',
      happensKeys_one: '{{count}} key gets a new value: {{keys}}.',
      happensKeys_other: '{{count}} keys get new values: {{keys}}.',
      happensSealKeys_one: '{{count}} key is sealed: {{keys}}.',
      happensSealKeys_other: '{{count}} keys are sealed: {{keys}}.',
      happensRestart:
        'After the merge these restart, because a checksum in their files changes: {{consumers}}.',
      happensKept:
        'Restarted only if its update strategy is Recreate, since two servers on one volume damage it: {{consumers}}.',
      happensNoRestart: 'No workload that was seen reads it, so none restarts.',
      happensMerge:
        'Nothing changes in the cluster before the pull request is merged. To go back, revert the merge.',
      databaseRole:
        'The role in the database keeps its old password. PostgreSQL reads {{keys}} only when its data directory is empty; this changes the Secret, not the role. Run ALTER ROLE … PASSWORD with the same value when the pull request is merged, or new connections are refused.',
      databaseRoleTyped:
        'Type the value if you have to run ALTER ROLE yourself: a generated one is shown to nobody.',
      databaseRoleInstead: 'To change both in one pull request:',
      history:
        'The history of the repository still holds the values that were plain. Rotate them after this.',
    },
  },
});

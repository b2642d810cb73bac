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
  PHRASES,
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
      summaryOperated:
        '{{engine}} run by {{operator}}, {{ready}} of {{instances}} instances ready',
      summaryNoClaim: '{{engine}} in a {{workload}}, without a claim',
      workload: 'Workload',
      ready: '{{ready}} of {{desired}} pods ready',
      image: 'Image',
      claimNotFound: 'not found',
      noClaims: 'none: its data lives and dies with the pod',
      secrets: 'Reads secrets',
      noSecrets: 'none',
      inDeployment:
        'in a Deployment: a second pod could write to the same volume',
      version: 'Version',
      versionNotTold: 'of a version that its tag does not tell',
      supported: 'supported until {{day}}',
      supportEnds: 'support ends on {{day}}',
      unsupported: 'not supported since {{day}}',
      supportSource: 'who says so',
      variant: 'built on {{variant}}',
      floatingTag: 'the tag moves: another pod may bring another version',
      appliedBy: 'Applied by',
      appliedByNotTold: 'not known: its metadata does not tell',
      prunes: 'deletes what leaves Git',
      doesNotPrune: 'keeps what leaves Git',
      podReady: 'ready',
      onNode: 'on {{node}},',
      started: 'started {{age}},',
      restarts_one: '{{count}} restart.',
      restarts_other: '{{count}} restarts.',
      lastExit: 'Its container ended last with {{exit}}',
      services: 'Services',
      noServices: 'none leads to it',
      headless: 'headless',
      outside: 'open to the outside of the cluster',
      endpoints_one: '{{count}} endpoint ready',
      endpoints_other: '{{count}} endpoints ready',
      notReady_one: 'and {{count}} not ready',
      notReady_other: 'and {{count}} not ready',
      noEndpoints: 'no endpoint is ready',
      endpointsNotSeen: 'its endpoints cannot be seen',
      networkPolicy: 'Who may connect',
      noNetworkPolicy:
        'anybody in the cluster: no NetworkPolicy selects its pods',
      allows: {
        nobody: 'lets nobody in',
        some: 'lets in whom it names',
        anybody: 'lets anybody in',
      },
      disruptionBudget: 'When a node is drained',
      noDisruptionBudget: 'no PodDisruptionBudget selects its pods',
      evictable_one: '{{count}} pod may be moved now',
      evictable_other: '{{count}} pods may be moved now',
      backups: 'Backups',
      noBackups: 'none: nothing that was seen makes any',
      byOperator: 'by the operator',
      suspended: 'suspended',
      lastSuccess: 'last succeeded {{age}}',
      noSuccess: 'no success was seen yet',
      lastFailure: 'last failed {{age}}',
      notReadable: 'not known: Safekeep may not read this here ({{kinds}})',
      notSeen: 'not known now',
      advice: 'What could be better',
    },
    login: LOGIN_SENTENCES,
    phrase: PHRASES,
    operator: {
      label: 'Operator',
      instances: 'Instances',
      ready: '{{ready}} of {{instances}} ready',
      primary: '{{pod}} takes the writes',
      walArchiving: 'WAL archiving',
      walWorking: 'works',
      walFailing: 'fails',
      recovery: 'Recovery',
      recoverableSince: 'any point in time since {{age}} can be restored',
    },
    volume: {
      title: 'Volumes',
      table: 'Volumes of {{name}}',
      claim: 'Claim',
      size: 'Size',
      class: 'StorageClass',
      volume: 'Volume',
      notTold: 'not told',
      unbound: 'none yet',
      deleting: 'being deleted',
      reclaim: 'kept by its own policy, {{policy}}',
      reclaimDelete: 'deleted with its claim',
      onOneNode: 'on the disk of one node',
      retention:
        'When the StatefulSet is deleted: {{deleted}}; when it is scaled down: {{scaled}}.',
      retentionDeletes: 'claims go with it',
    },
    event: {
      title: 'Warnings of the cluster',
      none: 'None that the cluster still remembers.',
      times_one: '{{count}} time',
      times_other: '{{count}} times',
    },
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
    migration: {
      title: 'Move to a StatefulSet',
      back: 'Way back to the Deployment',
      reuseClaim:
        'The StatefulSet mounts the claim that is there, {{claim}}: no data is copied.',
      dumpAndRestore:
        'The data on claim {{claim}} is dumped and restored into {{newClaim}}.',
      newClaim: 'a new claim',
      way: {
        guarded: 'One guarded pull request, then one that tidies up.',
        staged: 'Three pull requests, what uses the database is stopped first.',
      },
      begun: 'Begun {{age}}.',
      steps: 'Steps of the move of {{name}}',
      step: {
        quiesced: 'clients off',
        'snapshot-taken': 'counted before',
        stopped: 'old server stopped',
        'guard-passed': 'guard passed',
        ready: 'new server ready',
        verified: 'data verified',
        finalized: 'tidied up',
      },
      stepBack: {
        stopped: 'StatefulSet stopped',
        ready: 'Deployment ready',
      },
      blocked: {
        switch: 'Before the new server may start:',
        release: 'Before the lock may be given up:',
        finalize: 'Before it may be tidied up:',
      },
      ready: {
        switch:
          'Next is the pull request that stops the old server and starts the StatefulSet.',
        release:
          'Next is a pull request that lets the guard accept the lock of the server that was killed. Nothing else that was seen mounts the claim.',
        finalize:
          'Next is the pull request that tidies up: the Deployment, the Jobs and the guard leave Git, and what was stopped starts again. The server restarts once, for a second or two.',
        finishBack:
          'The Deployment serves again. Next is the pull request by which the StatefulSet and the guard leave Git.',
      },
      mayNot: 'You may not propose it yourself; ask whoever owns this service.',
      nothingLeft: 'Nothing is left to do.',
      goBack:
        'The way back is a pull request too: the Deployment serves again, and no data is lost.',
      goBackLosing:
        'The way back is a pull request too: the Deployment serves its old claim again, and what was written since the switch is lost.',
      standing: 'Moving to a StatefulSet, {{done}} of {{total}} steps done.',
      standingBack:
        'Going back to the Deployment, {{done}} of {{total}} steps done.',
      at: {
        running: 'Under way: {{step}}.',
        waiting: 'Next: {{step}}.',
        failed: 'Failed: {{step}}.',
        'not-known': 'Not known: {{step}}.',
      },
    },
    verification: {
      title: 'Before and after',
      table: 'Before and after of {{name}}',
      what: 'What',
      before: 'Before',
      after: 'After',
      resultHeading: 'Result',
      beforeTaken: 'Before: counted {{age}} on PostgreSQL {{version}}.',
      afterTaken: 'After: counted {{age}} on PostgreSQL {{version}}.',
      alone: 'No other client was connected.',
      sessions_one:
        '{{count}} other session was connected and may have written.',
      sessions_other:
        '{{count}} other sessions were connected and may have written.',
      lines_one: '{{count}} line',
      lines_other: '{{count}} lines',
      notTold: 'not told',
      result: {
        pass: 'Pass',
        warn: 'Warning',
        fail: 'Fail',
        'not-known': 'Not known',
      },
      line: {
        version: 'Server version',
        'system-identifier': 'System identifier',
        'data-checksums': 'Data checksums',
        encoding: 'Encoding and collation',
        databases: 'Databases',
        tables: 'Tables',
        rows: 'Rows',
        checksums: 'Contents of tables',
        sequences: 'Sequences',
        objects: 'Views, functions, triggers, indexes, constraints',
        extensions: 'Extensions',
        roles: 'Roles',
        'invalid-indexes': 'Invalid indexes',
        'invalid-constraints': 'Constraints not validated',
      },
      tables_one: '{{count}} table by name',
      tables_other: '{{count}} tables by name',
      tablesOf: 'Tables of {{name}}',
      tableName: 'Table',
      rowsBefore: 'Rows before',
      rowsAfter: 'Rows after',
      inDatabase: 'in database {{database}}',
      change: {
        same: 'rows and contents equal',
        'same-count': 'as many rows; contents not compared',
        more: 'more rows',
        fewer: 'fewer rows',
        altered: 'as many rows, other contents',
        gone: 'not there afterwards',
        new: 'not there before',
        'not-told': 'named in one of the two only, for want of room',
      },
      more_one: '{{count}} more table is compared without its name.',
      more_other: '{{count}} more tables are compared without their names.',
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
      running: 'under way',
      databaseNext:
        'Merged. How far the change has come, {{database}} itself tells.',
    },
    history: {
      title: 'History',
      none: 'Nothing is known to have happened yet.',
      when: 'When',
      what: 'What',
      who: 'Who',
      where: 'Pull request and commit',
      more_one: 'Show {{count}} more',
      more_other: 'Show {{count}} more',
      pullRequest: 'Pull request #{{number}}',
      commit: 'Commit {{commit}}',
      opened: 'Opened: {{title}}',
      merged: 'Merged: {{title}}',
      sealed: 'Sealed in {{secret}}: {{keys}}',
      rotated: 'New values in {{secret}}: {{keys}}',
      'move-begun': 'Database {{database}}: its move to a StatefulSet began',
      'counted-before': 'Database {{database}}: counted before the move',
      'counted-after': 'Database {{database}}: counted after the move',
      ended: 'Pod {{pod}}: its container ended with {{exit}}',
      warning_one: '{{reason}} of {{about}}, {{count}} time',
      warning_other: '{{reason}} of {{about}}, {{count}} times',
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
    moving: {
      loading: 'Reading the state of {{name}}',
      theClaim: 'its claim',
      whatUsesIt: 'what reads its password',
      notSeen:
        'Nobody could look at {{name}}, so that what stands here is general. The task looks again, and refuses what is not safe.',
      notFound:
        '{{name}} was not found among the databases of this service. Look at the first step; the task refuses what it does not find.',
      notNext:
        'This is not what comes next: the move stands elsewhere. Open the form from the service’s page.',
      optionLegend: 'How the data gets to the StatefulSet',
      option: {
        'reuse-claim': 'Keep the claim (option A)',
        'dump-and-restore': 'Dump, and restore into a new claim (option B)',
      },
      reuseClaimHelp:
        'The StatefulSet mounts {{claim}} as it is. Nothing is copied, and the server is away for some seconds. Name and size of the claim stay, and there is one server, as now.',
      dumpHelp:
        'For another size or StorageClass, another image variant or a newer major version. What uses the database is stopped for as long as dump and restore take. The old claim is not touched.',
      optionCause: {
        'under-way': 'The move has begun this way and goes on this way.',
        fits: 'Keeping the claim fits: it is Bound, and nothing needs to be copied.',
        several:
          'Keeping the claims fits: all are Bound. The task finds the one at the data directory.',
        'no-claim':
          'Neither option would keep the data: the database has no claim, so that its data goes with its pod. Dump it by hand while that pod is there.',
        'not-bound':
          'Its claim is not Bound, so that nobody can tell where the data is. See to that first; the service’s page says why.',
        deleting:
          'Only a dump fits: somebody has deleted the claim, and it goes away with the last pod that mounts it.',
        'not-seen':
          'Nobody could look at its claims. The task finds them in the files.',
      },
      wayLegend: 'In how many pull requests',
      way: {
        guarded: 'One, guarded, and one that tidies up',
        staged: 'Three, with what uses the database stopped first',
      },
      wayHelp: {
        guarded:
          'What uses the database loses its connections for some seconds and goes on. It is counted while clients write, so that tables may have grown afterwards.',
        staged:
          'Nobody writes between the two counts, so that all must be equal. What uses the database is away from the first merge to the third.',
      },
      wayCause: {
        'under-way': 'The move has begun this way and goes on this way.',
        'argo-cd':
          'One is safe here: Argo CD waits between its waves, and the guard lets the new server start only once the old one has shut down.',
        flux: 'Three are needed: Flux applies everything at once, so that nothing would be counted before the switch.',
        'applied-by-unknown':
          'Three are needed: nothing tells what applies it, so that no order can be relied on.',
        dump: 'Three are needed: a dump holds everything only while nobody writes.',
        'not-seen': 'Three are proposed: nobody could look at what applies it.',
      },
      plan: {
        guardedSwitch:
          'One commit adds a StatefulSet on {{claim}}, with the Deployment’s image and settings, and scales the Deployment to zero. It stays in Git until the second pull request.',
        guard:
          'A guard in the new pod waits until the old server has shut down and takes its lock, so that two servers never meet on one volume.',
        guardedCount:
          'A Job counts before and another afterwards. If the first fails, nothing has changed.',
        guardedAway:
          'The database is away from the stop of the old server to the start of the new one, usually some seconds. These lose their connections: {{consumers}}.',
        guardedNext: 'When the counts agree, a second pull request tidies up.',
        quiesce:
          'These are scaled to zero, or suspended: {{consumers}}. How many there were is written down beside them.',
        quiesceCount: 'A Job waits until no client is connected, and counts.',
        quiesceDump:
          'A Job waits until no client is connected, counts, and dumps everything into a claim of its own.',
        quiesceServes:
          'The database itself goes on; the second pull request switches it.',
        quiesceAway:
          'What is stopped stays so until the third pull request: for as long as you take to merge.',
        backup:
          'A copy of the Deployment’s file is kept below _backup, with the date.',
        switchClaim:
          'The Deployment goes to zero, and a StatefulSet with its image and settings serves from {{claim}}.',
        switchCount:
          'A Job counts again, and the two counts are compared line by line.',
        switchDump:
          'The Deployment goes to zero, and a StatefulSet starts on a new claim. {{claim}} is not touched.',
        switchRestore:
          'A Job restores the dump into the new server while nobody else is connected, and counts again.',
        switchNext:
          'What was stopped stays so until the counts agree and the third pull request is merged.',
        release:
          'The guard is told to accept the lock that the killed server left behind, and starts the new one.',
        releaseOnly:
          'It accepts this one lock, by the time at which that server started. Any other still holds it.',
        finalizeConsumers: 'These go back to what they were: {{consumers}}.',
        finalizeFiles:
          'The Deployment, the Jobs and what they needed leave Git. The claim stays.',
        finalizeRestart:
          'The guard is taken out of the StatefulSet, which restarts the server once, for a second or two.',
        finalizeBack:
          'Afterwards the way back starts from an earlier commit’s Deployment.',
        finalizeNoBack:
          'Afterwards no way back is prepared; the old claim still holds what was there when it was dumped.',
        finishBack:
          'The StatefulSet, which is at zero, and the guard leave Git; the Deployment serves from {{claim}} as before. The claims stay.',
        finishBackRestart:
          'Without its guard the Deployment’s pod is replaced: the server is away for some seconds.',
        onMerge:
          'Nothing changes in the cluster before the pull request is merged.',
        goBack:
          'To go back, take “Go back…” on the service’s page: another pull request, and nothing written is lost.',
        goBackLosing:
          'To go back, take “Go back…” on the service’s page: the old claim serves again, without what was written after this.',
      },
      checked: 'What is checked',
      checkedSame:
        'That it is the same server: version, system identifier, encoding.',
      checkedOther:
        'That it is a new server with the same data: encoding equal, system identifier another.',
      checkedCounts:
        'Databases, tables with their exact rows, sequences, extensions, roles, views, functions, indexes and constraints.',
      checkedContents:
        'The contents of tables up to a size, by checksums. No value and no password leaves the cluster.',
      checkedHolds: 'A line that fails holds up the last pull request.',
      commands: 'Commands that this replaces',
      losesNothing:
        'Nothing is lost: the old server has everything that was written.',
      loses:
        'Claim {{claim}} is as it was when it was dumped. Going back loses whatever was written to the new server since the switch, and nothing brings it back.',
      mayLose:
        'Nobody could look at how the database was moved. If it was dumped and restored, going back loses whatever was written to the new server since, and nothing brings it back.',
      acceptLostWrites:
        'I accept that what was written since the switch is lost',
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

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

import { RepositoryFacts } from '../facts';
import { PodObservation, WorkloadObservation } from '../observations';
import { reason } from '../reasons';
import { CheckStatus } from '../status';
import { CheckPart, combineParts, notVisible, relyingOn } from './checkParts';
import { absentController, readinessCause } from './controllers';
import { isResting } from './databaseMigrations';
import { NamespaceView } from './namespaceView';
import { describeTrouble, troubledPods } from './podTrouble';
import { readyEvidence } from './rollout';
import { absentFromCluster } from './secretFindings';
import { SecretSubject } from './secretSubjects';
import { wasSeen } from './sources';
import { unsealingFindings } from './unsealing';

function controllerPart({ cluster, facts }: NamespaceView): CheckPart {
  const { controller, controllerName, controllerNamespace } = facts;
  if (controller === 'not-visible') {
    return notVisible(`${controllerNamespace}/${controllerName}: not visible`);
  }
  const name = controllerName;
  const namespace = controllerNamespace;
  if (facts.sealedSecretsInstalled === false) {
    return {
      state: 'failing',
      evidence: 'no resource type "sealedsecrets"',
      reason: reason('cluster-without-sealed-secrets', { cluster }),
    };
  }
  if (!controller) {
    return {
      state: 'failing',
      evidence: `deployments.apps "${name}" not found`,
      reason: absentController(
        { cluster, namespace, name },
        facts.sealing?.cluster?.otherControllers,
      ),
    };
  }
  const evidence = readyEvidence(controller);
  const cause = readinessCause(controller, { namespace, name });
  return cause ? { ...cause, evidence } : { state: 'ok', evidence };
}

/** Whether the sealed-secrets controller runs, where there is a secret for it. */
export function controllerCheck(
  views: NamespaceView[],
  subjects: SecretSubject[],
): CheckStatus[] {
  const parts =
    subjects.length > 0
      ? views
          .filter(({ seen }) => seen)
          .map(view => relyingOn([view.source], controllerPart(view)))
      : [];
  return combineParts('controller-running', parts, views);
}

function inGitPart(
  subject: SecretSubject,
  repository: RepositoryFacts,
): CheckPart {
  const { name, sealed, sealedFile, plainFile, view } = subject;
  if (plainFile) {
    const { path, keys } = plainFile;
    return relyingOn([repository.source], {
      state: 'attention',
      evidence: `plain, ${path}`,
      reason: sealedFile
        ? reason('secret-plain-beside-sealed', { path })
        : reason('secret-plain-in-git', { path, count: String(keys.length) }),
    });
  }
  if (sealedFile) {
    return relyingOn([repository.source, ...(view ? [view.source] : [])], {
      state: 'ok',
      evidence: `sealed, ${sealedFile.path}`,
    });
  }
  const sources = [repository.source, ...(view ? [view.source] : [])];
  if (repository.notVisible?.length) {
    return notVisible(`not visible, ${name}`);
  }
  return relyingOn(sources, {
    state: 'attention',
    evidence: `not in Git, ${name}`,
    reason: reason(sealed ? 'sealed-secret-not-in-git' : 'secret-unmanaged'),
  });
}

function inGitParts(
  subjects: SecretSubject[],
  repository: RepositoryFacts | undefined,
): CheckPart[] {
  if (!repository) {
    return subjects.length > 0 ? [notVisible('no repository is known')] : [];
  }
  if (!wasSeen(repository.source)) {
    return [notVisible(`${repository.url}: not visible`)];
  }
  return [
    ...subjects.map(subject => inGitPart(subject, repository)),
    // A file that could not be read may hold a plain secret.
    ...(repository.notVisible ?? []).map(path =>
      notVisible(`${path}: not visible`),
    ),
  ];
}

/** Whether every secret is in Git, and sealed. */
export function sealedInGitCheck(
  views: NamespaceView[],
  subjects: SecretSubject[],
  repository: RepositoryFacts | undefined,
): CheckStatus[] {
  return combineParts(
    'secrets-sealed-in-git',
    inGitParts(subjects, repository),
    views,
  );
}

function unsealedPart(subject: SecretSubject): CheckPart | undefined {
  const { name, sealed, sealedFile, view, repository } = subject;
  if (!view) {
    return undefined;
  }
  if (sealed) {
    const [finding] = unsealingFindings(sealed, view);
    const synced = { true: 'True', false: 'False', undefined: '<none>' }[
      `${sealed.synced}` as const
    ];
    return relyingOn([view.source], {
      state: finding?.state ?? 'ok',
      evidence: `SYNCED ${synced}, ${name}`,
      reason: finding?.reason,
    });
  }
  if (!sealedFile || !repository) {
    return undefined;
  }
  return relyingOn([view.source, repository.source], {
    ...absentFromCluster(sealedFile, view),
    evidence: `sealedsecrets.bitnami.com "${name}" not found`,
  });
}

/** Whether the controller opened every SealedSecret. */
export function unsealedCheck(
  views: NamespaceView[],
  subjects: SecretSubject[],
): CheckStatus[] {
  const parts = subjects
    .map(unsealedPart)
    .filter((part): part is CheckPart => part !== undefined);
  return combineParts('secrets-unsealed', parts, views);
}

function isReady({ ready, desired }: WorkloadObservation): boolean {
  return ready > 0 && ready >= desired;
}

function describeConsumer(
  consumer: WorkloadObservation,
  pods: PodObservation[],
): string {
  const { name, ready, desired } = consumer;
  // One pod's trouble is most often that of all.
  const [troubled] = troubledPods(consumer, pods);
  return `${name} (${ready}/${desired}${
    troubled ? `: ${describeTrouble(troubled)}` : ''
  })`;
}

/** Whether the workloads that read the secrets, databases aside, are ready. */
export function consumersCheck(
  views: NamespaceView[],
  isConsumer: (workload: WorkloadObservation) => boolean,
): CheckStatus[] {
  const parts = views.flatMap(view => {
    const consumers = view.workloads.filter(
      // What a move keeps at zero for the way back is not missed.
      workload => isConsumer(workload) && !isResting(view, workload),
    );
    const why = reason('consumers-not-ready', {
      consumers: consumers
        .filter(consumer => !isReady(consumer))
        .map(consumer => describeConsumer(consumer, view.pods))
        .join(', '),
    });
    return consumers.map(consumer => {
      const down = consumer.ready < 1 && consumer.desired > 0;
      const trouble = down ? 'failing' : 'attention';
      const ready = isReady(consumer);
      return relyingOn([view.source], {
        state: ready ? 'ok' : trouble,
        evidence: readyEvidence(consumer),
        ...(!ready && { reason: why }),
      });
    });
  });
  return combineParts('consumers-ready', parts, views);
}

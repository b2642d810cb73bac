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

import { ClusterFacts } from '../clusterFacts';
import { ControllerStatus } from '../clusterStatus';
import { WorkloadObservation } from '../observations';
import { Reason, reason } from '../reasons';
import {
  controllerVersion,
  isBefore,
  isControllerImage,
} from './controllerVersion';
import { Finding, judge } from './findings';
import { wasSeen, whyNotLive } from './sources';

/** What the controller does when its arguments do not say it. */
export const DEFAULT_RENEWAL_SECONDS = 30 * 24 * 60 * 60;

type Cause = Pick<Finding, 'state' | 'reason'>;

/** Why no Deployment of the configured name is there. */
export function absentController(
  where: { cluster: string; namespace: string; name: string },
  others: string[] | undefined,
): Reason {
  return others?.length
    ? reason('controller-other-name', { ...where, found: others.join(', ') })
    : reason('controller-not-found', where);
}

/** What keeps a controller from being ready, if anything. */
export function readinessCause(
  { ready, desired }: Pick<WorkloadObservation, 'ready' | 'desired'>,
  where: { namespace: string; name: string },
): Cause | undefined {
  if (desired < 1) {
    return {
      state: 'failing',
      reason: reason('controller-scaled-to-zero', where),
    };
  }
  return ready < desired
    ? {
        state: ready > 0 ? 'attention' : 'failing',
        reason: reason('controller-not-ready', {
          ...where,
          ready: String(ready),
          desired: String(desired),
        }),
      }
    : undefined;
}

function versionCause(version: string | undefined): Cause[] {
  if (version === undefined || !isBefore(version, 40)) {
    return [];
  }
  const code = isBefore(version, 36)
    ? 'controller-version-scope'
    : 'controller-version-oracle';
  return [{ state: 'attention', reason: reason(code, { version }) }];
}

/** The image that is the controller's, whatever runs beside it. */
function imageOf({ images }: WorkloadObservation): string | undefined {
  return images.find(isControllerImage) ?? images[0];
}

export function renewalPeriodOf(
  controller: WorkloadObservation,
): NonNullable<ControllerStatus['renewalPeriod']> {
  const seconds = controller.sealedSecretsController?.renewalSeconds;
  return seconds === undefined
    ? { seconds: DEFAULT_RENEWAL_SECONDS, from: 'default' }
    : { seconds, from: 'arguments' };
}

function causesIn(
  facts: ClusterFacts,
  controller: WorkloadObservation,
  version: string | undefined,
): Cause[] {
  const where = {
    namespace: facts.controllerNamespace,
    name: facts.controllerName,
  };
  const others = namesOf(facts.otherControllers);
  const unready = readinessCause(controller, where);
  const attention = (why: Reason): Cause => ({
    state: 'attention',
    reason: why,
  });
  return [
    ...(unready ? [unready] : []),
    ...(controller.desired > 1
      ? [
          attention(
            reason('controller-several-replicas', {
              desired: String(controller.desired),
            }),
          ),
        ]
      : []),
    ...(others.length > 0
      ? [
          attention(
            reason('controller-not-alone', { found: others.join(', ') }),
          ),
        ]
      : []),
    ...(controller.sealedSecretsController?.updatesNoStatus
      ? [attention(reason('controller-status-off'))]
      : []),
    ...versionCause(version),
  ];
}

/** `namespace/name` of Deployments, in one order. */
export function namesOf(deployments: WorkloadObservation[]): string[] {
  return deployments
    .map(({ namespace, name }) => `${namespace}/${name}`)
    .sort();
}

function absence(facts: ClusterFacts): Cause {
  const { name: cluster, sealedSecretsInstalled } = facts;
  const others = namesOf(facts.otherControllers);
  if (sealedSecretsInstalled === false && others.length === 0) {
    return {
      state: 'attention',
      reason: reason('cluster-without-sealed-secrets', { cluster }),
    };
  }
  return {
    state: 'failing',
    reason: absentController(
      {
        cluster,
        namespace: facts.controllerNamespace,
        name: facts.controllerName,
      },
      others,
    ),
  };
}

/**
 * The state of a cluster's sealed-secrets controller. What was read from a
 * cluster that does not answer now is shown as it was last seen, and is unknown.
 */
export function describeController(facts: ClusterFacts): ControllerStatus {
  const { controller, source } = facts;
  const where = {
    name: facts.controllerName,
    namespace: facts.controllerNamespace,
  };
  if (controller === 'not-visible' || !wasSeen(source)) {
    return {
      ...where,
      state: 'unknown',
      reasons: [whyNotLive(source, '')],
    };
  }
  const image = controller && imageOf(controller);
  const version = image && controllerVersion(image);
  const found = controller
    ? causesIn(facts, controller, version)
    : [absence(facts)];
  const { state, reasons } = judge(
    found.map(cause => ({ ...cause, sources: [source] })),
    [source],
    '',
  );
  return {
    ...where,
    state,
    reasons,
    ...(controller && {
      ...(image && { image }),
      ...(version && { version }),
      desired: controller.desired,
      ready: controller.ready,
      renewalPeriod: renewalPeriodOf(controller),
      ...(controller.sealedSecretsController?.onlyNamespaces && {
        watchedNamespaces: controller.sealedSecretsController.onlyNamespaces,
      }),
    }),
  };
}

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

import { SealedSecretObservation } from '../observations';
import { Reason, reason } from '../reasons';
import { explainClosedKeys } from './closedKeys';
import { Finding } from './findings';
import { NamespaceView } from './namespaceView';
import { isProcessed } from './processing';
import { explainSealedSecretMessage } from './sealedSecretMessages';

type Whereabouts = Pick<NamespaceView, 'cluster' | 'facts' | 'source'>;
type Cause = Pick<Finding, 'state' | 'reason'>;

/** What keeps the controller from coming to it, as far as the controller itself tells. */
function causeInController({ facts }: Whereabouts): Cause | undefined {
  const { controller, controllerName, controllerNamespace } = facts;
  return typeof controller === 'object' && controller.ready < 1
    ? {
        state: 'attention',
        reason: reason('sealed-secret-controller-away', {
          namespace: controllerNamespace,
          name: controllerName,
        }),
      }
    : undefined;
}

/** What its arguments keep it from, for good. */
function causeInArguments(
  { namespace }: SealedSecretObservation,
  { facts }: Whereabouts,
): Cause | undefined {
  const { controller } = facts;
  const given =
    typeof controller === 'object'
      ? controller.sealedSecretsController
      : undefined;
  if (given?.onlyNamespaces && !given.onlyNamespaces.includes(namespace)) {
    return {
      state: 'failing',
      reason: reason('sealed-secret-namespace-not-watched', {
        namespace,
        watched: given.onlyNamespaces.join(', '),
      }),
    };
  }
  return given?.updatesNoStatus
    ? { state: 'unknown', reason: reason('sealed-secret-status-off') }
    : undefined;
}

/** The controller has not come to it: that is a backlog, and no failure. */
function causeOfWaiting(
  sealed: SealedSecretObservation,
  view: Whereabouts,
): Cause {
  const told = sealed.synced !== undefined;
  const cluster = view.facts.sealing?.cluster;
  const found =
    (told ? undefined : causeInArguments(sealed, view)) ??
    causeInController(view);
  if (found) {
    return found;
  }
  const waiting = cluster?.waiting ?? 0;
  const others = cluster?.told ?? 0;
  let why: Reason;
  if (waiting > 1) {
    why = reason('sealed-secret-waiting', { count: String(waiting) });
  } else if (told) {
    why = reason('sealed-secret-pending');
  } else if (others > 0) {
    why = reason('sealed-secret-passed-over', { count: String(others) });
  } else {
    why = reason('sealed-secret-unprocessed');
  }
  return { state: 'attention', reason: why };
}

function causesOfFailure(
  sealed: SealedSecretObservation,
  { cluster, facts }: Whereabouts,
): Reason[] {
  const explained = explainSealedSecretMessage(sealed.message, sealed);
  return explained.code === 'sealed-secret-wrong-key'
    ? explainClosedKeys(sealed, { cluster, sealing: facts.sealing })
    : [explained];
}

/** What keeps the controller from making the Secret, if anything; the most telling first. */
export function unsealingFindings(
  sealed: SealedSecretObservation,
  view: Whereabouts,
): Finding[] {
  const sources = [view.source];
  if (sealed.synced === undefined || !isProcessed(sealed)) {
    return [{ ...causeOfWaiting(sealed, view), sources }];
  }
  return sealed.synced
    ? []
    : causesOfFailure(sealed, view).map(why => ({
        state: 'failing',
        reason: why,
        sources,
      }));
}

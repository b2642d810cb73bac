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

import { PasswordVerdictDetail } from '../passwordRotation';
import { reason, ReasonCode } from '../reasons';
import { PasswordRotationStatus } from '../status';
import { Finding } from './findings';
import { PasswordRotationView } from './passwordRotations';
import { PasswordRun } from './passwordRuns';

type RotationFinding = Pick<Finding, 'state' | 'reason'>;

/** Each detail has its own cure. */
const FAILURES: Record<PasswordVerdictDetail, ReasonCode> = {
  'secret-not-updated': 'password-secret-not-updated',
  'server-unreachable': 'password-server-unreachable',
  'server-refused': 'password-server-refused',
  'server-too-old': 'password-server-too-old',
  'password-not-checked': 'password-not-checked',
  'previous-refused': 'password-previous-refused',
  'admin-refused': 'password-admin-refused',
  'role-missing': 'password-role-missing',
  'slot-taken': 'password-slot-taken',
  'read-only': 'password-read-only',
  'alter-refused': 'password-alter-refused',
  'login-refused-after-change': 'password-login-refused-after-change',
  'sessions-connected': 'password-sessions-connected',
  'owner-kept': 'password-owner-kept',
};

/** What keeps a Job's rotation from being through. */
function runFinding(
  { job, state, verdict, trouble }: PasswordRun,
  secret: string,
): RotationFinding | undefined {
  switch (state) {
    case 'done':
      return verdict?.detail === 'owner-kept'
        ? {
            state: 'attention',
            reason: reason('password-owner-kept', { secret }),
          }
        : undefined;
    case 'running':
      return {
        state: 'attention',
        reason: reason('password-rotation-running', {
          job,
          secret,
          detail: trouble ?? '',
        }),
      };
    case 'failed': {
      const login = verdict?.login ?? 'unchecked';
      const code = verdict?.detail && FAILURES[verdict.detail];
      return {
        // Who can log in today can still work; who cannot, cannot.
        state: login === 'none' ? 'failing' : 'attention',
        reason: reason(code ?? 'password-rotation-failed', {
          job,
          secret,
          login,
        }),
      };
    }
    default:
      return {
        state: 'unknown',
        reason: reason('password-rotation-not-known', { job, secret }),
      };
  }
}

/** Of two roles: the step that comes next, once the one before took hold. */
function nextStepFinding({
  sealed,
  step,
  waiting,
}: PasswordRotationView): RotationFinding | undefined {
  const slots = sealed.passwordSlots;
  const secret = sealed.name;
  if (!slots || step === 'retire') {
    return undefined;
  }
  if (step === 'prepare') {
    const role = slots.other;
    return {
      state: 'attention',
      reason: reason('password-slot-prepared', { secret, role }),
    };
  }
  const role = slots.active;
  return {
    state: 'attention',
    reason:
      waiting.length > 0
        ? reason('password-slot-switching', {
            secret,
            role,
            consumers: waiting.join(', '),
          })
        : reason('password-slot-switched', {
            secret,
            role,
            other: slots.other,
          }),
  };
}

/** All that keeps a rotation from being through, what is wrong before what is next. */
export function rotationFindings(
  rotation: PasswordRotationView,
): RotationFinding[] {
  const { sealed, strategy, since, run } = rotation;
  const { name: secret } = sealed;
  const findings: RotationFinding[] = [];
  if (!run) {
    findings.push({
      state: 'attention',
      reason: reason('password-rotation-waiting', { secret, date: since }),
    });
  }
  const found = run && runFinding(run, secret);
  if (found) {
    findings.push(found);
  }
  const isPrepared = rotation.step === 'switch' || run?.state === 'done';
  const next =
    strategy === 'two-slot' && isPrepared
      ? nextStepFinding(rotation)
      : undefined;
  return next ? [...findings, next] : findings;
}

/** How far it is, in one word. */
export function rotationState({
  step,
  run,
  waiting,
}: PasswordRotationView): PasswordRotationStatus['state'] {
  if (step === 'switch' && run?.state === 'done') {
    return waiting.length > 0 ? 'running' : 'done';
  }
  return run?.state ?? 'waiting';
}

/** A rotation as a person is shown it. */
export function describeRotation(
  rotation: PasswordRotationView,
): PasswordRotationStatus {
  const { sealed, strategy, step, since, keys, run } = rotation;
  const slots = strategy === 'two-slot' ? sealed.passwordSlots : undefined;
  const role = slots?.active ?? run?.rotation.role;
  const { verdict, login, detail } = run?.verdict ?? {};
  return {
    secret: sealed.name,
    keys,
    strategy,
    step,
    state: rotationState(rotation),
    since,
    ...(run && { job: run.job }),
    ...(verdict &&
      login && { verdict: { verdict, login, ...(detail && { detail }) } }),
    ...(role !== undefined && { role }),
    ...(slots && { otherRole: slots.other }),
  };
}

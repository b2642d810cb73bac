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

import {
  PasswordVerdict,
  PasswordVerdictDetail,
} from '@safekeep/backstage-plugin-safekeep-common';
import { createHash } from 'node:crypto';
import { DatabaseRoles } from './DatabaseRoles';

/** What a rotation Job's container finds. */
export interface RotationInput {
  environment: Map<string, string>;
  /** Files of the mounted Secret by name. */
  files: Map<string, string>;
  /** Undefined while no server answers. */
  server?: {
    roles: DatabaseRoles;
    /** Whether somebody is logged in as that role. */
    hasSessions(role: string): boolean;
  };
}

/** How it went, or what it still waits for, which is the verdict when patience ends. */
export type RotationOutcome =
  | { verdict: PasswordVerdict }
  | { waitsFor: PasswordVerdict };

function failed(
  login: PasswordVerdict['login'],
  detail: PasswordVerdictDetail,
): PasswordVerdict {
  return { verdict: 'failed', login, detail };
}

function changeInPlace(
  { environment, files }: RotationInput,
  roles: DatabaseRoles,
): PasswordVerdict {
  const role = environment.get('SAFEKEEP_ROLE') ?? '';
  const fits = (file: string) => roles.login(role, files.get(file));
  if (fits('new')) {
    return { verdict: 'unchanged', login: 'new' };
  }
  const known = ['previous', 'earlier'].find(fits);
  if (!known) {
    return failed('none', 'previous-refused');
  }
  roles.setPassword(role, files.get('verifier') ?? '');
  if (fits('new')) {
    return { verdict: 'changed', login: 'new' };
  }
  return failed(
    fits(known) ? 'previous' : 'none',
    'login-refused-after-change',
  );
}

function makeSlot(
  { environment, files, server }: RotationInput,
  roles: DatabaseRoles,
): RotationOutcome {
  const admin = environment.get('SAFEKEEP_ADMIN') ?? '';
  const slot = environment.get('SAFEKEEP_SLOT') ?? '';
  const owner = environment.get('SAFEKEEP_OWNER') ?? '';
  const retire = environment.get('SAFEKEEP_RETIRE');
  const wasValid = roles.login(slot, files.get('new'));
  const meanwhile = roles.login(
    files.get('current-user') ?? '',
    files.get('current'),
  )
    ? 'previous'
    : 'unchecked';
  const login = wasValid ? 'new' : meanwhile;
  if (!roles.login(admin, files.get('admin'))) {
    return { verdict: failed(login, 'admin-refused') };
  }
  if (!roles.has(owner)) {
    return { verdict: failed(login, 'role-missing') };
  }
  if (roles.has(slot) && !roles.isMember(slot, owner)) {
    return { verdict: failed(login, 'slot-taken') };
  }
  if (!roles.has(slot)) {
    roles.create(slot, owner);
  }
  if (!wasValid) {
    roles.setPassword(slot, files.get('verifier') ?? '');
  }
  if (!roles.login(slot, files.get('new'))) {
    return { verdict: failed(login, 'login-refused-after-change') };
  }
  if (!retire) {
    return {
      verdict: { verdict: wasValid ? 'unchanged' : 'changed', login: 'new' },
    };
  }
  if (retire === admin) {
    return {
      verdict: { verdict: 'retired', login: 'new', detail: 'owner-kept' },
    };
  }
  if (server?.hasSessions(retire)) {
    return { waitsFor: failed('new', 'sessions-connected') };
  }
  roles.shutOut(retire);
  return { verdict: { verdict: 'retired', login: 'new' } };
}

/** Does what a rotation Job's script does, to the roles of a simulated server. */
export function rotatePassword(input: RotationInput): RotationOutcome {
  const { environment, files, server } = input;
  const verifier = files.get('verifier');
  const isNew =
    verifier !== undefined &&
    createHash('sha256').update(verifier).digest('hex') ===
      environment.get('VERIFIER_SHA256');
  if (!isNew) {
    return { waitsFor: failed('unchecked', 'secret-not-updated') };
  }
  if (!server) {
    return { waitsFor: failed('unchecked', 'server-unreachable') };
  }
  const { roles } = server;
  if (roles.trusts) {
    return { verdict: failed('unchecked', 'password-not-checked') };
  }
  return environment.has('SAFEKEEP_SLOT')
    ? makeSlot(input, roles)
    : { verdict: changeInPlace(input, roles) };
}

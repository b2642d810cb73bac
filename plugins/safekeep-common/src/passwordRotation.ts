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
  isDigest,
  isName,
  isTime,
  isWorkloadName,
  oneOf,
  parseObject,
} from './foreignJson';

/**
 * Annotation of a Job that changes a password in a database, on its metadata
 * and on its pod template: a {@link PasswordRotation} in JSON.
 *
 * @public
 */
export const ANNOTATION_PASSWORD_ROTATION = 'safekeep.io/password-rotation';

/**
 * Annotation in a SealedSecret's own metadata: how far the rotation of a
 * password between two roles is, as {@link PasswordSlots} in JSON.
 *
 * @public
 */
export const ANNOTATION_PASSWORD_SLOTS = 'safekeep.io/password-slots';

/**
 * Label of Safekeep's Jobs and of their pods.
 *
 * @public
 */
export const LABEL_JOB = 'safekeep.io/job';

/**
 * Value of {@link LABEL_JOB} for a Job with {@link ANNOTATION_PASSWORD_ROTATION}.
 *
 * @public
 */
export const PASSWORD_ROTATION_JOB = 'password-rotation';

/**
 * What a Job does to a database's password.
 *
 * @remarks
 * The database's own workload keeps its checksum during a rotation: it reads
 * its password only while its data directory is empty, and a restart would only
 * cost connections.
 *
 * @public
 */
export interface PasswordRotation {
  /** One role whose password changes in place, or two roles that take turns. */
  strategy: 'in-place' | 'two-slot';
  /**
   * `change`: gives the role its new password. `prepare`: makes the role that
   * is not in use ready. `retire`: shuts out the role that is no longer in use.
   */
  step: 'change' | 'prepare' | 'retire';
  /** The SealedSecret, of the Job's own namespace. */
  secret: string;
  /** Keys whose value this Job makes valid; the first is the one that it logs in with. */
  keys: string[];
  /** The role that logs in with it, where the repository tells its name. */
  role?: string;
  /** The key that holds the role's name, where the name itself is not told. */
  roleKey?: string;
  /** Kind in lower case and name of the workload that serves it: `deployment/postgres`. */
  database: string;
  /**
   * ISO 8601. The same as `rotatedAt` of the keys in `safekeep.io/sealed-keys`:
   * a verdict counts for exactly this rotation of them.
   */
  rotatedAt: string;
}

/**
 * How a password rotation went, as the Job's container says it in its
 * termination message.
 *
 * @public
 */
export interface PasswordVerdict {
  /**
   * `changed`: the new password was set, and a login with it succeeded.
   * `unchanged`: it was valid already. `retired`: the earlier role can log in
   * no more. `failed`: see `detail`.
   */
  verdict: (typeof VERDICTS)[number];
  /**
   * What one can log in with: the `new` password, the `previous` one, `none` of
   * those known; `unchecked` when that could not be told.
   */
  login: (typeof LOGINS)[number];
  /** Why it failed; also what a person must know of a `retired`. */
  detail?: PasswordVerdictDetail;
}

const VERDICTS = ['changed', 'unchanged', 'retired', 'failed'] as const;
const LOGINS = ['new', 'previous', 'none', 'unchecked'] as const;

/**
 * Every detail that a verdict may have, in plain words.
 *
 * @public
 */
export const PASSWORD_VERDICT_DETAILS = {
  'secret-not-updated':
    'the Secret did not get the new value in time, so that nothing was tried',
  'server-unreachable': 'the server did not answer in time',
  'server-refused':
    'the server refused the connection for another reason than the password, such as too many connections or its pg_hba.conf',
  'server-too-old':
    'the server is older than PostgreSQL 10 and does not know SCRAM; nothing was changed',
  'password-not-checked':
    'the server lets anyone in without a password (trust), so that no login proves anything; nothing was changed',
  'previous-refused':
    'the server accepts neither the new password nor an earlier one',
  'admin-refused': 'the server refuses the administrator’s password',
  'role-missing': 'the role that owns the data does not exist',
  'slot-taken':
    'a role of the slot’s name exists that is not a member of the owner; it was not touched',
  'read-only': 'the server takes no writes: it is a standby or read-only',
  'alter-refused': 'the server refused to change the role',
  'login-refused-after-change':
    'the role was changed, but a login with the new password is refused',
  'sessions-connected':
    'the role that was to be retired still has sessions; it was not touched',
  'owner-kept':
    'the earlier role is also the administrator or owns itself what the slots use, and keeps its login: rotate its password in place',
} as const;

/** @public */
export type PasswordVerdictDetail = keyof typeof PASSWORD_VERDICT_DETAILS;

/**
 * How far the rotation between two roles is.
 *
 * @public
 */
export interface PasswordSlots {
  /** The keys that the consumers read, for instance `DB_PASSWORD` and `DB_USER`. */
  passwordKey: string;
  userKey: string;
  /** The role that owns the data; the two others are members of it. */
  owner: string;
  /** The two that take turns. */
  roles: [string, string];
  /** The role that the consumers' keys name: one of `roles`, or before the first switch `owner`. */
  active: string;
  /**
   * `prepared`: `other` waits for the switch. `switched`: the consumers use
   * `active`, and `other` waits to be retired. `retired`: all is done, and
   * `other` can log in no more.
   */
  stage: 'prepared' | 'switched' | 'retired';
  other: string;
  /** When the password of the newest slot was made, ISO 8601; as in {@link PasswordRotation.rotatedAt}. */
  rotatedAt: string;
  /** SHA-256 in hex of that password’s verifier, by which a Job knows its Secret. */
  verifierDigest?: string;
}

/**
 * The key beside a password's that holds its earlier value, so that the Job can
 * log in and change it.
 *
 * @public
 */
export function previousPasswordKey(key: string): string {
  return `${key}_PREVIOUS`;
}

/**
 * The key that holds the value before that: where a rotation never reached the
 * database, this is the one that the database still has.
 *
 * @public
 */
export function earlierPasswordKey(key: string): string {
  return `${key}_EARLIER`;
}

/**
 * The key beside a password's that holds its SCRAM verifier, which is all that
 * the server is told.
 *
 * @public
 */
export function passwordVerifierKey(key: string): string {
  return `${key}_VERIFIER`;
}

/**
 * The keys of one of the two roles, between `prepare` and `retire`.
 *
 * @public
 */
export function passwordSlotKeys(
  slots: Pick<PasswordSlots, 'passwordKey' | 'userKey' | 'roles'>,
  role: string,
): { user: string; password: string; verifier: string } {
  const suffix = role === slots.roles[1] ? '_B' : '_A';
  const password = slots.passwordKey + suffix;
  return {
    user: slots.userKey + suffix,
    password,
    verifier: passwordVerifierKey(password),
  };
}

/** @public */
export function renderPasswordRotation(rotation: PasswordRotation): string {
  const { strategy, step, secret, keys, role, roleKey, database, rotatedAt } =
    rotation;
  return JSON.stringify({
    strategy,
    step,
    secret,
    keys,
    ...(role !== undefined && { role }),
    ...(roleKey !== undefined && { roleKey }),
    database,
    rotatedAt,
  });
}

/**
 * Reads {@link ANNOTATION_PASSWORD_ROTATION}; undefined for what is none, since
 * anyone may have written it.
 *
 * @public
 */
export function parsePasswordRotation(
  text: string | undefined,
): PasswordRotation | undefined {
  const value = parseObject(text);
  const { strategy, step, secret, keys, database, rotatedAt } = value ?? {};
  const { role, roleKey } = value ?? {};
  const isRotation =
    oneOf(strategy, ['in-place', 'two-slot'] as const) &&
    oneOf(step, ['change', 'prepare', 'retire'] as const) &&
    (strategy === 'in-place') === (step === 'change') &&
    isName(secret) &&
    Array.isArray(keys) &&
    keys.length > 0 &&
    keys.every(isName) &&
    isWorkloadName(database) &&
    isTime(rotatedAt);
  if (!isRotation) {
    return undefined;
  }
  return {
    strategy,
    step,
    secret,
    keys: keys as string[],
    ...(isRoleName(role) && { role }),
    ...(isName(roleKey) && { roleKey }),
    database,
    rotatedAt,
  };
}

/** @public */
export function renderPasswordSlots(slots: PasswordSlots): string {
  const { passwordKey, userKey, owner, roles, active, stage, other } = slots;
  const { rotatedAt, verifierDigest } = slots;
  return JSON.stringify({
    passwordKey,
    userKey,
    owner,
    roles,
    active,
    stage,
    other,
    rotatedAt,
    ...(verifierDigest !== undefined && { verifierDigest }),
  });
}

/**
 * Reads {@link ANNOTATION_PASSWORD_SLOTS}; undefined for what is none.
 *
 * @public
 */
export function parsePasswordSlots(
  text: string | undefined,
): PasswordSlots | undefined {
  const value = parseObject(text);
  const { passwordKey, userKey, owner, roles, active, stage } = value ?? {};
  const { other, rotatedAt, verifierDigest } = value ?? {};
  const isSlots =
    isName(passwordKey) &&
    isName(userKey) &&
    isRoleName(owner) &&
    Array.isArray(roles) &&
    roles.length === 2 &&
    roles.every(isRoleName) &&
    roles[0] !== roles[1] &&
    isRoleName(active) &&
    [owner, ...roles].includes(active) &&
    oneOf(stage, ['prepared', 'switched', 'retired'] as const) &&
    isRoleName(other) &&
    [owner, ...roles].includes(other) &&
    other !== active &&
    isTime(rotatedAt);
  if (!isSlots) {
    return undefined;
  }
  const [a, b] = roles as [string, string];
  return {
    passwordKey,
    userKey,
    owner,
    roles: [a, b],
    active,
    stage,
    other,
    rotatedAt,
    ...(isDigest(verifierDigest) && { verifierDigest }),
  };
}

/**
 * Reads a verdict out of a container's termination message. Only what is
 * enumerated comes out, so that whatever else somebody wrote there does not.
 *
 * @public
 */
export function parsePasswordVerdict(
  message: string | undefined,
): PasswordVerdict | undefined {
  const { safekeep, verdict, login, detail } = parseObject(message) ?? {};
  if (
    safekeep !== PASSWORD_ROTATION_JOB ||
    !oneOf(verdict, VERDICTS) ||
    !oneOf(login, LOGINS)
  ) {
    return undefined;
  }
  const isDetail =
    typeof detail === 'string' &&
    Object.hasOwn(PASSWORD_VERDICT_DETAILS, detail);
  return {
    verdict,
    login,
    ...(isDetail && { detail: detail as PasswordVerdictDetail }),
  };
}

/**
 * A verdict as the container writes it: one line of JSON.
 *
 * @public
 */
export function renderPasswordVerdict(verdict: PasswordVerdict): string {
  return JSON.stringify({
    safekeep: PASSWORD_ROTATION_JOB,
    verdict: verdict.verdict,
    login: verdict.login,
    ...(verdict.detail && { detail: verdict.detail }),
  });
}

/** A role's name has at most 63 bytes. */
function isRoleName(value: unknown): value is string {
  return typeof value === 'string' && /^[^\p{C}]{1,63}$/u.test(value);
}

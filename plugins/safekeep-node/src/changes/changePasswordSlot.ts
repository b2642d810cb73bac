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

import { InputError } from '@backstage/errors';
import {
  passwordSlotKeys,
  PasswordSlots,
} from '@safekeep/backstage-plugin-safekeep-common';
import { encryptedDataChecksum } from '../manifests/checksum';
import { copyCiphertexts } from '../manifests/copyCiphertexts';
import { editKeysInManifest } from '../manifests/editKeysInManifest';
import { linkedKeyGroups } from '../manifests/linkedKeys';
import { sealIntoManifest } from '../manifests/sealIntoManifest';
import {
  findSealedSecret,
  SealedSecretObject,
} from '../manifests/sealedSecretObjects';
import { databaseOf, findServer, PostgresServer } from '../postgres/findServer';
import { administratorOf } from '../postgres/roleOfPassword';
import { scramVerifier, verifierDigest } from '../postgres/scramVerifier';
import { readServiceObjects } from '../postgres/serviceObjects';
import { assertReadsUser, userKeyOf } from '../postgres/userOfConsumers';
import { ParsedSealingCertificate } from '../sealing';
import { generateBytes } from '../sealing/generateValue';
import { ChangeSet } from './ChangeSet';
import { sizeWarnings } from './describeChange';
import { describeSlotChange } from './describeSlotChange';
import { changeIdOf } from './FileChange';
import { findSealedPath } from './findSealedPath';
import { describeReader, findKeyReaders } from './keyReaders';
import { readServiceFiles } from './locateSecret';
import { orderConsumers } from './orderConsumers';
import { keysToRetire, recordSlots, slotToPrepare } from './passwordSlots';
import { addSlotJob, SlotWork, waveOfSlotJob } from './passwordSlotJob';
import { PlannedChange } from './PlannedChange';
import { restartConsumers } from './restartConsumers';

/** @public */
export interface ChangePasswordSlotOptions {
  /**
   * `prepare` makes the role that is not in use ready, `switch` has the
   * consumers use it, and `retire` shuts the one before out.
   */
  step: 'prepare' | 'switch' | 'retire';
  /** Folder of the service's manifests among the files; the root by default. */
  folder?: string;
  /** For `prepare`, which seals. */
  certificate?: ParsedSealingCertificate;
  namespace: string;
  name: string;
  now: Date;
  /**
   * The key that holds the password of what uses the database; keys that still
   * hold the same value, such as the administrator's, may be among them.
   */
  keys: string[];
  /** The role that owns the data, which is the one in use before the first round. */
  owner?: string;
  /** The workload that serves the database, such as `statefulset/postgres`; found by default. */
  database?: string;
  /** Path of the SealedSecret; by default it is found by name. */
  path?: string;
}

/** @public */
export interface ChangePasswordSlotResult extends PlannedChange {
  slots: PasswordSlots;
  /** Name of the Job of this step; `switch` has none. */
  job?: string;
  /** The workload that serves the database, such as `statefulset/postgres`. */
  database: string;
}

type Work = SlotWork<ChangePasswordSlotOptions> & { key: string };

/** What a step has done to the SealedSecret. */
interface Step {
  slots: PasswordSlots;
  job?: { name: string; path: string };
  restarted: PlannedChange['restartedWorkloads'];
  warnings: string[];
}

/**
 * One of the three steps of a password's rotation between two roles, in which
 * no login is ever refused: the next role is made ready, then the consumers
 * change to it, then the role before is shut out. Each is a change of its own,
 * and until the last one the one before it can be reverted.
 *
 * @public
 */
export function changePasswordSlot(
  files: Map<string, string>,
  options: ChangePasswordSlotOptions,
): ChangePasswordSlotResult {
  const { namespace, name, step } = options;
  const changeSet = ChangeSet.create(files);
  const service = readServiceFiles(files, options.folder ?? '');
  const path = findSealedPath(files, service, options);
  const secret = findSealedSecret(changeSet.read(path), {
    path,
    namespace,
    name,
  });
  const objects = readServiceObjects(files, service, namespace);
  const server = findServer(objects, {
    folder: service.folder,
    secret: name,
    ...(options.database && { wanted: options.database }),
  });
  const key = keyOfConsumers(secret, path, server, options);
  assertNext(secret, path, step);
  const steps = { prepare, switch: switchTo, retire };
  const work = {
    options,
    key,
    files,
    changeSet,
    service,
    path,
    secret,
    objects,
    server,
  };
  const done = steps[step](work);
  const changes = changeSet.changes();
  const database = databaseOf(server);
  return {
    ...describeSlotChange({
      namespace,
      name,
      path,
      step,
      database,
      changes,
      ...done,
    }),
    changes,
    changeId: changeIdOf(intentOf(options, path, key), changes),
    path,
    keys: [done.slots.passwordKey, done.slots.userKey],
    slots: done.slots,
    ...(done.job && { job: done.job.name }),
    database,
    restartedWorkloads: done.restarted,
  };
}

/** The one key that the two roles are for. */
function keyOfConsumers(
  secret: SealedSecretObject,
  path: string,
  server: PostgresServer,
  { keys }: ChangePasswordSlotOptions,
): string {
  const { slots } = secret;
  const place = `${path}, line ${secret.line}`;
  const present = Object.keys(secret.encryptedData);
  const unknown = keys.filter(key => !present.includes(key));
  if (keys.length === 0 || unknown.length > 0) {
    throw new InputError(
      `${place}: SealedSecret ${secret.name} has no key ${
        unknown.join(', ') || 'that was named'
      }: it has ${present.join(', ')}`,
    );
  }
  if (slots) {
    if (!keys.includes(slots.passwordKey)) {
      throw new InputError(
        `${place}: the two roles of SealedSecret ${secret.name} are those of ${
          slots.passwordKey
        }, not of ${keys.join(', ')}`,
      );
    }
    return slots.passwordKey;
  }
  const { password } = administratorOf(server);
  const notAdministrators = (key: string) =>
    password.secret !== secret.name || password.key !== key;
  // The administrator's key alone stands for those that hold its value still.
  const asked = keys.filter(notAdministrators);
  const linked = linkedKeyGroups(present, secret.linkedKeys)
    .filter(group => group.some(key => keys.includes(key)))
    .flat()
    .filter(notAdministrators);
  const own = asked.length > 0 ? asked : linked;
  if (own.length > 1) {
    throw new InputError(
      `Two roles can take turns for one key, and ${own.join(
        ', ',
      )} were named: name the one that what uses the database reads`,
    );
  }
  return own[0] ?? keys[0];
}

/** Which step follows, by what is recorded. */
function assertNext(
  secret: SealedSecretObject,
  path: string,
  step: ChangePasswordSlotOptions['step'],
): void {
  const { slots } = secret;
  const place = `${path}, line ${secret.line}`;
  const stage = slots?.stage;
  if (step === 'prepare' && stage === 'switched') {
    throw new InputError(
      `${place}: the consumers were switched to ${slots?.active}, and ${slots?.other} is still let in: retire that first`,
    );
  }
  if (step === 'switch' && stage !== 'prepared') {
    throw new InputError(
      `${place}: no role is prepared to switch to${
        stage === 'switched' ? '; the consumers were switched already' : ''
      }: prepare one first`,
    );
  }
  if (step === 'retire' && stage !== 'switched') {
    throw new InputError(
      `${place}: there is no role to retire: the consumers were not switched to another one`,
    );
  }
}

function prepare(work: Work): Step {
  const { options, key, changeSet, path, secret, objects } = work;
  const { certificate, namespace, name, now } = options;
  if (!certificate) {
    throw new InputError('Preparing a role needs a sealing certificate');
  }
  const userKey = secret.slots?.userKey ?? userKeyOf(secret, path, key);
  assertReadsUser(objects, { secret: name, key, userKey });
  const owner = secret.slots?.owner ?? options.owner;
  if (!owner) {
    throw new InputError(
      `The role that ${key} of ${name} is the password of must be named: it owns the data, the two roles are made as members of it, and its name in ${userKey} is sealed. Say it with role`,
    );
  }
  const slots = slotToPrepare(
    secret.slots,
    { passwordKey: key, userKey, owner },
    now.toISOString(),
  );
  const keys = passwordSlotKeys(slots, slots.other);
  const password = generateBytes();
  try {
    const verifier = scramVerifier(password);
    slots.verifierDigest = verifierDigest(verifier);
    const sealed = sealIntoManifest({
      text: changeSet.read(path),
      path,
      certificate,
      namespace,
      name,
      values: new Map<string, Uint8Array>([
        [keys.user, Buffer.from(slots.other)],
        [keys.password, password],
        [keys.verifier, Buffer.from(verifier)],
      ]),
      now,
      rotated: true,
    });
    changeSet.write(
      path,
      recordSlots(sealed.text, {
        path,
        before: secret,
        encryptedData: sealed.encryptedData,
        slots,
        sameForConsumers: true,
      }),
    );
    const { job, warnings } = addSlotJob(work, {
      slots,
      role: slots.other,
      step: 'prepare',
      keys: [keys.password, key],
      encryptedData: sealed.encryptedData,
      verifierKey: keys.verifier,
      files: {
        new: keys.password,
        'current-user': userKey,
        current: key,
      },
    });
    return {
      slots,
      job,
      restarted: [],
      warnings: [...sizeWarnings(name, sealed), ...warnings],
    };
  } finally {
    password.fill(0);
  }
}

function switchTo(work: Work): Step {
  const { options, changeSet, path, secret, objects, server } = work;
  const { namespace, name } = options;
  const before = secret.slots!;
  const { passwordKey, userKey, active, other } = before;
  assertReadsUser(objects, { secret: name, key: passwordKey, userKey });
  const keys = passwordSlotKeys(before, other);
  const slots: PasswordSlots = {
    ...before,
    active: other,
    other: active,
    stage: 'switched',
  };
  const copied = copyCiphertexts(changeSet.read(path), {
    path,
    namespace,
    name,
    copies: new Map([
      [userKey, keys.user],
      [passwordKey, keys.password],
    ]),
  });
  changeSet.write(
    path,
    recordSlots(copied.text, {
      path,
      before: secret,
      encryptedData: copied.encryptedData,
      slots,
      sameForConsumers: false,
    }),
  );
  const { kind, name: workload } = server.workload;
  const restarts = restartConsumers(changeSet, work.service, {
    namespace,
    name,
    checksum: encryptedDataChecksum(copied.encryptedData),
    except: { kind, name: workload },
  });
  const wave = waveOfSlotJob(work);
  const unordered =
    wave === undefined
      ? []
      : orderConsumers(changeSet, objects, restarts.restarted, wave);
  return {
    slots,
    restarted: restarts.restarted,
    warnings: [...restarts.warnings, ...unordered],
  };
}

function retire(work: Work): Step {
  const { options, changeSet, path, secret, service } = work;
  const { namespace, name } = options;
  const before = secret.slots!;
  const { passwordKey, active, other } = before;
  const slots: PasswordSlots = { ...before, stage: 'retired' };
  const remove = keysToRetire(slots, Object.keys(secret.encryptedData));
  const edited = editKeysInManifest(changeSet.read(path), {
    path,
    namespace,
    name,
    remove,
    rename: new Map(),
  });
  changeSet.write(
    path,
    recordSlots(edited.text, {
      path,
      before: secret,
      encryptedData: edited.encryptedData,
      slots,
      sameForConsumers: true,
    }),
  );
  const { job, warnings } = addSlotJob(work, {
    slots,
    role: active,
    step: 'retire',
    keys: [passwordKey],
    encryptedData: edited.encryptedData,
    verifierKey: passwordSlotKeys(slots, active).verifier,
    retire: other,
    files: { new: passwordKey },
  });
  const { named } = findKeyReaders(
    changeSet.files,
    service,
    { namespace, name },
    remove,
  );
  if (named.length > 0) {
    throw new InputError(
      `What is to go is still read: ${named
        .map(describeReader)
        .join('; ')}. Change that first`,
    );
  }
  return {
    slots,
    job,
    restarted: [],
    warnings,
  };
}

/** What is asked; there is no value in it. */
function intentOf(
  options: ChangePasswordSlotOptions,
  path: string,
  key: string,
) {
  const { step, namespace, name, owner, database, certificate } = options;
  return {
    verb: `${step}-password-slot`,
    namespace,
    name,
    path,
    key,
    owner,
    database,
    certificate: certificate?.fingerprint,
  };
}

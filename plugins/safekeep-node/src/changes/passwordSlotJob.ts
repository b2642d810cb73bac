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
import { PasswordSlots } from '@safekeep/backstage-plugin-safekeep-common';
import { encryptedDataChecksum } from '../manifests/checksum';
import { SealedSecretObject } from '../manifests/sealedSecretObjects';
import { clientLabels } from '../postgres/clientLabels';
import { databaseOf, PostgresServer } from '../postgres/findServer';
import { administratorOf } from '../postgres/roleOfPassword';
import { ServiceObject } from '../postgres/serviceObjects';
import { SLOT_SCRIPT } from '../postgres/slotScript';
import { ChangeSet } from './ChangeSet';
import { ServiceFiles } from './locateSecret';
import { waveOfJob } from './orderConsumers';
import { passwordJobName, placePasswordJob } from './placePasswordJob';

/** What the three steps of a rotation between two roles work on. */
export interface SlotWork<Options extends SecretOfSlots = SecretOfSlots> {
  options: Options;
  files: Map<string, string>;
  changeSet: ChangeSet;
  service: ServiceFiles;
  path: string;
  secret: SealedSecretObject;
  objects: ServiceObject[];
  server: PostgresServer;
}

interface SecretOfSlots {
  namespace: string;
  name: string;
}

export function waveOfSlotJob(work: SlotWork): number | undefined {
  const { files, objects, server, options } = work;
  return waveOfJob(files, objects, { server, secret: options.name });
}

/**
 * Writes the Job that makes a slot, and shuts another role out where it is to.
 *
 * @throws InputError where the administrator's password is the very key that
 *   the consumers read
 */
export function addSlotJob(
  work: SlotWork,
  step: {
    step: 'prepare' | 'retire';
    slots: PasswordSlots;
    /** The slot that is made. */
    role: string;
    /** The role that is shut out. */
    retire?: string;
    /** Keys whose value it makes valid. */
    keys: string[];
    encryptedData: Record<string, string>;
    verifierKey: string;
    /** Name of the mounted file to the key. */
    files: Record<string, string>;
  },
): { job: { name: string; path: string }; warnings: string[] } {
  const { changeSet, service, path, secret, objects, server } = work;
  const { namespace, name } = work.options;
  const { slots, role } = step;
  const admin = administratorOf(server);
  if (
    admin.password.secret === name &&
    admin.password.key === slots.passwordKey
  ) {
    const { workload } = server;
    throw new InputError(
      `${workload.path}, line ${workload.line}: ${workload.kind} ${workload.name} and what uses it read the same key ${slots.passwordKey} of ${name}, which is the administrator’s password. Give what uses it keys of its own first (such as DB_USER and DB_PASSWORD), or rotate the password in place`,
    );
  }
  if (slots.verifierDigest === undefined) {
    throw new InputError(
      `${path}, line ${secret.line}: the record of the two roles of ${name} lacks the digest of the verifier: prepare a role again`,
    );
  }
  const jobName = passwordJobName(
    name,
    encryptedDataChecksum(step.encryptedData),
  );
  const client = clientLabels(objects, server);
  const syncWave = waveOfSlotJob(work);
  const jobPath = placePasswordJob(changeSet, service, {
    objects,
    sealedPath: path,
    key: slots.passwordKey,
    job: {
      name: jobName,
      namespace,
      server,
      script: SLOT_SCRIPT,
      podLabels: client.labels,
      verifierDigest: slots.verifierDigest,
      rotation: {
        strategy: 'two-slot',
        step: step.step,
        secret: name,
        keys: step.keys,
        role,
        database: databaseOf(server),
        rotatedAt: slots.rotatedAt,
      },
      files: {
        ...Object.fromEntries(
          Object.entries(step.files).map(([file, key]) => [
            file,
            { secret: name, key },
          ]),
        ),
        verifier: { secret: name, key: step.verifierKey },
        admin: admin.password,
      },
      environment: {
        SAFEKEEP_ADMIN: admin.role,
        SAFEKEEP_OWNER: { value: slots.owner },
        SAFEKEEP_SLOT: { value: role },
        SAFEKEEP_RETIRE: { value: step.retire ?? '' },
      },
      ...(syncWave !== undefined && { syncWave }),
    },
  });
  return { job: { name: jobName, path: jobPath }, warnings: client.warnings };
}

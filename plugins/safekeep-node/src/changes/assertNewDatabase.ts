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
import { ImageFacts, imageFacts } from '../postgres/imageFacts';
import { BackupPlan } from '../postgres/renderBackup';

/** SCRAM came with it. */
const FIRST_MAJOR = 10;
const LEAST_MEMORY_MIB = 256;

/** What a new server needs to know of its image. */
export type KnownImage = Required<
  Pick<ImageFacts, 'major' | 'uid' | 'gid' | 'pgdata' | 'mountPath'>
>;

/**
 * The facts of an image that a new server can be made of.
 *
 * @throws InputError where they are not known, or the image takes other variables
 */
export function knownImage(image: string): KnownImage {
  const { major, variant, uid, gid, pgdata, mountPath } = imageFacts(image);
  const advice =
    'Give an official image by its tag, or a copy of one that keeps name and tag, such as postgres:17.6-alpine';
  if (variant === 'bitnami') {
    throw new InputError(
      `Image ${image} is Bitnami's, which has variables and a layout of its own. ${advice}`,
    );
  }
  if (uid === undefined || gid === undefined) {
    throw new InputError(
      `Which user image ${image} runs as, and where it keeps its data, its name does not tell. ${advice}`,
    );
  }
  if (major === undefined) {
    throw new InputError(
      `Which PostgreSQL image ${image} has, its tag does not tell, and another major later would not start on the data. ${advice}`,
    );
  }
  if (major < FIRST_MAJOR) {
    throw new InputError(
      `PostgreSQL ${major} knows no SCRAM passwords, and has had no corrections for years. ${advice}`,
    );
  }
  return { major, uid, gid, pgdata, mountPath };
}

/** @throws InputError where the API server would refuse the claim */
export function assertClaim(
  what: string,
  claim: { storageClass: string; storage: string },
): void {
  if (!/^[1-9]\d*(Mi|Gi|Ti)$/.test(claim.storage)) {
    throw new InputError(
      `Size ${JSON.stringify(
        claim.storage,
      )} of ${what} is not one such as 10Gi: a whole number and Mi, Gi or Ti`,
    );
  }
  if (
    !/^[a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?$/.test(claim.storageClass) ||
    claim.storageClass.includes('..')
  ) {
    throw new InputError(
      `Storage class ${JSON.stringify(
        claim.storageClass,
      )} of ${what} is not a name: give one that \`kubectl get storageclass\` lists. Left to the cluster's default it would change with that, and a claim never can`,
    );
  }
}

/** A quantity of memory in MiB. */
export function memoryOf(text: string): number {
  const [, amount, unit] = /^([1-9]\d{0,6})(Mi|Gi)$/.exec(text) ?? [];
  const memory = Number(amount) * (unit === 'Gi' ? 1024 : 1);
  if (!amount || memory < LEAST_MEMORY_MIB) {
    throw new InputError(
      `Memory ${JSON.stringify(
        text,
      )} is not one such as 512Mi or 2Gi, of at least ${LEAST_MEMORY_MIB}Mi`,
    );
  }
  return memory;
}

/** @throws InputError where no dump would ever be made, or kept */
export function assertBackupPlan(plan: BackupPlan): void {
  assertClaim('the backups', plan);
  if (!/^[\d*/,-]+( [\d*/,A-Za-z-]+){4}$/.test(plan.schedule)) {
    throw new InputError(
      `Schedule ${JSON.stringify(
        plan.schedule,
      )} is not one of cron, such as "17 2 * * *" for every night: minute, hour, day, month, weekday`,
    );
  }
  if (
    !Number.isInteger(plan.keepDays) ||
    plan.keepDays < 1 ||
    plan.keepDays > 3650
  ) {
    throw new InputError(
      `Backups are kept for whole days, from 1 to 3650, not ${plan.keepDays}`,
    );
  }
}

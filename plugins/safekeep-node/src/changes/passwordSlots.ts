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
  ANNOTATION_PASSWORD_SLOTS,
  ANNOTATION_REENCRYPTED,
  passwordSlotKeys,
  PasswordSlots,
  renderPasswordSlots,
} from '@safekeep/backstage-plugin-safekeep-common';
import { encryptedDataChecksum } from '../manifests/checksum';
import { renderReencryption } from '../manifests/sealedSecretAnnotations';
import { SealedSecretObject } from '../manifests/sealedSecretObjects';
import { mergeEntries } from '../manifests/yaml/mergeEntries';

/** Two roles need a letter each behind the owner's name, which has at most 63 bytes. */
const LONGEST_OWNER = 61;

/** The two roles that take turns for an owner. */
export function slotRoles(owner: string): [string, string] {
  if (Buffer.byteLength(owner) > LONGEST_OWNER || /\p{C}/u.test(owner)) {
    throw new InputError(
      `${JSON.stringify(
        owner.slice(0, 80),
      )} cannot be the owner of two roles: its name may have ${LONGEST_OWNER} bytes, without control characters`,
    );
  }
  return [`${owner}_a`, `${owner}_b`];
}

/** What is prepared next: the same slot again while nobody uses it, else the other one. */
export function slotToPrepare(
  before: PasswordSlots | undefined,
  keys: { passwordKey: string; userKey: string; owner: string },
  rotatedAt: string,
): PasswordSlots {
  const roles = before?.roles ?? slotRoles(keys.owner);
  const active = before?.active ?? keys.owner;
  const other = roles[0] === active ? roles[1] : roles[0];
  return { ...keys, roles, active, stage: 'prepared', other, rotatedAt };
}

/** Keys that only a rotation under way needs, and those of the slot that goes. */
export function keysToRetire(
  slots: PasswordSlots,
  present: string[],
): string[] {
  const keep = passwordSlotKeys(slots, slots.active).verifier;
  return slots.roles
    .flatMap(role => Object.values(passwordSlotKeys(slots, role)))
    .filter(key => key !== keep && present.includes(key));
}

/**
 * Records how far a rotation is.
 *
 * @param sameForConsumers - whether all keys that pods read still hold the same
 *   values, so that none has to restart
 */
export function recordSlots(
  text: string,
  options: {
    path: string;
    before: SealedSecretObject;
    encryptedData: Record<string, string>;
    slots: PasswordSlots;
    sameForConsumers: boolean;
  },
): string {
  const { path, before, encryptedData, slots } = options;
  return mergeEntries(text, {
    path,
    position: before.position,
    mapping: ['metadata', 'annotations'],
    entries: {
      [ANNOTATION_PASSWORD_SLOTS]: renderPasswordSlots(slots),
      ...(options.sameForConsumers && {
        [ANNOTATION_REENCRYPTED]: renderReencryption({
          checksum: encryptedDataChecksum(encryptedData),
          from: [
            encryptedDataChecksum(before.encryptedData),
            ...before.earlierChecksums,
          ],
        }),
      }),
    },
  });
}

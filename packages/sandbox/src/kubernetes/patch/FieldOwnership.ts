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
  KubernetesObject,
  ManagedFieldsEntry,
} from '../objects/KubernetesObject';
import { timestamp } from '../store/ObjectStore';
import { changedLeaves, FieldPath, hasFieldsBelow, leavesOf } from './fieldSet';
import { fieldsV1 } from './fieldsV1';

/**
 * Who wrote which field of an object: what `metadata.managedFields` holds on a
 * real API server. It is kept beside the objects, because it doubles their size
 * and the loop reads it of Secrets only.
 */
export class FieldOwnership {
  static create(options: { now: () => Date }): FieldOwnership {
    return new FieldOwnership(options.now);
  }

  /** By UID and then by `apply <manager>` or `update <manager>`. */
  readonly #owners = new Map<string, Map<string, Set<FieldPath>>>();
  /** When each last changed something of what it wrote. */
  readonly #times = new Map<string, Map<string, string>>();

  private constructor(private readonly now: () => Date) {}

  /** `metadata.managedFields`; undefined when nothing was recorded. */
  managedFields(
    uid: string,
    apiVersion: string,
  ): ManagedFieldsEntry[] | undefined {
    const entries: ManagedFieldsEntry[] = [];
    for (const [key, paths] of this.#of(uid)) {
      if (paths.size > 0) {
        entries.push({
          manager: key.slice(key.indexOf(' ') + 1),
          operation: key.startsWith('apply ') ? 'Apply' : 'Update',
          apiVersion,
          time: this.#times.get(uid)?.get(key) ?? timestamp(this.now()),
          fieldsType: 'FieldsV1',
          fieldsV1: fieldsV1(paths),
        });
      }
    }
    return entries.length > 0 ? entries : undefined;
  }

  /** What a manager applied (not updated) when it last did. */
  appliedBy(uid: string, manager: string): Set<FieldPath> {
    return new Set(this.#of(uid).get(`apply ${manager}`));
  }

  /** The managers that own a field, without the one who asks. */
  otherOwners(uid: string, manager: string, path: FieldPath): string[] {
    const owners: string[] = [];
    for (const [key, paths] of this.#of(uid)) {
      if (key !== `apply ${manager}` && paths.has(path)) {
        owners.push(key.slice(key.indexOf(' ') + 1));
      }
    }
    return owners;
  }

  /** Whether anybody else has written into what is, or was, an empty record. */
  othersOwnBelow(uid: string, manager: string, path: FieldPath): boolean {
    return [...this.#of(uid)].some(
      ([key, paths]) =>
        key !== `apply ${manager}` && hasFieldsBelow(path, paths),
    );
  }

  recordApply(uid: string, manager: string, paths: Set<FieldPath>): void {
    this.#of(uid).set(`apply ${manager}`, paths);
    this.#stamp(uid, `apply ${manager}`);
  }

  /** A forced apply takes a field away from everybody else. */
  take(uid: string, manager: string, path: FieldPath): void {
    for (const [key, paths] of this.#of(uid)) {
      if (key !== `apply ${manager}`) {
        paths.delete(path);
      }
    }
  }

  /** Every other write: who changes a field owns it from then on. */
  recordUpdate(
    manager: string,
    before: KubernetesObject | undefined,
    after: KubernetesObject,
    custom: boolean,
  ): void {
    const uid = after.metadata.uid ?? '';
    const { changed, gone } = changedLeaves(
      before ? leavesOf(before, custom) : new Map(),
      leavesOf(after, custom),
    );
    if (changed.length === 0 && gone.length === 0) {
      return;
    }
    const owners = this.#of(uid);
    for (const paths of owners.values()) {
      for (const path of [...changed, ...gone]) {
        paths.delete(path);
      }
    }
    const own = owners.get(`update ${manager}`) ?? new Set();
    for (const path of changed) {
      own.add(path);
    }
    owners.set(`update ${manager}`, own);
    this.#stamp(uid, `update ${manager}`);
  }

  forget(uid: string): void {
    this.#owners.delete(uid);
    this.#times.delete(uid);
  }

  #stamp(uid: string, key: string): void {
    const times = this.#times.get(uid) ?? new Map<string, string>();
    times.set(key, timestamp(this.now()));
    this.#times.set(uid, times);
  }

  #of(uid: string): Map<string, Set<FieldPath>> {
    let owners = this.#owners.get(uid);
    if (!owners) {
      owners = new Map();
      this.#owners.set(uid, owners);
    }
    return owners;
  }
}

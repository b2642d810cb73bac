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
import { isBranchName } from './gitopsUrl';

/**
 * What every branch of Safekeep's begins with. Only such branches are ever
 * pushed, and only their pull requests are listed.
 *
 * @public
 */
export const BRANCH_PREFIX = 'safekeep/';

const ID_LENGTH = 10;

/**
 * The branch of a change: `safekeep/<verb>-<secret>-<start of the change id>`.
 *
 * @public
 */
export function changeBranch(options: {
  verb: string;
  name: string;
  changeId: string;
}): string {
  return `${BRANCH_PREFIX}${options.verb}-${
    options.name
  }-${options.changeId.slice(0, ID_LENGTH)}`;
}

/**
 * Refuses a branch that is not of Safekeep's or does not tell the change apart
 * from others, since a push to it overwrites what it holds.
 *
 * @internal
 */
export function assertChangeBranch(branch: string, changeId: string): void {
  if (!/^[A-Za-z0-9-]{10,}$/.test(changeId)) {
    throw new InputError(
      'The change id must be the one that the seal or rotate step gave out',
    );
  }
  const isOurs =
    branch.startsWith(BRANCH_PREFIX) &&
    branch.endsWith(`-${changeId.slice(0, ID_LENGTH)}`);
  if (!isOurs || !isBranchName(branch)) {
    throw new InputError(
      `Branch '${branch}' must be ${BRANCH_PREFIX}<what>-${changeId.slice(
        0,
        ID_LENGTH,
      )}, so that only this change is ever pushed to it`,
    );
  }
}

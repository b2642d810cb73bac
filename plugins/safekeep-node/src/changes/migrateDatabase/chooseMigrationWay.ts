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

import { DatabaseMigration } from '@safekeep/backstage-plugin-safekeep-common';
import { Move } from './Move';

/** @public */
export interface ChosenWay {
  way: DatabaseMigration['way'];
  /** In whole sentences: why, and why not the other one. */
  reasons: string[];
}

/**
 * Whether a database can be moved in one guarded pull request, or has to be in
 * three.
 *
 * @remarks
 * One pull request needs something that applies its parts in order and stops at
 * the first that fails. Argo CD does, by sync waves; Flux applies all at once.
 */
export function chooseMigrationWay(
  { deployment }: Pick<Move, 'deployment'>,
  options: {
    option: DatabaseMigration['option'];
    appliedBy?: 'argo-cd' | 'flux';
    wish?: DatabaseMigration['way'];
  },
): ChosenWay {
  const { option, appliedBy, wish } = options;
  const against: string[] = [];
  if (option === 'dump-and-restore') {
    against.push(
      'A dump holds what was there when it was taken: what is written after it would be lost, so that clients are off first.',
    );
  }
  if (appliedBy === 'flux') {
    against.push(
      'Flux applies all objects of a commit at once: nothing would stop the switch where the look beforehand fails.',
    );
  }
  if (appliedBy === undefined) {
    against.push(
      'What applies the repository is not known: only of Argo CD it is certain that the switch waits for the look beforehand.',
    );
  }
  if (against.length > 0) {
    return { way: 'staged', reasons: against };
  }
  if (wish === 'staged') {
    return {
      way: 'staged',
      reasons: [
        'It was asked for: with clients off, checksums before and after are of the same rows.',
      ],
    };
  }
  return {
    way: 'guarded',
    reasons: [
      `Argo CD applies the parts in order and stops at the first that fails, the claim stays, and a guard lets the new server start only when the old one of ${deployment.source.name} has stopped.`,
    ],
  };
}

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

import { StatusFacts } from '../facts';
import { reason } from '../reasons';
import { Finding } from './findings';
import { helperOf } from './helperKeys';
import { ownEntry } from './ownEntry';
import { SecretSubject } from './secretSubjects';
import { compareText } from './severity';

/** A key, and since when at least it has had its value. */
interface AgedKey {
  key: string;
  since: string;
}

/**
 * The keys whose value is due to be rotated. What nothing is recorded of is not
 * among them: nobody knows how old it is.
 */
export function keysDueForRotation(
  { sealed, sealedFile }: Pick<SecretSubject, 'sealed' | 'sealedFile'>,
  rule: StatusFacts['rotation'],
): AgedKey[] {
  const known = sealed ?? sealedFile;
  if (!rule || !known) {
    return [];
  }
  const aged: AgedKey[] = [];
  for (const key of [...known.keys].sort(compareText)) {
    const record = ownEntry(known.sealedKeys, key);
    // A value that was only ever sealed is at least as old as that.
    const since = record?.rotatedAt ?? record?.sealedAt;
    const isDue =
      since !== undefined && Date.parse(since) < Date.parse(rule.dueBefore);
    if (isDue && !helperOf(key, known.keys)) {
      aged.push({ key, since });
    }
  }
  return aged;
}

/** That values are older than the operator's rule lets them be. */
export function rotationFinding(
  subject: SecretSubject,
  rule: StatusFacts['rotation'],
): Finding | undefined {
  const due = keysDueForRotation(subject, rule);
  if (!rule || due.length === 0) {
    return undefined;
  }
  const source = subject.sealed
    ? subject.view?.source
    : subject.repository?.source;
  return {
    state: 'attention',
    reason: reason('secret-rotation-due', {
      keys: due.map(({ key }) => key).join(', '),
      days: String(rule.days),
      date: due.map(({ since }) => since).sort(compareText)[0],
    }),
    sources: source ? [source] : [],
  };
}

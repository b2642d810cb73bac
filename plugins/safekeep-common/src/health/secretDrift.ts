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
  SealedSecretObservation,
  SecretMetadataObservation,
  SecretWriter,
} from '../observations';
import { Reason, reason } from '../reasons';
import { SecretDrift, SourceStatus } from '../status';
import { Finding } from './findings';
import { isProcessed } from './processing';
import { SecretSubject } from './secretSubjects';
import { compareText } from './severity';
import { isLive, wasSeen } from './sources';

export interface DriftVerdict {
  /** Undefined where no SealedSecret of a cluster makes the secret. */
  state?: SecretDrift;
  findings: Finding[];
  /** What has to be live to tell: the Secret metadata, where it is watched. */
  sources: SourceStatus[];
}

type Difference = Pick<Finding, 'state' | 'reason'>;

/** What was found, and whether all was looked at. */
interface Comparison {
  differences: Difference[];
  complete: boolean;
}

function list(names: Iterable<string>): string {
  return [...new Set(names)].sort(compareText).join(', ');
}

function attention(why: Reason): Difference {
  return { state: 'attention', reason: why };
}

/** The controller writes the Secret again only if it is its own, or says that it may be. */
function compareOwner(
  { name, uid, skipsOwner }: SealedSecretObservation,
  { owners, managed, patched }: SecretMetadataObservation,
): Comparison {
  if (uid === undefined) {
    return { differences: [], complete: false };
  }
  const difference = (why: Reason): Comparison => ({
    differences: [attention(why)],
    complete: true,
  });
  if (owners.some(owner => owner.uid === uid && owner.controller)) {
    return { differences: [], complete: true };
  }
  if (managed) {
    return skipsOwner
      ? { differences: [], complete: true }
      : difference(reason('secret-outlives-sealed-secret', { name }));
  }
  const other = owners.find(({ controller }) => controller);
  if (other) {
    return difference(
      reason('secret-owned-by-another', {
        name,
        owner: `${other.kind}/${other.name} (${other.uid})`,
      }),
    );
  }
  return patched
    ? { differences: [], complete: true }
    : difference(reason('secret-not-owned', { name }));
}

function writersOf(key: string, writers: SecretWriter[]): SecretWriter[] {
  return writers.filter(({ keys }) => keys.includes(key));
}

function compareKeys(
  sealed: SealedSecretObservation,
  writers: SecretWriter[],
  patched: boolean,
): Difference[] {
  const { name, keys, templateKeys = [], droppedKeys = [] } = sealed;
  const dropped = new Set(droppedKeys);
  const made = new Set([...keys, ...templateKeys]);
  const present = new Set(writers.flatMap(writer => writer.keys));
  const missing = [...made].filter(
    key => !present.has(key) && !dropped.has(key),
  );
  const added = [...present].filter(key => !made.has(key) && !dropped.has(key));
  const differences: Difference[] = [];
  if (missing.length > 0) {
    differences.push({
      state: 'failing',
      reason: reason('secret-keys-missing', { name, keys: list(missing) }),
    });
  }
  // One that is patched may have others' keys.
  if (added.length > 0 && !patched) {
    differences.push(
      attention(
        reason('secret-keys-added', {
          name,
          keys: list(added),
          manager: list(
            added.flatMap(key =>
              writersOf(key, writers).map(({ manager }) => manager),
            ),
          ),
        }),
      ),
    );
  }
  return differences;
}

/** The last time at which the Secret is known to have had what the controller makes. */
function writtenAt(
  sealed: SealedSecretObservation,
  own: SecretWriter[],
): number | undefined {
  const times = [sealed.processedAt, ...own.map(({ time }) => time)]
    .map(time => Date.parse(time ?? ''))
    .filter(time => !Number.isNaN(time));
  return times.length > 0 ? Math.max(...times) : undefined;
}

/**
 * Whose values the Secret has. Who changes a value becomes its only writer in
 * the managed fields. The controller is known as the writer of the owner
 * reference. A value that it found as it should be, when it took over a Secret,
 * still has its earlier writer; hence the times.
 */
function compareWriters(
  sealed: SealedSecretObservation,
  writers: SecretWriter[],
): Comparison {
  const { name, uid, keys, templateKeys = [] } = sealed;
  const managers = new Set(
    writers
      .filter(({ owners }) => uid !== undefined && owners.includes(uid))
      .map(({ manager }) => manager),
  );
  const own = writers.filter(({ manager }) => managers.has(manager));
  const since = writtenAt(sealed, own);
  if (own.length === 0 || since === undefined) {
    return { differences: [], complete: false };
  }
  let complete = true;
  const edited = new Map<SecretWriter, string[]>();
  for (const key of new Set([...keys, ...templateKeys])) {
    const wrote = writersOf(key, writers);
    if (wrote.some(writer => own.includes(writer))) {
      continue;
    }
    for (const writer of wrote) {
      const time = Date.parse(writer.time ?? '');
      if (Number.isNaN(time) || time === since) {
        complete = false;
      } else if (time > since) {
        edited.set(writer, [...(edited.get(writer) ?? []), key]);
      }
    }
  }
  const differences = [...edited].map(([{ manager, time = '' }, written]) =>
    attention(
      reason('secret-edited-by-hand', {
        name,
        keys: list(written),
        manager,
        date: time,
      }),
    ),
  );
  return { differences, complete };
}

function compare(
  sealed: SealedSecretObservation,
  secret: SecretMetadataObservation | undefined,
): Comparison {
  const { name } = sealed;
  if (!secret) {
    return {
      differences: [
        { state: 'failing', reason: reason('secret-missing', { name }) },
      ],
      complete: true,
    };
  }
  const owner = compareOwner(sealed, secret);
  const { writers, patched } = secret;
  if (!writers || sealed.keys.length === 0) {
    return { ...owner, complete: false };
  }
  const values = compareWriters(sealed, writers);
  return {
    differences: [
      ...compareKeys(sealed, writers, patched),
      ...owner.differences,
      ...values.differences,
    ],
    complete: owner.complete && values.complete,
  };
}

/**
 * Whether the Secret in the cluster is what its SealedSecret makes, by its
 * metadata. It is compared once the controller has made it: what comes before
 * that is no drift.
 */
export function describeDrift({ sealed, view }: SecretSubject): DriftVerdict {
  if (!sealed || !view) {
    return { findings: [], sources: [] };
  }
  const source = view.facts.secretMetadata;
  if (!source) {
    return { state: 'not-watched', findings: [], sources: [] };
  }
  if (!wasSeen(source) || sealed.synced !== true || !isProcessed(sealed)) {
    return { state: 'not-known', findings: [], sources: [source] };
  }
  const { differences, complete } = compare(
    sealed,
    view.secretMetadata.find(({ name }) => name === sealed.name),
  );
  const isKnown =
    isLive(source) &&
    isLive(view.source) &&
    (complete || differences.length > 0);
  const found = differences.length > 0 ? 'found' : 'none';
  return {
    state: isKnown ? found : 'not-known',
    findings: differences.map(difference => ({
      ...difference,
      sources: [view.source, source],
    })),
    sources: [source],
  };
}

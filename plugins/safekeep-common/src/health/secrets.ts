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

import { SealedKeyRecord } from '../annotations';
import { RepositoryFacts, SealingFacts, StatusFacts } from '../facts';
import {
  SecretKeyStatus,
  SecretManagement,
  SecretStatus,
  SourceStatus,
} from '../status';
import { StatusAction } from '../statusAction';
import { reason } from '../reasons';
import { judge } from './findings';
import { locate } from './gitLocations';
import { helperOf } from './helperKeys';
import { ownEntry } from './ownEntry';
import { olderKeys, relationOf } from './sealingKeys';
import { workloadName } from './rollout';
import { keysDueForRotation, rotationFinding } from './rotationDue';
import { describeDrift } from './secretDrift';
import { pendingConsumers, secretFindings } from './secretFindings';
import { SecretSubject } from './secretSubjects';
import { compareText } from './severity';
import { isLive, observedUntil } from './sources';

/** Who asks, and with which rights. */
export interface SecretContext {
  entityRef: string;
  mayPropose: boolean;
  /** As the entity names it, read or not. */
  repository: RepositoryFacts | undefined;
  /** Where it holds a database's password: to change both. */
  databaseAction: StatusAction | undefined;
  rotation: StatusFacts['rotation'];
}

function managementOf(subject: SecretSubject): SecretManagement {
  if (subject.sealed || subject.sealedFile) {
    return 'sealed';
  }
  if (subject.plainFile) {
    return 'plain';
  }
  // Without having read all of the repository nobody knows whether it makes this one.
  return subject.repository && !subject.repository.notVisible?.length
    ? 'unmanaged'
    : 'unknown';
}

interface KeyFacts {
  keys: string[];
  sealedKeys: Record<string, SealedKeyRecord>;
  linkedKeys: string[][];
  composedKeys?: Record<string, string[]>;
}

/**
 * The keys as the cluster has them, since that is what runs; else as Git has
 * them; else as the workloads name them.
 */
function keyFactsOf(subject: SecretSubject): KeyFacts {
  const { sealed, sealedFile, plainFile, consumers, name } = subject;
  const known = sealed ?? sealedFile ?? plainFile;
  if (known) {
    return known;
  }
  const keys = consumers.flatMap(({ secretReferences }) =>
    secretReferences
      .filter(({ secret }) => secret === name)
      .flatMap(reference => reference.keys ?? []),
  );
  return { keys, sealedKeys: {}, linkedKeys: [] };
}

function describeKeys(
  { keys, sealedKeys, linkedKeys, composedKeys = {} }: KeyFacts,
  sealing: SealingFacts | undefined,
): SecretKeyStatus[] {
  return [...new Set(keys)].sort(compareText).map(name => {
    const record = ownEntry(sealedKeys, name);
    const helper = helperOf(name, keys);
    const sealedWith = relationOf(record?.certificate, sealing);
    const linked = linkedKeys
      .filter(group => group.includes(name))
      .flat()
      .filter(other => other !== name);
    const contains = ownEntry(composedKeys, name);
    return {
      name,
      ...(record?.sealedAt && { sealedAt: record.sealedAt }),
      ...(record?.rotatedAt && { rotatedAt: record.rotatedAt }),
      ...(record?.certificate && { certificate: record.certificate }),
      ...(sealedWith && { sealedWith }),
      linkedTo: [...new Set(linked)].sort(compareText),
      ...(helper && { helper }),
      ...(contains && { contains }),
    };
  });
}

/**
 * What every form is opened with: only for who may make changes, in a
 * repository whose present content is known, for a cluster that the entity may
 * show.
 */
function formDataFor(
  subject: SecretSubject,
  context: SecretContext,
): Record<string, string> | undefined {
  const { cluster, repository, clusterSources } = subject;
  const forbidden = clusterSources.some(({ state }) => state === 'forbidden');
  if (
    !context.mayPropose ||
    !repository ||
    !isLive(repository.source) ||
    cluster === undefined ||
    forbidden
  ) {
    return undefined;
  }
  return {
    entityRef: context.entityRef,
    cluster,
    namespace: subject.namespace,
    name: subject.name,
    repository: repository.url,
  };
}

/** The change that a person can make from here. */
function actionFor(
  subject: SecretSubject,
  formData: Record<string, string> | undefined,
  { rotation }: SecretContext,
): StatusAction | undefined {
  const { sealedFile, plainFile } = subject;
  if (!formData) {
    return undefined;
  }
  if (sealedFile) {
    const due = keysDueForRotation(subject, rotation).map(({ key }) => key);
    return {
      template: 'rotate-secret',
      formData: {
        ...formData,
        path: sealedFile.path,
        ...(due.length > 0 && { keys: due }),
      },
    };
  }
  return (
    plainFile && {
      template: 'seal-secret',
      formData: {
        ...formData,
        path: plainFile.path,
        keys: [...new Set(plainFile.keys)].sort(compareText),
      },
    }
  );
}

/** To re-encrypt what opens, while the newest certificate is known. */
function adviceFor(
  { sealed, sealedFile, view }: SecretSubject,
  formData: Record<string, string> | undefined,
): SecretStatus['advice'] {
  const sealing = view?.facts.sealing;
  if (!view || !isLive(view.source) || !sealed?.synced || !sealing?.isCurrent) {
    return undefined;
  }
  const keys = olderKeys(sealed, sealing);
  if (keys.length === 0) {
    return undefined;
  }
  return {
    reason: reason('sealed-with-older-key', {
      keys: [...keys].sort(compareText).join(', '),
    }),
    ...(formData &&
      sealedFile && {
        action: {
          template: 're-encrypt-secrets' as const,
          formData: { ...formData, path: sealedFile.path },
        },
      }),
  };
}

export function describeSecret(
  subject: SecretSubject,
  context: SecretContext,
): SecretStatus {
  const { cluster, namespace, name, sealed, sealedFile, plainFile } = subject;
  const drift = describeDrift(subject);
  const sources: SourceStatus[] = [
    ...subject.clusterSources,
    ...drift.sources,
    ...(context.repository ? [context.repository.source] : []),
  ];
  const observedAt = observedUntil([
    ...(subject.view ? [subject.view.source] : []),
    ...(subject.repository ? [subject.repository.source] : []),
  ]);
  const due = rotationFinding(subject, context.rotation);
  const findings = [
    ...secretFindings(subject, context.repository === undefined),
    ...drift.findings,
    ...(due ? [due] : []),
  ];
  const verdict = judge(findings, sources, context.entityRef);
  const file = sealedFile ?? plainFile;
  const scope = sealed?.scope ?? sealedFile?.scope;
  const formData = formDataFor(subject, context);
  const action = actionFor(subject, formData, context);
  const advice = adviceFor(subject, formData);
  const pending = pendingConsumers(subject);
  return {
    ...(cluster !== undefined && { cluster }),
    namespace,
    name,
    ...verdict,
    ...(observedAt && { observedAt }),
    ...(subject.repository &&
      file && { location: locate(subject.repository, file) }),
    ...(action && { action }),
    management: managementOf(subject),
    ...(drift.state && { drift: drift.state }),
    ...(scope && { scope }),
    ...(context.databaseAction && { databaseAction: context.databaseAction }),
    keys: describeKeys(keyFactsOf(subject), subject.view?.facts.sealing),
    ...(sealed?.processedAt && { processedAt: sealed.processedAt }),
    ...(advice && { advice }),
    consumers: subject.consumers.map(consumer => ({
      kind: consumer.kind,
      name: consumer.name,
      restartPending: pending.has(workloadName(consumer)),
    })),
  };
}

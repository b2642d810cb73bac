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
  SecretReference,
  WorkloadObservation,
} from '@safekeep/backstage-plugin-safekeep-common';
import { checksumAnnotation } from '@safekeep/backstage-plugin-safekeep-node';
import { distinct, list, record, text } from './json';

/** A SHA-256 in hex is 64; anything much longer is not a checksum. */
const MAX_CHECKSUM_LENGTH = 128;

/** Which secrets are read, each with its keys; `undefined` is all of them. */
class SecretReferences {
  readonly #keys = new Map<string, Set<string> | undefined>();

  add(secret: string | undefined, keys?: string[]): void {
    if (secret === undefined) {
      return;
    }
    if (!keys || (this.#keys.has(secret) && !this.#keys.get(secret))) {
      this.#keys.set(secret, undefined);
      return;
    }
    const known = this.#keys.get(secret) ?? new Set<string>();
    for (const key of keys) {
      known.add(key);
    }
    this.#keys.set(secret, known);
  }

  toArray(): SecretReference[] {
    return [...this.#keys]
      .map(([secret, keys]) => ({
        secret,
        ...(keys && { keys: [...keys].sort() }),
      }))
      .sort((a, b) => (a.secret < b.secret ? -1 : 1));
  }
}

function addVolumeSource(
  references: SecretReferences,
  name: string | undefined,
  source: unknown,
): void {
  const items = list(source, 'items');
  references.add(
    name,
    items.length > 0
      ? distinct(items.map(item => text(item, 'key')))
      : undefined,
  );
}

function secretReferencesOf(podSpec: unknown): SecretReference[] {
  const references = new SecretReferences();
  for (const container of containersOf(podSpec)) {
    for (const source of list(container, 'envFrom')) {
      references.add(text(record(source, 'secretRef'), 'name'));
    }
    for (const variable of list(container, 'env')) {
      const reference = record(variable, 'valueFrom', 'secretKeyRef');
      const key = text(reference, 'key');
      references.add(text(reference, 'name'), key === undefined ? [] : [key]);
    }
  }
  for (const volume of list(podSpec, 'volumes')) {
    const secret = record(volume, 'secret');
    addVolumeSource(references, text(secret, 'secretName'), secret);
    for (const source of list(record(volume, 'projected'), 'sources')) {
      const projected = record(source, 'secret');
      addVolumeSource(references, text(projected, 'name'), projected);
    }
  }
  return references.toArray();
}

function containersOf(podSpec: unknown): unknown[] {
  return [...list(podSpec, 'initContainers'), ...list(podSpec, 'containers')];
}

/** Only of secrets that the pods read: no other annotation is kept. */
function checksumsOf(
  podTemplate: unknown,
  references: SecretReference[],
): Record<string, string> {
  const annotations = record(podTemplate, 'metadata', 'annotations');
  const entries: Array<[string, string]> = [];
  for (const { secret } of references) {
    const checksum = text(annotations, checksumAnnotation(secret));
    if (checksum !== undefined && checksum.length <= MAX_CHECKSUM_LENGTH) {
      entries.push([secret, checksum]);
    }
  }
  return Object.fromEntries(entries);
}

/** The claims that are among a pod's volumes. */
export function claimsIn(podSpec: unknown): string[] {
  return distinct(
    list(podSpec, 'volumes').map(volume =>
      text(record(volume, 'persistentVolumeClaim'), 'claimName'),
    ),
  );
}

/**
 * What is kept of a pod template: which images, claims and secrets it names.
 * Environment values, command lines and annotations of others are not.
 */
export function projectPodTemplate(
  podTemplate: unknown,
): Pick<
  WorkloadObservation,
  'images' | 'claims' | 'secretReferences' | 'checksums'
> {
  const podSpec = record(podTemplate, 'spec');
  const secretReferences = secretReferencesOf(podSpec);
  return {
    images: distinct(
      list(podSpec, 'containers').map(container => text(container, 'image')),
    ),
    claims: claimsIn(podSpec),
    secretReferences,
    checksums: checksumsOf(podTemplate, secretReferences),
  };
}

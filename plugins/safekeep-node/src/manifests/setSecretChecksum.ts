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

import { JsonObject } from '@backstage/types';
import {
  isReloaded,
  readReloaderRule,
  recognizeDatabaseImage,
  ReloaderMark,
} from '@safekeep/backstage-plugin-safekeep-common';
import { checksumAnnotation } from './checksum';
import {
  jobTemplatePath,
  podTemplatePath,
  readSecretReferences,
} from './podTemplates';
import { stringEntries } from './sealedSecretObjects';
import { mergeEntries } from './yaml/mergeEntries';
import { readYamlObjects, valueAt, YamlObject } from './yaml/readYaml';

/** @public */
export interface SetSecretChecksumOptions {
  /** Where the file is, for errors. */
  path: string;
  /** Name of the secret that the pods read. */
  secret: string;
  /** From {@link encryptedDataChecksum}. */
  checksum: string;
  /** Only workloads of this namespace, and those whose file names none. */
  namespace?: string;
  /** A workload that is left as it is. */
  except?: { kind: string; name: string };
  /** What the Secret's annotations tell Reloader. */
  reloaderMark?: ReloaderMark;
}

/**
 * A workload whose pods start anew with a secret's content.
 *
 * @public
 */
export interface RestartedWorkload {
  kind: string;
  name: string;
  path: string;
}

/** @public */
export interface SetSecretChecksumResult {
  text: string;
  workloads: RestartedWorkload[];
  /**
   * Databases in a Deployment that replaces its pod by starting the new one
   * first. Two servers on one volume damage it, so that these are left alone.
   */
  skipped: RestartedWorkload[];
  /**
   * Those that Reloader restarts by their own annotations: a checksum would
   * restart them twice.
   */
  reloaded: RestartedWorkload[];
  /** Jobs that read the secret: they run once, and nothing restarts them. */
  jobs: RestartedWorkload[];
}

/**
 * Writes a secret's checksum into the pod templates that read the secret, so
 * that a change of the secret replaces the pods.
 *
 * @public
 */
export function setSecretChecksum(
  text: string,
  options: SetSecretChecksumOptions,
): SetSecretChecksumResult {
  const { path, secret, checksum, namespace } = options;
  // Parsing is the cost of a large repository: skip what cannot matter.
  if (!text.includes(secret)) {
    return { text, workloads: [], skipped: [], reloaded: [], jobs: [] };
  }
  const workloads: RestartedWorkload[] = [];
  const skipped: RestartedWorkload[] = [];
  const reloaded: RestartedWorkload[] = [];
  const jobs: RestartedWorkload[] = [];
  let edited = text;
  for (const object of readYamlObjects(text, path)) {
    const job = jobTemplatePath(object.value);
    const template = job ?? podTemplatePath(object.value);
    if (!template || !reads(object, template, secret, namespace)) {
      continue;
    }
    const workload = {
      kind: String(object.value.kind),
      name: String(valueAt(object.value, 'metadata', 'name')),
      path,
    };
    if (
      options.except?.kind === workload.kind &&
      options.except.name === workload.name
    ) {
      continue;
    }
    if (job) {
      jobs.push(workload);
      continue;
    }
    if (isReloadedByAnnotation(object.value, template, options)) {
      reloaded.push(workload);
      continue;
    }
    if (wouldRunTwice(object.value)) {
      skipped.push(workload);
      continue;
    }
    edited = mergeEntries(edited, {
      path,
      position: object.position,
      mapping: [...template, 'metadata', 'annotations'],
      entries: { [checksumAnnotation(secret)]: checksum },
    });
    workloads.push(workload);
  }
  return { text: edited, workloads, skipped, reloaded, jobs };
}

function isReloadedByAnnotation(
  value: JsonObject,
  template: string[],
  { secret, reloaderMark: mark }: SetSecretChecksumOptions,
): boolean {
  const rule = readReloaderRule({
    annotations: stringEntries(valueAt(value, 'metadata', 'annotations')),
    templateAnnotations: stringEntries(
      valueAt(value, ...template, 'metadata', 'annotations'),
    ),
    secrets: [secret],
  });
  return isReloaded(rule, { name: secret, mark });
}

function reads(
  { value }: YamlObject,
  template: string[],
  secret: string,
  namespace: string | undefined,
): boolean {
  const own = valueAt(value, 'metadata', 'namespace');
  if (namespace !== undefined && own !== undefined && own !== namespace) {
    return false;
  }
  return readSecretReferences(valueAt(value, ...template, 'spec')).some(
    reference => reference.secret === secret,
  );
}

/**
 * Whether a change of the pod template would start a second database server on
 * the volume of the first.
 */
export function wouldRunTwice(workload: JsonObject): boolean {
  if (
    workload.kind !== 'Deployment' ||
    valueAt(workload, 'spec', 'strategy', 'type') === 'Recreate' ||
    valueAt(workload, 'spec', 'replicas') === 0
  ) {
    return false;
  }
  const pod = valueAt(workload, 'spec', 'template', 'spec');
  const volumes = valueAt(pod, 'volumes');
  const containers = valueAt(pod, 'containers');
  return (
    Array.isArray(volumes) &&
    volumes.some(volume => valueAt(volume, 'persistentVolumeClaim')) &&
    Array.isArray(containers) &&
    containers.some(container => {
      const image = valueAt(container, 'image');
      return (
        typeof image === 'string' && recognizeDatabaseImage(image) !== undefined
      );
    })
  );
}

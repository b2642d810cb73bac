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
import type { JsonObject } from '@backstage/types';
import { Fields } from './Fields';
import { isObject, parseYaml } from './yaml';

/** A patch of a kustomization, inline or in a file. */
export interface PatchEntry {
  path?: string;
  patch?: string;
  target?: JsonObject;
}

/** Labels to add, and how far. */
export interface LabelsEntry {
  pairs: Record<string, string>;
  includeSelectors?: boolean;
  includeTemplates?: boolean;
}

/** Another name, tag or digest for an image. */
export interface ImageEntry {
  name: string;
  newName?: string;
  newTag?: string;
  digest?: string;
}

/** A ConfigMap or Secret made from literals. */
export interface GeneratorEntry {
  name: string;
  namespace?: string;
  type?: string;
  literals: string[];
  labels: Record<string, string>;
  annotations: Record<string, string>;
  disableNameSuffixHash: boolean;
}

/** What the renderer understands of a kustomization.yaml. */
export interface Kustomization {
  path: string;
  resources: string[];
  components: string[];
  namespace?: string;
  namePrefix: string;
  nameSuffix: string;
  labels: LabelsEntry[];
  commonAnnotations: Record<string, string>;
  images: ImageEntry[];
  replicas: { name: string; count: number }[];
  patches: PatchEntry[];
  configMapGenerator: GeneratorEntry[];
  secretGenerator: GeneratorEntry[];
}

const KNOWN = new Set([
  'apiVersion',
  'kind',
  'metadata',
  'resources',
  'bases',
  'components',
  'namespace',
  'namePrefix',
  'nameSuffix',
  'labels',
  'commonLabels',
  'commonAnnotations',
  'images',
  'replicas',
  'patches',
  'patchesStrategicMerge',
  'patchesJson6902',
  'configMapGenerator',
  'secretGenerator',
  'generatorOptions',
]);

const GENERATOR_FIELDS = new Set([
  'name',
  'namespace',
  'type',
  'literals',
  'options',
  'behavior',
]);

/**
 * Reads a kustomization.yaml. A field that the renderer doesn't know is an
 * error, as leaving it out would apply something else than kustomize.
 */
export function parseKustomization(text: string, path: string): Kustomization {
  const [document = {}, ...others] = parseYaml(text, path);
  if (!isObject(document) || others.length > 0) {
    throw new InputError(`${path}: a kustomization is one YAML mapping`);
  }
  const unknown = Object.keys(document).find(field => !KNOWN.has(field));
  if (unknown) {
    throw new InputError(
      `${path}: the sandbox's renderer does not support "${unknown}"; only kustomize itself can render this`,
    );
  }
  const read = new Fields(document, path);
  const options = new Fields(
    read.object('generatorOptions') ?? {},
    `${path}: generatorOptions`,
  );
  return {
    path,
    resources: [...read.strings('resources'), ...read.strings('bases')],
    components: read.strings('components'),
    namespace: read.string('namespace'),
    namePrefix: read.string('namePrefix') ?? '',
    nameSuffix: read.string('nameSuffix') ?? '',
    labels: [
      ...read.objects('labels').map(entry => ({
        pairs: entry.pairs('pairs'),
        includeSelectors: entry.flag('includeSelectors'),
        includeTemplates: entry.flag('includeTemplates'),
      })),
      { pairs: read.pairs('commonLabels'), includeSelectors: true },
    ],
    commonAnnotations: read.pairs('commonAnnotations'),
    images: read.objects('images').map(entry => ({
      name: entry.required('name'),
      newName: entry.string('newName'),
      newTag: entry.string('newTag'),
      digest: entry.string('digest'),
    })),
    replicas: read.objects('replicas').map(entry => ({
      name: entry.required('name'),
      count: entry.number('count'),
    })),
    patches: readPatches(read),
    configMapGenerator: readGenerators(read, 'configMapGenerator', options),
    secretGenerator: readGenerators(read, 'secretGenerator', options),
  };
}

function readPatches(read: Fields): PatchEntry[] {
  const entries = [
    ...read.objects('patches'),
    ...read.objects('patchesJson6902'),
  ].map(entry => ({
    path: entry.string('path'),
    patch: entry.string('patch'),
    target: entry.object('target'),
  }));
  // The older field holds file names and inline patches alike.
  const older = read
    .strings('patchesStrategicMerge')
    .map(item => (item.includes('\n') ? { patch: item } : { path: item }));
  return [...entries, ...older];
}

function readGenerators(
  read: Fields,
  field: string,
  general: Fields,
): GeneratorEntry[] {
  return read.objects(field).map(entry => {
    entry.allow(GENERATOR_FIELDS);
    const options = entry.nested('options');
    if ((entry.string('behavior') ?? 'create') !== 'create') {
      throw new InputError(
        `${
          entry.path
        }: the sandbox's renderer does not support behavior "${entry.string(
          'behavior',
        )}"`,
      );
    }
    return {
      name: entry.required('name'),
      namespace: entry.string('namespace'),
      type: entry.string('type'),
      literals: entry.strings('literals'),
      labels: { ...general.pairs('labels'), ...options.pairs('labels') },
      annotations: {
        ...general.pairs('annotations'),
        ...options.pairs('annotations'),
      },
      disableNameSuffixHash:
        options.flag('disableNameSuffixHash') ||
        general.flag('disableNameSuffixHash'),
    };
  });
}

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

import { JsonObject, JsonValue } from '@backstage/types';
import { posix } from 'node:path';
import { KUSTOMIZATION_NAMES } from '../manifests/kustomization';
import { resolveKustomization } from '../manifests/resolveKustomization';
import { ObjectPosition, readYamlObjects } from '../manifests/yaml/readYaml';
import { ValuePath } from '../manifests/yaml/replaceInScalars';
import { ChartSource, isOwnRepository, readChartSource } from './chartSource';
import {
  DEFAULT_CONTROLLER_NAME,
  DEFAULT_CONTROLLER_NAMESPACE,
} from './ControllerNames';
import { textAtPath, valueAtPath } from './valueAtPath';

/** A text of a file that says which version is installed. */
export interface VersionPlace {
  path: string;
  position: ObjectPosition;
  at: ValuePath;
  text: string;
  /** What the text is: a chart's version, the controller's, an image with its tag, or the address of a release or of the chart's repository. */
  what: 'chart' | 'version' | 'image' | 'release' | 'repository';
}

/** A controller that the repository installs already. */
export interface FoundController {
  /** How, in words. */
  by: string;
  path: string;
  line: number;
  name?: string;
  namespace?: string;
  places: VersionPlace[];
  /** Where its chart comes from, if that is not the project's own repository. */
  foreignSource?: string;
  /** Whether the image's tag is fixed where it cannot be changed in place. */
  hasBuriedTag?: boolean;
  /** Name of the HelmRepository that its chart comes from. */
  sourceName?: string;
}

/** What was found, and which files could not be read and may hold one too. */
export interface FoundControllers {
  controllers: FoundController[];
  unread: string[];
}

const IMAGE = /(^|\/)sealed-secrets-controller(:|@|$)/;
const RELEASE =
  /github\.com\/bitnami(-labs)?\/sealed-secrets\/releases\/download\/[^/]+\/controller[^/]*\.yaml/;

/**
 * The sealed-secrets controllers that a repository installs: by a chart (Argo
 * CD, Flux, kustomize), by its Deployment, or by the address of a release.
 */
export function findControllers(files: Map<string, string>): FoundControllers {
  const found: FoundControllers = { controllers: [], unread: [] };
  const repositories = new Map<string, VersionPlace>();
  for (const [path, text] of files) {
    const isManifest =
      /\.(ya?ml|json)$/.test(path) ||
      KUSTOMIZATION_NAMES.includes(posix.basename(path));
    if (!isManifest || !text.includes('sealed-secrets')) {
      continue;
    }
    try {
      for (const { value, line, position } of readYamlObjects(text, path)) {
        const where = { path, line, position };
        found.controllers.push(...controllersOf(value, where));
        const name = textAtPath(value, ['metadata', 'name']);
        const repository = repositoryOf(value, where);
        if (name !== undefined && repository) {
          repositories.set(name, repository);
        }
      }
    } catch (error) {
      found.unread.push((error as Error).message);
    }
  }
  const namespaces = appliedNamespaces(files);
  for (const controller of found.controllers) {
    const repository = repositories.get(controller.sourceName ?? '');
    if (repository && isOwnRepository(repository.text)) {
      controller.places.push(repository);
    } else if (repository) {
      controller.foreignSource = repository.text;
    }
    if (controller.by === 'Deployment') {
      controller.namespace =
        namespaces.get(controller.path) ?? controller.namespace;
    }
  }
  return found;
}

interface Where {
  path: string;
  line: number;
  position: ObjectPosition;
}

function controllersOf(value: JsonObject, where: Where): FoundController[] {
  switch (value.kind) {
    case 'Application':
      return applications(value, where, ['spec']);
    case 'ApplicationSet':
      return applications(value, where, ['spec', 'template', 'spec']);
    case 'HelmRelease':
      return helmRelease(value, where);
    case 'Deployment':
      return deployment(value, where);
    default:
      return KUSTOMIZATION_NAMES.includes(posix.basename(where.path))
        ? kustomized(value, where)
        : [];
  }
}

function applications(
  value: JsonObject,
  where: Where,
  spec: string[],
): FoundController[] {
  const sources: ValuePath[] = [[...spec, 'source']];
  const several = valueAtPath(value, [...spec, 'sources']);
  if (Array.isArray(several)) {
    sources.push(...several.map((_, index) => [...spec, 'sources', index]));
  }
  return sources.flatMap(at => {
    const source = valueAtPath(value, at);
    const chart = readChartSource(source, {
      chart: ['chart'],
      version: ['targetRevision'],
      repository: ['repoURL'],
      values: ['helm', 'valuesObject'],
      valuesText: ['helm', 'values'],
      parameters: ['helm', 'parameters'],
      release:
        textAtPath(source, ['helm', 'releaseName']) ??
        textAtPath(value, ['metadata', 'name']),
    });
    const namespace = textAtPath(value, [...spec, 'destination', 'namespace']);
    return chart
      ? [byChart(String(value.kind), where, chart, { namespace, at })]
      : [];
  });
}

function helmRelease(value: JsonObject, where: Where): FoundController[] {
  const own = textAtPath(value, ['metadata', 'name']);
  const target = textAtPath(value, ['spec', 'targetNamespace']);
  const chart = readChartSource(value, {
    chart: ['spec', 'chart', 'spec', 'chart'],
    version: ['spec', 'chart', 'spec', 'version'],
    values: ['spec', 'values'],
    release:
      textAtPath(value, ['spec', 'releaseName']) ??
      (target === undefined ? own : `${target}-${own}`),
  });
  const namespace = target ?? textAtPath(value, ['metadata', 'namespace']);
  const sourceName = textAtPath(value, [
    'spec',
    'chart',
    'spec',
    'sourceRef',
    'name',
  ]);
  return chart
    ? [
        {
          ...byChart('HelmRelease', where, chart, { namespace, at: [] }),
          ...(sourceName !== undefined && { sourceName }),
        },
      ]
    : [];
}

/** The address of a Flux HelmRepository. */
function repositoryOf(
  value: JsonObject,
  where: Where,
): VersionPlace | undefined {
  const at = ['spec', 'url'];
  const text = textAtPath(value, at);
  return value.kind === 'HelmRepository' && text !== undefined
    ? {
        path: where.path,
        position: where.position,
        at,
        text,
        what: 'repository',
      }
    : undefined;
}

/** What a chart's installation and an object say together. */
function byChart(
  by: string,
  where: Where,
  chart: ChartSource,
  options: { namespace: string | undefined; at: ValuePath },
): FoundController {
  return {
    by,
    path: where.path,
    line: where.line,
    name: chart.name,
    ...(options.namespace !== undefined && { namespace: options.namespace }),
    ...(chart.foreignSource && { foreignSource: chart.foreignSource }),
    ...(chart.hasBuriedTag && { hasBuriedTag: true }),
    places: chart.places.map(place => ({
      ...place,
      path: where.path,
      position: where.position,
      at: [...options.at, ...place.at],
    })),
  };
}

function deployment(value: JsonObject, where: Where): FoundController[] {
  const at: ValuePath = ['spec', 'template', 'spec', 'containers'];
  const containers = valueAtPath(value, at);
  const places = (Array.isArray(containers) ? containers : []).flatMap(
    (container, index): VersionPlace[] => {
      const image = textAtPath(container, ['image']);
      return image !== undefined && IMAGE.test(image)
        ? [
            {
              path: where.path,
              position: where.position,
              at: [...at, index, 'image'],
              text: image,
              what: 'image',
            },
          ]
        : [];
    },
  );
  const name = textAtPath(value, ['metadata', 'name']);
  const namespace = textAtPath(value, ['metadata', 'namespace']);
  return places.length > 0
    ? [
        {
          by: 'Deployment',
          path: where.path,
          line: where.line,
          ...(name !== undefined && { name }),
          ...(namespace !== undefined && { namespace }),
          places,
        },
      ]
    : [];
}

function kustomized(value: JsonObject, where: Where): FoundController[] {
  const common = { path: where.path, line: where.line };
  const place = (at: ValuePath, text: string, what: VersionPlace['what']) => ({
    path: where.path,
    position: where.position,
    at,
    text,
    what,
  });
  const releases: FoundController[] = list(value.resources).flatMap(
    (entry, index) =>
      typeof entry === 'string' && RELEASE.test(entry)
        ? [
            {
              by: 'the address of a release',
              ...common,
              name: DEFAULT_CONTROLLER_NAME,
              namespace:
                typeof value.namespace === 'string'
                  ? value.namespace
                  : DEFAULT_CONTROLLER_NAMESPACE,
              places: [
                place(['resources', index], entry, 'release'),
                ...tags(value, place),
              ],
            },
          ]
        : [],
  );
  const charts = list(value.helmCharts).flatMap((entry, index) => {
    const chart = readChartSource(entry, {
      chart: ['name'],
      version: ['version'],
      repository: ['repo'],
      values: ['valuesInline'],
      release: textAtPath(entry, ['releaseName']),
    });
    const namespace =
      textAtPath(entry, ['namespace']) ?? textAtPath(value, ['namespace']);
    const at = ['helmCharts', index];
    return chart
      ? [byChart('a chart of kustomize', where, chart, { namespace, at })]
      : [];
  });
  return [...releases, ...charts];
}

/** Tags that the kustomization sets over those of the release. */
function tags(
  value: JsonObject,
  place: (at: ValuePath, text: string, what: 'version') => VersionPlace,
): VersionPlace[] {
  return list(value.images).flatMap((entry, index) => {
    const name = textAtPath(entry, ['name']);
    const tag = textAtPath(entry, ['newTag']);
    return name !== undefined && IMAGE.test(name) && tag !== undefined
      ? [place(['images', index, 'newTag'], tag, 'version')]
      : [];
  });
}

/** The namespace that kustomizations give a file's objects, by path. */
function appliedNamespaces(files: Map<string, string>): Map<string, string> {
  const namespaces = new Map<string, string>();
  try {
    for (const { path, namespace } of resolveKustomization(files, '')?.files ??
      []) {
      if (namespace !== undefined) {
        namespaces.set(path, namespace);
      }
    }
  } catch {
    // A kustomization that cannot be read is told by whoever edits it.
  }
  return namespaces;
}

function list(value: JsonValue | undefined): JsonValue[] {
  return Array.isArray(value) ? value : [];
}

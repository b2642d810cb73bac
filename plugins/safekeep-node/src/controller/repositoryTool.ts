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
  isJsonObject,
  readYamlObjects,
  valueAt,
} from '../manifests/yaml/readYaml';

/**
 * Who applies a repository to the cluster, and so how a controller is installed
 * from it.
 *
 * @public
 */
export type InstallForm = 'argo-cd' | 'flux' | 'manifests';

/** An object of a tool's own kinds, and where it is. */
export interface ToolObject {
  tool: 'argo-cd' | 'flux';
  kind: string;
  apiVersion: string;
  path: string;
  line: number;
  value: JsonObject;
}

/** What a repository shows of the tools that apply it. */
export interface RepositoryTools {
  objects: ToolObject[];
  /** Files that could not be read and may hold more, each with the reason. */
  unread: string[];
}

/** The objects of Argo CD and of Flux among the files. */
export function findTools(files: Map<string, string>): RepositoryTools {
  const result: RepositoryTools = { objects: [], unread: [] };
  for (const [path, text] of files) {
    if (
      !/\.(ya?ml|json)$/.test(path) ||
      !/argoproj\.io|toolkit\.fluxcd\.io/.test(text)
    ) {
      continue;
    }
    try {
      for (const { value, line } of readYamlObjects(text, path)) {
        const { kind, apiVersion } = value;
        const tool = toolOf(value);
        if (
          tool &&
          typeof kind === 'string' &&
          typeof apiVersion === 'string'
        ) {
          result.objects.push({ tool, kind, apiVersion, path, line, value });
        }
      }
    } catch (error) {
      result.unread.push((error as Error).message);
    }
  }
  return result;
}

function toolOf({
  apiVersion,
  kind,
}: JsonObject): ToolObject['tool'] | undefined {
  const group = String(apiVersion).split('/')[0];
  // Rollouts and Workflows are of the same group, and apply nothing.
  if (
    group === 'argoproj.io' &&
    ['Application', 'ApplicationSet'].includes(String(kind))
  ) {
    return 'argo-cd';
  }
  return group.endsWith('.toolkit.fluxcd.io') ? 'flux' : undefined;
}

/** The namespace that most of some objects are in. */
export function usualNamespace(objects: ToolObject[]): string | undefined {
  return mostFrequent(
    objects
      .map(({ value }) => valueAt(value, 'metadata', 'namespace'))
      .filter((each): each is string => typeof each === 'string'),
  );
}

/** The text that is there most often; of equals the first by name. */
export function mostFrequent(texts: string[]): string | undefined {
  const counts = new Map<string, number>();
  for (const text of texts) {
    counts.set(text, (counts.get(text) ?? 0) + 1);
  }
  return [...counts].sort(
    ([a, many], [b, more]) => more - many || (a < b ? -1 : 1),
  )[0]?.[0];
}

/** A destination that Applications have in common. */
export function commonDestination(
  objects: ToolObject[],
): { server?: string; name?: string } | 'several' | undefined {
  const found = new Map<string, { server?: string; name?: string }>();
  for (const { value } of objects) {
    const destination = valueAt(value, 'spec', 'destination');
    if (isJsonObject(destination)) {
      const { server, name } = destination;
      if (typeof server === 'string' && server !== '') {
        found.set(`server ${server}`, { server });
      } else if (typeof name === 'string' && name !== '') {
        found.set(`name ${name}`, { name });
      }
    }
  }
  return found.size > 1 ? 'several' : [...found.values()][0];
}

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

import { NotFoundError } from '@backstage/errors';
import { BUILTIN_RESOURCES } from './builtinResources';
import { apiVersionOf, ResourceDefinition } from './ResourceDefinition';

/** Finds resources by the names that paths and manifests use. */
export class ResourceCatalog {
  static create(): ResourceCatalog {
    return new ResourceCatalog(BUILTIN_RESOURCES);
  }

  private constructor(readonly all: ResourceDefinition[]) {}

  ofKind(apiVersion: string, kind: string): ResourceDefinition {
    const found = this.all.find(
      definition =>
        apiVersionOf(definition) === apiVersion && definition.kind === kind,
    );
    if (!found) {
      throw new NotFoundError(
        `no matches for kind "${kind}" in version "${apiVersion}": the sandbox cluster keeps no such objects`,
      );
    }
    return found;
  }

  ofPath(
    group: string,
    version: string,
    plural: string,
  ): ResourceDefinition | undefined {
    return this.all.find(
      definition =>
        definition.group === group &&
        definition.version === version &&
        definition.plural === plural,
    );
  }

  /** Groups with their version, the core group first. */
  groupVersions(): Array<{ group: string; version: string }> {
    const seen = new Map<string, { group: string; version: string }>();
    for (const { group, version } of this.all) {
      seen.set(`${group}/${version}`, { group, version });
    }
    return [...seen.values()];
  }

  inGroupVersion(group: string, version: string): ResourceDefinition[] {
    return this.all.filter(
      definition =>
        definition.group === group && definition.version === version,
    );
  }
}

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
import { JsonObject } from '@backstage/types';
import { ServiceFiles } from '../changes/locateSecret';
import { stringEntries } from '../manifests/sealedSecretObjects';
import {
  ObjectPosition,
  readYamlObjects,
  valueAt,
} from '../manifests/yaml/readYaml';

/** An object of the service that goes into the namespace. */
export interface ServiceObject {
  path: string;
  line: number;
  position: ObjectPosition;
  kind: string;
  name: string;
  value: JsonObject;
  /** What a kustomization puts around its name. */
  isRenamed: boolean;
}

/** The objects that the folder applies to a namespace; files that are no YAML are passed over. */
export function readServiceObjects(
  files: ReadonlyMap<string, string>,
  service: ServiceFiles,
  namespace: string,
): ServiceObject[] {
  const objects: ServiceObject[] = [];
  for (const path of service.paths) {
    const text = files.get(path);
    const applied = service.applied.get(path);
    if (text === undefined || (service.kustomization && !applied)) {
      continue;
    }
    try {
      for (const { value, position, line } of readYamlObjects(text, path)) {
        const own = valueAt(value, 'metadata', 'namespace');
        const name = valueAt(value, 'metadata', 'name');
        if (
          (applied?.namespace ?? own ?? namespace) === namespace &&
          typeof value.kind === 'string' &&
          typeof name === 'string'
        ) {
          objects.push({
            path,
            line,
            position,
            kind: value.kind,
            name,
            value,
            isRenamed: Boolean(applied?.namePrefix || applied?.nameSuffix),
          });
        }
      }
    } catch (error) {
      if (!(error instanceof InputError)) {
        throw error;
      }
    }
  }
  return objects;
}

/** Whether a selector without expressions chooses what has these labels. */
export function selects(
  selector: Record<string, string>,
  labels: Record<string, string>,
): boolean {
  return Object.entries(selector).every(
    ([label, value]) => Object.hasOwn(labels, label) && labels[label] === value,
  );
}

/** Whether it is a Service that sends requests to pods with these labels. */
export function isServiceOf(
  { kind, value }: ServiceObject,
  labels: Record<string, string>,
): boolean {
  const selector = stringEntries(valueAt(value, 'spec', 'selector'));
  return (
    kind === 'Service' &&
    Object.keys(selector).length > 0 &&
    selects(selector, labels)
  );
}

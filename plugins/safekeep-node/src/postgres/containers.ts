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
import { ReadableValues } from '../manifests/containerVariables';
import {
  isSealedSecret,
  stringEntries,
} from '../manifests/sealedSecretObjects';
import { mappings, valueAt } from '../manifests/yaml/readYaml';
import { ServiceObject } from './serviceObjects';

/** What the objects of a service hold for its containers. */
export function readableValues(objects: ServiceObject[]): ReadableValues {
  const secretKeys = new Map<string, string[]>();
  const configMaps = new Map<string, Record<string, string>>();
  for (const { kind, name, value } of objects) {
    if (isSealedSecret(value)) {
      const encrypted = valueAt(value, 'spec', 'encryptedData');
      secretKeys.set(name, Object.keys(stringEntries(encrypted)));
    } else if (kind === 'Secret') {
      secretKeys.set(name, [
        ...Object.keys(stringEntries(value.data)),
        ...Object.keys(stringEntries(value.stringData)),
      ]);
    } else if (kind === 'ConfigMap' && !configMaps.has(name)) {
      configMaps.set(name, stringEntries(value.data));
    }
  }
  return { secretKeys, configMaps };
}

/** The containers of a workload's pods. */
export function containersOf({ kind, value }: ServiceObject): JsonObject[] {
  const spec =
    kind === 'CronJob'
      ? valueAt(value, 'spec', 'jobTemplate', 'spec', 'template', 'spec')
      : valueAt(value, 'spec', 'template', 'spec');
  return [
    ...mappings(valueAt(spec, 'initContainers')),
    ...mappings(valueAt(spec, 'containers')),
  ];
}

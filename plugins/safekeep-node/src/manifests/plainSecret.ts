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
import { SealingScope } from '../sealing';
import {
  withoutLeftoverAnnotations,
  withoutLeftoverLabels,
} from './clusterLeftovers';
import { isPlainSecret } from './readSecretManifests';
import { SecretTemplate } from './sealIntoManifest';
import { isScopeAnnotation, readScope } from './sealedSecretAnnotations';
import { stringEntries } from './sealedSecretObjects';
import {
  isJsonObject,
  ObjectPosition,
  readYamlObjects,
  valueAt,
} from './yaml/readYaml';
import { lineOfValue } from './yaml/replaceInScalars';

/** A plain Secret with its values, to be sealed and overwritten at once. */
export interface PlainSecret {
  position: ObjectPosition;
  /** Whoever reads this calls `fill(0)` on each when done. */
  values: Map<string, Buffer>;
  template: SecretTemplate;
  /** Annotations for whoever applies the object, not for the Secret made of it. */
  annotations: Record<string, string>;
  /** What its annotations ask for, as kubeseal reads them. */
  scope: SealingScope;
}

/** All that a Secret has; `status` is none of it, and left by some tools. */
const FIELDS = [
  'apiVersion',
  'kind',
  'metadata',
  'type',
  'immutable',
  'data',
  'stringData',
  'status',
];

/** Annotations that tell a deployment tool how to apply the object they stand on. */
const FOR_DEPLOYMENT =
  /^(argocd\.argoproj\.io|kustomize\.toolkit\.fluxcd\.io|helm\.sh|config\.kubernetes\.io|kustomize\.config\.k8s\.io)\//;

/** Reads the one Secret of that name in a file, with its values. */
export function readPlainSecret(
  text: string,
  options: {
    path: string;
    namespace: string;
    name: string;
    /** The namespace that a kustomization gives to the file's objects. */
    appliedNamespace?: string;
  },
): PlainSecret {
  const { path, name } = options;
  const secrets = readYamlObjects(text, path).filter(({ value }) =>
    isPlainSecret(value),
  );
  const matching = secrets.filter(
    ({ value }) => valueAt(value, 'metadata', 'name') === name,
  );
  if (matching.length !== 1) {
    const found = secrets.map(({ value }) =>
      valueAt(value, 'metadata', 'name'),
    );
    throw new InputError(
      matching.length > 1
        ? `${path} holds Secret ${name} more than once`
        : `${path} holds no plain Secret ${name}${
            found.length > 0 ? `: it holds ${found.join(', ')}` : ''
          }`,
    );
  }
  const [{ value, position }] = matching;
  const actual =
    options.appliedNamespace ?? valueAt(value, 'metadata', 'namespace');
  if (actual !== undefined && actual !== options.namespace) {
    throw new InputError(
      `${path}: Secret ${name} is in namespace ${actual}, not in ${options.namespace}`,
    );
  }
  const place = (at: string[]) => {
    const line = lineOfValue(text, { path, position, at }) ?? matching[0].line;
    return `${path}, line ${line}`;
  };
  for (const field of Object.keys(value)) {
    if (!FIELDS.includes(field)) {
      throw new InputError(
        `${place([
          field,
        ])}: ${field} is no field of a Secret, and what it holds would be lost: correct its name, or take it out`,
      );
    }
  }
  const annotations = stringEntries(valueAt(value, 'metadata', 'annotations'));
  const kept = Object.entries(withoutLeftoverAnnotations(annotations));
  const keep = (wanted: (annotation: string) => boolean) =>
    Object.fromEntries(
      kept.filter(([key]) => !isScopeAnnotation(key) && wanted(key)),
    );
  return {
    position,
    values: readValues(value, place),
    template: {
      ...(typeof value.type === 'string' && { type: value.type }),
      ...(value.immutable === true && { immutable: true }),
      labels: withoutLeftoverLabels(
        stringEntries(valueAt(value, 'metadata', 'labels')),
        annotations,
      ),
      annotations: keep(key => !FOR_DEPLOYMENT.test(key)),
    },
    annotations: keep(key => FOR_DEPLOYMENT.test(key)),
    scope: readScope(annotations),
  };
}

/** `data` is base64, `stringData` is text and wins, as in the cluster. */
function readValues(
  secret: JsonObject,
  place: (at: string[]) => string,
): Map<string, Buffer> {
  const values = new Map<string, Buffer>();
  try {
    for (const field of ['data', 'stringData'] as const) {
      const entries = secret[field];
      if (entries === undefined || entries === null) {
        continue;
      }
      if (!isJsonObject(entries)) {
        throw new InputError(`${place([field])}: ${field} is not a mapping`);
      }
      for (const [key, value] of Object.entries(entries)) {
        if (typeof value !== 'string') {
          throw new InputError(
            `${place([
              field,
              key,
            ])}: the value of ${field}.${key} is not a text: put it in quotes`,
          );
        }
        values.get(key)?.fill(0);
        values.set(
          key,
          field === 'data'
            ? decodeBase64(
                value,
                () => `${place([field, key])}: the value of ${field}.${key}`,
              )
            : Buffer.from(value),
        );
      }
    }
  } catch (error) {
    for (const value of values.values()) {
      value.fill(0);
    }
    throw error;
  }
  return values;
}

function decodeBase64(text: string, place: () => string): Buffer {
  const compact = text.replace(/[\r\n]/g, '');
  if (compact.length % 4 !== 0 || !/^[A-Za-z0-9+/]*={0,2}$/.test(compact)) {
    throw new InputError(
      `${place()} is not base64: put plain text under stringData`,
    );
  }
  return Buffer.from(compact, 'base64');
}

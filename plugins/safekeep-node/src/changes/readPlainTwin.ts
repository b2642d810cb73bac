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
import { ComposedKeys, findComposedKeys } from '../manifests/composedKeys';
import { findEqualValues } from '../manifests/linkedKeys';
import { readPlainSecret } from '../manifests/plainSecret';
import { locateSecret, ServiceFiles } from './locateSecret';

/**
 * What a plain Secret that still lies beside its SealedSecret tells of keys
 * whose values nobody else can see: which are equal, and which contain another.
 * The values are overwritten once they were compared.
 */
export function readPlainTwin(
  files: Map<string, string>,
  service: ServiceFiles,
  secret: { namespace: string; name: string },
): { linkedKeys: string[][]; composedKeys: ComposedKeys } | undefined {
  const [path] = locateSecret(files, service, secret).plain;
  if (path === undefined) {
    return undefined;
  }
  try {
    const { values } = readPlainSecret(files.get(path) ?? '', {
      path,
      ...secret,
      appliedNamespace: service.applied.get(path)?.namespace,
    });
    const found = {
      linkedKeys: findEqualValues(values),
      composedKeys: findComposedKeys(values),
    };
    for (const value of values.values()) {
      value.fill(0);
    }
    return found;
  } catch (error) {
    if (error instanceof InputError) {
      // It tells nothing, and is not what is to be changed.
      return undefined;
    }
    throw error;
  }
}

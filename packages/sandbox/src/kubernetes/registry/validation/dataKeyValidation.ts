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

import { recordAt } from '../../json/isRecord';
import { KubernetesObject } from '../../objects/KubernetesObject';
import { StatusCause } from '../../status/ApiStatusError';

const KEY = /^[-._a-zA-Z0-9]+$/;
const KEY_TEXT =
  "a valid config key must consist of alphanumeric characters, '-', '_' or '.' (e.g. 'key.name',  or 'KEY_NAME',  or 'key-name', regex used for validation is '[-._a-zA-Z0-9]+')";

/** The keys of a ConfigMap or a Secret must do as names of files. */
export function validateDataKeys(object: KubernetesObject): StatusCause[] {
  if (object.kind !== 'ConfigMap' && object.kind !== 'Secret') {
    return [];
  }
  return Object.keys(recordAt(object, 'data'))
    .filter(key => !KEY.test(key))
    .map(key => ({
      reason: 'FieldValueInvalid',
      message: `Invalid value: ${JSON.stringify(key)}: ${KEY_TEXT}`,
      field: `data[${key}]`,
    }));
}
